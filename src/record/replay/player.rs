//! Plays actions and compares what comes.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::answers::{Answer, answers, same};
use super::calls::call;
use super::live::Live;
use super::recall::{Missing, Recorded};
use super::script::{Action, Do};
use super::{ReplayDifference, Replayed};
use crate::mapi::{EntryId, LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use crate::methods::{Method, Named, Value};
use crate::sim::{Session, Subsystem};
use crate::spi::{IMAPISession, MapiObject, OpenStoreRequest, ParentWindow};
use crate::trace::{Args, Object, Out, SessionNo, StoreNo, Trace, What};

pub(super) struct Player<'a> {
    recorded: &'a Trace,
    mapi: &'a Subsystem,
    profile: &'a str,
    sessions: BTreeMap<SessionNo, Arc<Session>>,
    live: Live,
    /// The recorded answers that have not come yet.
    awaited: VecDeque<Answer>,
    /// An open was not played.
    lacks_store: bool,
    done: Replayed,
}

impl<'a> Player<'a> {
    pub(super) fn new(recorded: &'a Trace, mapi: &'a Subsystem, profile: &'a str) -> Self {
        let done = Replayed { actions: 0, answers: 0, not_played: Vec::new() };
        let awaited = answers(recorded, 0..recorded.len()).into();
        Self {
            awaited,
            recorded,
            mapi,
            profile,
            sessions: BTreeMap::new(),
            live: Live::default(),
            lacks_store: false,
            done,
        }
    }

    /// All answers have come.
    pub(super) fn end(self) -> Result<Replayed, ReplayDifference> {
        match self.awaited.front() {
            Some(expected) if !self.recorded.is_seen_by_provider() => {
                Err(self.difference(*expected, None, &self.mapi.trace()))
            }
            _ => Ok(self.done),
        }
    }

    pub(super) fn play(&mut self, action: &Action) -> Result<(), ReplayDifference> {
        let before = self.mapi.trace().recorded();
        // A panic of the provider is on record.
        let played = catch_unwind(AssertUnwindSafe(|| self.act(action))).unwrap_or(Ok(()));
        let live = self.mapi.trace();
        match played {
            Ok(()) => {
                self.done.actions += 1;
                self.compare(action, &live.after(before))
            }
            Err(why) => {
                // What it would have led to does not come.
                self.awaited.retain(|answer| !action.events.contains(&answer.event));
                self.lacks_store |= matches!(action.what, Do::Open { .. });
                let line = self.line_of(action.events.start);
                self.done.not_played.push(format!("line {line}: {}: {why}", self.text(action.events.start)));
                Ok(())
            }
        }
    }

    /// Says why it was not played.
    fn act(&mut self, action: &Action) -> Result<(), Missing> {
        if self.lacks_store && matches!(action.what, Do::Spooler | Do::LogOff(_)) {
            return Err("an open before it was not played".to_owned());
        }
        match &action.what {
            Do::LogOn(flags, session) => self.log_on(*flags, *session),
            Do::Open { session, id, flags, store } => self.open(*session, *id, *flags, *store),
            Do::Spooler => {
                self.mapi.run_spooler();
                Ok(())
            }
            Do::Call { object, method, args } => self.call(action, (*object, *method, *args)),
            Do::Release(Object::Session(session)) => {
                self.sessions.remove(session).map(drop).ok_or_else(|| NO_SESSION.to_owned())
            }
            Do::Release(object) => self.live.remove(*object).map(drop).ok_or_else(|| NO_OBJECT.to_owned()),
            Do::LogOff(session) => self.log_off(*session),
            Do::Nothing => Err("it is not known how to make this call".to_owned()),
        }
    }

    fn call(
        &mut self,
        action: &Action,
        (object, method, args): (Object, Method, Args),
    ) -> Result<(), Missing> {
        let values = self.arguments(action.events.start, args);
        let live = self.live.object(object).ok_or(NO_OBJECT)?;
        let kept = call(live, method, &Recorded { object, values: &values, live: &self.live })?;
        let answered = self.recorded.events().get(action.returned).map(|event| event.what);
        if let Some(What::Return { out: Out::Values(values), .. }) = answered {
            self.live.keep(object, kept, self.recorded.values(values));
        }
        Ok(())
    }

    fn log_on(&mut self, flags: LogonExFlags, session: Option<SessionNo>) -> Result<(), Missing> {
        let live = self.mapi.logon(self.profile, flags);
        if let (Some(session), Ok(live)) = (session, live) {
            self.sessions.insert(session, live);
        }
        Ok(())
    }

