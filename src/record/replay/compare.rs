//! Compares what comes with what was recorded.

use super::ReplayDifference;
use super::answers::{Answer, answers, same};
use super::player::Player;
use super::script::Action;
use crate::trace::{Trace, What};

impl Player<'_> {
    pub(super) fn compare(&mut self, action: &Action, live: &Trace) -> Result<(), ReplayDifference> {
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
        came.retain(|answer| recorded.iter().any(|known| known.to == answer.to));
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
            came.to == expected.to && same(&mut self.live.mapping, pair, (live, came.event))
        });
        if !same {
            return Err(self.difference(expected, came, live));
        }
        self.done.answers += 1;
        Ok(())
    }

    pub(super) fn difference(
        &self,
        expected: Answer,
        came: Option<Answer>,
        live: &Trace,
    ) -> ReplayDifference {
        let came = came.map_or_else(|| "nothing more".to_owned(), |answer| line_of(live, answer.event));
        ReplayDifference {
            line: self.line_of(expected.event),
            called: self.call_of(expected.event),
            expected: self.text(expected.event),
            came,
            not_played: self.done.not_played.clone(),
            trace: Box::new(self.mapi.trace()),
        }
    }

    fn unexpected(&self, more: Answer, live: &Trace) -> ReplayDifference {
        ReplayDifference {
            line: self.line_of(self.recorded.len()),
            called: more.to.name().to_owned(),
            expected: "no further call of the provider".to_owned(),
            came: line_of(live, more.event),
            not_played: self.done.not_played.clone(),
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
        // What happens in a call is one deeper than the call and its return.
        let inside = u16::from(matches!(returned.what, What::Fact(_)));
        let calls = events.iter().enumerate().take(answer).rev();
        let mut own = calls.filter(|(_, event)| {
            matches!(event.what, What::Call { .. })
                && (event.depth.saturating_add(inside), event.task) == (returned.depth, returned.task)
        });
        own.next().map_or_else(String::new, |(place, _)| self.text(place))
    }

    pub(super) fn text(&self, event: usize) -> String {
        line_of(self.recorded, event)
    }

    /// The number of an event's line in the file.
    pub(super) fn line_of(&self, event: usize) -> usize {
        event + 2 + self.recorded.deviations().len() + self.recorded.advice().len()
    }
}

fn line_of(trace: &Trace, event: usize) -> String {
    trace.events().get(event).map_or_else(String::new, |event| trace.line(event).trim_start().to_owned())
}
