#include "storage.h"

namespace cppmapi {

namespace {

// The elements of every storage here: a storage, two streams, a storage, ...
Text name_of(ULONG number) { return Text(u"\u0005\u00dcn\u00efcode ") + static_cast<char16_t>(u'0' + number); }
bool is_storage(ULONG number) { return number % 3 == 0; }
uint64_t size_of(ULONG number) { return is_storage(number) ? 0 : uint64_t{0xFFFFFFFF} + number; }

class Elements : public Object<IEnumSTATSTG> {
    Ref<IMalloc> malloc;
    const ULONG count;
    ULONG at;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IEnumSTATSTG, &IID_IUnknown}) ? static_cast<IEnumSTATSTG *>(this) : nullptr;
    }

public:
    Elements(LPMALLOC malloc, ULONG count, ULONG at) : malloc(Ref<IMalloc>::to(malloc)), count(count), at(at) {}
    STDMETHODIMP Next(ULONG wanted, STATSTG *stats, ULONG *fetched) override {
        ULONG got = 0;
        for (; got < wanted && at < count; ++got, ++at) {
            STATSTG &stat = stats[got];
            std::memset(static_cast<void *>(&stat), 0, sizeof stat);
            const Text name = name_of(at);
            const size_t size = (name.size() + 1) * sizeof name[0];
            stat.pwcsName = static_cast<LPOLESTR>(malloc->Alloc(size));
            std::memcpy(static_cast<void *>(stat.pwcsName), name.c_str(), size);
            stat.type = is_storage(at) ? STGTY_STORAGE : STGTY_STREAM;
            stat.cbSize.QuadPart = size_of(at);
        }
        if (fetched) *fetched = got;
        return got == wanted ? S_OK : S_FALSE;
    }
    STDMETHODIMP Skip(ULONG wanted) override {
        const ULONG left = count - at;
        at += wanted < left ? wanted : left;
        return wanted <= left ? S_OK : S_FALSE;
    }
    STDMETHODIMP Reset() override { return at = 0, S_OK; }
    STDMETHODIMP Clone(IEnumSTATSTG **copy) override { return *copy = new Elements(malloc.get(), count, at), S_OK; }
};

class Storage : public Object<IStorage> {
    Ref<IMalloc> malloc;
    const ULONG count;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IStorage, &IID_IUnknown}) ? static_cast<IStorage *>(this) : nullptr;
    }

public:
    Storage(LPMALLOC malloc, ULONG count) : malloc(Ref<IMalloc>::to(malloc)), count(count) {}
    STDMETHODIMP EnumElements(DWORD, void *, DWORD, IEnumSTATSTG **elements) override {
        if (!elements) return MAPI_E_INVALID_PARAMETER;
        if (count == 98) return *elements = nullptr, S_OK;
        if (count == 99) return *elements = nullptr, MAPI_E_NO_ACCESS;
        return *elements = new Elements(malloc.get(), count, 0), S_OK;
    }
    STDMETHODIMP CreateStream(const OLECHAR *, DWORD, DWORD, DWORD, IStream **) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenStream(const OLECHAR *, void *, DWORD, DWORD, IStream **) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP CreateStorage(const OLECHAR *, DWORD, DWORD, DWORD, IStorage **) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenStorage(const OLECHAR *, IStorage *, DWORD, LPOLESTR *, DWORD, IStorage **) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CopyTo(DWORD, const IID *, LPOLESTR *, IStorage *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP MoveElementTo(const OLECHAR *, IStorage *, const OLECHAR *, DWORD) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP Commit(DWORD) override { return S_OK; }
    STDMETHODIMP Revert() override { return S_OK; }
    STDMETHODIMP DestroyElement(const OLECHAR *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP RenameElement(const OLECHAR *, const OLECHAR *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetElementTimes(const OLECHAR *, const FILETIME *, const FILETIME *, const FILETIME *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP SetClass(REFCLSID) override { return S_OK; }
    STDMETHODIMP SetStateBits(DWORD, DWORD) override { return S_OK; }
    STDMETHODIMP Stat(STATSTG *, DWORD) override { return MAPI_E_NO_SUPPORT; }
};

// The names of the next elements, each of which has to be the one with its number.
ULONG read(IEnumSTATSTG *elements, LPMALLOC malloc, ULONG first, ULONG wanted, HRESULT code) {
    STATSTG stats[8];
    std::memset(static_cast<void *>(stats), 0xCD, sizeof stats);
    ULONG fetched = 77;
    EXPECT(elements->Next(wanted, stats, &fetched) == code && fetched <= wanted);
    for (ULONG at = 0; at < fetched; ++at) {
        const ULONG number = first + at;
        const Text name = name_of(number);
        EXPECT(std::memcmp(stats[at].pwcsName, name.c_str(), (name.size() + 1) * sizeof name[0]) == 0);
        EXPECT(stats[at].type == static_cast<DWORD>(is_storage(number) ? STGTY_STORAGE : STGTY_STREAM));
        EXPECT(stats[at].cbSize.QuadPart == size_of(number));
        malloc->Free(stats[at].pwcsName);
    }
    return fetched;
}

} // namespace

IStorage *new_storage(LPMALLOC malloc, ULONG count) { return new Storage(malloc, count); }

void expect_elements(IStorage *storage, LPMALLOC malloc) {
    Ref<IEnumSTATSTG> elements, copy, same;
    EXPECT(storage->EnumElements(0, nullptr, 0, nullptr) == MAPI_E_INVALID_PARAMETER);
    EXPECT(storage->EnumElements(0, nullptr, 0, elements.out()) == S_OK && elements);
    EXPECT(elements->QueryInterface(IID_IEnumSTATSTG, reinterpret_cast<void **>(same.out())) == S_OK);
    EXPECT(read(elements.get(), malloc, 0, 3, S_OK) == 3);
    EXPECT(elements->Clone(copy.out()) == S_OK && copy);
    EXPECT(read(elements.get(), malloc, 3, 8, S_FALSE) == 4);
    EXPECT(read(same.get(), malloc, 7, 1, S_FALSE) == 0);
    EXPECT(copy->Skip(3) == S_OK && read(copy.get(), malloc, 6, 1, S_OK) == 1 && copy->Skip(1) == S_FALSE);
    EXPECT(copy->Reset() == S_OK && read(copy.get(), malloc, 0, 7, S_OK) == 7);
}

} // namespace cppmapi
