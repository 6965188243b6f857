//! Plays actions and compares what comes.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::answers::{Answer, Mapping, answers, same};
use super::calls::{Called, call};
use super::script::{Action, Do};
use super::{ReplayDifference, Replayed};
use crate::mapi::{EntryId, LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use crate::methods::{Named, ObjectNo, Value};
use crate::sim::{Session, Subsystem};
use crate::spi::{IMAPISession, MapiObject, OpenStoreRequest, ParentWindow};
use crate::trace::{Args, Object, Out, SessionNo, StoreNo, Trace, What};

pub(super) struct Player<'a> {
    recorded: &'a Trace,
    mapi: &'a Subsystem,
    profile: &'a str,
    sessions: BTreeMap<SessionNo, Arc<Session>>,
    /// What clients have, by the names of the recorded run.
    objects: BTreeMap<Object, MapiObject>,
    mapping: Mapping,
    /// The recorded answers that have not come yet.
    awaited: VecDeque<Answer>,
    /// An open was not played.
    lacks_store: bool,
    done: Replayed,
}

impl<'a> Player<'a> {
    pub(super) fn new(recorded: &'a Trace, mapi: &'a Subsystem, profile: &'a str) -> Self {
        let done = Replayed { actions: 0, answers: 0, not_played: Vec::new() };
        let (sessions, objects) = (BTreeMap::new(), BTreeMap::new());
        let awaited = answers(recorded, 0..recorded.len()).into();
        Self {
            awaited,
            recorded,
            mapi,
            profile,
            sessions,
            objects,
            mapping: Mapping::default(),
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
    fn act(&mut self, action: &Action) -> Result<(), &'static str> {
        if self.lacks_store && matches!(action.what, Do::Spooler | Do::LogOff(_)) {
            return Err("an open before it was not played");
        }
        match &action.what {
            Do::LogOn(flags, session) => self.log_on(*flags, *session),
            Do::Open { session, id, flags, store } => self.open(*session, *id, *flags, *store),
            Do::Spooler => {
                self.mapi.run_spooler();
                Ok(())
            }
            Do::Call { object, method, args } => {
                let values = self.arguments(action.events.start, *args);
                let live = self.objects.get(object).ok_or("the replay has no such object")?;
                match call(live, *method, &values) {
                    Called::Unknown => Err("it is not known how to make this call"),
                    Called::Done(None) => Ok(()),
                    Called::Done(Some(opened)) => {
                        if let Some(number) = self.opened(action.returned) {
                            self.objects.insert(number, opened);
                        }
                        Ok(())
                    }
                }
            }
            Do::Release(Object::Session(session)) => {
                self.sessions.remove(session).map(drop).ok_or("the replay has no such session")
            }
            Do::Release(object) => {
                self.objects.remove(object).map(drop).ok_or("the replay has no such object")
            }
            Do::LogOff(session) => self.log_off(*session),
            Do::Nothing => Err("it is not known how to make this call"),
        }
    }

    fn log_on(&mut self, flags: LogonExFlags, session: Option<SessionNo>) -> Result<(), &'static str> {
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
    ) -> Result<(), &'static str> {
        let id = self.recorded.whole_ids(id).first().copied().ok_or("the identifier is not whole")?;
        let id = self.mapping.of(id);
        if self.recorded.is_seen_by_provider() && !self.sessions.contains_key(&session) {
            self.log_on(LogonExFlags::MAPI_NEW_SESSION, Some(session))?;
        }
        let session = self.sessions.get(&session).ok_or("the replay has no such session")?;
        let live = session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags));
        if let (Some(store), Ok(live)) = (store, live) {
            self.objects.insert(Object::Store(store), MapiObject::Store(live.value));
        }
        Ok(())
    }

    fn log_off(&mut self, session: SessionNo) -> Result<(), &'static str> {
        let live = self.sessions.get(&session).ok_or("the replay has no such session")?;
        drop(live.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0));
        Ok(())
    }

    /// The arguments with the identifiers of the live run.
    #[allow(clippy::wildcard_enum_match_arm, reason = "with enough detail all other calls have values")]
    fn arguments(&self, event: usize, args: Args) -> Vec<Named> {
        if let Args::Values(values) = args {
            let mut values = self.recorded.values(values).to_vec();
            values.iter_mut().for_each(|named| self.mapped(&mut named.value));
            return values;
        }
        let ids = self.recorded.whole_ids(event);
        let id = |at: usize| ids.get(at).map_or(Value::Null, |id| Value::Id(self.mapping.of(id)));
        let named = |name, value| Named { name, value };
        match args {
            Args::Entry(_, flags) => {
                vec![named("entry_id", id(0)), named("flags", Value::Number(flags.bits().into()))]
            }
            Args::Ids(..) => vec![named("first", id(0)), named("second", id(1))],
            Args::Logoff(flags) => vec![named("flags", Value::Number(flags.bits().into()))],
            _ => Vec::new(),
        }
    }

    fn mapped(&self, value: &mut Value) {
        if let Value::Id(id) = value {
            *id = self.mapping.of(id);
        } else if let Value::Ids(ids) = value {
            ids.iter_mut().for_each(|id: &mut EntryId| *id = self.mapping.of(id));
        }
    }

    /// The object that the recorded call has opened.
    fn opened(&self, returned: usize) -> Option<Object> {
        let What::Return { out: Out::Values(values), .. } = self.recorded.events().get(returned)?.what else {
            return None;
        };
        let number =
            |named: &Named| if let Value::Object(object) = named.value { Some(object) } else { None };
        self.recorded.values(values).iter().find_map(number).map(|object: ObjectNo| Object::Opened(object))
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
            came.method == expected.method && same(&mut self.mapping, pair, (live, came.event))
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

fn line_of(trace: &Trace, event: usize) -> String {
    trace.events().get(event).map_or_else(String::new, |event| trace.line(event).trim_start().to_owned())
}
