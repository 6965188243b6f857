// A host of message store providers: as much of MAPI as a provider can meet, and a list of checks.
#pragma once
#include "value.h"
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace host {

using namespace cppmapi;

// One line a check. What is false is counted; who needs it to go on asks for the answer.
bool expect(bool holds, const std::string &what);
void skipped(const std::string &what);
int failures();
std::string hex(HRESULT code);
// A call that has to answer a code.
bool answers(HRESULT code, HRESULT expected, const std::string &what);
inline bool succeeds(HRESULT code, const std::string &what) { return answers(code, S_OK, what); }

// What an output parameter holds before the call, and whether a call has written all of it.
constexpr uint64_t UNWRITTEN = 0xE770E770E770E770;
template <class T> bool is_whole(T written) {
    const int half = sizeof written * 4;
    return static_cast<uint64_t>(written) >> half != (UNWRITTEN & (~uint64_t{0} >> (64 - 2 * half))) >> half;
}

// MAPI's memory routines, which keep a ledger.
extern const Memory MEMORY;
namespace ledger {
// How many blocks are live, each with what hangs on it counted on its own.
size_t live();
// Complaints about what was freed and how since the start.
size_t complaints();
// Whether a pointer is a block that can be freed, and whether it is any block.
bool is_root(const void *block);
bool is_known(const void *block);
// Says what is left.
void show();
} // namespace ledger

// Objects of the host that are alive: support objects, sections, sinks.
extern std::atomic<int> alive;
struct Counted {
    Counted() { ++alive; }
    ~Counted() { --alive; }
};

// A buffer that a provider has returned.
template <class T> class Got : public Received<T> {
public:
    Got() : Received<T>(MEMORY) {}
    explicit operator bool() const { return this->get() != nullptr; }
};

// What the command line says.
struct Options {
    std::string provider;
    Bytes entry_id;             // of the store; none where the section is enough
    std::vector<Value> section; // of the store's profile section
    std::string dll_name = "cppstore.dll";
    std::string service;              // the service entry's name; none where there is none
    std::vector<Value> configuration; // what MSG_SERVICE_CONFIGURE is given
    std::vector<Value> second;        // of the section of another store; none where there is none
    Bytes other_id;                   // of the store; none where it has one only
    std::string spooler;              // a copy of the provider for the spooler's process
    std::vector<std::pair<HRESULT, std::vector<Value>>> logons; // sections, and what their logon answers
    std::string goes_offline;                                   // a file that takes the store off the network
    std::vector<Value> locked;                                  // of the section of the store with a password
    std::optional<Value> right, wrong;                          // its passwords
    std::string only;                                           // the one area to check; all where it is empty
};

// The profile of one run.
struct Profile {
    Props section;
    std::vector<MAPIUID> registered;
    std::vector<Props> status_rows;
    int profile_changes = 0;
    ULONG recipient_needs = 0; // what ExpandRecips answers
    std::vector<ULONG> transport_logoffs;
    std::string dll_name;
    // For a section that belongs to one thread: calls that came on another one [INIT-18].
    std::optional<std::thread::id> bound;
    int foreign_calls = 0;
    std::vector<ULONG> written;                // tags that were set in the section
    std::function<void()> while_section_opens; // what MAPI does in OpenProfileSection
};

// The support object of one logon. Its last reference ends the logon: then MAPI calls IMSLogon::Logoff.
class SupportObject;
SupportObject *new_support(Profile &profile);
LPMAPISUP as_interface(SupportObject *support);
void when_ended(SupportObject *support, std::function<void()> ended);
IProfSect *open_section(Profile &profile, bool write);
LPPROVIDERADMIN new_admin(Profile &profile);

// What a sink has heard.
struct Heard {
    std::mutex lock;
    std::vector<ULONG> events;       // of objects
    std::vector<ULONG> table_events; // of tables
    size_t count(ULONG event) {
        std::lock_guard<std::mutex> held(lock);
        size_t found = 0;
        for (ULONG heard : events) found += heard == event;
        for (ULONG heard : table_events) found += heard == event;
        return found;
    }
};
LPMAPIADVISESINK new_sink(Heard &heard);
// How many references there are on one of the host's objects.
ULONG references(IUnknown *object);

// The IMalloc that providers are given, with a reference for the caller.
LPMALLOC new_malloc();

// The provider that was loaded.
struct Library {
    Ref<IMalloc> malloc;
    MSPROVIDERINIT *init = nullptr;
    LPMSGSERVICEENTRY service = nullptr;
};
Library load(const std::string &path, const std::string &service);

// An open store, as the client has it.
struct Opened {
    Ref<IMSLogon> logon;
    Ref<IMsgStore> store;
    Bytes security;
    ULONG mask = 0;
};

// Properties of an object.
std::optional<Value> get(IMAPIProp *object, ULONG tag);
Bytes bytes_of(IMAPIProp *object, ULONG tag);
bool set(IMAPIProp *object, const std::vector<Value> &values, const std::string &what);
// The rows of a table in the columns that it has.
std::vector<Props> rows(IMAPITable *table, const std::vector<ULONG> &columns);

// The areas of checks, in their order.
void check_init(const Library &library);
void check_logon(const Library &library, const Options &options);
void check_store(Opened &opened);
void check_walk(Opened &opened);
void check_tables(IMAPITable *table, ULONG text_column, const std::string &whose);
void check_message(IMessage *message);
void check_stream(IMAPIProp *object, ULONG tag, const std::string &whose);
void check_writing(Opened &opened);
void check_values(IMAPIFolder *folder);
void check_parts(IMAPIFolder *folder);
void check_notifications(Opened &opened, IMAPIFolder *folder);
void check_status(Opened &opened, const Profile &profile);
void check_passwords(const Library &library, const Options &options);
void check_conditions(const Library &library, const Options &options);
void check_service(const Library &library, const Options &options);
// In place of all others: a provider that uses the address book.
void check_book(const Library &library);

// A folder of the store, by identifier; none for the root folder.
Ref<IMAPIFolder> open_folder(IMsgStore *store, const Bytes &id, ULONG flags);

} // namespace host
