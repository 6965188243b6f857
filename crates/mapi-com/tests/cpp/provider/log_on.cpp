// The work of Logon and SpoolerLogon, in an order that leaves nothing behind when it fails.
#include "errors.h"
#include "mutant.h"
#include "objects.h"
#include "provider.h"
#include "section.h"

namespace cppmapi {

// The store of the identifier, else of the profile section [LOGON-05]. There are no dialogs: who cannot open says why.
std::shared_ptr<StoreFile> Provider::choose(const LogonParams &params, LPMAPISUP support, bool has_id, const Id &id) {
    const Section section(memory, support);
    const Text named = section.text(PR_CPP_STORE_PATH);
    Id chosen = id;
    if (params.id_size == 0) {
        const Bytes stored = section.bytes(PR_ENTRYID);
        has_id = decode(stored, chosen);
        if (!has_id && !named.empty()) chosen = {to_utf8(named), Kind::Store, 0}, has_id = true;
    }
    check(has_id || params.id_size != 0, MAPI_E_UNCONFIGURED); // [ERR-08]
    check(has_id && chosen.kind == Kind::Store, MAPI_E_NOT_FOUND);
    const std::shared_ptr<StoreFile> file = StoreFile::at(chosen.path);
    check(file->reachable() || open->inside(params.role, chosen.path) != nullptr, MAPI_E_LOGON_FAILED); // [ERR-09]
    // A store is made where its path stands in the profile, or an empty file; an identifier of a store that is gone makes
    // none.
    if (!file->exists() && (file->is_blank() || to_utf8(named) == chosen.path)) file->create();
    check(file->exists(), MAPI_E_NOT_FOUND);
    check(stem(chosen.path) != "locale", MAPI_E_UNKNOWN_LCID); // [ERR-15]
    return file;
}

static Bytes uid() { return Bytes(reinterpret_cast<const char *>(PROVIDER_UID.ab), sizeof PROVIDER_UID); }

// The right password, where the store has one [LOGON-09].
Text Provider::password_of(StoreFile &file, const LogonParams &params) {
    const Text password = file.read([](const Data &data) { return data.password; });
    if (password.empty() || is_mutant("password-not-checked")) return password;
    const Text known = Section(memory, params.support).text(PR_CPP_PASSWORD);
    const Bytes given =
        params.security.compare(0, uid().size(), uid()) == 0 ? params.security.substr(uid().size()) : Bytes();
    if (known == password || from_utf8(given) == password) return password;
    // [ERR-10] The service stays usable, and the client can try again. [SPOOL-08]
    throw Failure{params.role == Role::Spooler || is_mutant("password-fails-the-service") ? MAPI_E_LOGON_FAILED
                                                                                          : MAPI_E_FAILONEPROVIDER};
}

// Section, MAPIUID, profile, status row [PROFILE-11] [LOGON-10] [STATUS-01].
static void register_store(Inside &inside, LPMAPISUP support, ULONG flags) {
    const Props props = inside.store_props();
    std::vector<Value> own{text(PR_DISPLAY_NAME_W, inside.display_name())};
    for (ULONG tag : {PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY}) own.push_back(*find(props, tag));
    if (is_mutant("section-not-filled")) own.resize(1);
    Section(inside.memory, support).set(own);
    MAPIUID uid = PROVIDER_UID;
    if (!is_mutant("uid-not-registered")) check(support->SetProviderUID(&uid, 0));
    if (!(flags & MDB_TEMPORARY)) check(support->ModifyProfile(0));
    std::vector<Value> row;
    for (const auto &entry : status_row(inside)) row.push_back(entry.second);
    Answer answer(inside.memory);
    if (!is_mutant("no-status-row"))
        check(support->ModifyStatusRow(static_cast<ULONG>(row.size()), values_of(row, answer), 0));
}

// [SPOOL-01] [SPOOL-02] The spooler copies the bytes into its process: they hold no pointer.
static void give_security(const Memory &memory, const Text &password, ULONG *size, LPBYTE *data) {
    const Bytes bytes = uid() + to_utf8(password);
    Answer answer(memory);
    void *block = is_mutant("validation-data-by-malloc") ? std::malloc(bytes.size()) : answer.take(bytes.size());
    std::memcpy(block, bytes.data(), bytes.size());
    if (is_mutant("pointer-in-validation-data")) std::memcpy(static_cast<char *>(block) + 8, &block, sizeof block);
    *size = static_cast<ULONG>(bytes.size());
    if (is_mutant("validation-data-by-malloc")) *data = static_cast<LPBYTE>(block);
    else answer.give(data);
}

HRESULT Provider::first_logon(const LogonParams &params, const std::shared_ptr<StoreFile> &file, ULONG *size,
    LPBYTE *security, LPMSLOGON *logon, LPMDB *store) {
    const Text password = password_of(*file, params);
    Bytes own = encoded({file->path, Kind::Store, 0});
    ULONG wrapped_size = 0;
    Received<ENTRYID> wrapped(memory);
    check(params.support->WrapStoreEntryID(
        static_cast<ULONG>(own.size()), reinterpret_cast<LPENTRYID>(&own[0]), &wrapped_size, wrapped.out()));
    const bool write = (params.flags & MDB_WRITE) != 0 || is_mutant("write-without-asking");
    const auto inside = std::make_shared<Inside>(open, file, params.role, write,
        Bytes(reinterpret_cast<const char *>(wrapped.get()), wrapped_size), memory, params.support);
    Ref<IMSLogon> made;
    try {
        // The client's logon has registered the store and written the section already.
        if (params.role == Role::Client) register_store(*inside, params.support, params.flags);
        *made.out() = new_logon_object(inside);
        if (params.role == Role::Client && size && security) give_security(memory, password, size, security);
    } catch (...) {
        inside->logged_off();
        throw;
    }
    StoreObject *object = new StoreObject(inside);
    open->add(inside, object);
    *store = object;
    *logon = made.leave();
    if (is_mutant("no-logon-object")) (*logon)->Release(), *logon = nullptr;
    return stem(file->path) == "warns" ? MAPI_W_ERRORS_RETURNED : S_OK; // [ERR-02]
}

HRESULT Provider::log_on(
    const LogonParams &params, ULONG *size, LPBYTE *security, LPMAPIERROR *error, LPMSLOGON *logon, LPMDB *store) {
    if (!logon || !store || !params.support) return MAPI_E_INVALID_PARAMETER;
    *logon = nullptr;
    *store = nullptr;
    if (error && !is_mutant("error-pointer-left")) *error = nullptr; // [ERR-04]
    if (size) *size = 0;
    if (security) *security = nullptr;
    Bytes named;
    const HRESULT code = guarded([&]() -> HRESULT {
        check(is_one_of(params.iid, {&IID_IMsgStore, &IID_IMAPIProp, &IID_IUnknown}),
            MAPI_E_INTERFACE_NOT_SUPPORTED); // [LOGON-02]
        Id id;
        const bool has_id = decode(params.id_size, params.id, id);
        if (has_id) named = id.path;
        // First of all, and before the support object is used for anything [LOAD-21] [LOAD-26].
        const bool looks = !is_mutant("open-store-not-found");
        if (has_id && looks && id.kind == Kind::Store && (*store = open->find(params.role, id.path))) return S_OK;
        const std::shared_ptr<StoreFile> file = choose(params, params.support, has_id, id);
        named = file->path;
        if (looks && (*store = open->find(params.role, file->path))) return S_OK;
        return first_logon(params, file, size, security, logon, store);
    });
    // Who could not log on, and to what [OBS-08].
    if (error && code != S_OK && (FAILED(code) || *store))
        guarded([&] {
            return *error = error_of(
                       memory, u"The logon to the store " + from_utf8(stem(named)) + u" was not clean.", params.flags),
                   S_OK;
        });
    return code;
}

} // namespace cppmapi
