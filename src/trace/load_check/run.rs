//! The runs of the machine that explain what an open shows.

use crate::load::{
    Effect, Effects, InitOutcome, Input, LoadMachine, LogonOutcome, Returned, SectionFacts, ServiceFacts,
    SkipReason, Step,
};
use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_FAILONEPROVIDER};
use crate::methods::Method;
use crate::trace::event::{Event, Object, Out, What};
use crate::trace::fact::Fact;

/// What is known beside the machine.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The trace has no facts.
    pub(super) seen_by_provider: bool,
    /// The entry point of the message service is called sooner or later.
    pub(super) configured: bool,
}

/// What a trace shows of an effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shown {
    Reached(Step),
    Skipped(Step, SkipReason),
    Failed(HResult),
    SpoolerFailed(HResult),
}

impl Shown {
    fn of(effect: Effect) -> Option<Self> {
        if let Effect::Reached(step) = effect {
            Some(Self::Reached(step))
        } else if let Effect::Skipped(step, reason) = effect {
            Some(Self::Skipped(step, reason))
        } else if let Effect::FailOpen(code) = effect {
            Some(Self::Failed(code))
        } else if let Effect::SpoolerFailed(code) = effect {
            Some(Self::SpoolerFailed(code))
        } else {
            None
        }
    }
}

/// One way in which it may have been.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Run {
    machine: LoadMachine,
    /// Effects that the trace has still to show.
    due: Vec<Shown>,
}

impl Run {
    pub(super) fn new(machine: LoadMachine, effects: &Effects, known: Known) -> Self {
        let mut run = Self { machine, due: Vec::new() };
        run.owe(effects, known);
        run
    }

    fn owe(&mut self, effects: &Effects, known: Known) {
        if known.seen_by_provider {
            return;
        }
        self.due.extend(effects.iter().filter_map(Shown::of));
    }

    /// The run after an input, if the machine takes it.
    fn after(&self, input: Input, known: Known) -> Option<Self> {
        let mut run = self.clone();
        let effects = run.machine.apply(input).ok()?;
        run.owe(&effects, known);
        Some(run)
    }
}

/// Every way in which it may have been.
pub(super) struct Runs {
    runs: Vec<Run>,
    known: Known,
}

/// What happens without a line of its own, or with a fact behind it.
const UNSEEN: [Input; 13] = [
    Input::InitCalled,
    Input::LogonCalled,
    Input::ConfigureCalled,
    Input::SpoolerTold,
    Input::StoreHanded,
    Input::SpoolerInitCalled,
    Input::SpoolerLogonCalled,
    Input::SpoolerPassesOver,
    Input::SpoolerConfigureCalled,
    Input::ServiceDisabled,
    Input::StoreReleased,
    Input::SessionLogoff,
    Input::LogoffReturned,
];

impl Runs {
    pub(super) const fn new(runs: Vec<Run>, known: Known) -> Self {
        Self { runs, known }
    }

