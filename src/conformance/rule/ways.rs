//! The way to the question of a rule: which other rule asks for a call that has to succeed first.
//!
//! Where such a call fails, the rule on trial is not reached, and the rule of this table is the cause. So one fault of a
//! provider is one failure, however many rules need what is missing.

use crate::catalogue::RuleId;
use crate::conformance::declare::Declaration;
use crate::load::readings::Strictness;
use crate::methods::{self, Interface, Method};

/// The rules that checks name where something on their way fails.
pub(in crate::conformance) mod way {
    use crate::catalogue::RuleId;
    use crate::conformance::declare::StoreSlot;

    /// `MSProviderInit` for a MAPI as new as the provider.
    pub(in crate::conformance) const INIT: RuleId = RuleId::new("INIT-09");
    /// `CompareStoreIDs` for identifiers of the provider.
    pub(in crate::conformance) const COMPARE: RuleId = RuleId::new("LOAD-12");
    /// `Logon` for the first store.
    pub(in crate::conformance) const LOGON: RuleId = RuleId::new("LOGON-01");
    /// Both objects of a first `Logon`.
    pub(in crate::conformance) const BOTH_OBJECTS: RuleId = RuleId::new("LOAD-18");
    /// `SpoolerLogon`.
    pub(in crate::conformance) const SPOOLER_LOGON: RuleId = RuleId::new("LOAD-35");
    /// `GetProps` for the properties that every store has.
    pub(in crate::conformance) const STORE_PROPS: RuleId = RuleId::new("LOGON-15");
    /// Identifiers of stores are wrapped.
    pub(in crate::conformance) const WRAPPED: RuleId = RuleId::new("EID-09");
    /// What is in the store can be opened, and its tables can be read.
    pub(in crate::conformance) const OBJECTS: RuleId = RuleId::new("LOGON-16");
    /// A saved identifier, whatever the profile has.
    pub(in crate::conformance) const SAVED_ID: RuleId = RuleId::new("EID-19");
    /// The section has its properties once `Logon` has returned.
    pub(in crate::conformance) const SECTION_PROPS: RuleId = RuleId::new("PROFILE-11");
    /// The store has a row in the status table.
    pub(in crate::conformance) const STATUS_ROW: RuleId = RuleId::new("STATUS-01");
    /// The columns of that row.
    pub(in crate::conformance) const STATUS_COLUMNS: RuleId = RuleId::new("STATUS-02");
    /// The status object behind that row.
    pub(in crate::conformance) const STATUS_OBJECT: RuleId = RuleId::new("STATUS-11");
    /// The status object, to be written to.
    pub(in crate::conformance) const STATUS_WRITE: RuleId = RuleId::new("STATUS-12");
    /// The properties of the status object.
    pub(in crate::conformance) const STATUS_PROPS: RuleId = RuleId::new("STATUS-13");
    /// Changes of a store that can be changed.
    pub(in crate::conformance) const WRITE: RuleId = RuleId::new("CLAIM-03");
    /// `SubmitMessage` of a store that submits.
    pub(in crate::conformance) const SUBMIT: RuleId = RuleId::new("CLAIM-04");
    /// `Advise` of a store that notifies.
    pub(in crate::conformance) const ADVISE: RuleId = RuleId::new("LOGON-18");
    /// A user who chooses a store.
    pub(in crate::conformance) const CHOICE: RuleId = RuleId::new("CLAIM-22");
    /// `SpoolerLogon` in a process of its own.
    pub(in crate::conformance) const SPOOLER_ALONE: RuleId = RuleId::new("SPOOL-01");
    /// The outgoing queue of the spooler's store.
    pub(in crate::conformance) const OUTGOING_QUEUE: RuleId = RuleId::new("SPOOL-06");
    /// The message service entry point.
    pub(in crate::conformance) const SERVICE_ENTRY: RuleId = RuleId::new("CLAIM-08");
    /// `IMAPIProviderShutdown` of the provider object.
    pub(in crate::conformance) const FAST_SHUTDOWN: RuleId = RuleId::new("CLAIM-12");
    /// A store that goes off the network.
    pub(in crate::conformance) const OFFLINE: RuleId = RuleId::new("CLAIM-13");
    /// `StoreLogoff`.
    pub(in crate::conformance) const STORE_LOGOFF: RuleId = RuleId::new("SHUT-01");
    /// The end of a session.
    pub(in crate::conformance) const LOGOFF: RuleId = RuleId::new("SHUT-09");

