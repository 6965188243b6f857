#include "inside.h"
#include "mutant.h"
#include "objects.h"

namespace cppmapi {

void OpenStores::add(const std::shared_ptr<Inside> &inside, StoreObject *object) {
    std::lock_guard<std::mutex> held(lock);
    entries.push_back({inside->role, inside->file->path, inside, object});
}

void OpenStores::remove(const Inside *inside) {
    std::lock_guard<std::mutex> held(lock);
    for (size_t at = entries.size(); at-- > 0;) {
        const std::shared_ptr<Inside> listed = entries[at].inside.lock();
        if (!listed || listed.get() == inside) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

StoreObject *OpenStores::find(Role role, const Bytes &path) {
    std::lock_guard<std::mutex> held(lock);
    for (const Entry &entry : entries)
        if (entry.role == role && entry.path == path && entry.object->add_ref_unless_gone()) return entry.object;
    return nullptr;
}

std::shared_ptr<Inside> OpenStores::inside(Role role, const Bytes &path) {
    std::lock_guard<std::mutex> held(lock);
    for (const Entry &entry : entries)
        if (entry.role == role && entry.path == path) return entry.inside.lock();
    return nullptr;
}

Inside::Inside(std::shared_ptr<OpenStores> open, std::shared_ptr<StoreFile> file, Role role, bool write, Bytes wrapped,
    const Memory &memory, LPMAPISUP support)
    : kept(support), open(std::move(open)), file(std::move(file)), role(role), write(write),
      wrapped(std::move(wrapped)), memory(memory) {
    if (!is_mutant("support-not-kept")) kept->AddRef();
}

Inside::~Inside() {
    if (LPMAPISUP support = end()) support->Release();
}

// Takes the support object out: who gets it gives it back, and nobody else does.
LPMAPISUP Inside::end() {
    std::lock_guard<std::mutex> held(lock);
    return std::exchange(kept, nullptr);
}

Ref<IMAPISupport> Inside::support() {
    std::lock_guard<std::mutex> held(lock);
    check(kept != nullptr, MAPI_E_INVALID_OBJECT);
    return Ref<IMAPISupport>::to(kept);
}

void Inside::check_open() {
    check_alive();
    check(follow_state() == static_cast<LONG>(STATUS_AVAILABLE), MAPI_E_NETWORK_ERROR);
}

void Inside::check_write() {
    check_open();
    check(write, MAPI_E_NO_ACCESS);
}

LONG Inside::follow_state() {
    const LONG now = file->reachable() ? STATUS_AVAILABLE : STATUS_OFFLINE;
    {
        std::lock_guard<std::mutex> held(lock);
        if (std::exchange(shown, now) == now) return now;
    }
    if (role == Role::Client) {
        SPropValue value{};
        value.ulPropTag = PR_STATUS_CODE;
        value.Value.l = now;
        support()->ModifyStatusRow(1, &value, STATUSROW_UPDATE);
    }
    return now;
}

HRESULT Inside::store_logoff(ULONG *flags) {
    check(flags != nullptr, MAPI_E_INVALID_PARAMETER);
    const ULONG choices = LOGOFF_ABORT | LOGOFF_NO_WAIT | LOGOFF_ORDERLY | LOGOFF_PURGE | LOGOFF_QUIET;
    const ULONG chosen = *flags;
    check(chosen != 0 && (chosen & ~choices) == 0 && (chosen & (chosen - 1)) == 0, MAPI_E_INVALID_PARAMETER);
    check_alive();
    std::lock_guard<std::mutex> held(lock);
    logoff = chosen;
    *flags = 0; // nothing is known of the queues
    return S_OK;
}

// All that clients have registered goes, with the support object that is still there.
void Inside::end_registrations(LPMAPISUP support) {
    std::set<ULONG_PTR> ended;
    {
        std::lock_guard<std::mutex> held(lock);
        ended.swap(connections);
    }
    for (ULONG_PTR connection : ended) support->Unsubscribe(connection);
    for (const Ref<Table> &table : live_tables()) table->drop_sinks();
}

void Inside::released() {
    open->remove(this);
    if (is_mutant("support-kept-at-release")) return;
    ULONG flags = 0;
    {
        std::lock_guard<std::mutex> held(lock);
        flags = logoff;
    }
    LPMAPISUP support = end();
    if (!support) return;
    end_registrations(support);
    if (!is_mutant("transports-not-logged-off")) support->StoreLogoffTransports(&flags);
    support->Release();
    if (is_mutant("support-over-released")) support->Release();
    if (is_mutant("support-used-after-release")) support->SpoolerNotify(0, nullptr);
}

void Inside::logged_off() {
    open->remove(this);
    LPMAPISUP support = end();
    if (!support) return;
    end_registrations(support);
    support->Release();
}

ULONG Inside::support_mask() const {
    ULONG mask = STORE_ENTRYID_UNIQUE | STORE_ATTACH_OK | STORE_MV_PROPS_OK | STORE_NOTIFY_OK | STORE_RESTRICTION_OK |
                 STORE_SORT_OK | STORE_UNICODE_OK;
    return write ? mask | STORE_MODIFY_OK | STORE_CREATE_OK : mask | STORE_READONLY;
}

Text Inside::display_name() {
    return file->read([](const Data &data) { return data.props.at(PROP_ID(PR_DISPLAY_NAME_W)).text(); });
}

Bytes Inside::record_key() const {
    return Bytes(reinterpret_cast<const char *>(PROVIDER_UID.ab), sizeof PROVIDER_UID) + file->path;
}

Props Inside::common_props() {
    Props props;
    put(props, binary(PR_STORE_ENTRYID, wrapped));
    put(props, binary(PR_STORE_RECORD_KEY, record_key()));
    put(props, number(PR_STORE_SUPPORT_MASK, static_cast<LONG>(support_mask())));
    put(props, binary(PR_MDB_PROVIDER, Bytes(reinterpret_cast<const char *>(PROVIDER_UID.ab), sizeof PROVIDER_UID)));
    put(props, binary(PR_MAPPING_SIGNATURE, record_key()));
    return props;
}

Props Inside::store_props() {
    Props props = common_props();
    put(props, binary(PR_ENTRYID, wrapped));
    put(props, binary(PR_RECORD_KEY, record_key()));
    put(props, text(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY));
    put(props, number(PR_OBJECT_TYPE, MAPI_STORE));
    put(props, number(PR_STORE_STATE, 0));
    put(props, number(PR_ACCESS_LEVEL, write ? MAPI_MODIFY : 0));
    return props;
}

HRESULT Inside::compare(ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG *result) {
    check_alive();
    check(result != nullptr, MAPI_E_INVALID_PARAMETER);
    Id one, other;
    check(decode(size1, id1, one) && decode(size2, id2, other), MAPI_E_UNKNOWN_ENTRYID); // [EID-12]
    *result = one == other;
    return S_OK;
}

bool Inside::granted(ULONG flags) {
    if (flags & MAPI_BEST_ACCESS) return write;
    if (!(flags & MAPI_MODIFY)) return false;
    check_write();
    return true;
}

void Inside::watch(Table *table) {
    std::lock_guard<std::mutex> held(lock);
    tables.insert(table);
}

std::vector<Ref<Table>> Inside::live_tables() {
    std::vector<Ref<Table>> live;
    std::lock_guard<std::mutex> held(lock);
    for (Table *table : tables)
        if (table->add_ref_unless_gone()) {
            live.emplace_back();
            *live.back().out() = table;
        }
    return live;
}

void Inside::unwatch(Table *table) {
    std::lock_guard<std::mutex> held(lock);
    tables.erase(table);
}

} // namespace cppmapi
