// MSProviderInit, the nine steps, and the end of an open store.
#include "logon.h"

namespace host {

static const GUID NOBODYS = {0x12345678, 0x1234, 0x1234, {1, 2, 3, 4, 5, 6, 7, 8}};

static void check_query_interface(IUnknown *object, REFIID own, const std::string &whose) {
    const ULONG before = references(object);
    void *other = &other;
    answers(object->QueryInterface(NOBODYS, &other), MAPI_E_INTERFACE_NOT_SUPPORTED,
        whose + ": QueryInterface of what it has not [ERR-16]");
    expect(other == nullptr, whose + ": no pointer with that [ERR-16]");
    for (const GUID *iid : {&IID_IUnknown, &own}) {
        Ref<IUnknown> same_object;
        succeeds(object->QueryInterface(*iid, reinterpret_cast<void **>(same_object.out())),
            whose + ": QueryInterface of its own");
    }
    expect(references(object) == before, whose + ": references as before");
}

void check_init(const Library &library) {
    ULONG version = 0;
    Ref<IMSProvider> one, other;
    answers(init(library, CURRENT_SPI_VERSION, nullptr, one.out()), MAPI_E_INVALID_PARAMETER,
        "init: no place for the version [INIT-14]");
    answers(init(library, CURRENT_SPI_VERSION, &version, nullptr), MAPI_E_INVALID_PARAMETER,
        "init: no place for the object [INIT-14]");
    answers(init(library, 0x00000001, &version, one.out()), MAPI_E_VERSION, "init: an older MAPI is refused [INIT-09]");
    expect(!one, "init: no object beside an error [INIT-14]");
    one = Ref<IMSProvider>();
    succeeds(init(library, CURRENT_SPI_VERSION + 0x00100000, &version, one.out()),
        "init: a newer MAPI is accepted [INIT-09]");
    expect(version == CURRENT_SPI_VERSION, "init: the version is the provider's own [INIT-10]");
    if (!expect(static_cast<bool>(one), "init: S_OK comes with an object [LOAD-10]")) return;
    succeeds(init(library, CURRENT_SPI_VERSION, &version, other.out()), "init: a second time");
    expect(other && one.get() != other.get(), "init: every call makes an object of its own [INIT-12]");
    check_query_interface(one.get(), IID_IMSProvider, "provider object");
    Ref<IMAPIProviderShutdown> shutdown;
    if (SUCCEEDED(one->QueryInterface(IID_IMAPIProviderShutdown, reinterpret_cast<void **>(shutdown.out())))) {
        const HRESULT query = shutdown->QueryFastShutdown();
        expect(query == S_OK || query == MAPI_E_NO_SUPPORT, "provider object: QueryFastShutdown [SHUT-20]");
    }
}

static bool has(const Props &props, ULONG tag) { return cppmapi::find(props, tag) != nullptr; }

// What the first logon has to leave in the profile.
static void check_registered(const Profile &profile) {
    for (ULONG tag : {PR_DISPLAY_NAME_W, PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY})
        expect(has(profile.section, tag), "logon: the section has " + hex(static_cast<HRESULT>(tag)) + " [PROFILE-11]");
    expect(!profile.registered.empty(), "logon: a MAPIUID is registered [LOGON-10]");
    if (!expect(profile.status_rows.size() == 1, "logon: one status row [STATUS-01]")) return;
    for (ULONG tag : {PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS})
        expect(has(profile.status_rows[0], tag),
            "logon: the status row has " + hex(static_cast<HRESULT>(tag)) + " [STATUS-02]");
    const Value *code = cppmapi::find(profile.status_rows[0], PR_STATUS_CODE);
    expect(code && (code->number() & ~static_cast<LONG>(STATUS_AVAILABLE | STATUS_OFFLINE | STATUS_FAILURE)) == 0,
        "logon: general status codes only [STATUS-06]");
}

Bytes own_id(const Profile &profile) {
    const Value *wrapped = cppmapi::find(profile.section, PR_ENTRYID);
    if (!wrapped) return Bytes();
    const Bytes &bytes = wrapped->bytes();
    const size_t end = bytes.size() > 22 ? bytes.find('\0', 22) : Bytes::npos;
    return end == Bytes::npos ? bytes : bytes.substr((end + 4) / 4 * 4);
}

static void check_again(IMSProvider *provider, Profile &profile, const Attempt &first) {
    const size_t rows = profile.status_rows.size(), uids = profile.registered.size();
    const Attempt again = log_on(provider, profile, own_id(profile), MDB_WRITE | MDB_NO_DIALOG, nullptr, nullptr);
    succeeds(again.code, "open store: Logon again");
    expect(again.store.get() == first.store.get(), "open store: the same store object [LOAD-23]");
    expect(!again.logon, "open store: no logon object [LOAD-24]");
    expect(again.support_kept == 0, "open store: no reference on the new support object [LOAD-25]");
    expect(again.security.empty(), "open store: no validation data [LOAD-26]");
    expect(profile.status_rows.size() == rows && profile.registered.size() == uids,
        "open store: nothing is registered again [LOAD-26]");
}

// Each interface that a store has, by the same object [LOGON-01] [LOAD-23].
static void check_interfaces(IMSProvider *provider, Profile &profile, const Attempt &first, const Bytes &id) {
    for (const GUID *iid : {&IID_IMsgStore, &IID_IMAPIProp, &IID_IUnknown}) {
        const Attempt again = log_on(provider, profile, id, MDB_WRITE | MDB_NO_DIALOG, iid, nullptr);
        expect(again.code == S_OK && again.store.get() == first.store.get(),
            "open store: by each of its interfaces and identifiers [LOGON-01] [LOAD-21]");
    }
}

static void check_refusals(IMSProvider *provider, Profile profile, const Bytes &id) {
    const Attempt other = log_on(provider, profile, id, MDB_NO_DIALOG, &IID_IMAPIFolder, nullptr);
    answers(other.code, MAPI_E_INTERFACE_NOT_SUPPORTED, "logon: an interface that stores have not [LOGON-02]");
    expect(!other.logon && !other.store && other.support_kept == 0, "logon: nothing is left of that [LOGON-02]");
    const Attempt damaged = log_on(provider, profile, id.substr(0, id.size() - 1), MDB_NO_DIALOG, nullptr, nullptr);
    expect(
        FAILED(damaged.code) && !damaged.store && !damaged.logon, "logon: a damaged identifier fails calmly [EID-19]");
    expect(damaged.error && !damaged.error->empty(), "logon: a failure has a text [OBS-08]");
    ULONG result = 7;
    Bytes copy = "x" + id; // at an odd address [EID-16]
    LPENTRYID odd = reinterpret_cast<LPENTRYID>(&copy[1]);
    Bytes straight = id;
    succeeds(provider->CompareStoreIDs(static_cast<ULONG>(id.size()), odd, static_cast<ULONG>(id.size()),
                 reinterpret_cast<LPENTRYID>(&straight[0]), 0, &result),
        "CompareStoreIDs: at an odd address [EID-16]");
    expect(result == TRUE, "CompareStoreIDs: a store is itself [EID-11]");
    succeeds(provider->CompareStoreIDs(static_cast<ULONG>(id.size()), reinterpret_cast<LPENTRYID>(&straight[0]), 4,
                 reinterpret_cast<LPENTRYID>(&straight[0]), 0, &result),
        "CompareStoreIDs: with nobody's identifier [EID-11]");
    expect(result == FALSE, "CompareStoreIDs: which is another [EID-11]");
}

static void check_other_id(IMSProvider *provider, Bytes id, Bytes other) {
    ULONG result = 7;
    succeeds(provider->CompareStoreIDs(static_cast<ULONG>(id.size()), reinterpret_cast<LPENTRYID>(&id[0]),
                 static_cast<ULONG>(other.size()), reinterpret_cast<LPENTRYID>(&other[0]), 0, &result),
        "CompareStoreIDs: of two identifiers of one store");
    expect(result == TRUE, "CompareStoreIDs: which mean the same [EID-11]");
}

void check_logon(const Library &library, const Options &options) {
    check_read_only(library, options);
    Profile profile = profile_of(options);
    Ref<IMSProvider> provider;
    ULONG version = 0;
    if (!succeeds(init(library, CURRENT_SPI_VERSION, &version, provider.out()), "step 2: MSProviderInit") || !provider)
        return;
    // Before any store is open, and while the provider waits for its section, MAPI compares identifiers.
    Bytes nobodys(24, 'x');
    ULONG compared = 7;
    profile.while_section_opens = [&] {
        LPENTRYID id = reinterpret_cast<LPENTRYID>(&nobodys[0]);
        succeeds(
            provider->CompareStoreIDs(24, id, 24, id, 0, &compared), "step 4: CompareStoreIDs from within [LOAD-13]");
    };
    profile.while_section_opens();
    Attempt client = log_on(provider.get(), profile, options.entry_id, MDB_WRITE | MDB_NO_DIALOG, nullptr, nullptr);
    profile.while_section_opens = nullptr;
    succeeds(client.code, "step 4: Logon");
    if (!expect(client.logon && client.store, "step 5: both objects [LOAD-18]")) return;
    expect(client.support_kept > 0, "step 5: the support object is kept [LOAD-19]");
    check_registered(profile);
    check_query_interface(client.store.get(), IID_IMsgStore, "store object");
    check_query_interface(client.logon.get(), IID_IMSLogon, "logon object");
    check_again(provider.get(), profile, client);
    check_interfaces(provider.get(), profile, client, own_id(profile));
    if (!options.other_id.empty()) check_interfaces(provider.get(), profile, client, options.other_id);
    check_refusals(provider.get(), profile, own_id(profile));
    check_spooler(provider.get(), profile, client, "step 9");
    if (options.spooler.empty()) skipped("spooler: no copy for a process of its own");
    else check_spooler_process(options, profile, client);
    if (options.second.empty()) skipped("second store: none is given");
    else check_second(provider.get(), options, client);
    if (options.other_id.empty()) skipped("other identifier: none is given");
    else check_other_id(provider.get(), own_id(profile), options.other_id);
    check_threads(client.store.get());

    Opened opened{client.logon, client.store, client.security, 0};
    check_store(opened);
    check_walk(opened);
    check_status(opened, profile);
    if (opened.mask & STORE_CREATE_OK) {
        check_name(client.store.get(), profile);
        check_writing(opened);
    } else skipped("writing: the store is read-only");

    Ref<IMAPIFolder> left = open_folder(opened.store.get(), Bytes(), 0);
    Heard heard;
    Ref<IMAPIAdviseSink> sink;
    *sink.out() = new_sink(heard);
    Ref<IMAPITable> table;
    ULONG_PTR by_store = 0, by_table = 0;
    if (opened.mask & STORE_NOTIFY_OK) {
        succeeds(client.store->Advise(0, nullptr, fnevObjectCreated, sink.get(), &by_store),
            "end: Advise that nobody takes back");
        if (left && SUCCEEDED(left->GetHierarchyTable(0, table.out())))
            table->Advise(fnevTableModified, sink.get(), &by_table);
    }
    ULONG flags = LOGOFF_ORDERLY;
    succeeds(client.store->StoreLogoff(&flags), "end: StoreLogoff [SHUT-01]");
    profile.transport_logoffs.clear();
    opened = Opened();
    client.logon = Ref<IMSLogon>();
    client.store = Ref<IMsgStore>();
    expect(profile.transport_logoffs == std::vector<ULONG>{LOGOFF_ORDERLY},
        "end: StoreLogoffTransports once, with the flags of StoreLogoff [SHUT-02]");
    expect(references(sink.get()) == 1, "end: no sink is kept [SHUT-09]");
    table = Ref<IMAPITable>();
    if (left) {
        SPropTagArray tags{1, {PR_ENTRYID}};
        ULONG count = 0;
        Got<SPropValue> values;
        expect(FAILED(left->GetProps(&tags, 0, &count, values.out())), "end: a folder that is left is dead [SHUT-15]");
        left = Ref<IMAPIFolder>();
    }
    flags = 0;
    succeeds(provider->Shutdown(&flags), "end: IMSProvider::Shutdown [SHUT-22]");
    expect(references(provider.get()) == 1, "end: nobody else has the provider object");
}

} // namespace host
