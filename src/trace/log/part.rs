//! Some events, one after the other, with what belongs to them.

use std::sync::{Arc, OnceLock};

use super::Looker;
use super::kept::{Kept, Long};
use super::side::Side;
use crate::mapi::EntryId;
use crate::methods::Named;
use crate::trace::event::Event;
use crate::trace::ids::OpenNo;

#[derive(Clone, Default, Debug)]
pub(crate) struct Part {
    /// How many events there were before these.
    first: usize,
    events: Vec<Kept>,
    long: Long,
    texts: Side<Arc<str>>,
    values: Side<Arc<[Named]>>,
    /// Whole identifiers with the number of their event, as all are counted.
    whole: Vec<(usize, EntryId)>,
    /// The events of each open, once somebody asks: sorted by open, then by place in this part.
    opens: OnceLock<Vec<(OpenNo, usize)>>,
}

impl Part {
    /// An empty one with room for so many events.
    pub(crate) fn with_room(events: usize) -> Self {
        Self { events: Vec::with_capacity(events), long: Long::with_room(events / 8), ..Self::default() }
    }

    /// An empty one before which there were so many events.
    #[cfg(feature = "serde")]
    pub(crate) fn beginning(first: usize) -> Self {
        Self { first, ..Self::default() }
    }

    pub(super) const fn first(&self) -> usize {
        self.first
    }

    /// An empty one that goes on where this one ends.
    pub(crate) fn after(&self) -> Self {
        Self {
            first: self.end(),
            events: Vec::new(),
            long: Long { args: self.long.args.after(), outs: self.long.outs.after() },
            texts: self.texts.after(),
            values: self.values.after(),
            whole: Vec::new(),
            opens: OnceLock::new(),
        }
    }

    /// Puts a part behind this one that was [`after`](Self::after) it.
    pub(super) fn append(&mut self, later: Self) {
        self.events.extend(later.events);
        self.long.args.append(later.long.args);
        self.long.outs.append(later.long.outs);
        self.texts.append(later.texts);
        self.values.append(later.values);
        self.whole.extend(later.whole);
        self.opens = OnceLock::new();
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, event: Event) {
        let kept = Kept::new(event, &mut self.long);
        self.events.push(kept);
    }

    pub(crate) fn keep_text(&mut self, text: String) -> u32 {
        self.texts.push(text.into())
    }

    pub(crate) fn keep_values(&mut self, values: Vec<Named>) -> u32 {
        self.values.push(values.into())
    }

    /// An identifier of the event that comes next.
    pub(crate) fn keep_whole(&mut self, id: EntryId) {
        self.whole.push((self.end(), id));
    }

    /// The whole identifiers of an event, by its number as all are counted.
    pub(super) fn whole_ids(&self, event: usize) -> impl Iterator<Item = &EntryId> {
        let from = self.whole.partition_point(|(of, _)| *of < event);
        let own = self.whole.get(from..).unwrap_or_default().iter();
        own.take_while(move |(of, _)| *of == event).map(|(_, id)| id)
    }

    pub(super) fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(number).map(|text| &**text)
    }

    pub(super) fn values(&self, number: u32) -> Option<&[Named]> {
        self.values.get(number).map(|values| &**values)
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// How many events there were up to the last one of these.
    pub(crate) fn end(&self) -> usize {
        self.first.saturating_add(self.events.len())
    }

    /// The events from this one on, as all are counted.
    pub(crate) fn from(&self, first: usize) -> impl Iterator<Item = Event> + use<'_> {
        let skipped = first.saturating_sub(self.first);
        self.events.iter().skip(skipped).map(|kept| kept.event(&self.long))
    }

    /// Looks at those of the events from this one on that are wanted, each with its number among those. What is not is not read.
    #[inline(always)]
    pub(super) fn each<L: Looker>(&self, first: usize, base: usize, looker: &mut L) {
        let skipped = first.saturating_sub(self.first);
        for (number, kept) in self.events.iter().skip(skipped).enumerate() {
            if looker.wants(kept.glance()) {
                looker.look(base + number, &kept.event(&self.long));
            }
        }
    }

    /// The events of an open from this event on, with their numbers as all are counted.
    pub(super) fn of_open(
        &self,
        open: OpenNo,
        first: usize,
    ) -> impl Iterator<Item = (usize, Event)> + use<'_> {
        let opens = self.opens();
        let from = opens.partition_point(|(of, _)| *of < open);
        let own = opens.get(from..).unwrap_or_default().iter().take_while(move |(of, _)| *of == open);
        let numbered = own.filter_map(|(_, place)| {
            Some((self.first.saturating_add(*place), self.events.get(*place)?.event(&self.long)))
        });
        numbered.skip_while(move |(number, _)| *number < first)
    }

    /// The opens that have events from this one on, each once and in order.
    pub(super) fn opens_from(&self, first: usize) -> impl DoubleEndedIterator<Item = OpenNo> {
        let skipped = first.saturating_sub(self.first);
        let late = self.opens().iter().filter(|(_, place)| *place >= skipped);
        let mut opens: Vec<OpenNo> = late.map(|(open, _)| *open).collect();
        opens.dedup();
        opens.into_iter()
    }

    /// The last open that has events from this one on.
    pub(super) fn last_open(&self, first: usize) -> Option<OpenNo> {
        let skipped = first.saturating_sub(self.first);
        self.opens().iter().rev().find(|(_, place)| *place >= skipped).map(|(open, _)| *open)
    }

    fn opens(&self) -> &[(OpenNo, usize)] {
        self.opens.get_or_init(|| {
            let events = self.events.iter().enumerate();
            let mut opens: Vec<(OpenNo, usize)> =
                events.filter_map(|(place, kept)| Some((kept.open?, place))).collect();
            opens.sort_unstable();
            opens
        })
    }
}