    fn open(
        &mut self,
        session: SessionNo,
        id: usize,
        flags: OpenStoreFlags,
        store: Option<StoreNo>,
    ) -> Result<(), Missing> {
        let id = self.recorded.whole_ids(id).first().copied().ok_or("the identifier is not whole")?;
        let id = self.live.mapping.of(id);
        if self.recorded.is_seen_by_provider() && !self.sessions.contains_key(&session) {
            self.log_on(LogonExFlags::MAPI_NEW_SESSION, Some(session))?;
        }
        let session = self.sessions.get(&session).ok_or(NO_SESSION)?;
        let live = session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags));
        if let (Some(store), Ok(live)) = (store, live) {
            self.live.add_store(store, MapiObject::Store(live.value));
        }
        Ok(())
    }

    fn log_off(&mut self, session: SessionNo) -> Result<(), Missing> {
        let live = self.sessions.get(&session).ok_or(NO_SESSION)?;
        drop(live.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0));
        Ok(())
    }

    /// The arguments with the identifiers of the live run.
    fn arguments(&self, event: usize, args: Args) -> Vec<Named> {
        let mut values = match args {
            Args::Values(values) => self.recorded.values(values).to_vec(),
            args => told(args, &self.recorded.whole_ids(event)),
        };
        values.iter_mut().for_each(|named| self.live.mapping.map(&mut named.value));
        values
    }

    fn compare(&mut self, action: &Action, live: &Trace) -> Result<(), ReplayDifference> {
        let came = answers(live, 0..live.len());
        if self.recorded.is_seen_by_provider() {
            return self.compare_seen(action, live, came);
        }
        // The end of a session comes before its release is on record, so that answers are not those of one action.
        for answer in came {
            let Some(expected) = self.awaited.pop_front() else { return Err(self.unexpected(answer, live)) };
            self.expect(expected, Some(answer), live)?;
        }
        Ok(())
    }

    /// Real MAPI asks and compares at other times: what is compared are the calls that were logged for an action.
    fn compare_seen(
        &mut self,
        action: &Action,
        live: &Trace,
        mut came: Vec<Answer>,
    ) -> Result<(), ReplayDifference> {
        let recorded = answers(self.recorded, action.events.clone());
        came.retain(|answer| recorded.iter().any(|known| known.method == answer.method));
        for (place, expected) in recorded.into_iter().enumerate() {
            self.expect(expected, came.get(place).copied(), live)?;
        }
        Ok(())
    }

    fn expect(
        &mut self,
        expected: Answer,
        came: Option<Answer>,
        live: &Trace,
    ) -> Result<(), ReplayDifference> {
        let pair = (self.recorded, expected.event);
        let same = came.is_some_and(|came| {
            came.method == expected.method && same(&mut self.live.mapping, pair, (live, came.event))
        });
        if !same {
            return Err(self.difference(expected, came, live));
        }
        self.done.answers += 1;
        Ok(())
    }

    fn difference(&self, expected: Answer, came: Option<Answer>, live: &Trace) -> ReplayDifference {
        let came = came.map_or_else(|| "nothing more".to_owned(), |answer| line_of(live, answer.event));
        ReplayDifference {
            line: self.line_of(expected.event),
            called: self.call_of(expected.event),
            expected: self.text(expected.event),
            came,
            trace: Box::new(self.mapi.trace()),
        }
    }

    fn unexpected(&self, more: Answer, live: &Trace) -> ReplayDifference {
        ReplayDifference {
            line: self.line_of(self.recorded.len()),
            called: more.method.name().to_owned(),
            expected: "no further call of the provider".to_owned(),
            came: line_of(live, more.event),
            trace: Box::new(self.mapi.trace()),
        }
    }

    /// The recorded call that an answer belongs to.
    fn call_of(&self, answer: usize) -> String {
        let events = self.recorded.events();
        let Some(returned) = events.get(answer) else { return String::new() };
        if matches!(returned.what, What::Call { .. }) {
            return self.text(answer);
        }
        let calls = events.iter().enumerate().take(answer).rev();
        let mut own = calls.filter(|(_, event)| {
            matches!(event.what, What::Call { .. })
                && (event.depth, event.task) == (returned.depth, returned.task)
        });
        own.next().map_or_else(String::new, |(place, _)| self.text(place))
    }

    fn text(&self, event: usize) -> String {
        line_of(self.recorded, event)
    }

    /// The number of an event's line in the file.
    fn line_of(&self, event: usize) -> usize {
        event + 2 + self.recorded.deviations().len() + self.recorded.advice().len()
    }
}

const NO_SESSION: &str = "the replay has no such session";
const NO_OBJECT: &str = "the replay has no such object";

/// The same arguments as values. Where calls have arguments of their own kind, identifiers stand apart.
#[allow(clippy::wildcard_enum_match_arm, reason = "with enough detail all other calls have values")]
fn told(args: Args, ids: &[&EntryId]) -> Vec<Named> {
    let id = |at: usize| ids.get(at).map_or(Value::Null, |id| Value::Id((*id).clone()));
    let number = |bits: u32| Value::Number(bits.into());
    let named = |name, value| Named { name, value };
    match args {
        Args::Entry(_, flags) => vec![named("entry_id", id(0)), named("flags", number(flags.bits()))],
        Args::Ids(..) => vec![named("first", id(0)), named("second", id(1))],
        Args::Id(_) => vec![named("entry_id", id(0))],
        Args::Advise(_, events) => vec![named("entry_id", id(0)), named("events", number(events.bits()))],
        Args::Events(events) => vec![named("events", number(events.bits()))],
        Args::Logoff(flags) => vec![named("flags", number(flags.bits()))],
        Args::Width(flags) => vec![named("width", number(flags.bits()))],
        Args::Raw(value) => vec![named("flags", number(value))],
        _ => Vec::new(),
    }
}

fn line_of(trace: &Trace, event: usize) -> String {
    trace.events().get(event).map_or_else(String::new, |event| trace.line(event).trim_start().to_owned())
}
