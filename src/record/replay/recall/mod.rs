//! How recorded values become arguments again: by their types, as [`Show`](crate::methods::Show) has made values of them.

mod objects;
mod requests;
mod simple;

pub(super) use simple::LONGEST;

use std::sync::Arc;

use super::live::Live;
use crate::methods::{Named, Value};
use crate::spi::DialogHost;
use crate::trace::Object;

/// A recorded call.
pub(super) struct Recorded<'r> {
    /// The object that is called, by its name in the recorded run.
    pub(super) object: Object,
    /// The arguments, with the identifiers of the live run.
    pub(super) values: &'r [Named],
    pub(super) live: &'r Live,
    /// Who sits in front of a client's window.
    pub(super) window: Option<Arc<dyn DialogHost>>,
}

/// Why there is no argument to make the call with.
pub(super) type Missing = String;

/// An argument.
///
/// It is made in three steps, since a request borrows what it is made of: what was recorded comes back, it is lent to the
/// argument, and the argument is used.
pub(super) trait Recall<'a>: Sized {
    /// What was recorded.
    type Owned: 'a;
    /// What is passed, or what is pointed to by what is passed.
    type Lent: 'a;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing>;

    fn lend(owned: &'a mut Self::Owned) -> Self::Lent;

    fn arg(lent: &'a mut Self::Lent) -> Self;
}

/// An argument that is no request, and can be a field of one.
pub(super) trait Field<'a>: Sized {
    type Owned: 'a;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing>;

    fn lend(owned: &'a mut Self::Owned) -> Self;
}

impl<'a, T: Field<'a> + 'a> Recall<'a> for T {
    type Owned = T::Owned;
    /// It is taken out once.
    type Lent = Option<T>;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing> {
        <T as Field<'a>>::own(recorded, name)
    }

    fn lend(owned: &'a mut Self::Owned) -> Self::Lent {
        Some(<T as Field<'a>>::lend(owned))
    }

    fn arg(lent: &'a mut Self::Lent) -> Self {
        #[allow(clippy::expect_used, reason = "`lend` has just put it there")]
        lent.take().expect("an argument that was lent")
    }
}

/// A type whose values are kept as they are.
trait Plain: Sized {
    fn plain(value: &Value) -> Option<Self>;

    /// What an argument is that was not recorded: an author may leave out what is zero.
    fn left_out() -> Option<Self> {
        None
    }
}

impl Recorded<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|named| named.name == name).map(|named| &named.value)
    }

    fn plain<T: Plain>(&self, name: &str) -> Result<T, Missing> {
        match self.value(name) {
            None => T::left_out().ok_or_else(|| format!("the trace does not have its {}", words(name))),
            Some(value) => T::plain(value).ok_or_else(|| not_whole(name, value)),
        }
    }

    /// The value, unless it is NULL or was left out.
    fn some<T: Plain>(&self, name: &str) -> Result<Option<T>, Missing> {
        match self.value(name) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.plain(name).map(Some),
        }
    }
}

fn not_whole(name: &str, value: &Value) -> Missing {
    let name = words(name);
    if *value == Value::Hidden {
        return format!(
            "its {name} is not in the trace: record it with `SubsystemBuilder::trace_secure_properties`"
        );
    }
    format!("the trace does not have its {name} whole")
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
