// Stores in conditions that are told on the command line, and what a store does over some time.
#include "logon.h"
#include <cstdio>

namespace host {

// A store that fails so says why to who asks [ERR-17].
static void check_extended(IMsgStore *store) {
    SPropTagArray tags{1, {PR_STORE_STATE}};
    ULONG count = 0;
    Got<SPropValue> values;
    if (store->GetProps(&tags, 0, &count, values.out()) != MAPI_E_EXTENDED_ERROR) return;
    expect(!values, "conditions: nothing beside an error [MEM-04]");
    for (ULONG flags : {ULONG{0}, MAPI_UNICODE}) {
        Got<MAPIERROR> error;
        succeeds(store->GetLastError(MAPI_E_EXTENDED_ERROR, flags, error.out()), "conditions: GetLastError [ERR-17]");
        expect(error && error->lpszError, "conditions: an extended error has a text [ERR-17]");
        if (error && error->lpszError)
            expect(argument(error->lpszError, flags)[0] < 0x2000, "conditions: in the width of the call [ERR-05]");
    }
}

static void check_condition(
    IMSProvider *provider, const Options &options, HRESULT code, const std::vector<Value> &section) {
    Profile profile;
    profile.dll_name = options.dll_name;
    for (const Value &value : section) put(profile.section, value);
    const Attempt attempt = log_on(provider, profile, Bytes(), MDB_NO_DIALOG, nullptr, nullptr);
    answers(attempt.code, code, "conditions: Logon that answers " + hex(code));
    expect(attempt.error.has_value() == (code != S_OK),
        "conditions: with a text exactly if there is something to say [ERR-04]");
    const bool opens = SUCCEEDED(code);
    expect(static_cast<bool>(attempt.store) == opens && static_cast<bool>(attempt.logon) == opens,
        "conditions: objects exactly with success [ERR-02]");
    expect(opens || attempt.support_kept == 0, "conditions: nothing is kept of a failure");
    expect(profile.status_rows.empty() != opens, "conditions: registered exactly with success");
    if (attempt.store) check_extended(attempt.store.get());
}

// The next call notices, and the status row shows it [STATUS-04].
static void check_offline(IMSProvider *provider, const Options &options) {
    Profile profile = profile_of(options);
    Attempt attempt = log_on(provider, profile, options.entry_id, MDB_NO_DIALOG, nullptr, nullptr);
    if (!succeeds(attempt.code, "offline: Logon before") || !attempt.store || profile.status_rows.size() != 1) return;
    std::fclose(std::fopen(options.goes_offline.c_str(), "w"));
    Ref<IMAPIFolder> root;
    ULONG type = 0;
    const HRESULT code =
        attempt.store->OpenEntry(0, nullptr, nullptr, 0, &type, reinterpret_cast<LPUNKNOWN *>(root.out()));
    expect(FAILED(code) && !root, "offline: OpenEntry fails, " + hex(code));
    const Value *shown = cppmapi::find(profile.status_rows[0], PR_STATUS_CODE);
    expect(profile.status_rows.size() == 1 && shown && shown->number() == static_cast<LONG>(STATUS_OFFLINE),
        "offline: the row shows it, and no other came [STATUS-04]");
    attempt = Attempt();
    Profile later = profile_of(options);
    const Attempt again = log_on(provider, later, options.entry_id, MDB_NO_DIALOG, nullptr, nullptr);
    answers(again.code, MAPI_E_LOGON_FAILED, "offline: Logon after that [ERR-09]");
    std::remove(options.goes_offline.c_str());
}

void check_conditions(const Library &library, const Options &options) {
    Ref<IMSProvider> provider;
    ULONG version = 0;
    if (FAILED(init(library, CURRENT_SPI_VERSION, &version, provider.out())) || !provider) return;
    for (const auto &logon : options.logons) check_condition(provider.get(), options, logon.first, logon.second);
    if (options.logons.empty()) skipped("conditions: none are given");
    if (options.goes_offline.empty()) skipped("offline: nothing takes the store off the network");
    else check_offline(provider.get(), options);
}

// The store's name stands in the store, in the section and in the status row [PROFILE-13].
void check_name(IMsgStore *store, const Profile &profile) {
    const std::optional<Value> before = get(store, PR_DISPLAY_NAME_W);
    if (!before) return;
    const auto agree = [&](const std::string &when) {
        const std::optional<Value> name = get(store, PR_DISPLAY_NAME_W);
        const Value *in_section = cppmapi::find(profile.section, PR_DISPLAY_NAME_W);
        const Value *in_row = cppmapi::find(profile.status_rows.at(0), PR_DISPLAY_NAME_W);
        expect(name && in_section && name->items == in_section->items,
            "name: store and section agree " + when + " [PROFILE-13]");
        expect(name && in_row && name->items == in_row->items,
            "name: store and status row agree " + when + " [PROFILE-13]");
    };
    agree("at first");
    set(store, {text(PR_DISPLAY_NAME_W, u"Another name")}, "name: SetProps");
    agree("after a change");
    set(store, {*before}, "name: SetProps back");
    for (ULONG tag : profile.written)
        for (ULONG fixed : {PR_RESOURCE_FLAGS, PR_PROVIDER_DLL_NAME_W})
            if (PROP_ID(tag) == PROP_ID(fixed))
                expect(false, "name: the section's flags and DLL are left alone [PROFILE-12]");
}

// Identifiers of what is deleted do not come back [EID-17].
void check_identifiers(IMAPIFolder *folder) {
    std::set<Bytes> seen;
    for (int round = 0; round < 5; ++round) {
        Ref<IMessage> message;
        if (FAILED(folder->CreateMessage(nullptr, 0, message.out())) || !message) return;
        succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "identifiers: SaveChanges");
        Bytes id = bytes_of(message.get(), PR_ENTRYID);
        expect(seen.insert(id).second, "identifiers: a new one [EID-17]");
        SBinary entry{static_cast<ULONG>(id.size()), reinterpret_cast<LPBYTE>(&id[0])};
        SBinaryArray list{1, &entry};
        succeeds(folder->DeleteMessages(&list, 0, nullptr, 0), "identifiers: DeleteMessages");
        expect(FAILED(message->SaveChanges(KEEP_OPEN_READWRITE)), "identifiers: a deleted message cannot be saved");
    }
}

} // namespace host
