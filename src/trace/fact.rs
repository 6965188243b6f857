//! Things that MAPI and the spooler do or find out without calling anybody.

use super::event::{Actor, ValuesNo};
use super::ids::{DllNo, ProviderNo, SectionNo, ServiceNo, StoreNo, SupportNo};
use crate::load::readings::{Reading, Strictness};
use crate::load::{SkipReason, Step};
use crate::mapi::HResult;

/// Something that happened inside MAPI, the spooler or the user's head.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Fact {
    /// A step of the load sequence was reached.
    Reached(Step),
    /// A step of the load sequence is left out.
    Skipped(Step, SkipReason),
    /// The section of the profile that the identifier belongs to.
    SectionChosen(SectionNo),
    /// No section belongs to the identifier, so that a bare one was made.
    SectionMade(SectionNo),
    /// A temporary section was removed from the profile.
    SectionRemoved(SectionNo),
    /// What the spooler's logon returned, held against step 5.
    SpoolerPair(StoreNo, SpoolerPair),
    /// The store was told to the spooler, which waits for its turn.
    SpoolerTold(StoreNo),
    /// The spooler was told which store is the session's default from now on.
    SpoolerToldOfDefault(Option<SectionNo>),
    /// The spooler loads a DLL in a process of its own, where it calls `MSProviderInit` next.
    SpoolerLoadsDll(DllNo),
    /// A waiting spooler logon was dropped, since the store has gone.
    SpoolerLogonDropped(StoreNo),
    /// `StoreLogoffTransports` does nothing, since another process has the store open for the same profile.
    OpenElsewhere(StoreNo),
    /// The spooler has no access to the store in this session.
    SpoolerFailed(HResult),
    /// The open has failed with this code.
    OpenFailed(HResult),
    /// MAPI keeps the error text of a logon for `IMAPISession::GetLastError`.
    ErrorKept(TextNo),
    /// The message service is disabled for the rest of the session.
    ServiceDisabled(ServiceNo),
    /// A message service was added to the profile.
    ServiceAdded(ServiceNo),
    /// A message service was taken out of the profile.
    ServiceRemoved(ServiceNo),
    /// The section of a provider was added to a message service.
    ProviderAdded(SectionNo),
    /// A provider was deleted while its section was in use: it will be removed later.
    ProviderMarked(SectionNo),
    /// The section of a deleted provider was removed from the profile.
    ProviderRemoved(SectionNo),
    /// The MAPIUIDs of a logon were taken out of the routing table.
    UidsRemoved(StoreNo, u32),
    /// The status rows of a logon were removed.
    RowsRemoved(StoreNo, u32),
    /// A support object was freed.
    SupportFreed(SupportNo),
    /// MAPI gave its reference to a logon object back.
    LogonReleased(StoreNo),
    /// A provider object was given back by its owner: MAPI, or a spooler in a process of its own.
    ProviderReleased(ProviderNo, Actor),
    /// A dialog was shown, with this title.
    DialogShown(TextNo),
    /// What the user did with it. Where everything is kept, what stood in its fields then: their names and values in turns.
    DialogAnswered(TextNo, Option<ValuesNo>),
    /// A dialog was asked for but nobody could see it.
    DialogRefused(TextNo),
    /// What happens next depended on an open point of the documentation, which was read in this way.
    ReadAs(Reading, Strictness),
    /// The provider broke a rule; the number is that of the deviation.
    Deviated(u32),
    /// A client broke a rule; the number is that of the advice.
    Advised(u32),
    /// The test's own words.
    Note(TextNo),
}

/// The number of a text that a trace keeps beside its events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TextNo(pub(crate) u32);

/// What `SpoolerLogon` returned, compared with step 5 \[LOAD-35\].
///
/// Two pages describe step 9 in two ways, and a provider that follows either is right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SpoolerPair {
    /// The very objects of step 5 (page `loading-message-store-providers`).
    SameObjects,
    /// A pair of its own for the same store (page `imsprovider-spoolerlogon`).
    SameStore,
    /// A store that does not compare equal to the client's: a breach of the contract.
    OtherStore,
    /// A pair that does not say whose store it is: it was asked for its identifier, or the provider to compare it, and the call
    /// has failed. Nothing is known then, and nothing is held against it.
    NotSaid,
}

impl SpoolerPair {
    /// In a few words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::SameObjects => "the same objects as in step 5",
            Self::SameStore => "a pair of its own for the same store",
            Self::OtherStore => "another store than the client's",
            Self::NotSaid => "a pair of its own that does not say whose store it is",
        }
    }
}
