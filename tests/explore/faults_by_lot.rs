//! Any few faults in any order: the reference provider holds, and the simulator does.

use mapi_sim::explore::{Failure, Finding, Orders, Scenario};
use mapi_sim::mapi::HResult;
use mapi_sim::mapi::codes::*;
use mapi_sim::methods::{self, Method};
use mapi_sim::sim::{Fault, SpoolerModel};
use proptest::prelude::*;

use crate::worlds::*;

/// The calls that are made in the scenario.
const METHODS: [Method; 24] = [
    methods::Exports::MAPILogonEx,
    methods::Exports::MSProviderInit,
    methods::IMSProvider::CompareStoreIDs,
    methods::IMSProvider::Logon,
    methods::IMSProvider::SpoolerLogon,
    methods::IMSProvider::Shutdown,
    methods::IMSLogon::Logoff,
    methods::IMsgStore::GetProps,
    methods::IMsgStore::StoreLogoff,
    methods::IMAPIProp::GetProps,
    methods::IMAPIProp::SetProps,
    methods::IProfSect::GetProps,
    methods::IProfSect::SetProps,
    methods::IProfSect::SaveChanges,
    methods::IMAPISupport::OpenProfileSection,
    methods::IMAPISupport::SetProviderUID,
    methods::IMAPISupport::WrapStoreEntryID,
    methods::IMAPISupport::ModifyProfile,
    methods::IMAPISupport::ModifyStatusRow,
    methods::IMAPISupport::StoreLogoffTransports,
    methods::IMAPISupport::SpoolerNotify,
    methods::IMAPISession::OpenMsgStore,
    methods::IMAPISession::Logoff,
    methods::IMAPISession::OpenEntry,
];

fn any_fault() -> impl Strategy<Value = Fault> {
    let method = || proptest::sample::select(METHODS.as_slice());
    let listed = |method: Method| method.row().map_or(&[][..], |row| row.codes);
    let code = prop_oneof![
        Just(MAPI_E_DISK_ERROR),
        Just(MAPI_E_CALL_FAILED),
        Just(MAPI_E_UNCONFIGURED),
        Just(MAPI_E_USER_CANCEL),
        (0x8004_0000_u32..0x8004_0FFF).prop_map(HResult::from_raw),
    ];
    prop_oneof![
        4 => (method(), 1_u32..5, code).prop_map(|(method, number, code)| Fault::answers(method, number, code)),
        4 => (method(), 1_u32..5, any::<prop::sample::Index>()).prop_map(move |(method, number, which)| {
            let codes = listed(method);
            let code = if codes.is_empty() { MAPI_E_NO_ACCESS } else { codes[which.index(codes.len())] };
            Fault::answers(method, number, code)
        }),
        4 => (method(), 1_u32..5).prop_map(|(method, number)| Fault::panics(method, number)),
        1 => (1_u32..3, 0_u32..16).prop_map(|(number, to)| Fault::cuts_validation_data(number, to)),
        1 => (1_u32..3).prop_map(Fault::loses_support),
        1 => (1_u32..5).prop_map(Fault::loses_add_ref),
        1 => (1_u32..3).prop_map(Fault::ends_spooler),
        1 => (1_u32..3).prop_map(Fault::releases_session_first),
    ]
}

/// A failure that says more than that a fault did not come to bear.
fn telling(failure: &Failure) -> bool {
    !failure.findings().iter().all(|finding| matches!(finding, Finding::Idle(_)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_found(
        faults in proptest::collection::vec(any_fault(), 0..4),
        seed in any::<u64>(),
        spooler in prop_oneof![Just(SpoolerModel::SameProcess), Just(SpoolerModel::OwnProcess)],
        shared: bool,
    ) {
        let world = Scenario::new(move || world_with(entry(), spooler)).client("tidy", tidy);
        let clients = if shared {
            world.client("sharing", sharing).client("careless", careless_sharing)
        } else {
            world.client("hasty", hasty)
        };
        let scenario = faults.into_iter().fold(clients.spooler(), Scenario::fault);
        let scenario = scenario.at_end("the load machine", |mapi| Ok(mapi.trace().expect_load_order()?));
        if let Err(failure) = scenario.explore(Orders::random(seed, 3)) {
            prop_assert!(!telling(&failure), "{}", failure);
        }
    }
}

/// `PROPTEST_CASES` says how many; the default is for every day.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(64)
}
