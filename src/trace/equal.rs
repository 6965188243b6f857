//! When two traces are equal: when they tell the same.

use super::event::{Args, Event, Out, ValuesNo, What};
use super::fact::{Fact, TextNo};
use super::{Named, Trace};

/// Equal traces have the same events with the same texts and values, the same findings, names and ledger, and the same is
/// left out. The numbers of texts and values need not be the same.
impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        let heads = |trace: &Self| (trace.detail, trace.left_out(), trace.recorded(), trace.seen_by_provider);
        heads(self) == heads(other)
            && self.names == other.names
            && self.deviations() == other.deviations()
            && self.advice() == other.advice()
            && self.ledger == other.ledger
            && (0..self.len()).all(|event| self.whole_ids(event) == other.whole_ids(event))
            && self.iter().map(|event| self.told(event)).eq(other.iter().map(|event| other.told(event)))
    }
}

impl Trace {
    /// An event with what it names by number, and without the numbers.
    pub(crate) fn told(&self, event: Event) -> (Event, &str, &[Named]) {
        let (text, values) = (TextNo(0), ValuesNo(0));
        let told = |what| Event { what, ..event };
        match event.what {
            What::Call { from, to, method, args: Args::Values(number) } => {
                (told(What::Call { from, to, method, args: Args::Values(values) }), "", self.values(number))
            }
            What::Return { from, method, code, out: Out::Values(number) } => {
                (told(What::Return { from, method, code, out: Out::Values(values) }), "", self.values(number))
            }
            What::Fact(Fact::ErrorKept(number)) => {
                (told(What::Fact(Fact::ErrorKept(text))), self.text(number), &[])
            }
            What::Fact(Fact::DialogShown(number)) => {
                (told(What::Fact(Fact::DialogShown(text))), self.text(number), &[])
            }
            What::Fact(Fact::DialogAnswered(number, fields)) => {
                let filled = fields.map_or(&[][..], |fields| self.values(fields));
                let answered = Fact::DialogAnswered(text, fields.map(|_| values));
                (told(What::Fact(answered)), self.text(number), filled)
            }
            What::Fact(Fact::DialogRefused(number)) => {
                (told(What::Fact(Fact::DialogRefused(text))), self.text(number), &[])
            }
            What::Fact(Fact::Note(number)) => (told(What::Fact(Fact::Note(text))), self.text(number), &[]),
            What::Call { .. }
            | What::Return { .. }
            | What::Panicked { .. }
            | What::AddRef { .. }
            | What::Release { .. }
            | What::Fact(_) => (event, "", &[]),
        }
    }
}
