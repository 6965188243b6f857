//! Plays actions and compares what comes.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::answers::{Answer, answers};
use super::arguments::told;
use super::calls::call;
use super::kept::Kept;
use super::live::Live;
use super::recall::{Missing, Recorded};
use super::script::{Action, Do, calls_of_sinks};
use super::{ReplayDifference, Replayed, not_played};
use crate::mapi::{LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use crate::methods::{Method, Named};
use crate::sim::{Session, Subsystem};
use crate::spi::{IMAPISession, MapiObject, OpenStoreRequest, ParentWindow};
use crate::trace::{Args, Object, Out, SessionNo, StoreNo, Trace, What};

pub(super) struct Player<'a> {
    pub(super) recorded: &'a Trace,
    pub(super) mapi: &'a Subsystem,
    profile: &'a str,
    sessions: BTreeMap<SessionNo, Arc<Session>>,
    pub(super) live: Live,
    /// The recorded answers that have not come yet.
    pub(super) awaited: VecDeque<Answer>,
    /// An open was not played.
    lacks_store: bool,
    pub(super) done: Replayed,
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
        self.leave_out_calls_of_sinks(action);
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
                self.lacks_store |= matches!(action.what, Do::Open { .. });
                self.leave_out(&action.events, &why);
                Ok(())
            }
        }
    }

    /// What it would have led to does not come.
    fn leave_out(&mut self, events: &Range<usize>, why: &str) {
        self.awaited.retain(|answer| !events.contains(&answer.event));
        let line = self.line_of(events.start);
        self.done.not_played.push(format!("line {line}: {}: {why}", self.text(events.start)));
    }

    fn leave_out_calls_of_sinks(&mut self, action: &Action) {
        for call in calls_of_sinks(self.recorded, &action.events) {
            self.leave_out(&call, "a client's sink makes it, and sinks are the replay's own");
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
            Do::Other(method) => {
                Err(not_played(*method).unwrap_or("it is not known how to make this call").to_owned())
            }
        }
    }

    fn call(
        &mut self,
        action: &Action,
        (object, method, args): (Object, Method, Args),
    ) -> Result<(), Missing> {
        let values = self.arguments(action.events.start, args);
        let live = self.called(object, method)?;
        let kept = call(&live, method, &Recorded { object, values: &values, live: &self.live })?;
        if let Kept::Object(store @ MapiObject::Store(_)) = kept {
            if let Some(name) = self.store_in(action) {
                self.live.add_store(name, store);
            }
            return Ok(());
        }
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

    /// The store that is opened inside of a call.
    fn store_in(&self, action: &Action) -> Option<StoreNo> {
        let events = self.recorded.events().get(action.events.start..=action.returned)?;
        events.iter().find_map(|event| {
            let What::Return { method: Method::SessionOpenMsgStore, out, .. } = event.what else {
                return None;
            };
            if let Out::Store(store) = out { Some(store) } else { None }
        })
    }

    fn called(&self, object: Object, method: Method) -> Result<MapiObject, Missing> {
        if let Object::Session(session) = object {
            let live = self.sessions.get(&session).ok_or(NO_SESSION)?;
            return Ok(MapiObject::Session(Arc::clone(live) as Arc<dyn IMAPISession>));
        }
        if let (Object::Services(_), Some(why)) = (object, not_played(method)) {
            return Err(why.to_owned());
        }
        Ok(self.live.object(object).cloned().ok_or(NO_OBJECT)?)
    }

    /// The arguments with the identifiers of the live run.
    fn arguments(&self, event: usize, args: Args) -> Vec<Named> {
        let mut values = if let Args::Values(values) = args {
            self.recorded.values(values).to_vec()
        } else {
            told(args, &self.recorded.whole_ids(event))
        };
        values.iter_mut().for_each(|named| self.live.mapping.map(&mut named.value));
        values
    }
}

const NO_SESSION: &str = "the replay has no such session";
const NO_OBJECT: &str = "the replay has no such object";
