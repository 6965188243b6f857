#pragma once
#include "objects.h"

namespace cppmapi {

class FolderObject : public PropObject<IMAPIFolder> {
    const ULONG number;

    ULONG folder_in(ULONG size, LPENTRYID id);      // the number of a folder of this store
    ULONG message_in(const SBinary &id, bool here); // the number of a message of this folder
    void check_takes();

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPIFolder, &IID_IMAPIContainer, &IID_IMAPIProp, &IID_IUnknown})
                   ? static_cast<IMAPIFolder *>(this)
                   : nullptr;
    }

public:
    FolderObject(const std::shared_ptr<Inside> &inside, ULONG number, bool write)
        : PropObject(inside, write), number(number) {}
    Props read() override;
    bool computed(ULONG tag) const override;
    bool required(ULONG tag) const override { return PROP_ID(tag) == PROP_ID(PR_DISPLAY_NAME_W); }
    void change(const std::function<void(Props &)> &work) override;
    IUnknown *open_object(ULONG tag, REFIID iid, ULONG options) override;

    STDMETHODIMP GetContentsTable(ULONG flags, LPMAPITABLE *table) override;
    STDMETHODIMP GetHierarchyTable(ULONG flags, LPMAPITABLE *table) override;
    STDMETHODIMP OpenEntry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) override;
    STDMETHODIMP SetSearchCriteria(LPSRestriction, LPENTRYLIST, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetSearchCriteria(ULONG, LPSRestriction *, LPENTRYLIST *, ULONG *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CreateMessage(LPCIID iid, ULONG flags, LPMESSAGE *message) override;
    STDMETHODIMP CopyMessages(
        LPENTRYLIST messages, LPCIID iid, LPVOID to, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP DeleteMessages(LPENTRYLIST messages, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP CreateFolder(
        ULONG type, LPTSTR name, LPTSTR comment, LPCIID iid, ULONG flags, LPMAPIFOLDER *folder) override;
    STDMETHODIMP CopyFolder(ULONG size, LPENTRYID id, LPCIID iid, LPVOID to, LPTSTR name, ULONG_PTR window,
        LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP DeleteFolder(
        ULONG size, LPENTRYID id, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP SetReadFlags(LPENTRYLIST messages, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP GetMessageStatus(ULONG size, LPENTRYID id, ULONG flags, ULONG *status) override;
    STDMETHODIMP SetMessageStatus(ULONG size, LPENTRYID id, ULONG status, ULONG mask, ULONG *old) override;
    STDMETHODIMP SaveContentsSort(LPSSortOrderSet, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP EmptyFolder(ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
};

} // namespace cppmapi
