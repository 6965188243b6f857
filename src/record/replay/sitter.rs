//! The user of a replay, who does with each dialog what was done with the recorded one.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::recall::Missing;
use crate::methods::{Named, Value};
use crate::sim::Subsystem;
use crate::sim::played::{FILLS_IN, own_answer, replies_left, stand_in};
use crate::spi::{Dialog, DialogAnswer, DialogHost};
use crate::trace::{Fact, Trace, TraceDetail, What};

/// What was done with a dialog.
pub(super) enum Reply {
    Fills(Vec<Field>),
    /// What was filled in is not in the trace.
    FillsUnknown,
    Cancels,
    Nobody,
}

/// A field by its name, with what stood in it if that is in the trace.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: Option<String>,
}

impl Reply {
    /// Whether somebody else has to know what is filled in.
    fn is_incomplete(&self) -> bool {
        match self {
            Self::Fills(fields) => fields.iter().any(|field| field.value.is_none()),
            Self::FillsUnknown => true,
            Self::Cancels | Self::Nobody => false,
        }
    }
}

/// Sits in front of every window of the subsystem that plays, until this goes.
pub(super) struct Sitter {
    mapi: Subsystem,
    seat: Arc<Seat>,
}

/// Who answers the dialogs.
struct Seat {
    mapi: Subsystem,
    replies: Mutex<VecDeque<Reply>>,
    /// Where the trace has no dialog, the subsystem's own user answers.
    leaves_others: bool,
}

impl Sitter {
    pub(super) fn new(mapi: &Subsystem, recorded: &Trace) -> Self {
        let leaves_others = recorded.is_seen_by_provider();
        let seat = Arc::new(Seat { mapi: mapi.clone(), replies: Mutex::default(), leaves_others });
        stand_in(mapi, Some(Arc::clone(&seat) as Arc<dyn DialogHost>));
        Self { mapi: mapi.clone(), seat }
    }

    /// What to do with the dialogs that come next.
    ///
    /// # Errors
    /// If nobody knows what was filled in.
    pub(super) fn expect(&self, replies: Vec<Reply>) -> Result<(), Missing> {
        if replies.iter().filter(|reply| reply.is_incomplete()).count() > replies_left(&self.mapi) {
            return Err("what the user filled in is not in the trace: record it with \
                        `SubsystemBuilder::trace_secure_properties`, or give the subsystem that plays a `User`"
                .to_owned());
        }
        *self.seat.replies() = replies.into();
        Ok(())
    }

    /// A client's window, if a dialog is awaited above it.
    pub(super) fn window(&self) -> Option<Arc<dyn DialogHost>> {
        let awaits = !self.seat.replies().is_empty();
        awaits.then(|| Arc::clone(&self.seat) as Arc<dyn DialogHost>)
    }
}

impl Drop for Sitter {
    fn drop(&mut self) {
        stand_in(&self.mapi, None);
    }
}

impl Seat {
    fn replies(&self) -> MutexGuard<'_, VecDeque<Reply>> {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DialogHost for Seat {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        let reply = self.replies().pop_front();
        match reply {
            Some(Reply::Cancels) => DialogAnswer::Cancelled,
            Some(Reply::Fills(fields)) => self.filled(dialog, fields),
            Some(Reply::FillsUnknown) => own_answer(&self.mapi, dialog),
            None if self.leaves_others => own_answer(&self.mapi, dialog),
            Some(Reply::Nobody) | None => DialogAnswer::Unavailable,
        }
    }
}

impl Seat {
    /// The recorded fields; those that are not in the trace are filled in by the subsystem's own user.
    fn filled(&self, dialog: &Dialog, fields: Vec<Field>) -> DialogAnswer {
        let mut own = Vec::new();
        if fields.iter().any(|field| field.value.is_none()) {
            match own_answer(&self.mapi, dialog) {
                DialogAnswer::Completed(values) => own = values,
                other @ (DialogAnswer::Cancelled | DialogAnswer::Unavailable) => return other,
            }
        }
        let typed = |name: &str| own.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let fields = fields.into_iter().map(|Field { name, value }| {
            let value = value.or_else(|| typed(&name)).unwrap_or_default();
            (name, value)
        });
        DialogAnswer::Completed(fields.collect())
    }
}

/// What was done with the dialogs among these events. Dialogs that MAPI did not let through are none.
pub(super) fn replies(trace: &Trace, events: &Range<usize>) -> Vec<Reply> {
    let all = trace.events().get(events.clone()).unwrap_or_default();
    let mut replies = Vec::new();
    let mut before = None;
    for event in all {
        match event.what {
            What::Fact(Fact::DialogRefused(_)) if !matches!(before, Some(What::Fact(Fact::Deviated(_)))) => {
                replies.push(Reply::Nobody);
            }
            What::Fact(Fact::DialogAnswered(text, fields)) => {
                let fields = fields.map(|fields| trace.values(fields));
                replies.push(reply(trace.text(text) == FILLS_IN, fields, trace.detail()));
            }
            What::Call { .. }
            | What::Return { .. }
            | What::Panicked { .. }
            | What::AddRef { .. }
            | What::Release { .. }
            | What::Fact(_) => {}
        }
        before = Some(event.what);
    }
    replies
}

fn reply(fills: bool, fields: Option<&[Named]>, detail: TraceDetail) -> Reply {
    match fields {
        _ if !fills => Reply::Cancels,
        Some(fields) => Reply::Fills(fields.chunks(2).filter_map(field).collect()),
        // A dialog without fields.
        None if detail == TraceDetail::Whole => Reply::Fills(Vec::new()),
        None => Reply::FillsUnknown,
    }
}

/// The name and the value of a field stand behind each other.
fn field(pair: &[Named]) -> Option<Field> {
    let [Named { value: Value::Text(name), .. }, Named { value, .. }] = pair else { return None };
    let value = if let Value::Text(value) = value { Some(value.clone()) } else { None };
    Some(Field { name: name.clone(), value })
}