    /// Goes on with an event, or says what could have come instead.
    pub(super) fn see(&mut self, event: &Event) -> Result<(), String> {
        let next = match event.what {
            What::Fact(Fact::Reached(step)) => self.shows(Shown::Reached(step)),
            What::Fact(Fact::Skipped(step, reason)) => self.shows(Shown::Skipped(step, reason)),
            What::Fact(Fact::OpenFailed(code)) => self.fails(code),
            What::Fact(Fact::SpoolerFailed(code)) => self.shows(Shown::SpoolerFailed(code)),
            What::Fact(Fact::SectionChosen(_)) => self.finds(&self.sections()),
            What::Fact(Fact::SectionMade(_)) => self.finds(&sections(&[ServiceFacts::None])),
            What::Return { from, method, code, out } => self.returned(from, method, code, out),
            What::Panicked { from, method } => self.without_answer(from, method),
            What::Call { to, method, .. } => self.called(to, method),
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) => return Ok(()),
        };
        self.go_on(next)
    }

    fn go_on(&mut self, next: Option<Vec<Run>>) -> Result<(), String> {
        match next {
            None => Ok(()),
            Some(next) if next.is_empty() => Err(self.possible()),
            Some(next) => {
                self.runs = next;
                Ok(())
            }
        }
    }

    /// What is due has come by the end.
    pub(super) fn finish(&self) -> Result<(), String> {
        if self.runs.iter().any(|run| run.due.is_empty()) { Ok(()) } else { Err(self.possible()) }
    }

    fn possible(&self) -> String {
        let mut texts: Vec<String> = self.runs.iter().map(possible_after).collect();
        texts.sort();
        texts.dedup();
        texts.truncate(4);
        texts.join(", or ")
    }

    /// The runs, and what they may have become meanwhile without a line.
    fn with_unseen(&self) -> Vec<Run> {
        let mut all = self.runs.clone();
        let mut looked = 0;
        while let Some(run) = all.get(looked).cloned() {
            looked += 1;
            if !run.due.is_empty() {
                continue;
            }
            let sections = if self.known.seen_by_provider { self.sections() } else { Vec::new() };
            for input in UNSEEN.into_iter().chain([Input::SpoolerReleased]).chain(sections) {
                if let Some(next) = run.after(input, self.known)
                    && !all.contains(&next)
                {
                    all.push(next);
                }
            }
        }
        all
    }

    /// A fact that shows what is due.
    fn shows(&self, shown: Shown) -> Option<Vec<Run>> {
        let due = self.with_unseen().into_iter().filter(|run| run.due.first() == Some(&shown));
        Some(unique(due.map(|mut run| {
            run.due.remove(0);
            run
        })))
    }

    /// The open has failed with this code; a DLL that is not there fails without a call.
    fn fails(&self, code: HResult) -> Option<Vec<Run>> {
        let no_dll = self.takes(&[Input::InitReturned(InitOutcome::Failed(code))]).unwrap_or_default();
        let all = Self { runs: unique(self.runs.iter().cloned().chain(no_dll)), known: self.known };
        all.shows(Shown::Failed(code))
    }

    /// One of these inputs has come.
    fn takes(&self, inputs: &[Input]) -> Option<Vec<Run>> {
        let ready = self.with_unseen().into_iter().filter(|run| run.due.is_empty());
        let known = self.known;
        Some(unique(ready.flat_map(|run| {
            inputs.iter().filter_map(move |input| run.after(*input, known)).collect::<Vec<_>>()
        })))
    }

    /// The section is found; the open may have ended while it was sought.
    fn finds(&self, inputs: &[Input]) -> Option<Vec<Run>> {
        let over = self.with_unseen().into_iter().filter(|run| run.machine.open_state().is_final());
        self.takes(inputs).map(|found| unique(found.into_iter().chain(over)))
    }

    /// A call shows that what leads to it has happened.
    fn called(&self, to: Object, method: Method) -> Option<Vec<Run>> {
        let wanted: &[Step] = match (to, method) {
            (Object::Provider(_), Method::ProviderLogon) => &[Step::Logon],
            (Object::Provider(_), Method::ProviderSpoolerLogon) => &[Step::SpoolerLogon],
            _ => return None,
        };
        let ready = self.with_unseen().into_iter().filter(|run| run.due.is_empty());
        let waits =
            |run: &Run| wanted.iter().all(|step| run.machine.steps().contains(*step)) && awaits(run, method);
        Some(unique(ready.filter(waits)))
    }

    /// A call that has panicked tells the client's machine nothing, since the open ends by the panic.
    fn without_answer(&self, from: Object, method: Method) -> Option<Vec<Run>> {
        let answered = self.returned(from, method, MAPI_E_CALL_FAILED, Out::None)?;
        Some(unique(answered.into_iter().chain(self.runs.iter().cloned())))
    }

    /// A call that was not made, since calls are nested too deep, is recorded like one that has failed.
    fn returned(&self, from: Object, method: Method, code: HResult, out: Out) -> Option<Vec<Run>> {
        let answered = self.answered(from, method, code, out);
        if code != MAPI_E_CALL_FAILED {
            return answered;
        }
        answered.map(|runs| unique(runs.into_iter().chain(self.runs.iter().cloned())))
    }

    fn answered(&self, from: Object, method: Method, code: HResult, out: Out) -> Option<Vec<Run>> {
        match (from, method) {
            (Object::Dll(_), Method::MsProviderInit) => self.takes(&initialised(code, out)),
            (Object::Provider(_), Method::ProviderLogon) => self.logged_on(code, out),
            (Object::Provider(_), Method::ProviderSpoolerLogon) => {
                let inputs = outcomes(code, out).into_iter().map(Input::SpoolerLogonReturned);
                self.takes(&inputs.collect::<Vec<_>>())
            }
            (Object::Service(_), Method::MsgServiceEntry) => {
                let configured =
                    self.takes(&[Input::ConfigureReturned(code), Input::SpoolerConfigureReturned(code)]);
                // An entry point is called for other things as well.
                configured.map(|runs| unique(runs.into_iter().chain(self.runs.iter().cloned())))
            }
            (Object::Session(_), Method::SessionOpenMsgStore) if code.is_success() => {
                let ready = self.with_unseen().into_iter().filter(|run| run.due.is_empty());
                Some(unique(ready.filter(|run| run.machine.steps().contains(Step::StoreToClient))))
            }
            _ => None,
        }
    }

    /// What was known of the store when its section was chosen may not be so any more.
    fn logged_on(&self, code: HResult, out: Out) -> Option<Vec<Run>> {
        let mut next = Vec::new();
        for run in self.with_unseen().into_iter().filter(|run| run.due.is_empty()) {
            for (store_open, spooler_told) in [(false, false), (true, false), (true, true)] {
                let mut looked = run.clone();
                looked.machine.look_again(store_open, spooler_told);
                let outcomes = outcomes(code, out).into_iter().chain(in_another_logon(code, out));
                let inputs = outcomes.map(Input::LogonReturned);
                next.extend(inputs.filter_map(|input| looked.after(input, self.known)));
            }
        }
        Some(unique(next))
    }

    fn sections(&self) -> Vec<Input> {
        let entry = if self.known.configured { ServiceFacts::WithEntry } else { ServiceFacts::WithoutEntry };
        sections(&[entry, ServiceFacts::Disabled])
    }
}

