//! Who moved, as the trace of a run has it.

use crate::trace::{Event, TaskNo, Trace};

/// How many stretches are shown.
const SHOWN: usize = 40;

/// Each stretch of a trace in which one task alone moves: who that is, and the line that it begins with.
pub(super) fn stretches(names: &[String], trace: &Trace) -> Vec<String> {
    let mut last = None;
    let begins = |event: &&Event| last.replace(event.task) != Some(event.task);
    let first: Vec<&Event> = trace.events().iter().filter(begins).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let line = |event: &Event| format!("{:width$}  {}", name(names, event.task), trace.line(event).trim());
    let mut lines: Vec<String> = first.iter().take(SHOWN).copied().map(line).collect();
    if let Some(more @ 1..) = first.len().checked_sub(SHOWN) {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn name(names: &[String], task: TaskNo) -> &str {
    let index = usize::from(task.number()).checked_sub(1);
    index.and_then(|index| names.get(index)).map_or("the test", String::as_str)
}
