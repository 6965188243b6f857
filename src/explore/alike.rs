//! Whether tasks have seen the same in two orders, found without making words of it.

use std::collections::BTreeSet;

use crate::mapi::EntryId;
use crate::trace::{Event, Named, Numbered, TaskNo, Trace};

/// Whether it is certain that each task has seen the same in both, numbers of sessions and objects aside. If not, the words say.
pub(super) fn are_alike(first: &Trace, second: &Trace) -> bool {
    let events = || first.events().iter().chain(second.events());
    let tasks: BTreeSet<TaskNo> = events().map(|event| event.task).collect();
    let mut alike = Alike::default();
    tasks.iter().all(|task| alike.task(*task, [first, second])) && alike.words_agree()
}

/// An event, and the text, values and identifiers that it names.
struct Told<'a> {
    event: Event,
    words: (&'a str, &'a [Named], Vec<&'a EntryId>),
}

#[derive(Default)]
struct Alike {
    /// What stands for each other in the two orders.
    pairs: Vec<[Numbered; 2]>,
    has_words: bool,
    /// What two events are about.
    about: [Vec<Numbered>; 2],
}

impl Alike {
    fn task(&mut self, task: TaskNo, traces: [&Trace; 2]) -> bool {
        let [mut one, mut other] = traces.map(|trace| seen_by(task, trace));
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if self.event(&one, &other) => {}
                _ => return false,
            }
        }
    }

    fn event(&mut self, one: &Told<'_>, other: &Told<'_>) -> bool {
        if one.words != other.words {
            return false;
        }
        self.has_words |= one.has_words();
        self.about.iter_mut().for_each(Vec::clear);
        let [about, of_other] = &mut self.about;
        one.event.numberless(about) == other.event.numberless(of_other)
            && about.len() == of_other.len()
            && about.iter().zip(of_other).all(|(one, other)| pair(&mut self.pairs, [*one, *other]))
    }

    /// Words may have numbers, too.
    fn words_agree(&self) -> bool {
        !self.has_words || self.pairs.iter().all(|[one, other]| one == other)
    }
}

/// Whether one can stand for the other.
fn pair(pairs: &mut Vec<[Numbered; 2]>, new: [Numbered; 2]) -> bool {
    let known = pairs.iter().find(|[one, other]| *one == new[0] || *other == new[1]);
    if let Some(known) = known {
        return *known == new;
    }
    pairs.push(new);
    true
}

fn seen_by(task: TaskNo, trace: &Trace) -> impl Iterator<Item = Told<'_>> {
    let own = trace.events().iter().enumerate().filter(move |(_, event)| event.task == task);
    own.map(|(place, event)| {
        let (event, text, values) = trace.told(*event);
        Told { event, words: (text, values, trace.whole_ids(place)) }
    })
}

impl Told<'_> {
    fn has_words(&self) -> bool {
        let (text, values, ids) = &self.words;
        !(text.is_empty() && values.is_empty() && ids.is_empty())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::are_alike;
    use crate::explore::orders::InOrder;
    use crate::explore::{Client, Scenario, Schedule, StoryError};
    use crate::mapi::{LogonExFlags, SessionLogoffFlags};
    use crate::sim::{Profile, Subsystem};
    use crate::trace::Trace;

    async fn logs_on_and_off(client: Client) -> Result<(), StoryError> {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    }

    async fn logs_on(client: Client) -> Result<(), StoryError> {
        client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        Ok(())
    }

    fn scenario() -> Scenario {
        Scenario::new(|| Subsystem::builder().profile(Profile::new("Default")).build())
    }

    fn played(scenario: &Scenario, choices: &[u8]) -> Trace {
        scenario.play(&mut InOrder::given(&Schedule::new(choices)), None).trace.unwrap()
    }

    #[test]
    fn numbers_that_change_places_make_no_difference() {
        let scenario = scenario().client("one", logs_on_and_off).client("other", logs_on_and_off);
        let [first, second] = [[0; 2], [1; 2]].map(|choices| played(&scenario, &choices));
        assert_ne!(first, second);
        assert!(are_alike(&first, &first) && are_alike(&first, &second));
    }

    #[test]
    fn an_event_that_is_missing_does() {
        let whole = scenario().client("one", logs_on_and_off).client("other", logs_on_and_off);
        let less = scenario().client("one", logs_on_and_off).client("other", logs_on);
        let [first, second] = [played(&whole, &[]), played(&less, &[])];
        assert!(!are_alike(&first, &second) && !are_alike(&second, &first));
    }
}
