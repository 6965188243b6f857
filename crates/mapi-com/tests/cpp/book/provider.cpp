// MSProviderInit, and a logon that asks its host and answers a logon object without a store.
#include "book.h"

namespace book {

namespace {

// What the host makes a storage of. It asks nothing of it.
class Stream : public Object<IStream> {
protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IStream, &IID_ISequentialStream, &IID_IUnknown}) ? static_cast<IStream *>(this)
                                                                                      : nullptr;
    }

public:
    STDMETHODIMP Read(void *, ULONG, ULONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Write(const void *, ULONG, ULONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Seek(LARGE_INTEGER, DWORD, ULARGE_INTEGER *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetSize(ULARGE_INTEGER) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP CopyTo(IStream *, ULARGE_INTEGER, ULARGE_INTEGER *, ULARGE_INTEGER *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP Commit(DWORD) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Revert() override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Stat(STATSTG *, DWORD) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Clone(IStream **) override { return MAPI_E_NO_SUPPORT; }
};

class Logon : public Object<IMSLogon> {
    Ref<IMalloc> malloc;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMSLogon, &IID_IUnknown}) ? static_cast<IMSLogon *>(this) : nullptr;
    }

public:
    explicit Logon(LPMALLOC malloc) : malloc(Ref<IMalloc>::to(malloc)) {}
    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP Logoff(ULONG *) override { return S_OK; }
    // The flags say which storage.
    STDMETHODIMP OpenEntry(ULONG, LPENTRYID, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *object) override {
        *object = nullptr;
        if (!iid || !same(*iid, IID_IStorage)) return MAPI_E_INTERFACE_NOT_SUPPORTED;
        *type = 0;
        *object = new_storage(malloc.get(), flags);
        return S_OK;
    }
    STDMETHODIMP CompareEntryIDs(ULONG, LPENTRYID, ULONG, LPENTRYID, ULONG, ULONG *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP Advise(ULONG, LPENTRYID, ULONG, LPMAPIADVISESINK, ULONG_PTR *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Unadvise(ULONG_PTR) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenStatusEntry(LPCIID, ULONG, ULONG *, LPVOID *) override { return MAPI_E_NO_SUPPORT; }
};

class Provider : public Object<IMSProvider> {
    Ref<IMalloc> malloc;
    const Memory memory;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMSProvider, &IID_IUnknown}) ? static_cast<IMSProvider *>(this) : nullptr;
    }

public:
    Provider(LPMALLOC malloc, const Memory &memory) : malloc(Ref<IMalloc>::to(malloc)), memory(memory) {}
    STDMETHODIMP Shutdown(ULONG *) override { return S_OK; }
    STDMETHODIMP Logon(LPMAPISUP support, ULONG_PTR, LPTSTR, ULONG, LPENTRYID, ULONG, LPCIID, ULONG *security_size,
        LPBYTE *security, LPMAPIERROR *error, LPMSLOGON *logon, LPMDB *store) override {
        *security_size = 0;
        *security = nullptr;
        *error = nullptr;
        *logon = nullptr;
        *store = nullptr;
        return guarded([&] {
            try {
                use_dialogs(support, memory);
                use_book(support, memory);
                Ref<IStorage> storage;
                Ref<IStream> stream;
                *stream.out() = new Stream;
                EXPECT(support->IStorageFromStream(stream.get(), nullptr, 0, storage.out()) == S_OK && storage);
                expect_elements(storage.get(), malloc.get());
            } catch (const Wrong &wrong) {
                Answer answer(memory);
                MAPIERROR *made = answer.take_of<MAPIERROR>();
                const Text text = widened(wrong.text.c_str());
                char16_t *units = answer.take_of<char16_t>(text.size() + 1);
                std::memcpy(units, text.data(), text.size() * sizeof *units);
                made->lpszError = reinterpret_cast<LPTSTR>(units);
                answer.give(error);
                return MAPI_E_CALL_FAILED;
            }
            *logon = new class Logon(malloc.get());
            return S_OK;
        });
    }
    STDMETHODIMP SpoolerLogon(LPMAPISUP, ULONG_PTR, LPTSTR, ULONG, LPENTRYID, ULONG, LPCIID, ULONG, LPBYTE,
        LPMAPIERROR *error, LPMSLOGON *, LPMDB *) override {
        return *error = nullptr, MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CompareStoreIDs(ULONG, LPENTRYID, ULONG, LPENTRYID, ULONG, ULONG *result) override {
        return *result = 0, S_OK;
    }
};

} // namespace

} // namespace book

#ifdef _WIN32
#define EXPORTED extern "C" __declspec(dllexport)
#else
#define EXPORTED extern "C" __attribute__((visibility("default")))
#endif

EXPORTED HRESULT __cdecl MSProviderInit(HINSTANCE, LPMALLOC malloc, LPALLOCATEBUFFER allocate, LPALLOCATEMORE more,
    LPFREEBUFFER free, ULONG, ULONG, ULONG *version, LPMSPROVIDER *provider) {
    *version = CURRENT_SPI_VERSION;
    *provider = new book::Provider(malloc, {allocate, more, free});
    return S_OK;
}
