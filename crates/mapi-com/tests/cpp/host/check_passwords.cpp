// The store with a password.
#include "logon.h"

namespace host {

// To another password and back; a wrong old one changes nothing [STATUS-10].
static void check_change(IMSLogon *logon, const Text &right) {
    Ref<IMAPIStatus> status;
    ULONG type = 0;
    if (!succeeds(logon->OpenStatusEntry(nullptr, MAPI_MODIFY, &type, reinterpret_cast<LPVOID *>(status.out())),
            "passwords: OpenStatusEntry") ||
        !status)
        return;
    const auto change = [&](Text from, Text to) {
        return status->ChangePassword(
            reinterpret_cast<LPTSTR>(&from[0]), reinterpret_cast<LPTSTR>(&to[0]), MAPI_UNICODE);
    };
    const HRESULT wrong = change(u"surely not", u"other");
    if (wrong == MAPI_E_NO_SUPPORT) return skipped("passwords: they cannot be changed");
    answers(wrong, MAPI_E_NO_ACCESS, "passwords: ChangePassword with a wrong old one [STATUS-10]");
    succeeds(change(right, u"other"), "passwords: with the right one [STATUS-10]");
    answers(change(right, u"third"), MAPI_E_NO_ACCESS, "passwords: which is the old one then [STATUS-10]");
    succeeds(change(u"other", right), "passwords: and back [STATUS-10]");
}

void check_passwords(const Library &library, const Options &options) {
    for (const Value &password : {*options.wrong, *options.right}) {
        const bool is_right = password.items == options.right->items;
        Profile profile;
        profile.dll_name = options.dll_name;
        for (const Value &value : options.locked) put(profile.section, value);
        put(profile.section, password);
        Ref<IMSProvider> provider;
        ULONG version = 0;
        if (FAILED(init(library, CURRENT_SPI_VERSION, &version, provider.out())) || !provider) return;
        const Attempt attempt = log_on(provider.get(), profile, Bytes(), MDB_NO_DIALOG, nullptr, nullptr);
        if (is_right) succeeds(attempt.code, "passwords: the right one opens [LOGON-09]");
        else answers(attempt.code, MAPI_E_FAILONEPROVIDER, "passwords: a wrong one fails this provider only [ERR-10]");
        expect(is_right == static_cast<bool>(attempt.store), "passwords: a store exactly with success");
        if (is_right && attempt.logon) check_change(attempt.logon.get(), options.right->text());
        expect(is_right || profile.status_rows.empty(), "passwords: no status row without a logon [STATUS-01]");
    }
}

} // namespace host
