// Prints the slot of every method as the compiler numbers it: one line "Interface slot Method". A test holds the table of
// methods of mapi-spi against it. In the C++ ABI of both compilers a pointer to a virtual method is its offset plus one.
#include "mapi_more.h"
#include <cstdio>
#include <cstring>

template <class M> static void show(const char *of, const char *name, M method) {
    size_t offset = 0;
    std::memcpy(&offset, &method, sizeof offset);
    std::printf("%s %d %s\n", of, static_cast<int>((offset - 1) / sizeof(void *)), name);
}

// The headers list methods in macros. Here each of them is a line of output, and its arguments an unused type.
#undef MAPIMETHOD_
#define MAPIMETHOD_(type, method) show(name_of, #method, &Interface::method); typedef void Unused##method
#define SLOTS(name, methods)                       \
    {                                              \
        using Interface = name;                    \
        const char *name_of = #name;             \
        methods                                    \
    }
#pragma GCC diagnostic ignored "-Wunused-local-typedefs"

static void providers() {
    SLOTS(IMSProvider, MAPI_IUNKNOWN_METHODS() MAPI_IMSPROVIDER_METHODS())
    SLOTS(IMSLogon, MAPI_IMSLOGON_METHODS())
    SLOTS(IMAPISupport, MAPI_IMAPISUPPORT_METHODS1() MAPI_IMAPISUPPORT_METHODS2() MAPI_IMAPISUPPORT_METHODS3())
    SLOTS(IMAPIProviderShutdown, MAPI_SHUTDOWN_METHODS())
    SLOTS(IMAPIClientShutdown, MAPI_SHUTDOWN_METHODS())
    SLOTS(IProviderAdmin, MAPI_IPROVIDERADMIN_METHODS())
}

static void objects() {
    SLOTS(IMAPIProp, MAPI_IMAPIPROP_METHODS())
    SLOTS(IMsgStore, MAPI_IMAPIPROP_METHODS() MAPI_IMSGSTORE_METHODS())
    SLOTS(IMAPIContainer, MAPI_IMAPIPROP_METHODS() MAPI_IMAPICONTAINER_METHODS())
    SLOTS(IMAPIFolder, MAPI_IMAPIPROP_METHODS() MAPI_IMAPICONTAINER_METHODS() MAPI_IMAPIFOLDER_METHODS())
    SLOTS(IMessage, MAPI_IMAPIPROP_METHODS() MAPI_IMESSAGE_METHODS())
    SLOTS(IAttach, MAPI_IMAPIPROP_METHODS())
    SLOTS(IProfSect, MAPI_IMAPIPROP_METHODS())
    SLOTS(IMAPIStatus, MAPI_IMAPIPROP_METHODS() MAPI_IMAPISTATUS_METHODS())
    SLOTS(IMAPITable, MAPI_IMAPITABLE_METHODS())
    SLOTS(IMAPIAdviseSink, MAPI_IMAPIADVISESINK_METHODS())
    SLOTS(IMAPIProgress, MAPI_IMAPIPROGRESS_METHODS())
}

static void clients() {
    SLOTS(IMAPISession, MAPI_IMAPISESSION_METHODS())
    SLOTS(IAddrBook, MAPI_IMAPIPROP_METHODS() MAPI_IADDRBOOK_METHODS())
    SLOTS(IMsgServiceAdmin, MAPI_IMSGSERVICEADMIN_METHODS())
    SLOTS(IMsgServiceAdmin2, show(name_of, "CreateMsgServiceEx", &Interface::CreateMsgServiceEx);)
}

#define SLOT(method) show(name_of, #method, &Interface::method);
static void streams() {
    SLOTS(IStream, SLOT(Read) SLOT(Write) SLOT(Seek) SLOT(SetSize) SLOT(CopyTo) SLOT(Commit) SLOT(Revert)
        SLOT(LockRegion) SLOT(UnlockRegion) SLOT(Stat) SLOT(Clone))
    SLOTS(IStorage, SLOT(CreateStream) SLOT(OpenStream) SLOT(CreateStorage) SLOT(OpenStorage) SLOT(CopyTo)
        SLOT(MoveElementTo) SLOT(Commit) SLOT(Revert) SLOT(EnumElements) SLOT(DestroyElement) SLOT(RenameElement)
        SLOT(SetElementTimes) SLOT(SetClass) SLOT(SetStateBits) SLOT(Stat))
}

int main() {
    providers();
    objects();
    clients();
    streams();
    return 0;
}