/// The machine waits for the return of this call.
fn awaits(run: &Run, method: Method) -> bool {
    use crate::load::InputKind;
    let awaited = match method {
        Method::ProviderLogon => InputKind::LogonReturned,
        _ => InputKind::SpoolerLogonReturned,
    };
    run.machine.legal().contains(awaited)
}

fn possible_after(run: &Run) -> String {
    match run.due.first() {
        Some(Shown::Reached(step)) => step.to_string(),
        Some(Shown::Skipped(step, reason)) => format!("{step} skipped since {reason}"),
        Some(Shown::Failed(code)) => format!("that the open fails with {code}"),
        Some(Shown::SpoolerFailed(code)) => format!("that the spooler fails with {code}"),
        None => run.machine.legal().to_string(),
    }
}

fn sections(services: &[ServiceFacts]) -> Vec<Input> {
    let open = [(false, false), (true, false), (true, true)];
    let all = services.iter().flat_map(|service| {
        open.map(|(store_open, spooler_told)| {
            Input::SectionChosen(SectionFacts { service: *service, store_open, spooler_told })
        })
    });
    all.collect()
}

fn initialised(code: HResult, out: Out) -> Vec<Input> {
    let outcomes: &[InitOutcome] = if !code.is_success() {
        &[InitOutcome::Failed(code)]
    } else if let Out::Init(None, _) = out {
        &[InitOutcome::NoObject]
    } else {
        &[InitOutcome::Ready, InitOutcome::VersionTooLow, InitOutcome::NoObject]
    };
    let both = outcomes.iter().copied();
    both.flat_map(|outcome| [Input::InitReturned(outcome), Input::SpoolerInitReturned(outcome)]).collect()
}

/// What a logon may have returned: a trace says whether there was an object, and not whether MAPI knew it.
fn outcomes(code: HResult, out: Out) -> Vec<LogonOutcome> {
    if !code.is_success() {
        return vec![LogonOutcome::failed(code)];
    }
    const ANY: &[Returned] = &[Returned::New, Returned::Known];
    const NONE: &[Returned] = &[Returned::Nothing];
    let (stores, logons) = if let Out::Logon { store, logon, .. } = out {
        (if store { ANY } else { NONE }, if logon { ANY } else { NONE })
    } else {
        (ANY, &[Returned::New, Returned::Known, Returned::Nothing][..])
    };
    let pairs = stores.iter().flat_map(|store| logons.iter().map(|logon| (*store, *logon)));
    pairs.map(|(store, logon)| LogonOutcome { code, store, logon }).collect()
}

/// The store alone, of another logon of the same provider that has not returned, which MAPI cannot know yet [LOAD-24].
fn in_another_logon(code: HResult, out: Out) -> Option<LogonOutcome> {
    let store_alone = matches!(out, Out::Logon { store: true, logon: false, .. });
    (code.is_success() && store_alone).then_some(LogonOutcome::failed(MAPI_E_FAILONEPROVIDER))
}

fn unique(runs: impl IntoIterator<Item = Run>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    for run in runs {
        if !all.contains(&run) {
            all.push(run);
        }
    }
    all
}
