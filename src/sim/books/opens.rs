//! The opens and their load machines.

use crate::load::{
    Effect, Effects, Input, InputKind, LoadMachine, OpenFacts, OpenState, ProtocolFault, Refused,
    SpoolerState, Step,
};
use crate::mapi::{EntryId, HResult, MapiUid, StoreLogonFlags};
use crate::sim::books::waits::{Busy, Stack, Waits};
use crate::sim::checks::load_findings::of_fault;
use crate::sim::collections::SideTable;
use crate::trace::{Bytes, Context, DllNo, Fact, OpenNo, Recorder, SectionNo, SessionNo, StoreNo};

/// What a logon was asked for.
#[derive(Clone)]
pub(crate) struct LogonFacts {
    /// The provider's own identifier.
    pub(crate) id: Option<EntryId>,
    /// What traces show of it.
    pub(crate) shown: Option<Bytes>,
    pub(crate) interface: Option<MapiUid>,
    pub(crate) flags: StoreLogonFlags,
}

/// An open: its state machine and what it is about.
struct OpenData {
    session: SessionNo,
    machine: LoadMachine,
    facts: LogonFacts,
    store: Option<StoreNo>,
    /// Where it is driven.
    stack: Stack,
    dll: Option<DllNo>,
    /// The section, unless it was made for this open.
    found: Option<SectionNo>,
}

/// What an open is about, and who drives it.
#[derive(Clone, Copy)]
pub(crate) struct OpenPlace {
    pub(crate) session: SessionNo,
    pub(crate) dll: Option<DllNo>,
    pub(crate) stack: Stack,
}

/// The opens to which something can still happen.
pub(crate) struct Opens {
    by_number: SideTable<OpenNo, OpenData>,
    /// Of the latest input of a machine.
    effects: Effects,
    pub(crate) waits: Waits,
}

impl Opens {
    pub(crate) fn new() -> Self {
        Self { by_number: SideTable::new(), effects: Effects::default(), waits: Waits::default() }
    }

    /// Makes the machine of an open, and records what is true from the start.
    pub(crate) fn put_up(
        &mut self,
        recorder: &mut Recorder,
        open: OpenNo,
        place: OpenPlace,
        facts: OpenFacts,
        logon: &LogonFacts,
    ) {
        let OpenPlace { session, dll, stack } = place;
        self.effects.clear();
        let machine = LoadMachine::begin(facts, &mut self.effects);
        self.by_number.insert(
            open,
            OpenData { session, machine, facts: logon.clone(), store: None, stack, dll, found: None },
        );
        self.record(recorder, Context::of(session, Some(open)), open);
    }

    /// Tells the machine of an open what happened and records what follows.
    pub(crate) fn advance(&mut self, recorder: &mut Recorder, open: OpenNo, input: Input) {
        self.effects.clear();
        let Some(data) = self.by_number.get_mut(open) else { return };
        let context = Context::of(data.session, Some(open));
        match data.machine.take(input, &mut self.effects) {
            Ok(()) => self.record(recorder, context, open),
            // A provider or a second thread can make a driver late; the machine has not changed.
            Err(refused) => record_refused(recorder, context, refused),
        }
        self.waits.wake();
    }

    /// What the latest input of a machine, of whatever open, leaves to be done.
    pub(crate) const fn effects(&self) -> &Effects {
        &self.effects
    }

    pub(crate) fn state(&self, open: OpenNo) -> Option<OpenState> {
        self.by_number.get(open).map(|data| data.machine.open_state())
    }

    pub(crate) fn spooler_state(&self, open: OpenNo) -> Option<SpoolerState> {
        self.by_number.get(open).map(|data| data.machine.spooler_state())
    }

    /// Whether the spooler asks for the right to write when it logs on to the store of an open.
    pub(crate) fn spooler_writes(&self, open: OpenNo) -> bool {
        self.by_number.get(open).is_some_and(|data| data.machine.spooler_writes())
    }

    /// The step that an open has reached.
    pub(crate) fn latest_step(&self, open: OpenNo) -> Option<Step> {
        self.by_number.get(open)?.machine.latest_step()
    }

    /// What an open has failed with.
    pub(crate) fn failure(&self, open: OpenNo) -> Option<HResult> {
        self.by_number.get(open)?.machine.failure()
    }

    /// Whether the machine of an open can be told this now.
    pub(crate) fn takes(&self, open: OpenNo, input: InputKind) -> bool {
        self.by_number.get(open).is_some_and(|data| data.machine.legal().contains(input))
    }

