// COM, as far as the MAPI headers and message stores use it.
#pragma once

#define FACILITY_ITF 4
#define SUCCEEDED(code) ((HRESULT)(code) >= 0)
#define FAILED(code) ((HRESULT)(code) < 0)
#define ResultFromScode(code) ((HRESULT)(code))
#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define E_FAIL ((HRESULT)0x80004005)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define E_NOINTERFACE ((HRESULT)0x80004002)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define STG_E_INVALIDFUNCTION ((HRESULT)0x80030001)
#define STG_E_ACCESSDENIED ((HRESULT)0x80030005)

#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    extern "C" const GUID name; const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) extern "C" const GUID name
#endif
#define DEFINE_OLEGUID(name, l, w1, w2) DEFINE_GUID(name, l, w1, w2, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)

struct IUnknown {
    virtual HRESULT QueryInterface(REFIID riid, void **object) = 0;
    virtual ULONG AddRef() = 0;
    virtual ULONG Release() = 0;
};
typedef IUnknown *LPUNKNOWN;

struct IMalloc : public IUnknown {
    virtual void *Alloc(size_t size) = 0;
    virtual void *Realloc(void *block, size_t size) = 0;
    virtual void Free(void *block) = 0;
    virtual size_t GetSize(void *block) = 0;
    virtual int DidAlloc(void *block) = 0;
    virtual void HeapMinimize() = 0;
};
typedef IMalloc *LPMALLOC;

struct STATSTG {
    LPOLESTR pwcsName;
    DWORD type;
    ULARGE_INTEGER cbSize;
    FILETIME mtime, ctime, atime;
    DWORD grfMode, grfLocksSupported;
    CLSID clsid;
    DWORD grfStateBits, reserved;
};
enum { STREAM_SEEK_SET, STREAM_SEEK_CUR, STREAM_SEEK_END };
enum { STGTY_STORAGE = 1, STGTY_STREAM = 2 };
enum { STATFLAG_DEFAULT = 0, STATFLAG_NONAME = 1 };
#define STGM_READ 0
#define STGM_READWRITE 2

struct ISequentialStream : public IUnknown {
    virtual HRESULT Read(void *buffer, ULONG count, ULONG *read) = 0;
    virtual HRESULT Write(const void *buffer, ULONG count, ULONG *written) = 0;
};
struct IStream : public ISequentialStream {
    virtual HRESULT Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position) = 0;
    virtual HRESULT SetSize(ULARGE_INTEGER size) = 0;
    virtual HRESULT CopyTo(IStream *to, ULARGE_INTEGER count, ULARGE_INTEGER *read, ULARGE_INTEGER *written) = 0;
    virtual HRESULT Commit(DWORD flags) = 0;
    virtual HRESULT Revert() = 0;
    virtual HRESULT LockRegion(ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type) = 0;
    virtual HRESULT UnlockRegion(ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type) = 0;
    virtual HRESULT Stat(STATSTG *stat, DWORD flag) = 0;
    virtual HRESULT Clone(IStream **stream) = 0;
};
typedef IStream *LPSTREAM;

struct IEnumSTATSTG : public IUnknown {
    virtual HRESULT Next(ULONG count, STATSTG *stats, ULONG *fetched) = 0;
    virtual HRESULT Skip(ULONG count) = 0;
    virtual HRESULT Reset() = 0;
    virtual HRESULT Clone(IEnumSTATSTG **copy) = 0;
};
struct IStorage : public IUnknown {
    virtual HRESULT CreateStream(const OLECHAR *name, DWORD mode, DWORD, DWORD, IStream **stream) = 0;
    virtual HRESULT OpenStream(const OLECHAR *name, void *, DWORD mode, DWORD, IStream **stream) = 0;
    virtual HRESULT CreateStorage(const OLECHAR *name, DWORD mode, DWORD, DWORD, IStorage **storage) = 0;
    virtual HRESULT OpenStorage(
        const OLECHAR *name, IStorage *, DWORD mode, LPOLESTR *exclude, DWORD, IStorage **storage) = 0;
    virtual HRESULT CopyTo(DWORD count, const IID *iids, LPOLESTR *exclude, IStorage *to) = 0;
    virtual HRESULT MoveElementTo(const OLECHAR *name, IStorage *to, const OLECHAR *new_name, DWORD flags) = 0;
    virtual HRESULT Commit(DWORD flags) = 0;
    virtual HRESULT Revert() = 0;
    virtual HRESULT EnumElements(DWORD, void *, DWORD, IEnumSTATSTG **elements) = 0;
    virtual HRESULT DestroyElement(const OLECHAR *name) = 0;
    virtual HRESULT RenameElement(const OLECHAR *name, const OLECHAR *new_name) = 0;
    virtual HRESULT SetElementTimes(
        const OLECHAR *name, const FILETIME *created, const FILETIME *accessed, const FILETIME *modified) = 0;
    virtual HRESULT SetClass(REFCLSID clsid) = 0;
    virtual HRESULT SetStateBits(DWORD bits, DWORD mask) = 0;
    virtual HRESULT Stat(STATSTG *stat, DWORD flag) = 0;
};
typedef IStorage *LPSTORAGE;

extern "C" const GUID IID_IUnknown, IID_IStream, IID_ISequentialStream, IID_IStorage, IID_IEnumSTATSTG;
