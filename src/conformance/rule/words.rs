//! What a message shows of things that look alike or are long.

use std::fmt::{self, Display};

use crate::mapi::{EntryId, PropValue};

/// Things one after the other, or that there is none.
pub(in crate::conformance) fn listed(things: impl IntoIterator<Item = impl Display>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    if things.is_empty() { "none".to_owned() } else { things.join(", ") }
}

/// The value of a property, or that there is none.
pub(in crate::conformance) fn value_of(value: Option<&PropValue>) -> String {
    value.map_or_else(|| "no value".to_owned(), |value| format!("{:?}", value.value()))
}

/// How many bytes of two identifiers a message shows from where they differ.
const SHOWN: usize = 8;

/// Where an identifier differs from the one that was expected: in short the two may look alike.
pub(in crate::conformance) fn differing(expected: &EntryId, came: &EntryId) -> String {
    let (expected, came) = (expected.as_bytes(), came.as_bytes());
    let same = expected.iter().zip(came).take_while(|(one, other)| one == other).count();
    format!(
        "{} bytes in place of {}, from byte {same} on {} in place of {}",
        came.len(),
        expected.len(),
        bytes_from(came, same),
        bytes_from(expected, same)
    )
}

/// Two identifiers that were compared, and where they differ. It is written out where a message shows it.
pub(in crate::conformance) const fn compared<'a>(first: &'a EntryId, second: &'a EntryId) -> Compared<'a> {
    Compared(first, second)
}

pub(in crate::conformance) struct Compared<'a>(&'a EntryId, &'a EntryId);

impl Display for Compared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = (self.0.as_bytes(), self.1.as_bytes());
        if first == second {
            return write!(f, "an identifier of {} bytes and itself", first.len());
        }
        let same = first.iter().zip(second).take_while(|(one, other)| one == other).count();
        write!(
            f,
            "identifiers of {} and {} bytes that differ from byte {same} on, {} and {}",
            first.len(),
            second.len(),
            bytes_from(first, same),
            bytes_from(second, same)
        )
    }
}

/// How many dialogs were shown.
pub(in crate::conformance) fn dialogs_shown(count: usize) -> String {
    match count {
        0 => "no dialog".to_owned(),
        1 => "one dialog".to_owned(),
        count => format!("{count} dialogs"),
    }
}

/// The answer of a comparison.
pub(in crate::conformance) const fn truth(same: bool) -> &'static str {
    if same { "TRUE" } else { "FALSE" }
}

fn bytes_from(bytes: &[u8], start: usize) -> String {
    let rest = bytes.get(start..).unwrap_or_default();
    let shown: Vec<String> = rest.iter().take(SHOWN).map(|byte| format!("{byte:02X}")).collect();
    match (rest.len(), rest.len() > SHOWN) {
        (0, _) => "nothing".to_owned(),
        (_, false) => shown.join(" "),
        (_, true) => format!("{} ..", shown.join(" ")),
    }
}

/// What is different in two lists, from the first place where they part.
pub(in crate::conformance) fn parting(expected: &[String], came: &[String]) -> String {
    let same = expected.iter().zip(came).take_while(|(one, other)| one == other).count();
    let (instead, came) = (expected.get(same), came.get(same));
    let or_end = |item: Option<&String>| item.map_or_else(|| "the end".to_owned(), Clone::clone);
    let after = match same.checked_sub(1).and_then(|last| expected.get(last)) {
        Some(last) => format!("after {same} that are the same, {last} the last of them, "),
        None => "from the beginning ".to_owned(),
    };
    format!("{after}{} in place of {}", or_end(came), or_end(instead))
}
