//! The person at the dialogs: a script instead of a window.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::spi::{Dialog, DialogAnswer, DialogHost};

/// What the scripted user does with the next dialog.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reply {
    /// Fills in these fields by name, leaves the others as they are, and confirms.
    Fill(Vec<(String, String)>),
    /// Cancels.
    Cancel,
}

impl Reply {
    /// Fills in one field and confirms.
    #[must_use]
    pub fn fill(field: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Fill(vec![(field.into(), value.into())])
    }
}

/// A scripted person: one reply a dialog, in order; when the script ends nobody is at the screen.
#[derive(Debug)]
pub struct User {
    replies: Mutex<VecDeque<Reply>>,
    /// Who answers instead, as long as something is played again.
    stand_in: Mutex<Option<Arc<dyn DialogHost>>>,
}

impl User {
    /// Nobody is there: every dialog answers [`DialogAnswer::Unavailable`].
    #[must_use]
    pub fn absent() -> Self {
        Self::answering([])
    }

    /// A person who gives these replies, one a dialog.
    #[must_use]
    pub fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: Mutex::new(replies.into_iter().collect()), stand_in: Mutex::default() }
    }

    pub(crate) fn answer(&self, dialog: &Dialog) -> DialogAnswer {
        let stand_in = self.stand_in.lock().unwrap_or_else(PoisonError::into_inner).clone();
        stand_in.map_or_else(|| self.own_answer(dialog), |host| host.show(dialog))
    }

    /// The next reply of the script.
    pub(crate) fn own_answer(&self, dialog: &Dialog) -> DialogAnswer {
        let reply = self.replies.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        match reply {
            None => DialogAnswer::Unavailable,
            Some(Reply::Cancel) => DialogAnswer::Cancelled,
            Some(Reply::Fill(values)) => DialogAnswer::Completed(completed(dialog, &values)),
        }
    }
}

/// For who plays a recorded trace again.
#[cfg(feature = "serde")]
impl User {
    /// Somebody answers in place of the script, or nobody does any more.
    pub(crate) fn stand_in(&self, host: Option<Arc<dyn DialogHost>>) {
        *self.stand_in.lock().unwrap_or_else(PoisonError::into_inner) = host;
    }

    /// How many replies the script has left.
    pub(crate) fn replies_left(&self) -> usize {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// Every field of the dialog with its value, as a real dialog returns them.
fn completed(dialog: &Dialog, values: &[(String, String)]) -> Vec<(String, String)> {
    let filled = |name: &str| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    dialog
        .fields
        .iter()
        .map(|field| (field.name.clone(), filled(&field.name).unwrap_or_else(|| field.value.clone())))
        .collect()
}
