//! Arguments that have a kind of their own in a trace.

use crate::mapi::EntryId;
use crate::methods::{Named, Value};
use crate::trace::Args;

/// The same arguments as values. Where calls have arguments of their own kind, identifiers stand apart.
#[allow(clippy::wildcard_enum_match_arm, reason = "with enough detail all other calls have values")]
pub(super) fn told(args: Args, ids: &[&EntryId]) -> Vec<Named> {
    let id = |at: usize| ids.get(at).map_or(Value::Null, |id| Value::Id((*id).clone()));
    let number = |bits: u32| Value::Number(bits.into());
    let named = |name, value| Named { name, value };
    match args {
        Args::Entry(_, flags) => vec![named("entry_id", id(0)), named("flags", number(flags.bits()))],
        Args::Ids(..) => vec![named("first", id(0)), named("second", id(1))],
        Args::DefaultStore(_, flags) => {
            vec![named("flags", number(flags.bits())), named("entry_id", id(0))]
        }
        Args::Section(uid, flags) => {
            vec![named("uid", uid.map_or(Value::Null, Value::Uid)), named("flags", number(flags.bits()))]
        }
        Args::Id(_) => vec![named("entry_id", id(0))],
        Args::Advise(_, events) => vec![named("entry_id", id(0)), named("events", number(events.bits()))],
        Args::Events(events) => vec![named("events", number(events.bits()))],
        Args::Logoff(flags) => vec![named("flags", number(flags.bits()))],
        Args::Width(flags) => vec![named("width", number(flags.bits()))],
        Args::Service(context, flags) => {
            vec![named("context", number(context.raw())), named("flags", number(flags.bits()))]
        }
        Args::Raw(value) => vec![named("flags", number(value))],
        _ => Vec::new(),
    }
}
