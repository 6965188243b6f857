//! Numbers of sessions and objects, given anew in the order in which they are met: those of two orders can be compared.

use std::collections::BTreeMap;

/// What stands before a number: sessions, opens, and objects by their letters.
const KINDS: [&str; 14] = ["session ", "open ", "P", "M", "L", "S", "F", "G", "A", "T", "R", "O", "U", "C"];

/// The numbers that were met.
#[derive(Default)]
pub(super) struct Renamed(BTreeMap<(&'static str, String), usize>);

impl Renamed {
    pub(super) fn rename(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, digits, after)) = next_number(rest) {
            out.push_str(before);
            match KINDS.into_iter().find(|kind| is_word(before, kind)) {
                Some(kind) => {
                    let next = self.0.keys().filter(|(of, _)| *of == kind).count() + 1;
                    let number = *self.0.entry((kind, digits.to_owned())).or_insert(next);
                    out.push_str(&number.to_string());
                }
                None => out.push_str(digits),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// What stands before a number, the number, and what stands behind it.
fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let (before, from) = text.split_at(text.find(|letter: char| letter.is_ascii_digit())?);
    let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
    let (digits, after) = from.split_at(end);
    Some((before, digits, after))
}

fn is_word(before: &str, kind: &str) -> bool {
    let word = before.strip_suffix(kind);
    word.is_some_and(|word| !word.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
}
