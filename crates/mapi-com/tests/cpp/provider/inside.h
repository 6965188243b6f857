// What the logon object and the store object of one open store share, and every object opened in it [LOGON-03].
#pragma once
#include "file.h"
#include <functional>
#include <set>

namespace cppmapi {

// In the range of a section that is the provider's own, and in its secure range [PROFILE-09].
const ULONG PR_CPP_STORE_PATH = PROP_TAG(PT_UNICODE, 0x6600);
const ULONG PR_CPP_PASSWORD = PROP_TAG(PT_UNICODE, 0x67F0);
const char16_t *const PROVIDER_DISPLAY = u"C++ Test Provider";
const ULONG OTHER_STATE = 0xFFFFFFFF;

enum class Role { Client, Spooler }; // [SPOOL-06]

class Inside;
class StoreObject;
class Table;

// The open stores of one provider object [LOAD-21]. It does not keep them: the client's references do.
class OpenStores {
    std::mutex lock;
    struct Entry {
        Role role;
        Bytes path;
        std::weak_ptr<Inside> inside;
        StoreObject *object;
    };
    std::vector<Entry> entries;

public:
    void add(const std::shared_ptr<Inside> &inside, StoreObject *object);
    void remove(const Inside *inside);
    // The store object of an open store, with a reference; null if it is not open.
    StoreObject *find(Role role, const Bytes &path);
    std::shared_ptr<Inside> inside(Role role, const Bytes &path);
};

class Inside : public std::enable_shared_from_this<Inside> {
    std::mutex lock;
    LPMAPISUP kept;              // as long as the store is open [LOAD-19]
    ULONG logoff = LOGOFF_ABORT; // what StoreLogoff was told last [SHUT-01]
    LONG shown = STATUS_AVAILABLE;
    std::set<ULONG_PTR> connections;
    std::set<Table *> tables;

    LPMAPISUP end();
    void end_registrations(LPMAPISUP support);
    std::vector<Ref<Table>> live_tables();

public:
    const std::shared_ptr<OpenStores> open;
    const std::shared_ptr<StoreFile> file;
    const Role role;
    const bool write; // what the opening was granted [LOGON-12]
    const Bytes wrapped;
    const Memory memory;

    Inside(std::shared_ptr<OpenStores> open, std::shared_ptr<StoreFile> file, Role role, bool write, Bytes wrapped,
        const Memory &memory, LPMAPISUP support);
    ~Inside();

    // The support object for the length of a call. Fails once the store has ended [SHUT-15].
    Ref<IMAPISupport> support();
    void check_alive() { support(); }
    // What methods begin with: the store is open and can be reached.
    void check_open();
    void check_write();
    // Shows in the status row how the store is now [STATUS-04].
    LONG follow_state();

    HRESULT store_logoff(ULONG *flags);
    void released();   // the last release of the store object [SHUT-02] [SHUT-03] [SHUT-07]
    void logged_off(); // IMSLogon::Logoff, or a logon that fails half-way [SHUT-09] [SHUT-10]

    ULONG support_mask() const;
    Text display_name();
    Bytes record_key() const;
    void rename(const Text &name); // in the section and the status row [PROFILE-13]
    Props common_props();          // on every object of the store [EID-14]
    Props store_props();

    // OpenEntry of logon object, store and folders [LOGON-16].
    HRESULT open_entry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out);
    HRESULT compare(ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG *result);
    bool granted(ULONG flags); // whether an opening may write [LOGON-17]

    HRESULT advise(ULONG size, LPENTRYID id, ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection);
    HRESULT unadvise(ULONG_PTR connection);
    // Tells everybody of a change of an object.
    void tell(ULONG event, Kind kind, ULONG number, ULONG parent);
    void watch(Table *table);
    void unwatch(Table *table);
};

// The number that stands for the whole store in keys of registrations.
const ULONG WHOLE_STORE = 0;

} // namespace cppmapi
