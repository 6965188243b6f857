// The little of Windows that the MAPI headers ask for, for a native compiler. Types that are 32 bits wide on Windows are 32
// bits wide here. `_WIN32` is not defined: it would change the standard library.
#pragma once
#define _WINDOWS_
#define _OLEERROR_H_
#include <cstddef>
#include <cstdint>

typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD, ULONG, UINT;
typedef int32_t LONG, BOOL, WINBOOL, HRESULT, SCODE, INT;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef uintptr_t ULONG_PTR;
typedef void *LPVOID, *HINSTANCE, *HWND;
typedef char *LPSTR;
typedef const char *LPCSTR;
typedef uint16_t CLIPFORMAT;

// UTF-16 under its Windows name. A wide literal is of another type and does not compile where one is wanted.
#define __WCHAR_DEFINED
typedef char16_t WCHAR, OLECHAR;
typedef OLECHAR *LPOLESTR;

#define __LONG32 int
#define __MSABI_LONG(x) x
#define WINAPI
#define CALLBACK
#define STDMETHODCALLTYPE
#define __cdecl
#define EXTERN_C extern "C"
#define CONST const
#define TRUE 1
#define FALSE 0

#define DECLARE_INTERFACE(name) struct name
#define DECLARE_INTERFACE_(name, base) struct name : public base
#define STDMETHOD(method) virtual HRESULT method
#define STDMETHOD_(type, method) virtual type method
#define STDMETHODIMP HRESULT
#define STDMETHODIMP_(type) type
#define PURE = 0
#define THIS_
#define THIS void

struct GUID {
    uint32_t Data1;
    uint16_t Data2, Data3;
    uint8_t Data4[8];
};
typedef GUID IID, CLSID, *LPGUID;
#define REFIID const IID &
#define REFCLSID const CLSID &
#define _FILETIME_
struct FILETIME {
    DWORD dwLowDateTime, dwHighDateTime;
};
typedef FILETIME *LPFILETIME;
union LARGE_INTEGER {
    struct {
        DWORD LowPart;
        LONG HighPart;
    };
    int64_t QuadPart;
};
union ULARGE_INTEGER {
    struct {
        DWORD LowPart, HighPart;
    };
    uint64_t QuadPart;
};

#include "native_com.h"
