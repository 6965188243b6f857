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

} // namespace host
