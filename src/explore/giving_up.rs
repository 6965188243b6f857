//! Whether a client that gives up has met something that went wrong on purpose.

use std::collections::BTreeMap;

use crate::explore::scenario::StoryError;
use crate::mapi::{HResult, MapiError};
use crate::sim::Subsystem;
use crate::sim::suspend::{Incident, Reach, incidents, look_from};
use crate::trace::{Actor, Event, Fact, OpenNo, SessionNo, TaskNo, What};

/// Whether a client's story may end with this error: the call that has answered so is one that a fault may be felt in.
pub(super) fn gives_up_rightly(mapi: &Subsystem, task: TaskNo, error: &StoryError) -> bool {
    let incidents = incidents(mapi);
    let code = error.downcast_ref::<MapiError>().map(MapiError::code);
    let Some(code) = code.filter(|_| !incidents.is_empty()) else { return false };
    let mut search = Search::new(task, code, incidents);
    look_from(mapi, 0, |event| search.look(event));
    search.has_reason()
}

/// A call that is under way, or what is left of one of the client's.
#[derive(Clone, Copy)]
struct Made {
    from: Actor,
    session: Option<SessionNo>,
    open: Option<OpenNo>,
    /// A fault has come to bear in it.
    met: bool,
}

/// What a fault may still be felt in.
#[derive(Clone, Copy)]
enum Felt {
    Open(OpenNo),
    Session(SessionNo),
}

impl Felt {
    fn of(incident: &Incident) -> Option<Self> {
        match incident.fault.reach() {
            Reach::Call => None,
            Reach::Open => incident.open.map(Self::Open),
            Reach::Session => incident.session.map(Self::Session),
        }
    }

    fn reaches(self, made: &Made) -> bool {
        match self {
            Self::Open(open) => made.open == Some(open),
            Self::Session(session) => made.session == Some(session),
        }
    }
}

/// Goes through the trace once, with the calls that are under way.
struct Search {
    task: TaskNo,
    code: HResult,
    incidents: Vec<Incident>,
    under_way: BTreeMap<TaskNo, Vec<Made>>,
    felt: Vec<Felt>,
    /// The client's calls.
    made: Vec<Made>,
    /// Those of them that have answered the code, each with whether a fault may be the reason.
    answers: Vec<bool>,
    /// A fault has come to bear in a call of the client's that is not on record.
    met_unseen: bool,
}

impl Search {
    fn new(task: TaskNo, code: HResult, incidents: Vec<Incident>) -> Self {
        let (under_way, felt) = (BTreeMap::new(), Vec::new());
        let (made, answers) = (Vec::new(), Vec::new());
        Self { task, code, incidents, under_way, felt, made, answers, met_unseen: false }
    }

    fn look(&mut self, event: Event) {
        match event.what {
            What::Call { from, .. } => {
                let made = Made { from, session: event.session, open: event.open, met: false };
                self.under_way.entry(event.task).or_default().push(made);
            }
            What::Return { code, .. } => self.end(event.task, Some(code)),
            What::Panicked { .. } => self.end(event.task, None),
            What::Fact(Fact::Note(note)) => {
                let incident = self.incidents.iter().find(|incident| incident.note == note);
                if let Some(incident) = incident.copied() {
                    self.comes_to_bear(event.task, &incident);
                }
            }
            What::Fact(Fact::ServiceDisabled(_)) => self.disables(&event),
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) => {}
        }
    }

    fn comes_to_bear(&mut self, task: TaskNo, incident: &Incident) {
        let calls = self.under_way.entry(task).or_default();
        calls.iter_mut().for_each(|call| call.met = true);
        let outermost = calls.first().map(|call| call.from);
        // What the spooler meets is the spooler's.
        if outermost != Some(Actor::Spooler) {
            self.felt.extend(Felt::of(incident));
        }
        let unseen = matches!(outermost, None | Some(Actor::Provider(_)));
        let in_call = incident.fault.reach() != Reach::Session;
        self.met_unseen |= unseen && in_call && task == self.task;
    }

    /// A service that MAPI disables for what a fault has led to is disabled for the rest of the session.
    fn disables(&mut self, event: &Event) {
        let calls = self.under_way.get(&event.task);
        if calls.is_some_and(|calls| calls.iter().any(|call| call.met)) {
            self.felt.extend(event.session.map(Felt::Session));
        }
    }

    fn end(&mut self, task: TaskNo, code: Option<HResult>) {
        let ended = self.under_way.get_mut(&task).and_then(Vec::pop);
        let Some(made) = ended.filter(|made| task == self.task && made.from == Actor::Client) else { return };
        if code == Some(self.code) {
            self.answers.push(self.may_suffer(&made));
        }
        self.made.push(made);
    }

    fn may_suffer(&self, made: &Made) -> bool {
        made.met || self.felt.iter().any(|felt| felt.reaches(made))
    }

    fn has_reason(&self) -> bool {
        if self.met_unseen || self.made.is_empty() {
            return true;
        }
        if self.answers.is_empty() {
            // The code is the client's own, or is the answer of a call that is not on record.
            return self.made.iter().any(|made| self.may_suffer(made));
        }
        self.answers.contains(&true)
    }
}
