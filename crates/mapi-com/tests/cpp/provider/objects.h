// The objects of an open store. Each file has one of them.
#pragma once
#include "props.h"
#include "table.h"

namespace cppmapi {

// IMsgStore; its last release ends the store.
class StoreObject : public PropObject<IMsgStore> {
    std::mutex lock;
    Text last_error;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMsgStore, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IMsgStore *>(this)
                                                                                : nullptr;
    }
    ~StoreObject() override { inside->released(); }

public:
    explicit StoreObject(const std::shared_ptr<Inside> &inside) : PropObject(inside, inside->write) {}
    Props read() override;
    bool computed(ULONG tag) const override;
    bool required(ULONG tag) const override;
    void change(const std::function<void(Props &)> &work) override;

    STDMETHODIMP GetLastError(HRESULT code, ULONG flags, LPMAPIERROR *error) override;
    STDMETHODIMP GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) override;
    STDMETHODIMP Advise(ULONG size, LPENTRYID id, ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection) override;
    STDMETHODIMP Unadvise(ULONG_PTR connection) override;
    STDMETHODIMP CompareEntryIDs(
        ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG flags, ULONG *result) override;
    STDMETHODIMP OpenEntry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) override;
    STDMETHODIMP SetReceiveFolder(LPTSTR, ULONG, ULONG, LPENTRYID) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetReceiveFolder(
        LPTSTR message_class, ULONG flags, ULONG *size, LPENTRYID *id, LPTSTR *explicit_class) override;
    STDMETHODIMP GetReceiveFolderTable(ULONG, LPMAPITABLE *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP StoreLogoff(ULONG *flags) override;
    STDMETHODIMP AbortSubmit(ULONG, LPENTRYID, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetOutgoingQueue(ULONG, LPMAPITABLE *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetLockState(LPMESSAGE, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP FinishedMsg(ULONG, ULONG, LPENTRYID) override { return MAPI_E_NO_SUPPORT; } // [SPOOL-07]
    STDMETHODIMP NotifyNewMail(LPNOTIFICATION) override { return MAPI_E_NO_SUPPORT; }
};

// With a reference for the caller; a failure where there is no such object any more.
IMAPIFolder *open_folder(const std::shared_ptr<Inside> &inside, ULONG number, bool write);
IMessage *open_message(const std::shared_ptr<Inside> &inside, ULONG number, bool write);
IMessage *new_message(const std::shared_ptr<Inside> &inside, ULONG folder);
IMAPIStatus *open_status(const std::shared_ptr<Inside> &inside);
IMSLogon *new_logon_object(const std::shared_ptr<Inside> &inside);

// The columns that the provider owes to the status table; MAPI adds the others [STATUS-02].
Props status_row(Inside &inside);
// The properties of a message, on an opening of it or in a row.
Props message_props(Inside &inside, const Message &message, bool write);
Props folder_props(Inside &inside, const Data &data, const Folder &folder, bool write);
Bytes little_endian(ULONG number);

} // namespace cppmapi
