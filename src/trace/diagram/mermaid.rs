//! The diagram in Mermaid's language.

use std::fmt::Write as _;

use super::lane::Lane;
use super::row::Row;
use crate::trace::Trace;

pub(super) fn write(trace: &Trace, lanes: &[Lane], rows: &[Row]) -> String {
    let mut text = "sequenceDiagram\n".to_owned();
    for &lane in lanes {
        let _ = writeln!(text, "    participant {} as {}", id(lane), escaped(lane.name(trace)));
    }
    let all = span(lanes);
    for row in rows {
        let _ = writeln!(text, "    {}", line(row, &all));
    }
    text
}

/// `all` are the outermost participants, for what concerns every one.
fn line(row: &Row, all: &str) -> String {
    match row {
        Row::Omitted(count) => format!("Note over {all}: {count} rows before this are left out"),
        Row::Heading(text) => format!("Note over {all}: {}", escaped(text)),
        Row::Step { step, text } => {
            format!("Note over {all}: step {}: {}", step.number(), escaped(text))
        }
        Row::Call { from, to, text, .. } | Row::Folded { from, to, text } => {
            format!("{}->>{}: {}", id(*from), id(*to), escaped(text))
        }
        Row::Return { from, to, text, .. } => format!("{}-->>{}: {}", id(*from), id(*to), escaped(text)),
        Row::Panicked { from, to, text } => format!("{}--x{}: {}", id(*from), id(*to), escaped(text)),
        Row::Note { at, text } => format!("Note over {}: {}", id(*at), escaped(text)),
        Row::Deviation(text) => highlighted("rgba(220, 60, 50, 0.25)", all, text),
        Row::Advice(text) => highlighted("rgba(220, 160, 30, 0.25)", all, text),
    }
}

fn highlighted(colour: &str, all: &str, text: &str) -> String {
    format!("rect {colour}\n        Note over {all}: {}\n    end", escaped(text))
}

fn span(lanes: &[Lane]) -> String {
    match lanes {
        [first, .., last] => format!("{},{}", id(*first), id(*last)),
        [only] => id(*only),
        [] => String::new(),
    }
}

/// A name that is no word of the language.
fn id(lane: Lane) -> String {
    match lane {
        Lane::Client => "c".to_owned(),
        Lane::Mapi => "m".to_owned(),
        Lane::Spooler => "s".to_owned(),
        Lane::Provider(dll) => format!("p{}", dll.number()),
        Lane::SomeProvider => "p".to_owned(),
        Lane::User => "u".to_owned(),
    }
}

/// What means something to Mermaid or HTML becomes an entity by number, and everything stays on its line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() {
            escaped.push(' ');
        } else if matches!(char, '#' | ';' | '<' | '>' | '&' | '"' | '%' | '`' | '\\') {
            let _ = write!(escaped, "#{};", u32::from(char));
        } else {
            escaped.push(char);
        }
    }
    escaped
}
