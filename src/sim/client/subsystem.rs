//! The subsystem: where clients log on.

use std::fmt;
use std::sync::Arc;

use crate::load::readings::Reading;
use crate::mapi::{HResult, MapiErrorDetail, MapiUid, PropTag, PropValue};
use crate::sim::client::client_store::ClientStore;
use crate::sim::drive::spooler;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::run_to_end;
use crate::sim::setup::fault::Fault;
use crate::spi::{IMSLogon, IMsgStore};
use crate::trace::{Context, Fact, SessionNo, Trace};

/// A simulated MAPI subsystem with its spooler, its profiles and the DLLs of providers.
///
/// To set up: [`builder`](Self::builder). What a client process does: [`logon`](Self::logon). What the machine does
/// meanwhile: [`run_spooler`](Self::run_spooler). To look at: [`trace`](Self::trace),
/// [`section_props`](Self::section_props), [`sections`](Self::sections).
///
/// Every session stands for a client process of its own, as provider objects are never shared between sessions. A store
/// that two sessions of a profile have open is open in two processes \[SHUT-05\].
///
/// Nothing happens on its own, and the same calls give the same trace. The only clock is that of
/// [`within`](Self::within), for a test that may not end.
///
/// # Threads
///
/// Everything that a client has can be called from any thread, and from within a call of a provider, a sink, a dialog or a
/// [`Spooler`](crate::sim::Spooler). A provider may call its support object from any thread, also while MAPI waits for it.
/// No lock is held while foreign code runs.
///
/// - A second open of a store waits while the first one is in `MSProviderInit` or `Logon` on another thread, and goes on
///   with what came of that. From within that call it is nested instead; so is one that the other open would wait for.
/// - `Shutdown` waits for opens, for logons of the spooler and for other calls of the session's providers that are under
///   way. Whoever makes the last of them makes it, too.
/// - The spooler is one party: one thread at a time calls [`run_spooler`](Self::run_spooler).
/// - Two sessions of a profile are in each other's way as two processes are: a section that somebody has open for writing
///   is refused to others \[PROFILE-04\], and then a `Logon` can fail.
/// - In a trace every thread is a task ([`Event::task`](crate::trace::Event::task)), whose calls are nested in each other. What
///   several threads do has another order in every run.
#[derive(Clone)]
pub struct Subsystem {
    shared: Arc<Shared>,
}

impl Subsystem {
    pub(crate) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Lets the spooler log on to the stores that wait for it (steps 8 and 9). Says how many logons succeeded.
    pub fn run_spooler(&self) -> usize {
        run_to_end(spooler::run(&self.shared))
    }

    /// What has happened so far, and what is held now ([`Trace::ledger`]).
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.shared.with(|state| state.recorder.trace().clone().with_ledger(state.ledger()))
    }

    /// What has happened since this was called last, and what is held now. Nothing of it is kept: later traces say how
    /// many events were [left out](Trace::left_out). Findings stay.
    #[must_use]
    pub fn take_trace(&self) -> Trace {
        self.shared.with(|state| state.recorder.take().with_ledger(state.ledger()))
    }

    /// The faults that have not come to bear so far: no call was the one that they name.
    #[must_use]
    pub fn idle_faults(&self) -> Vec<Fault> {
        self.shared.idle_faults()
    }

    /// Puts the test's own words into the trace.
    pub fn note(&self, text: impl Into<String>) {
        let text = text.into();
        self.shared.with(|state| {
            let text = state.recorder.text(text);
            state.recorder.fact(Context::default(), Fact::Note(text));
        });
    }

    /// The MAPIUIDs of a profile's sections in the order of making; empty if there is no such profile.
    #[must_use]
    pub fn sections(&self, profile: &str) -> Vec<MapiUid> {
        self.shared.with(|state| {
            let profile = state.profiles.find(profile);
            profile.map_or_else(Vec::new, |profile| {
                state.profiles.sections_of(profile).map(|(_, section)| section.uid()).collect()
            })
        })
    }

    /// The properties of a profile section that are not hidden, as they are now.
    #[must_use]
    pub fn section_props(&self, profile: &str, section: &MapiUid) -> Option<Vec<PropValue>> {
        self.shared.with(|state| {
            let profile = state.profiles.find(profile)?;
            let no = state.profiles.section_by_uid(profile, *section)?;
            Some(state.profiles.section(no)?.props().visible(state.readings.of(Reading::HiddenRange)))
        })
    }

    /// Changes a section of a profile from outside of any session, as a tool of the administrator does: properties
    /// in `set` are written, whoever they belong to, those in `delete` are taken away. Says whether there is such a
    /// section.
    pub fn edit_section(
        &self,
        profile: &str,
        section: &MapiUid,
        set: &[PropValue],
        delete: &[PropTag],
    ) -> bool {
        let edited = self.shared.with(|state| {
            let profile = state.profiles.find(profile)?;
            let no = state.profiles.section_by_uid(profile, *section)?;
            state.profiles.edit(no, set, delete);
            Some(())
        });
        edited.is_some()
    }

    /// The MAPIUIDs of a profile's message services by name, for `IMsgServiceAdmin`.
    #[must_use]
    pub fn services(&self, profile: &str) -> Vec<(String, MapiUid)> {
        self.shared.with(|state| {
            let profile = state.profiles.find(profile);
            profile.map_or_else(Vec::new, |profile| {
                state
                    .profiles
                    .services(profile)
                    .map(|service| (service.name().to_string(), service.uid()))
                    .collect()
            })
        })
    }

    /// The provider's own store object behind a client's pointer, for an author who knows its type.
    ///
    /// Clients hold an object of the simulator that passes every call on and records it.
    #[must_use]
    pub fn provider_store(store: &Arc<dyn IMsgStore>) -> Option<Arc<dyn IMsgStore>> {
        ClientStore::behind(store).and_then(ClientStore::provider_object)
    }

    /// The provider's logon object behind a client's pointer to a store; `None` once MAPI has released it.
    #[must_use]
    pub fn provider_logon(&self, store: &Arc<dyn IMsgStore>) -> Option<Arc<dyn IMSLogon>> {
        let number = ClientStore::behind(store)?.number();
        self.shared.with(|state| state.stores.logon(number)).map(|(logon, _)| logon)
    }

    /// The last error text that MAPI kept in a session, with its code \[ERR-03\].
    #[must_use]
    pub fn last_error(&self, session: SessionNo) -> Option<(HResult, MapiErrorDetail)> {
        self.shared.with(|state| state.sessions.last_error(session).cloned())
    }
}

impl fmt::Debug for Subsystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sessions, events) = self.shared.with(|state| (state.sessions.begun(), state.recorder.len()));
        f.debug_struct("Subsystem")
            .field("sessions", &sessions)
            .field("events", &events)
            .finish_non_exhaustive()
    }
}
