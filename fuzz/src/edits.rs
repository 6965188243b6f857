//! Changes to the lines of a trace that know what lines are made of.

use serde_json::{Map, Value};

/// A change. Numbers say which line, key or value; those that are too large begin at 0 again.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    DropLine(usize),
    DoubleLine(usize),
    SwapLines(usize, usize),
    /// A key of one line has the value of a key of another.
    Replace {
        line: usize,
        key: usize,
        of: usize,
        its: usize,
    },
    DropKey {
        line: usize,
        key: usize,
    },
    /// A number, deep inside of a line, becomes an extreme one.
    Number {
        line: usize,
        place: usize,
        extreme: usize,
    },
    /// A text becomes another one of the same story, or one that is long.
    Text {
        line: usize,
        place: usize,
        of: usize,
        its: usize,
        long: bool,
    },
    /// A value is inside of so many lists or objects.
    Nest {
        line: usize,
        place: usize,
        depth: usize,
        in_objects: bool,
    },
    /// A list has one of its items so many times.
    Repeat {
        line: usize,
        place: usize,
        times: usize,
    },
    CutLine {
        line: usize,
        at: usize,
    },
    CutFile {
        line: usize,
        at: usize,
    },
    /// Bytes come in place of others.
    Bytes {
        at: usize,
        removed: usize,
        new: Vec<u8>,
    },
    /// The last line counts what there is.
    Count,
}

/// Numbers at which something ends.
fn extremes() -> [Value; 14] {
    [
        0.into(),
        1.into(),
        (-1).into(),
        2.into(),
        255.into(),
        65_535.into(),
        65_536.into(),
        (1_u64 << 31).into(),
        u32::MAX.into(),
        (1_u64 << 32).into(),
        i64::MIN.into(),
        i64::MAX.into(),
        u64::MAX.into(),
        1e300.into(),
    ]
}

/// The lines after the changes.
#[allow(clippy::wildcard_enum_match_arm, reason = "every other change is one of single lines")]
pub(crate) fn edited(story: &[String], edits: &[Edit]) -> Vec<u8> {
    let mut lines = story.to_vec();
    let mut bytes = None;
    for edit in edits {
        match edit {
            Edit::CutFile { line, at } => {
                let line = line % lines.len().max(1);
                lines.truncate(line + 1);
                cut(&mut lines, line, *at);
            }
            Edit::Bytes { at, removed, new } => {
                let text = bytes.get_or_insert_with(|| lines.join("\n").into_bytes());
                let at = at % (text.len() + 1);
                let end = (at + removed).min(text.len());
                text.splice(at..end, new.iter().copied());
            }
            other => on_lines(&mut lines, other),
        }
    }
    bytes.unwrap_or_else(|| lines.join("\n").into_bytes())
}

