//! Reports to the load machines, and what follows from them in trace and findings.

use crate::load::{Breach, Effect, Input, LoadMachine, OpenFacts, OpenState, Refused, SpoolerState};
use crate::sim::books::state::{LogonFacts, OpenData, State};
use crate::sim::checks::finding::Finding;
use crate::sim::checks::load_findings::of_breach;
use crate::trace::{Context, Fact, OpenNo, Recorder, SessionNo};

impl State {
    /// Tells the machine of `open` what happened and records what follows. What is left to do is in
    /// [`effects`](State::effects) until the next input of any machine.
    pub(crate) fn advance(&mut self, open: OpenNo, input: Input) {
        self.effects.clear();
        let Some(data) = self.opens.get_mut(&open) else { return };
        let context = Context::of(data.session, Some(open));
        match data.machine.take(input, &mut self.effects) {
            Ok(()) => self.record(context, open),
            // A provider or a second thread can make a driver late; the machine has not changed.
            Err(refused) => self.record_refused(context, refused),
        }
    }

    /// Puts up the machine of an open, and records what is true from the start.
    pub(crate) fn put_up(&mut self, open: OpenNo, session: SessionNo, facts: OpenFacts, logon: &LogonFacts) {
        self.effects.clear();
        let machine = LoadMachine::begin(facts, &mut self.effects);
        self.opens.insert(open, OpenData { session, machine, facts: logon.clone(), store: None });
        self.record(Context::of(session, Some(open)), open);
    }

    #[cold]
    fn record_refused(&mut self, context: Context, refused: Refused) {
        let text = self.recorder.text(refused.to_string());
        self.recorder.fact(context, Fact::Note(text));
    }

    /// Records what has become true.
    #[inline(always)]
    fn record(&mut self, context: Context, open: OpenNo) {
        let Self { effects, recorder, opens, .. } = self;
        for effect in effects.iter() {
            match effect {
                Effect::Reached(step) => recorder.fact(context, Fact::Reached(step)),
                Effect::Skipped(step, reason) => recorder.fact(context, Fact::Skipped(step, reason)),
                Effect::FailOpen(code) => recorder.fact(context, Fact::OpenFailed(code)),
                Effect::SpoolerFailed(code) => recorder.fact(context, Fact::SpoolerFailed(code)),
                Effect::ReadAs(reading, choice) => {
                    recorder.fact(context, Fact::ReadAs(reading, choice));
                }
                Effect::DropSpoolerLogon => record_dropped_logon(recorder, opens.get(&open), context),
                Effect::Breach(breach) => record_breach(recorder, opens.get(&open), context, breach),
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

    /// Records a finding with the step the open is at.
    #[cold]
    pub(crate) fn deviates(&mut self, context: Context, open: OpenNo, finding: &Finding, got: String) {
        deviates(&mut self.recorder, self.opens.get(&open), context, finding, got);
    }

    pub(crate) fn open_state(&self, open: OpenNo) -> Option<OpenState> {
        self.opens.get(&open).map(|data| data.machine.open_state())
    }

    pub(crate) fn spooler_state(&self, open: OpenNo) -> Option<SpoolerState> {
        self.opens.get(&open).map(|data| data.machine.spooler_state())
    }

    /// Forgets an open to which nothing can happen any more.
    pub(crate) fn tidy_open(&mut self, open: OpenNo) {
        if self.opens.get(&open).is_some_and(|data| data.machine.is_over()) {
            self.opens.forget(&open);
        }
    }
}

fn record_dropped_logon(recorder: &mut Recorder, open: Option<&OpenData>, context: Context) {
    if let Some(store) = open.and_then(|data| data.store) {
        recorder.fact(context, Fact::SpoolerLogonDropped(store));
    }
}

#[cold]
fn record_breach(recorder: &mut Recorder, open: Option<&OpenData>, context: Context, breach: Breach) {
    let (finding, got) = of_breach(breach);
    deviates(recorder, open, context, &finding, got.to_owned());
}

fn deviates(
    recorder: &mut Recorder,
    open: Option<&OpenData>,
    context: Context,
    finding: &Finding,
    got: String,
) {
    let step = open.and_then(|data| data.machine.latest_step());
    finding.record_deviation(recorder, context, step, got);
}
