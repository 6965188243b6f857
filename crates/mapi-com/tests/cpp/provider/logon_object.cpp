// IMSLogon: MAPI's side of an open store.
#include "mutant.h"
#include "objects.h"

namespace cppmapi {

namespace {

class LogonObject : public Object<IMSLogon> {
    const std::shared_ptr<Inside> inside;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMSLogon, &IID_IUnknown}) ? static_cast<IMSLogon *>(this) : nullptr;
    }

public:
    explicit LogonObject(std::shared_ptr<Inside> inside) : inside(std::move(inside)) {}

    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override {
        if (!error) return MAPI_E_INVALID_PARAMETER;
        *error = nullptr;
        return S_OK;
    }
    STDMETHODIMP Logoff(ULONG *) override {
        if (!is_mutant("logoff-does-nothing")) inside->logged_off();
        return S_OK;
    }
    STDMETHODIMP OpenEntry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) override {
        return guarded([&] { return inside->open_entry(size, id, iid, flags, type, out); });
    }
    STDMETHODIMP CompareEntryIDs(
        ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG, ULONG *result) override {
        return guarded([&] { return inside->compare(size1, id1, size2, id2, result); });
    }
    STDMETHODIMP Advise(ULONG size, LPENTRYID id, ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection) override {
        return guarded([&] { return inside->advise(size, id, events, sink, connection); });
    }
    STDMETHODIMP Unadvise(ULONG_PTR connection) override {
        return guarded([&] { return inside->unadvise(connection); });
    }
    // For reading, also where writing is asked for [STATUS-12].
    STDMETHODIMP OpenStatusEntry(LPCIID iid, ULONG, ULONG *type, LPVOID *out) override {
        return guarded([&] {
            check(type && out, MAPI_E_INVALID_PARAMETER);
            inside->check_alive();
            check(is_one_of(iid, {&IID_IMAPIStatus, &IID_IMAPIProp, &IID_IUnknown}), MAPI_E_INTERFACE_NOT_SUPPORTED);
            if (is_mutant("no-status-object")) return MAPI_E_NO_SUPPORT;
            *out = open_status(inside);
            *type = MAPI_STATUS;
            return S_OK;
        });
    }
};

} // namespace

IMSLogon *new_logon_object(const std::shared_ptr<Inside> &inside) { return new LogonObject(inside); }

} // namespace cppmapi