fn on_lines(lines: &mut Vec<String>, edit: &Edit) {
    let len = lines.len();
    if len == 0 {
        return;
    }
    match *edit {
        Edit::DropLine(line) => drop(lines.remove(line % len)),
        Edit::DoubleLine(line) => lines.insert(line % len, lines[line % len].clone()),
        Edit::SwapLines(one, other) => lines.swap(one % len, other % len),
        Edit::CutLine { line, at } => cut(lines, line % len, at),
        Edit::Replace { line, key, of, its } => {
            let value = object(&lines[of % len]).and_then(|object| nth(&object, its).map(|(_, value)| value));
            change(lines, line, |object| {
                if let (Some((name, _)), Some(value)) = (nth(object, key), value) {
                    object.insert(name, value);
                }
            });
        }
        Edit::DropKey { line, key } => change(lines, line, |object| {
            if let Some((name, _)) = nth(object, key) {
                object.remove(&name);
            }
        }),
        Edit::Number { line, place, extreme } => change(lines, line, |object| {
            let extremes = extremes();
            at_place(object, place, Value::is_number, |value| *value = extremes[extreme % 14].clone());
        }),
        Edit::Text { line, place, of, its, long } => {
            let mut found = Value::from(if long { "long ".repeat(1_000) } else { String::new() });
            if let Some(mut object) = object(&lines[of % len]).filter(|_| !long) {
                at_place(&mut object, its, Value::is_string, |value| found = value.clone());
            }
            change(lines, line, |object| at_place(object, place, Value::is_string, |value| *value = found));
        }
        Edit::Nest { line, place, depth, in_objects } => change(lines, line, |object| {
            let wrap = |value: Value| {
                if in_objects {
                    Value::from(Map::from_iter([("not".to_owned(), value)]))
                } else {
                    Value::from(vec![value])
                }
            };
            let depth = depth % 120;
            at_place(
                object,
                place,
                |_| true,
                |value| *value = (0..depth).fold(value.take(), |inner, _| wrap(inner)),
            );
        }),
        Edit::Repeat { line, place, times } => change(lines, line, |object| {
            at_place(object, place, Value::is_array, |value| {
                let Some(first) = value.get(0).cloned() else { return };
                let items = value.as_array_mut().into_iter();
                items.for_each(|items| items.extend(std::iter::repeat_n(first.clone(), times % 300)));
            });
        }),
        Edit::Count => {
            let events = lines.iter().filter(|line| is_event(line)).count();
            if let Some(last) = lines.last_mut().filter(|last| last.contains("\"end\"")) {
                *last = format!("{{\"kind\":\"end\",\"events\":{events}}}");
            }
        }
        Edit::CutFile { .. } | Edit::Bytes { .. } => {}
    }
}

fn is_event(line: &str) -> bool {
    let kinds = ["call", "return", "panicked", "add_ref", "release", "fact"];
    object(line).is_some_and(|line| kinds.iter().any(|kind| line.get("kind") == Some(&Value::from(*kind))))
}

fn object(line: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(line).ok()
}

/// A key of an object, and its value.
fn nth(object: &Map<String, Value>, key: usize) -> Option<(String, Value)> {
    let (name, value) = object.iter().nth(key % object.len().max(1))?;
    Some((name.clone(), value.clone()))
}

fn change(lines: &mut [String], line: usize, change: impl FnOnce(&mut Map<String, Value>)) {
    let line = line % lines.len();
    if let Some(mut object) = object(&lines[line]) {
        change(&mut object);
        lines[line] = Value::from(object).to_string();
    }
}

/// Changes one of the values that are fit for it, wherever in the line they are.
fn at_place(
    object: &mut Map<String, Value>,
    place: usize,
    fit: impl Fn(&Value) -> bool,
    change: impl FnOnce(&mut Value),
) {
    let count: usize = object.values().map(|value| fits(value, &fit)).sum();
    let mut left = place % count.max(1);
    if let Some(value) = object.values_mut().find_map(|value| nth_fit(value, &fit, &mut left)) {
        change(value);
    }
}

/// How many values are fit, this one and those inside of it.
fn fits(value: &Value, fit: &impl Fn(&Value) -> bool) -> usize {
    let inside: usize = match value {
        Value::Array(items) => items.iter().map(|item| fits(item, fit)).sum(),
        Value::Object(items) => items.values().map(|item| fits(item, fit)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    inside + usize::from(fit(value))
}

fn nth_fit<'v>(
    value: &'v mut Value,
    fit: &impl Fn(&Value) -> bool,
    left: &mut usize,
) -> Option<&'v mut Value> {
    if fit(value) {
        if *left == 0 {
            return Some(value);
        }
        *left -= 1;
    }
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth_fit(item, fit, left)),
        Value::Object(items) => items.values_mut().find_map(|item| nth_fit(item, fit, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn cut(lines: &mut [String], line: usize, at: usize) {
    if let Some(line) = lines.get_mut(line) {
        let at = (0..=at % (line.len() + 1)).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        line.truncate(at);
    }
}
