//! Strategies of `proptest` for scripts of clients, faults and profiles.
//!
//! ```
//! use mapi_sim::explore::{Orders, Script, Stage, strategies};
//! use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use proptest::prelude::*;
//!
//! fn stage() -> Stage {
//!     let world = || {
//!         let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//!         let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//!         let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry));
//!         builder.profile(Profile::new("Default").service(Service::new("MYSTORE").store(section))).build()
//!     };
//!     Stage::new(world, "Default").store(store_entry_id("personal"))
//! }
//!
//! proptest!(|(script in strategies::script(), seed: u64)| {
//!     // A failure is cut by the stage, and its token is what a test keeps.
//!     if let Err(failure) = stage().explore(&script, Orders::random(seed, 3)) {
//!         panic!("{failure}");
//!     }
//! });
//! ```

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Act, Script, Usage};
use crate::mapi::{
    EntryId, HResult, LogoffFlags, LogonExFlags, OpenStoreFlags, PropTag, PropType, codes, strategies,
};
use crate::methods;
use crate::sim::{Fault, Profile, Service, StoreSection};

/// The most clients and steps of each.
const CLIENTS: usize = 3;
const STEPS: usize = 10;

/// A profile of this name with a section for each of these stores, in some order, spread over one to three message services, and with
/// other properties beside. One of the stores may be the default store.
///
/// ```
/// use mapi_sim::explore::strategies;
/// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// use mapi_sim::sim::{Dll, Subsystem};
/// use proptest::prelude::*;
///
/// let stores = ["one", "two"].map(store_entry_id);
/// proptest!(|(profile in strategies::profile("Default", DLL_NAME, stores.to_vec()))| {
///     let entry = ReferenceDll::new(StoreCatalogue::new(["one", "two"].map(StoreSpec::new)));
///     let mapi = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry)).profile(profile).build().unwrap();
///     assert_eq!(mapi.sections("Default").len(), 2);
/// });
/// ```
pub fn profile(
    name: impl Into<String>,
    dll: impl Into<String>,
    stores: Vec<EntryId>,
) -> impl Strategy<Value = Profile> {
    let (name, dll, count) = (name.into(), dll.into(), stores.len());
    let sections = (Just(stores).prop_shuffle(), vec((0..3_usize, "[A-Za-z ]{1,12}", 0..1000_i32), count));
    (sections, 0..=count, 1..=3_usize).prop_map(move |((stores, about), default, services)| {
        let mut made: Vec<Service> =
            (0..services).map(|service| Service::new(format!("SERVICE{service}"))).collect();
        for (place, (id, (service, display, number))) in stores.into_iter().zip(about).enumerate() {
            let section = StoreSection::new(dll.as_str(), display).entry_id(id).prop(PR_OWN_NUMBER, number);
            let section = if place == default { section.default_store() } else { section };
            if let Some(of) = made.get_mut(service % services) {
                *of = std::mem::replace(of, Service::new("")).store(section);
            }
        }
        made.into_iter().fold(Profile::new(name.as_str()), Profile::service)
    })
}

/// A property that only the provider of a section knows.
const PR_OWN_NUMBER: PropTag = PropTag::new(0x67E0, PropType::PT_LONG);

/// A script of up to three clients of up to ten steps each, mostly with the spooler. The first step of a client is a logon.
pub fn script() -> impl Strategy<Value = Script> + Clone {
    let client = (log_on(), vec(act(), 0..STEPS)).prop_map(|(first, rest)| {
        let acts: Vec<Act> = [first].into_iter().chain(rest).collect();
        acts
    });
    (vec(client, 1..=CLIENTS), proptest::bool::weighted(0.8)).prop_map(|(clients, spooler)| {
        let script = clients.into_iter().fold(Script::new(), Script::client);
        if spooler { script.spooler() } else { script }
    })
}

