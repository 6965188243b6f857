// All of MAPI for a build, with what the headers of mingw-w64 lack. Every source includes this and no other of them.
#pragma once
#include <windows.h>
#include <objbase.h>
#include <mapidefs.h>
#include <mapicode.h>
#include <mapiguid.h>
#include <mapitags.h>
#include <mapispi.h>
#include <mapix.h>

#define STORE_UNICODE_OK ((ULONG) 0x00040000)
#define MDB_ONLINE ((ULONG) 0x00000100)
#define RES_COUNT ((ULONG) 0x0000000B)
#define RES_ANNOTATION ((ULONG) 0x0000000C)
#define AB_UNICODEUI ((ULONG) 0x00000040)
#define TABLE_SORT_CATEG_MAX ((ULONG) 0x00000004)
#define TABLE_SORT_CATEG_MIN ((ULONG) 0x00000008)

DEFINE_OLEGUID(IID_IMsgServiceAdmin2, 0x00020387, 0, 0);
DEFINE_OLEGUID(IID_IMAPIClientShutdown, 0x00020397, 0, 0);
DEFINE_OLEGUID(IID_IMAPIProviderShutdown, 0x00020398, 0, 0);

// The three methods of both interfaces of a fast shutdown.
#define MAPI_SHUTDOWN_METHODS(IPURE) MAPIMETHOD(QueryFastShutdown) (THIS) IPURE; \
    MAPIMETHOD(NotifyProcessShutdown) (THIS) IPURE; MAPIMETHOD(DoFastShutdown) (THIS) IPURE;
#undef INTERFACE
#define INTERFACE IMAPIProviderShutdown
DECLARE_MAPI_INTERFACE_(IMAPIProviderShutdown, IUnknown) {
    MAPI_IUNKNOWN_METHODS(PURE)
    MAPI_SHUTDOWN_METHODS(PURE)
};
#undef INTERFACE
#define INTERFACE IMAPIClientShutdown
DECLARE_MAPI_INTERFACE_(IMAPIClientShutdown, IUnknown) {
    MAPI_IUNKNOWN_METHODS(PURE)
    MAPI_SHUTDOWN_METHODS(PURE)
};
#undef INTERFACE
#define INTERFACE IMsgServiceAdmin2
DECLARE_MAPI_INTERFACE_(IMsgServiceAdmin2, IMsgServiceAdmin) {
    MAPI_IUNKNOWN_METHODS(PURE)
    MAPI_IMSGSERVICEADMIN_METHODS(PURE)
    MAPIMETHOD(CreateMsgServiceEx) (THIS_ LPTSTR lpszService, LPTSTR lpszDisplayName, ULONG_PTR ulUIParam,
        ULONG ulFlags, LPMAPIUID lpuidService) PURE;
};
