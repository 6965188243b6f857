// The one place in which identifiers of interfaces are defined.
#define INITGUID
#define USES_IID_IMSProvider
#define USES_IID_IMSLogon
#define USES_IID_IMsgStore
#define USES_IID_IMAPIProp
#define USES_IID_IMAPIContainer
#define USES_IID_IMAPIFolder
#define USES_IID_IMessage
#define USES_IID_IAttachment
#define USES_IID_IMAPITable
#define USES_IID_IMAPIStatus
#define USES_IID_IMAPIAdviseSink
#define USES_IID_IProfSect
#define USES_IID_IMAPISup
#define USES_IID_IProviderAdmin
#define USES_IID_IAddrBook
#include "mapi_more.h"

#ifndef _WIN32
DEFINE_OLEGUID(IID_IUnknown, 0x00000000, 0, 0);
DEFINE_OLEGUID(IID_IStream, 0x0000000C, 0, 0);
DEFINE_OLEGUID(IID_IStorage, 0x0000000B, 0, 0);
DEFINE_OLEGUID(IID_IEnumSTATSTG, 0x0000000D, 0, 0);
DEFINE_GUID(IID_ISequentialStream, 0x0C733A30, 0x2A1C, 0x11CE, 0xAD, 0xE5, 0x00, 0xAA, 0x00, 0x44, 0x77, 0x3D);
#endif
