//! Damage in any place of a file is told, with its line.

use mapi_sim::trace::Trace;
use proptest::prelude::*;

use super::HEADER;
use super::arbitrary::lines;
use crate::diagrams::nine_steps;

/// What can happen to a file.
#[derive(Clone, Debug)]
pub(super) enum Damage {
    Cut,
    Byte(u8),
    Insert(u8),
    Delete,
    DropLine,
    DoubleLine,
    SwapLines,
}

pub(super) fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::Cut),
        any::<u8>().prop_map(Damage::Byte),
        any::<u8>().prop_map(Damage::Insert),
        Just(Damage::Delete),
        Just(Damage::DropLine),
        Just(Damage::DoubleLine),
        Just(Damage::SwapLines),
    ]
}

/// The text after the damage at this place, which is a share of its length.
pub(super) fn damaged(text: &str, damage: &Damage, place: f64) -> String {
    let mut bytes = text.as_bytes().to_vec();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short text")]
    let at = ((bytes.len() - 1) as f64 * place) as usize;
    let mut lines: Vec<&str> = text.lines().collect();
    let line = text[..text.floor_char_boundary_of(at)].matches('\n').count().min(lines.len() - 1);
    match damage {
        Damage::Cut => bytes.truncate(at),
        Damage::Byte(byte) => bytes[at] = *byte,
        Damage::Insert(byte) => bytes.insert(at, *byte),
        Damage::Delete => drop(bytes.remove(at)),
        Damage::DropLine => {
            lines.remove(line);
            return lines.join("\n");
        }
        Damage::DoubleLine => {
            lines.insert(line, lines[line]);
            return lines.join("\n");
        }
        Damage::SwapLines => {
            let other = (line + 1) % lines.len();
            lines.swap(line, other);
            return lines.join("\n");
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The last place of a character before a byte.
trait Boundary {
    fn floor_char_boundary_of(&self, at: usize) -> usize;
}

impl Boundary for str {
    fn floor_char_boundary_of(&self, at: usize) -> usize {
        (0..=at).rev().find(|at| self.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// A file that the crate has written: whatever was changed is found.
fn is_found(text: &str, damage: &Damage, place: f64) {
    let changed = damaged(text, damage, place);
    match Trace::from_json_lines(&changed) {
        Ok(_) => assert_eq!(
            changed.trim_end_matches('\n'),
            text.trim_end_matches('\n'),
            "{damage:?} was not found"
        ),
        Err(error) => {
            let lines = changed.split('\n').count();
            assert!((1..=lines).contains(&error.line), "{error} of {lines} lines");
            assert!(error.to_string().len() > 20, "{error}");
        }
    }
}

proptest! {
    #[test]
    fn damage_to_the_nine_steps_is_found(damage in damage(), place in 0.0..1.0) {
        is_found(&nine_steps().to_json_lines().unwrap(), &damage, place);
    }

    #[test]
    fn damage_to_any_trace_is_found(lines in lines(), damage in damage(), place in 0.0..1.0) {
        let trace = Trace::from_json_lines(&lines).unwrap();
        is_found(&trace.to_json_lines().unwrap(), &damage, place);
    }

    /// Lines without sums are read as they are: what is no trace is refused, and nothing panics.
    #[test]
    fn damage_to_lines_without_sums_is_no_panic(lines in lines(), damage in damage(), place in 0.0..1.0) {
        match Trace::from_json_lines(&damaged(&lines, &damage, place)) {
            Ok(trace) => drop((trace.to_string(), trace.to_mermaid(), trace.violations())),
            Err(error) => assert!(error.line > 0 && !error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_text_is_no_panic(text in any::<String>()) {
        assert!(Trace::from_json_lines(&text).is_err());
    }
}

/// A depth that no run has is no reason for a line of its length.
#[test]
fn a_number_in_a_file_takes_no_room() {
    let call = r#"{"kind":"call","depth":65535,"from":"mapi","to":"dll 1","method":"MSProviderInit"}"#;
    let lines = [HEADER, call, r#"{"kind":"end","events":1}"#].join("\n");
    let trace = Trace::from_json_lines(&lines).unwrap();
    assert!(trace.to_string().len() < 300, "{} bytes", trace.to_string().len());
    assert_eq!(trace.events()[0].depth, 65535);
}

/// Every reason says what is to be done.
#[test]
fn every_reason_says_what_to_do() {
    let end = r#"{"kind":"end","events":0}"#;
    let signed = nine_steps().to_json_lines().unwrap();
    let later = HEADER.replace("\"version\":1", "\"version\":2");
    for (lines, what, to_do) in [
        (String::new(), "this line is another", "Give the whole file"),
        (later, "this crate reads version 1", "record it again with this one"),
        ([HEADER, "{}", end].join("\n"), "no line of a trace", "page of the module `mapi_sim::record`"),
        (
            [HEADER, r#"{"kind":"fact","fact":{"kind":"reached","step":99}}"#, end].join("\n"),
            "there is no step 99",
            "page of the module",
        ),
        (
            signed.replacen("\"session\":1", "\"session\":7", 1),
            "its sum is another",
            "takes \"sum\" out of all of them",
        ),
        (HEADER.to_owned(), "the file has been cut off", "write that line by hand"),
        ([HEADER, &end.replace('0', "3")].join("\n"), "lines are missing", "writes their number there"),
        ([HEADER, end, end].join("\n"), "behind the line that ends the trace", "a file of its own"),
    ] {
        let said = Trace::from_json_lines(&lines).unwrap_err().to_string();
        assert!(said.contains(what) && said.contains(to_do), "{said:?} does not say {what:?} and {to_do:?}");
    }
}