    /// What the logon of an open was asked for.
    pub(crate) fn facts(&self, open: OpenNo) -> Option<&LogonFacts> {
        self.by_number.get(open).map(|data| &data.facts)
    }

    /// The session of an open, and whether the store was open when its section was chosen.
    pub(crate) fn store_was_open(&self, open: OpenNo) -> Option<(SessionNo, bool)> {
        self.by_number.get(open).map(|data| (data.session, data.machine.store_was_open()))
    }

    /// Whether the store is open and told of by now.
    pub(crate) fn look_again(&mut self, open: OpenNo, store_open: bool, spooler_told: bool) {
        if let Some(data) = self.by_number.get_mut(open) {
            data.machine.look_again(store_open, spooler_told);
        }
    }

    /// The open has led to a store.
    pub(crate) fn set_store(&mut self, open: OpenNo, store: Option<StoreNo>) {
        if let Some(data) = self.by_number.get_mut(open) {
            data.store = store;
        }
    }

    pub(crate) fn forget(&mut self, open: OpenNo) {
        self.by_number.forget(open);
        self.waits.wake();
    }

    /// Where an open is driven, and the DLL it is about.
    pub(crate) fn driven_on(&self, open: OpenNo) -> Option<(Stack, Option<DllNo>)> {
        self.by_number.get(open).map(|data| (data.stack, data.dll))
    }

    /// The section that an open was found to be about.
    pub(crate) fn found_section(&self, open: OpenNo) -> Option<SectionNo> {
        self.by_number.get(open)?.found
    }

    /// An open is about this section, if there was one.
    pub(crate) fn find_section(&mut self, open: OpenNo, found: Option<SectionNo>) {
        if let Some(data) = self.by_number.get_mut(open) {
            data.found = found;
        }
    }

    /// Whether an open does what others have to wait for.
    pub(crate) fn is_busy(&self, open: OpenNo, busy: Busy) -> bool {
        let states: &[OpenState] = match busy {
            Busy::Initialising => &[OpenState::Initialising],
            Busy::LoggingOn => {
                &[OpenState::Sectioned, OpenState::LoggingOn, OpenState::Unconfigured, OpenState::Configuring]
            }
        };
        self.state(open).is_some_and(|state| states.contains(&state))
    }

    /// Forgets an open to which nothing can happen any more.
    pub(crate) fn tidy(&mut self, open: OpenNo) {
        if self.by_number.get(open).is_some_and(|data| data.machine.is_over()) {
            self.by_number.forget(open);
        }
    }

    /// Records what has become true.
    #[inline(always)]
    fn record(&self, recorder: &mut Recorder, context: Context, open: OpenNo) {
        for effect in self.effects.iter() {
            match effect {
                Effect::Reached(step) => recorder.fact(context, Fact::Reached(step)),
                Effect::Skipped(step, reason) => recorder.fact(context, Fact::Skipped(step, reason)),
                Effect::FailOpen(code) => recorder.fact(context, Fact::OpenFailed(code)),
                Effect::SpoolerFailed(code) => recorder.fact(context, Fact::SpoolerFailed(code)),
                Effect::ReadAs(reading, choice) => recorder.fact(context, Fact::ReadAs(reading, choice)),
                Effect::DropSpoolerLogon => self.record_dropped_logon(recorder, context, open),
                Effect::Fault(fault) => self.record_fault(recorder, context, open, fault),
                Effect::KeepProvider
                | Effect::ReleaseProvider
                | Effect::KeepLogon
                | Effect::ValidateFolders
                | Effect::JoinStore
                | Effect::Configure
                | Effect::DisableService
                | Effect::LogOffAtOnce
                | Effect::CallLogoff
                | Effect::KeepSpoolerObjects
                | Effect::ReleaseSpoolerObjects
                | Effect::ConfigureForSpooler => {}
            }
        }
    }

    fn record_dropped_logon(&self, recorder: &mut Recorder, context: Context, open: OpenNo) {
        if let Some(store) = self.by_number.get(open).and_then(|data| data.store) {
            recorder.fact(context, Fact::SpoolerLogonDropped(store));
        }
    }

    #[cold]
    fn record_fault(&self, recorder: &mut Recorder, context: Context, open: OpenNo, fault: ProtocolFault) {
        let (finding, got) = of_fault(fault);
        finding.record_deviation(recorder, context, self.latest_step(open), got.to_owned());
    }
}

#[cold]
fn record_refused(recorder: &mut Recorder, context: Context, refused: Refused) {
    let text = recorder.text(refused.to_string());
    recorder.fact(context, Fact::Note(text));
}
