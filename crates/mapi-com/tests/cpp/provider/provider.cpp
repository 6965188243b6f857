// MSProviderInit and the provider object.
#include "provider.h"
#include "mutant.h"
#include <cstdlib>
#include <stdexcept>

namespace cppmapi {

// A static object whose destructor runs when the process ends.
static struct AtExit {
    ~AtExit() {
        if (is_mutant("crash-at-exit")) std::abort();
    }
} at_exit;

// What another process does not know.
static bool client_was_here = false;

Provider::Provider(LPMALLOC malloc, const Memory &memory) : malloc(Ref<IMalloc>::to(malloc)), memory(memory) {
    if (is_mutant("allocator-not-referenced") && malloc) malloc->Release();
}

void *Provider::find(REFIID iid) {
    if (is_mutant("no-iunknown") && same(iid, IID_IUnknown)) return nullptr;
    if (is_one_of(&iid, {&IID_IMSProvider, &IID_IUnknown})) return static_cast<IMSProvider *>(this);
    if (same(iid, IID_IMAPIProviderShutdown)) return static_cast<IMAPIProviderShutdown *>(this);
    return nullptr;
}

STDMETHODIMP Provider::Shutdown(ULONG *) {
    return is_mutant("shutdown-fails") ? MAPI_E_CALL_FAILED : S_OK;
} // [SHUT-22]

STDMETHODIMP Provider::Logon(LPMAPISUP support, ULONG_PTR, LPTSTR profile, ULONG size, LPENTRYID id, ULONG flags,
    LPCIID iid, ULONG *security_size, LPBYTE *security, LPMAPIERROR *error, LPMSLOGON *logon, LPMDB *store) {
    client_was_here = true;
    if (is_mutant("exception-in-logon")) throw std::runtime_error("the server is away");
    if (is_mutant("profile-name-freed")) memory.free(profile);
    return log_on({Role::Client, support, size, id, flags, iid, Bytes()}, security_size, security, error, logon, store);
}

STDMETHODIMP Provider::SpoolerLogon(LPMAPISUP support, ULONG_PTR, LPTSTR, ULONG size, LPENTRYID id, ULONG flags,
    LPCIID iid, ULONG security_size, LPBYTE security, LPMAPIERROR *error, LPMSLOGON *logon, LPMDB *store) {
    Bytes data;
    if (security && security_size) data.assign(reinterpret_cast<const char *>(security), security_size);
    if (is_mutant("spooler-by-globals") && !client_was_here) {
        if (error) *error = nullptr;
        return MAPI_E_FAILONEPROVIDER;
    }
    if (is_mutant("validation-data-freed")) memory.free(security);
    return log_on({Role::Spooler, support, size, id, flags, iid, data}, nullptr, nullptr, error, logon, store);
}

// By meaning, and without any open store [LOAD-12] [EID-11].
STDMETHODIMP Provider::CompareStoreIDs(ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG, ULONG *result) {
    return guarded([&] {
        check(result != nullptr, MAPI_E_INVALID_PARAMETER);
        Id one, other;
        if (is_mutant("store-ids-by-bytes")) return *result = size1 == size2 && std::memcmp(id1, id2, size1) == 0, S_OK;
        *result = decode(size1, id1, one) && decode(size2, id2, other) && one == other;
        return S_OK;
    });
}

static HRESULT make(LPMALLOC malloc, const Memory &memory, LPMSPROVIDER *out) {
    return guarded([&] {
        static IMSProvider *only = nullptr;
        if (!is_mutant("one-provider-object")) return *out = new Provider(malloc, memory), S_OK;
        if (!only) only = new Provider(malloc, memory);
        only->AddRef();
        return *out = only, S_OK;
    });
}

} // namespace cppmapi

#ifdef _WIN32
#define EXPORTED extern "C" __declspec(dllexport)
#else
#define EXPORTED extern "C" __attribute__((visibility("default")))
#endif

EXPORTED HRESULT __cdecl MSProviderInit(HINSTANCE, LPMALLOC malloc, LPALLOCATEBUFFER allocate, LPALLOCATEMORE more,
    LPFREEBUFFER free, ULONG, ULONG mapi_version, ULONG *provider_version, LPMSPROVIDER *provider) {
    using cppmapi::is_mutant;
    if (!provider_version || !provider) return MAPI_E_INVALID_PARAMETER; // [INIT-14]
#ifdef CPPMAPI_MAPI32
    const HRESULT begun = MAPIInitialize(nullptr);
    if (FAILED(begun)) return begun;
#endif
    if (mapi_version < CURRENT_SPI_VERSION && !is_mutant("version-not-checked")) {
        if (is_mutant("provider-beside-an-error")) cppmapi::make(malloc, cppmapi::used({allocate, more, free}), provider);
        return MAPI_E_VERSION; // [INIT-09]
    }
    *provider_version = is_mutant("version-copied") ? mapi_version : CURRENT_SPI_VERSION; // [INIT-10]
    if (is_mutant("no-provider-object")) return *provider = nullptr, S_OK;
    return cppmapi::make(malloc, cppmapi::used({allocate, more, free}), provider);
}
