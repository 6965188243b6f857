//! The events of a trace in parts. A part that is finished does not change any more, so that every copy of the trace has
//! the same one. Later parts are smaller than earlier ones: there are few of them, and an event is copied only a few
//! times from a smaller into a larger one, however often the trace is copied in between.

mod kept;
mod part;
mod side;

use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) use kept::Glance;
pub(super) use part::Part;

use super::event::Event;
use super::ids::OpenNo;
use crate::mapi::EntryId;
use crate::methods::Named;

/// Who looks at the events of a trace, one after the other.
pub(super) trait Looker {
    /// Whether it makes something of an event.
    fn wants(&self, glance: Glance) -> bool;

    /// An event that it wants, with its place in the trace.
    fn look(&mut self, place: usize, event: &Event);
}

#[derive(Clone, Default, Debug)]
pub(super) struct Log {
    parts: Vec<Arc<Part>>,
    /// The first event that is shown, as all are counted.
    first: usize,
    /// How many events are missing before that.
    left_out: usize,
}

impl Log {
    /// A log of one part, before which so many events are missing.
    #[cfg(feature = "serde")]
    pub(super) fn of_part(part: Part, left_out: usize) -> Self {
        Self { first: part.first(), left_out, parts: vec![Arc::new(part)] }
    }

    /// The same words for other events.
    pub(super) fn with(&self, events: Vec<Event>) -> Self {
        let mut log = self.clone();
        log.first = log.recorded();
        let mut part = log.parts.last().map_or_else(Part::default, |last| last.after());
        events.into_iter().for_each(|event| part.push(event));
        log.parts.push(Arc::new(part));
        log
    }

    /// Finishes a part. The events before the last `limit` ones may go.
    pub(super) fn add(&mut self, mut part: Part, limit: usize) {
        while let Some(before) = self.parts.last()
            && before.len() <= part.len().saturating_mul(2)
            && before.len().saturating_add(part.len()) <= limit
            && let Some(before) = self.parts.pop()
        {
            let mut joined = Arc::unwrap_or_clone(before);
            joined.append(part);
            part = joined;
        }
        self.parts.push(Arc::new(part));
        self.drop_before(limit);
    }

    fn drop_before(&mut self, limit: usize) {
        while let Some(oldest) = self.parts.first()
            && self.recorded().saturating_sub(oldest.end()) >= limit
        {
            let end = oldest.end();
            self.parts.remove(0);
            self.left_out = self.left_out.saturating_add(end.saturating_sub(self.first));
            self.first = end;
        }
    }

    /// All events, which are left out here from now on.
    pub(super) fn take(&mut self) -> Self {
        let first = self.recorded();
        let left_out = self.left_out.saturating_add(self.len());
        std::mem::replace(self, Self { parts: Vec::new(), first, left_out })
    }

    /// How many events there were until now, whether they are here or not.
    pub(super) fn recorded(&self) -> usize {
        self.parts.last().map_or(self.first, |part| part.end())
    }

    pub(super) const fn left_out(&self) -> usize {
        self.left_out
    }

    pub(super) fn len(&self) -> usize {
        self.recorded().saturating_sub(self.first)
    }

    /// Without the events before this one, as all are counted. Nothing is missing if this one is here.
    pub(super) fn after(&self, recorded: usize) -> Self {
        let mut later = self.clone();
        later.left_out = self.first.saturating_sub(recorded).min(self.left_out);
        later.first = recorded.clamp(self.first, self.recorded());
        later
    }

    /// Without its first events.
    pub(super) fn since(&self, events: usize) -> Self {
        if events == 0 { self.clone() } else { self.after(self.first.saturating_add(events)) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Event> + use<'_> {
        self.shown().flat_map(|part| part.from(self.first))
    }

    /// Shows all of them: without the steps of an iterator, which cost as much as a look.
    #[inline(always)]
    pub(super) fn show(&self, looker: &mut impl Looker) {
        for part in self.shown() {
            part.each(self.first, part.first().saturating_sub(self.first), looker);
        }
    }

    /// Those from this one on, as all are counted.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = Event> + use<'_> {
        let first = first.max(self.first);
        self.parts.iter().filter(move |part| part.end() > first).flat_map(move |part| part.from(first))
    }

    /// The events of an open, with their places in this list.
    pub(super) fn of_open(&self, open: OpenNo) -> impl Iterator<Item = (usize, Event)> + use<'_> {
        let own = self.shown().flat_map(move |part| part.of_open(open, self.first));
        own.map(|(number, event)| (number.saturating_sub(self.first), event))
    }

    pub(super) fn opens(&self) -> BTreeSet<OpenNo> {
        self.shown().flat_map(|part| part.opens_from(self.first)).collect()
    }

    pub(super) fn last_open(&self) -> Option<OpenNo> {
        self.shown().filter_map(|part| part.last_open(self.first)).max()
    }

    /// The whole identifiers of an event, by its place in this list.
    pub(super) fn whole_ids(&self, event: usize) -> Vec<&EntryId> {
        let event = self.first.saturating_add(event);
        self.shown().flat_map(|part| part.whole_ids(event)).collect()
    }

    pub(super) fn text(&self, number: u32) -> Option<&str> {
        self.parts.iter().find_map(|part| part.text(number))
    }

    pub(super) fn values(&self, number: u32) -> Option<&[Named]> {
        self.parts.iter().find_map(|part| part.values(number))
    }

    fn shown(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().map(|part| &**part).filter(|part| part.end() > self.first)
    }
}
