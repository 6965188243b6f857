#pragma once
#include "inside.h"

namespace cppmapi {

// What Logon and SpoolerLogon have in common.
struct LogonParams {
    Role role;
    LPMAPISUP support;
    ULONG id_size;
    LPENTRYID id;
    ULONG flags;
    LPCIID iid;
    Bytes security; // the validation data of the client's logon
};

// IMSProvider, the object of one MSProviderInit [INIT-12].
class Provider : public Object<IMSProvider>, public IMAPIProviderShutdown {
    Ref<IMalloc> malloc; // kept as long as the object lives [MEM-08]
    const Memory memory;
    const std::shared_ptr<OpenStores> open = std::make_shared<OpenStores>();

    std::shared_ptr<StoreFile> choose(const LogonParams &params, LPMAPISUP support, bool has_id, const Id &id);
    Text password_of(StoreFile &file, const LogonParams &params);
    HRESULT first_logon(const LogonParams &params, const std::shared_ptr<StoreFile> &file, ULONG *size,
        LPBYTE *security, LPMSLOGON *logon, LPMDB *store);
    HRESULT log_on(
        const LogonParams &params, ULONG *size, LPBYTE *security, LPMAPIERROR *error, LPMSLOGON *logon, LPMDB *store);

protected:
    void *find(REFIID iid) override;

public:
    Provider(LPMALLOC malloc, const Memory &memory);

    STDMETHODIMP QueryInterface(REFIID iid, LPVOID *out) override { return Object::QueryInterface(iid, out); }
    STDMETHODIMP_(ULONG) AddRef() override { return Object::AddRef(); }
    STDMETHODIMP_(ULONG) Release() override { return Object::Release(); }

    STDMETHODIMP Shutdown(ULONG *flags) override;
    STDMETHODIMP Logon(LPMAPISUP support, ULONG_PTR window, LPTSTR profile, ULONG size, LPENTRYID id, ULONG flags,
        LPCIID iid, ULONG *security_size, LPBYTE *security, LPMAPIERROR *error, LPMSLOGON *logon,
        LPMDB *store) override;
    STDMETHODIMP SpoolerLogon(LPMAPISUP support, ULONG_PTR window, LPTSTR profile, ULONG size, LPENTRYID id,
        ULONG flags, LPCIID iid, ULONG security_size, LPBYTE security, LPMAPIERROR *error, LPMSLOGON *logon,
        LPMDB *store) override;
    STDMETHODIMP CompareStoreIDs(
        ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG flags, ULONG *result) override;

    // Nothing of a store waits to be saved: clients may leave at any time [SHUT-20].
    STDMETHODIMP QueryFastShutdown() override { return S_OK; }
    STDMETHODIMP NotifyProcessShutdown() override { return S_OK; }
    STDMETHODIMP DoFastShutdown() override { return S_OK; }
};

} // namespace cppmapi
