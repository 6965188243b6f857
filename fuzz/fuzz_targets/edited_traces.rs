#![no_main]

#[path = "../src/bodies.rs"]
#[allow(dead_code, reason = "the bodies of the other targets")]
mod bodies;
#[path = "../src/edits.rs"]
mod edits;
#[path = "../src/stories.rs"]
mod stories;

use edits::{Edit, edited};

/// A story, and what changes it: six bytes an edit.
fn edits(bytes: &[u8]) -> Vec<Edit> {
    let edit = |six: &[u8]| {
        let &[kind, a, b, c, d, e] = six else { return Edit::Count };
        let (line, place) = (usize::from(a), usize::from(u16::from_le_bytes([b, c])));
        let (of, its) = (usize::from(d), usize::from(e));
        match kind % 14 {
            0 => Edit::DropLine(line),
            1 => Edit::DoubleLine(line),
            2 => Edit::SwapLines(line, of),
            3 => Edit::Replace { line, key: place, of, its },
            4 => Edit::DropKey { line, key: place },
            5 => Edit::Number { line, place, extreme: of },
            6 => Edit::Text { line, place, of, its, long: false },
            7 => Edit::Text { line, place, of, its, long: true },
            8 => Edit::Nest { line, place, depth: of, in_objects: its % 2 == 0 },
            9 => Edit::Repeat { line, place, times: of },
            10 => Edit::CutLine { line, at: place },
            11 => Edit::CutFile { line, at: place },
            12 => Edit::Bytes { at: line * 256 + place, removed: of % 8, new: vec![e] },
            _ => Edit::Count,
        }
    };
    bytes.chunks(6).take(8).map(edit).collect()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((story, rest)) = bytes.split_first() {
        let stories = stories::stories();
        bodies::trace(&edited(&stories[usize::from(*story) % stories.len()], &edits(rest)));
    }
});
