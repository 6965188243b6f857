//! Everything that changes, behind one lock.

use crate::load::Input;
use crate::load::readings::{Reading, Readings, Strictness};
use crate::mapi::ResourceFlags;
use crate::sim::books::client_process::ClientProcess;
use crate::sim::books::due::{DueFlag, DueSessions};
use crate::sim::books::ledger::Ledger;
use crate::sim::books::live::{Audience, Listeners, LiveTables};
use crate::sim::books::notify::Subscriptions;
use crate::sim::books::numbers::Numbers;
use crate::sim::books::opens::Opens;
use crate::sim::books::profile::ProfileSet;
use crate::sim::books::providers::Providers;
use crate::sim::books::sessions::Sessions;
use crate::sim::books::stores::Stores;
use crate::sim::books::supports::Supports;
use crate::sim::checks::finding::Finding;
use crate::trace::{Context, Fact, OpenNo, Recorder, SectionNo, SessionNo};

/// All books. Nothing in them is called or dropped while the lock is held: what could run a provider's code leaves them
/// first.
pub(crate) struct State {
    pub(crate) recorder: Recorder,
    pub(crate) readings: Readings,
    pub(crate) numbers: Numbers,
    pub(crate) client_process: ClientProcess,
    pub(crate) profiles: ProfileSet,
    pub(crate) sessions: Sessions,
    pub(crate) providers: Providers,
    pub(crate) opens: Opens,
    pub(crate) stores: Stores,
    pub(crate) supports: Supports,
    /// Sessions that may have to end.
    pub(crate) due: DueSessions,
    pub(crate) subscriptions: Subscriptions,
    /// Who listens to sessions and to their tables.
    pub(crate) listeners: Listeners,
    pub(crate) tables: LiveTables,
    pub(crate) ledger: Ledger,
}

impl State {
    pub(crate) fn new(
        recorder: Recorder,
        readings: Readings,
        profiles: ProfileSet,
        audience: &Audience,
        due: &DueFlag,
    ) -> Self {
        Self {
            recorder,
            readings,
            numbers: Numbers::default(),
            client_process: ClientProcess::new(),
            profiles,
            sessions: Sessions::new(),
            providers: Providers::new(),
            opens: Opens::new(),
            stores: Stores::new(),
            supports: Supports::new(),
            due: DueSessions::new(due.clone()),
            subscriptions: Subscriptions::default(),
            listeners: Listeners::new(audience.clone()),
            tables: LiveTables::new(),
            ledger: Ledger::default(),
        }
    }

    /// Tells the machine of `open` what happened and records what follows. What is left to do is in
    /// [`Opens::effects`] until the next input of any machine.
    pub(crate) fn advance(&mut self, open: OpenNo, input: Input) {
        self.opens.advance(&mut self.recorder, open, input);
    }

    /// Records a finding with the step the open is at.
    #[cold]
    pub(crate) fn deviates(&mut self, context: Context, open: OpenNo, finding: &Finding, got: String) {
        finding.record_deviation(&mut self.recorder, context, self.opens.latest_step(open), got);
    }

    /// The choice for an open point on which it depends what happens now.
    pub(crate) fn read(&mut self, context: Context, reading: Reading) -> Strictness {
        let choice = self.readings.of(reading);
        self.recorder.fact(context, Fact::ReadAs(reading, choice));
        choice
    }

    /// The status table of a session has changed.
    pub(crate) fn status_changed(&mut self, session: SessionNo) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.status_changed();
            self.tables.session_changed(data.profile(), session);
        }
    }

    /// One store has a role in a session from now on, or none has.
    pub(crate) fn role_is_given(&mut self, session: SessionNo, role: ResourceFlags, to: Option<SectionNo>) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.give_role(role, to);
            self.tables.session_changed(data.profile(), session);
        }
    }
}
