//! Words and bytes as text.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// How many bytes of words are kept in all.
const MOST: usize = 1 << 20;

/// Words that were read. Names of arguments and rules are static in a trace; what is read lives as long as the process,
/// each word once, and not without a bound.
static WORDS: Mutex<Words> = Mutex::new(Words { words: BTreeSet::new(), bytes: 0 });

struct Words {
    words: BTreeSet<&'static str>,
    bytes: usize,
}

/// The same text for ever.
pub(super) fn kept(text: &str) -> Result<&'static str, String> {
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = words.words.get(text) {
        return Ok(known);
    }
    if words.bytes.saturating_add(text.len()) > MOST {
        return Err(format!("more than {MOST} bytes of different names were read by this process"));
    }
    words.bytes += text.len();
    let word: &'static str = Box::leak(text.into());
    words.words.insert(word);
    Ok(word)
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes that are written in hexadecimal.
pub(super) fn digits(text: &str) -> Result<Vec<u8>, String> {
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(value(high)? << 4 | value(low)?),
        _ => None,
    });
    pairs
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| "bytes are written as pairs of hexadecimal digits".to_owned())
}
