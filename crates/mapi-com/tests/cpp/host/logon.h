// Loading a provider and logging on to a store, with the checks that every logon has.
#pragma once
#include "host.h"

namespace host {

// Calls MSProviderInit with the host's memory routines.
HRESULT init(const Library &library, ULONG version, ULONG *own, LPMSPROVIDER *provider);

// One logon, and what came of it.
struct Attempt {
    HRESULT code = S_OK;
    Ref<IMSLogon> logon;
    Ref<IMsgStore> store;
    Bytes security;
    std::optional<Text> error;
    ULONG support_kept = 0; // references that the provider has taken
};

// The profile of the command line.
Profile profile_of(const Options &options);
// Logon, or SpoolerLogon with validation data. The store's support object logs the logon object off when its last
// reference goes, as MAPI does.
Attempt log_on(IMSProvider *provider, Profile &profile, Bytes id, ULONG flags, LPCIID iid, const Bytes *spooler);

// The store's private identifier, out of the wrapped one in the section.
Bytes own_id(const Profile &profile);
// The store's name, which stands in three places, and its identifiers, which come and go.
void check_name(IMsgStore *store, const Profile &profile);
void check_identifiers(IMAPIFolder *folder);
// Another opening, another store, another process, other threads.
void check_read_only(const Library &library, const Options &options);
void check_spooler(IMSProvider *provider, Profile &profile, const Attempt &client, const std::string &where);
void check_spooler_process(const Options &options, Profile &profile, const Attempt &client);
void check_second(IMSProvider *provider, const Options &options, const Attempt &client);
void check_threads(IMsgStore *store);

} // namespace host