/// A step of any kind, opens more often.
pub fn act() -> impl Strategy<Value = Act> + Clone {
    let store = || 0..3_u8;
    let open = (store(), flags_of_open()).prop_map(|(store, flags)| Act::Open { store, flags });
    let usage = (store(), select(&Usage::ALL[..])).prop_map(|(store, how)| Act::Use { store, how });
    let logoffs = [
        LogoffFlags::empty(),
        LogoffFlags::LOGOFF_ORDERLY,
        LogoffFlags::LOGOFF_PURGE,
        LogoffFlags::LOGOFF_ABORT,
        LogoffFlags::LOGOFF_NO_WAIT,
        LogoffFlags::LOGOFF_QUIET,
    ];
    let logoff =
        (store(), select(logoffs.to_vec())).prop_map(|(store, flags)| Act::StoreLogoff { store, flags });
    prop_oneof![
        1 => log_on(),
        6 => open,
        4 => usage,
        1 => store().prop_map(Act::Advise),
        1 => store().prop_map(Act::Unadvise),
        2 => logoff,
        4 => store().prop_map(Act::Release),
        2 => Just(Act::LogOff),
    ]
}

/// A script with up to two [`fault`]s.
pub fn script_with_faults() -> impl Strategy<Value = Script> + Clone {
    (script(), vec(fault(), 0..3)).prop_map(|(script, faults)| faults.into_iter().fold(script, Script::fault))
}

/// A call of a store's life that fails, with a code of its page or another one, or that panics. The calls that end a store or a
/// provider, and those by which MAPI tells stores apart, are not among them: that they fail is a breach in itself.
pub fn fault() -> impl Strategy<Value = Fault> + Clone {
    let methods = select(vec![
        methods::Exports::MAPILogonEx,
        methods::Exports::MSProviderInit,
        methods::IMSProvider::Logon,
        methods::IMSProvider::SpoolerLogon,
        methods::IMsgStore::OpenEntry,
        methods::IMsgStore::CompareEntryIDs,
        methods::IMsgStore::GetReceiveFolder,
        methods::IMAPISupport::OpenProfileSection,
        methods::IMAPISupport::SetProviderUID,
        methods::IMAPISupport::WrapStoreEntryID,
        methods::IMAPISupport::ModifyStatusRow,
        methods::IMAPISupport::ModifyProfile,
        methods::IMAPISession::OpenMsgStore,
        methods::IMAPISession::Logoff,
    ]);
    (methods, 1..4_u32, any::<proptest::sample::Index>(), strategies::hresult()).prop_map(
        |(method, number, which, other)| {
            let listed = method.row().map_or(&[][..], |row| row.codes);
            let failures: Vec<HResult> = listed.iter().copied().filter(|code| !code.is_success()).collect();
            let own = method.interface() != methods::Interface::IMAPISession
                && method != methods::Exports::MAPILogonEx;
            match which.index(failures.len() + 2) {
                0 if own => Fault::panics(method, number),
                0 | 1 => Fault::answers(method, number, HResult::from_raw(other.raw() | 0x8000_0000)),
                listed => Fault::answers(
                    method,
                    number,
                    failures.get(listed - 2).copied().unwrap_or(codes::MAPI_E_CALL_FAILED),
                ),
            }
        },
    )
}

fn log_on() -> impl Strategy<Value = Act> + Clone {
    let shared = select(vec![LogonExFlags::MAPI_NEW_SESSION, LogonExFlags::MAPI_ALLOW_OTHERS]);
    let mail = select(vec![LogonExFlags::empty(), LogonExFlags::MAPI_NO_MAIL]);
    (shared, mail).prop_map(|(shared, mail)| Act::LogOn(shared | mail))
}

fn flags_of_open() -> impl Strategy<Value = OpenStoreFlags> + Clone {
    strategies::flags_of::<OpenStoreFlags>().prop_map(|flags| OpenStoreFlags::from_bits_retain(flags.bits()))
}
