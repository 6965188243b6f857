// A provider that uses the address book in its logon, and has storages to be enumerated by its logon object.
#include "addr_book.h"
#include "logon.h"
#include "storage.h"

namespace host {

static void check_storage(IMSLogon *logon, ULONG count, LPMALLOC malloc) {
    ULONG type = static_cast<ULONG>(UNWRITTEN);
    Ref<IStorage> storage;
    const std::string whose = "storage of " + std::to_string(count);
    succeeds(
        logon->OpenEntry(0, nullptr, &IID_IStorage, count, &type, reinterpret_cast<LPUNKNOWN *>(storage.out())), whose);
    if (!expect(static_cast<bool>(storage), whose + ": S_OK comes with an object [MEM-04]")) return;
    if (count == 99) {
        Ref<IEnumSTATSTG> elements;
        answers(storage->EnumElements(0, nullptr, 0, elements.out()), MAPI_E_NO_ACCESS, whose + ": EnumElements");
        expect(!elements, whose + ": and no enumerator");
        return;
    }
    try {
        expect_elements(storage.get(), malloc);
        expect(true, whose + ": its elements");
    } catch (const Wrong &wrong) {
        expect(false, whose + ": " + wrong.text);
    }
}

void check_book(const Library &library) {
    ULONG version = 0;
    Ref<IMSProvider> provider;
    if (!succeeds(init(library, CURRENT_SPI_VERSION, &version, provider.out()), "init: MSProviderInit")) return;
    Profile profile;
    profile.recipient_needs = 0xE7700002;
    {
        Attempt attempt = log_on(provider.get(), profile, Bytes(), 0, nullptr, nullptr);
        succeeds(attempt.code, "logon: all of the address book holds" +
                                   (attempt.error ? ", but for " + to_utf8(*attempt.error) : std::string()));
        expect(dialogs_shown >= 8, "logon: the dialogs were shown");
        if (attempt.logon)
            for (ULONG count : {7, 99}) check_storage(attempt.logon.get(), count, library.malloc.get());
    }
    provider = Ref<IMSProvider>();
}

} // namespace host
