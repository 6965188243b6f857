// Other openings than the first: for reading, by the spooler, of another store, on other threads.
#include "logon.h"

namespace host {

void check_spooler(IMSProvider *provider, Profile &profile, const Attempt &client, const std::string &where) {
    Attempt spooler = log_on(provider, profile, own_id(profile), MDB_WRITE | MDB_NO_DIALOG, nullptr, &client.security);
    succeeds(spooler.code, where + ": SpoolerLogon");
    if (!expect(spooler.logon && spooler.store, where + ": both objects [LOAD-35]")) return;
    expect(bytes_of(spooler.store.get(), PR_RECORD_KEY) == bytes_of(client.store.get(), PR_RECORD_KEY),
        where + ": the same store [LOAD-35]");
    Ref<IMAPIFolder> root = open_folder(spooler.store.get(), Bytes(), 0);
    if (root) expect(!bytes_of(root.get(), PR_ENTRYID).empty(), where + ": and it works");
}

// The DLL is loaded and initialised once more, with globals of its own: only bytes have come over [SPOOL-03].
void check_spooler_process(const Options &options, Profile &profile, const Attempt &client) {
    const Library other = load(options.spooler, "");
    Ref<IMSProvider> provider;
    ULONG version = 0;
    succeeds(init(other, CURRENT_SPI_VERSION, &version, provider.out()), "spooler: MSProviderInit in its process");
    if (!provider) return;
    check_spooler(provider.get(), profile, client, "spooler");
    ULONG flags = 0;
    succeeds(provider->Shutdown(&flags), "spooler: Shutdown");
    provider = Ref<IMSProvider>();
    expect(references(other.malloc.get()) == 1, "spooler: its IMalloc is given back [MEM-08]");
}

void check_second(IMSProvider *provider, const Options &options, const Attempt &client) {
    Profile profile;
    profile.dll_name = options.dll_name;
    for (const Value &value : options.second) put(profile.section, value);
    Attempt second = log_on(provider, profile, Bytes(), MDB_NO_DIALOG, nullptr, nullptr);
    succeeds(second.code, "second store: Logon on the same provider object [LOAD-36]");
    if (!expect(second.logon && second.store, "second store: objects of its own [LOAD-36]")) return;
    expect(second.store.get() != client.store.get(), "second store: not the first");
    expect(profile.status_rows.size() == 1 && !profile.registered.empty(),
        "second store: its own support object is used [LOGON-04]");
    expect(bytes_of(second.store.get(), PR_RECORD_KEY) != bytes_of(client.store.get(), PR_RECORD_KEY),
        "second store: another record key [EID-15]");
    Ref<IMAPIFolder> root = open_folder(second.store.get(), Bytes(), 0), by_sibling;
    if (!root) return;
    Bytes id = bytes_of(root.get(), PR_ENTRYID);
    ULONG type = 0;
    const HRESULT code = client.logon->OpenEntry(static_cast<ULONG>(id.size()), reinterpret_cast<LPENTRYID>(&id[0]),
        nullptr, 0, &type, reinterpret_cast<LPUNKNOWN *>(by_sibling.out()));
    expect(code == S_OK && by_sibling, "second store: the first logon object passes its identifiers along [EID-08]");
    if (by_sibling) expect(bytes_of(by_sibling.get(), PR_ENTRYID) == id, "second store: to the right folder [EID-08]");
}

static bool uses(IMsgStore *store) {
    Ref<IMAPIFolder> root;
    Ref<IMAPITable> table;
    ULONG type = 0;
    if (FAILED(store->OpenEntry(0, nullptr, nullptr, 0, &type, reinterpret_cast<LPUNKNOWN *>(root.out()))) || !root)
        return false;
    if (FAILED(root->GetHierarchyTable(MAPI_UNICODE, table.out())) || !table) return false;
    return !rows(table.get(), {PR_ENTRYID}).empty() && !bytes_of(store, PR_RECORD_KEY).empty();
}

// Any thread may call any object at any time, and count its references [INIT-17].
void check_threads(IMsgStore *store) {
    const ULONG before = references(store);
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int count = 0; count < 4; ++count)
        threads.emplace_back([&] {
            for (int round = 0; round < 25; ++round) {
                const Ref<IMsgStore> own = Ref<IMsgStore>::to(store);
                failed += !uses(own.get());
            }
        });
    for (std::thread &thread : threads) thread.join();
    expect(failed == 0, "threads: four of them use the store at a time [INIT-17]");
    expect(references(store) == before, "threads: references as before [INIT-17]");
}

// An opening for reading, which MAPI logs off while the client has its store.
void check_read_only(const Library &library, const Options &options) {
    Profile profile = profile_of(options);
    Ref<IMSProvider> provider;
    ULONG version = 0;
    if (FAILED(init(library, CURRENT_SPI_VERSION, &version, provider.out())) || !provider) return;
    Attempt client = log_on(provider.get(), profile, options.entry_id, MDB_NO_DIALOG, nullptr, nullptr);
    if (!succeeds(client.code, "reading: Logon without MDB_WRITE") || !client.store || !client.logon) return;
    const std::optional<Value> mask = get(client.store.get(), PR_STORE_SUPPORT_MASK);
    expect(mask && (static_cast<ULONG>(mask->number()) & (STORE_MODIFY_OK | STORE_CREATE_OK)) == 0,
        "reading: the store cannot be changed [LOGON-12]");
    Ref<IMAPIFolder> refused;
    ULONG type = 0, reserved = 0;
    expect(FAILED(client.store->OpenEntry(
               0, nullptr, nullptr, MAPI_MODIFY, &type, reinterpret_cast<LPUNKNOWN *>(refused.out()))) &&
               !refused,
        "reading: no folder opens for writing [LOGON-12]");
    const int before = alive;
    succeeds(client.logon->Logoff(&reserved), "reading: Logoff while the client has the store [SHUT-09]");
    expect(alive < before, "reading: which gives the support object back [SHUT-09]");
    expect(!get(client.store.get(), PR_STORE_SUPPORT_MASK), "reading: and leaves a dead store [SHUT-15]");
    client = Attempt();
    expect(profile.transport_logoffs.size() <= 1, "reading: its transports are not logged off twice [SHUT-02]");
    Attempt next = log_on(provider.get(), profile, options.entry_id, MDB_NO_DIALOG, nullptr, nullptr);
    if (!succeeds(next.code, "reading: Logon after that [LOAD-36]")) return;
    profile.transport_logoffs.clear();
    next = Attempt();
    expect(profile.transport_logoffs == std::vector<ULONG>{LOGOFF_ABORT},
        "reading: Release alone aborts the transports [SHUT-03]");
}

} // namespace host
