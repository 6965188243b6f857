#include "logon.h"

namespace host {

HRESULT init(const Library &library, ULONG version, ULONG *own, LPMSPROVIDER *provider) {
    return library.init(
        nullptr, library.malloc.get(), MEMORY.allocate, MEMORY.more, MEMORY.free, 0, version, own, provider);
}

Profile profile_of(const Options &options) {
    Profile profile;
    profile.dll_name = options.dll_name;
    for (const Value &value : options.section) put(profile.section, value);
    return profile;
}

// The text of an error in the width of the call, freed as one block [ERR-05].
static std::optional<Text> text_of(LPMAPIERROR error, ULONG flags) {
    if (!error) return std::nullopt;
    expect(ledger::is_root(error), "MAPIERROR: one block that can be freed [ERR-05]");
    expect(error->ulVersion == MAPI_ERROR_VERSION, "MAPIERROR: version zero [ERR-05]");
    expect(error->lpszError && ledger::is_known(error->lpszError) && !ledger::is_root(error->lpszError),
        "MAPIERROR: its text hangs on it [ERR-05]");
    const Text found = argument(error->lpszError, flags);
    // Narrow letters that are read as wide ones are far beyond the alphabets.
    expect(found.empty() || found[0] < 0x2000, "MAPIERROR: its text has the width of the call [ERR-05]");
    MEMORY.free(error);
    return found;
}

static bool holds_address(const Bytes &bytes) {
    for (size_t at = 0; at + sizeof(void *) <= bytes.size(); ++at) {
        const void *address = nullptr;
        std::memcpy(&address, bytes.data() + at, sizeof address);
        if (ledger::is_known(address)) return true;
    }
    return false;
}

Attempt log_on(IMSProvider *provider, Profile &profile, Bytes id, ULONG flags, LPCIID iid, const Bytes *spooler) {
    Attempt attempt;
    LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(1);
    ULONG size = 0;
    LPBYTE security = nullptr;
    char16_t name[] = u"Profile";
    LPTSTR profile_name = reinterpret_cast<LPTSTR>(name);
    LPENTRYID entry = id.empty() ? nullptr : reinterpret_cast<LPENTRYID>(&id[0]);
    const ULONG id_size = static_cast<ULONG>(id.size());
    SupportObject *own = new_support(profile);
    LPMAPISUP support = as_interface(own);
    flags |= MAPI_UNICODE;
    if (spooler) {
        Bytes copy = *spooler; // in the spooler's process the bytes lie elsewhere [SPOOL-03]
        attempt.code = provider->SpoolerLogon(support, 0, profile_name, id_size, entry, flags, iid,
            static_cast<ULONG>(copy.size()), copy.empty() ? nullptr : reinterpret_cast<LPBYTE>(&copy[0]), &error,
            attempt.logon.out(), attempt.store.out());
    } else {
        attempt.code = provider->Logon(support, 0, profile_name, id_size, entry, flags, iid, &size, &security, &error,
            attempt.logon.out(), attempt.store.out());
    }
    expect(error != reinterpret_cast<LPMAPIERROR>(1), "logon: lppMAPIError is set or NULL [ERR-04]");
    if (error != reinterpret_cast<LPMAPIERROR>(1)) attempt.error = text_of(error, flags);
    if (security) {
        if (expect(
                ledger::is_root(security), "logon: the validation data are one block that can be freed [SPOOL-02]")) {
            attempt.security.assign(reinterpret_cast<const char *>(security), size);
            expect(!holds_address(attempt.security), "logon: the validation data hold no address [SPOOL-03]");
            MEMORY.free(security);
        }
    } else expect(size == 0, "logon: no validation data, and no length [SPOOL-02]");
    attempt.support_kept = references(support) - 1;
    // Releasing the support object is what ends a logon: MAPI logs off then, and gives the logon object back.
    if (attempt.logon) {
        IMSLogon *logon = attempt.logon.get();
        logon->AddRef();
        when_ended(own, [logon] {
            ULONG reserved = 0;
            succeeds(logon->Logoff(&reserved), "end: IMSLogon::Logoff [SHUT-09]");
            logon->Release();
        });
    }
    support->Release();
    return attempt;
}

} // namespace host
