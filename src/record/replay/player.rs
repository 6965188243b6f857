//! Plays actions, one after the other.

use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::answers::{Answer, answers};
use super::calls::UNKNOWN;
use super::live::Live;
use super::recall::Missing;
use super::script::{Action, Do, calls_of_sinks};
use super::sitter::{Reply, Sitter, replies};
use super::{ReplayDifference, Replayed, not_played};
use crate::sim::Subsystem;
use crate::trace::{Object, Trace};

pub(super) struct Player<'a> {
    pub(super) recorded: &'a Trace,
    pub(super) mapi: &'a Subsystem,
    pub(super) profile: &'a str,
    pub(super) live: Live,
    pub(super) sitter: Sitter,
    /// The recorded answers that have not come yet.
    pub(super) awaited: VecDeque<Answer>,
    /// An open was not played.
    lacks_store: bool,
    pub(super) done: Replayed,
}

impl<'a> Player<'a> {
    pub(super) fn new(recorded: &'a Trace, mapi: &'a Subsystem, profile: &'a str) -> Self {
        Self {
            recorded,
            mapi,
            profile,
            live: Live::default(),
            sitter: Sitter::new(mapi, recorded),
            awaited: answers(recorded, 0..recorded.len()).into(),
            lacks_store: false,
            done: Replayed { actions: 0, answers: 0, not_played: Vec::new() },
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

    /// What it would have led to does not come. Answers are awaited in the order of their events.
    fn leave_out(&mut self, events: &Range<usize>, why: &str) {
        let from = self.awaited.partition_point(|answer| answer.event < events.start);
        let to = self.awaited.partition_point(|answer| answer.event < events.end);
        self.awaited.drain(from..to.max(from));
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
        if self.lacks_store && matches!(action.what, Do::Spooler | Do::LogOff(..)) {
            return Err("an open before it was not played".to_owned());
        }
        let mut dialogs = replies(self.recorded, &action.events);
        let asks = !dialogs.is_empty();
        if let Do::LogOn(..) = action.what {
            dialogs.iter_mut().for_each(|reply| self.choose_profile(reply));
        }
        self.sitter.expect(dialogs)?;
        match &action.what {
            Do::LogOn(flags, session) => {
                let profile = if asks { "" } else { self.profile };
                self.log_on(profile, *flags, *session)?;
            }
            Do::Open { session, id, flags, store } => self.open(action, (*session, *id), *flags, *store)?,
            Do::Call { session, object, method, args } => {
                self.call(action, *session, (*object, *method, *args))?;
            }
            Do::Release(Object::Session(session)) => {
                drop(self.live.sessions.remove(session).ok_or(NO_SESSION)?)
            }
            Do::Release(object) => drop(self.live.remove(*object).ok_or(NO_OBJECT)?),
            Do::LogOff(session, flags) => self.log_off(*session, *flags)?,
            Do::Enter { session, entry, args } => self.enter(action, *session, *entry, *args)?,
            Do::Spooler => drop(self.mapi.run_spooler()),
            Do::Initialize(flags) => drop(self.mapi.initialize(*flags)),
            Do::Uninitialize => self.mapi.uninitialize(),
            Do::Other(method) => return Err(not_played(*method).unwrap_or(UNKNOWN).to_owned()),
        }
        Ok(())
    }

    /// The user of a replay chooses the profile that is played in.
    fn choose_profile(&self, reply: &mut Reply) {
        let Reply::Fills(fields) = reply else { return };
        for field in fields.iter_mut().filter(|field| field.name == "profile") {
            field.value = Some(self.profile.to_owned());
        }
    }
}

pub(super) const NO_SESSION: &str = "the replay has no such session";
pub(super) const NO_OBJECT: &str = "the replay has no such object";
