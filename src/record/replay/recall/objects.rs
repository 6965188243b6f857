//! Arguments that are objects: those of the live run that stand for the recorded ones.

use std::sync::Arc;

use super::{Field, Missing, Recorded};
use crate::mapi::Notification;
use crate::methods::{Interface, ObjectNo, Value};
use crate::spi::{IMAPIAdviseSink, IMAPIFolder, IMessage, IStream, MapiObject};
use crate::trace::{Object, SessionNo};

impl Recorded<'_> {
    fn object(&self, name: &str) -> Result<MapiObject, Missing> {
        let Some(Value::Object(no)) = self.value(name) else {
            return Err(format!("the trace does not have its {name}"));
        };
        self.live.object(self.name_of(*no)).ok_or_else(|| format!("the replay has no such {name}"))
    }

    /// A store that is an argument has no number: it is the one whose objects it is passed to, or that itself.
    fn name_of(&self, no: ObjectNo) -> Object {
        match (no, self.live.store_of(self.object)) {
            (ObjectNo { interface: Interface::IMsgStore, number: 0 }, Some(store)) => Object::Store(store),
            (ObjectNo { interface: Interface::IMAPISession, number }, _) => {
                session(number).map_or(Object::Opened(no), Object::Session)
            }
            (ObjectNo { interface: Interface::IMsgServiceAdmin, number }, _) => {
                session(number).map_or(Object::Opened(no), Object::Services)
            }
            _ => Object::Opened(no),
        }
    }
}

/// A session, and its services, are arguments by the number of the session.
fn session(number: u32) -> Option<SessionNo> {
    usize::try_from(number.checked_sub(1)?).ok().map(SessionNo::from_index)
}

macro_rules! objects {
    ($($interface:ident by $into:ident;)+) => {$(
        impl<'a> Field<'a> for &'a Arc<dyn $interface> {
            type Owned = Arc<dyn $interface>;

            fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing> {
                let object = recorded.object(name)?;
                object.$into().map_err(|_| format!("its {name} is no {}", stringify!($interface)))
            }

            fn lend(owned: &'a mut Self::Owned) -> Self {
                owned
            }
        }
    )+};
}

objects! {
    IMAPIFolder by into_folder;
    IMessage by into_message;
    IStream by into_stream;
}

impl<'a> Field<'a> for &'a MapiObject {
    type Owned = MapiObject;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<MapiObject, Missing> {
        recorded.object(name)
    }

    fn lend(owned: &'a mut MapiObject) -> Self {
        owned
    }
}

/// The replay's own sink. What it is told is on record, and compared there.
impl<'a> Field<'a> for Arc<dyn IMAPIAdviseSink> {
    type Owned = Self;

    fn own(_recorded: &Recorded<'_>, _name: &'static str) -> Result<Self, Missing> {
        Ok(Arc::new(|_: &[Notification]| {}))
    }

    fn lend(owned: &'a mut Self) -> Self {
        Self::clone(owned)
    }
}