    /// The store in a slot: it is there, and a logon finds it as the fixture says.
    pub(in crate::conformance) fn slot(slot: StoreSlot) -> RuleId {
        slot.claim().unwrap_or(LOGON)
    }
}

/// The rule that asks for the return of a call; a panic there breaks it.
pub(in crate::conformance) fn asks_for(method: Method) -> RuleId {
    let of_method = |(known, rule): &(Method, RuleId)| (*known == method).then_some(*rule);
    let of_interface = |(known, rule): &(Interface, RuleId)| (*known == method.interface()).then_some(*rule);
    let found = METHODS.iter().find_map(of_method).or_else(|| INTERFACES.iter().find_map(of_interface));
    found.unwrap_or(way::OBJECTS)
}

const METHODS: &[(Method, RuleId)] = &[
    (Method::MsgServiceEntry, RuleId::new("PROFILE-23")),
    (Method::ProviderLogon, way::LOGON),
    (Method::ProviderSpoolerLogon, way::SPOOLER_LOGON),
    (Method::ProviderCompareStoreIds, way::COMPARE),
    (Method::ProviderShutdown, RuleId::new("SHUT-22")),
    (Method::LogonLogoff, way::LOGOFF),
    (Method::LogonOpenEntry, way::OBJECTS),
    (Method::LogonCompareEntryIds, RuleId::new("EID-12")),
    (Method::LogonAdvise, way::ADVISE),
    (Method::LogonUnadvise, way::ADVISE),
    (Method::LogonOpenStatusEntry, way::STATUS_OBJECT),
    (methods::IMSLogon::GetLastError, RuleId::new("ERR-06")),
    (methods::IMsgStore::GetLastError, RuleId::new("ERR-06")),
    (methods::IMsgStore::Advise, way::ADVISE),
    (methods::IMsgStore::Unadvise, way::ADVISE),
    (methods::IMsgStore::CompareEntryIDs, RuleId::new("EID-12")),
    (methods::IMsgStore::OpenEntry, way::OBJECTS),
    (methods::IMsgStore::StoreLogoff, way::STORE_LOGOFF),
    (methods::IMsgStore::GetReceiveFolder, RuleId::new("LOGON-21")),
    (methods::IMsgStore::GetOutgoingQueue, RuleId::new("SPOOL-06")),
    (methods::IMsgStore::SetLockState, RuleId::new("SPOOL-14")),
    (methods::IMsgStore::FinishedMsg, RuleId::new("SPOOL-07")),
    (methods::IMAPIFolder::CreateMessage, way::WRITE),
    (methods::IMAPIFolder::CreateFolder, way::WRITE),
    (methods::IMessage::SaveChanges, way::WRITE),
    (methods::IMessage::SubmitMessage, way::SUBMIT),
];

const INTERFACES: &[(Interface, RuleId)] = &[
    (Interface::Exports, way::INIT),
    (Interface::IMAPIProviderShutdown, RuleId::new("SHUT-20")),
    (Interface::IMsgStore, way::STORE_PROPS),
    (Interface::IMAPIStatus, way::STATUS_OBJECT),
];

/// Whether a rule is read so that what it asks for need not be there, and no other rule asks for more.
pub(in crate::conformance) fn allows_absence(rule: RuleId, declaration: Declaration) -> bool {
    // [STATUS-01] A provider without a status row has no status object either.
    rule == way::STATUS_ROW && declaration.reading(rule) == Strictness::Lenient
}

/// Breaches after which the simulator cannot go on as MAPI would with a provider that keeps the rule, so that whatever
/// else goes wrong in the same place may follow from them.
pub(in crate::conformance) const UNDERMINING: &[RuleId] =
    &[way::BOTH_OBJECTS, RuleId::new("LOAD-19"), RuleId::new("SPOOL-13")];
