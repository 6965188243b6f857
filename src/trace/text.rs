//! The text form: headings for opens and steps, calls indented by depth.

use std::fmt;

use super::event::{Event, What};
use super::fact::Fact;
use super::ids::{OpenNo, SessionNo};
use super::words::{args_text, out_text};
use super::{OpenTrace, Trace};
use crate::load::Step;

/// Width of the column that holds the step's number.
const MARGIN: &str = "        ";

/// What is deeper is indented as far as this. The simulator lets no calls nest so deep; a file may say any number.
const MOST_INDENTED: u16 = 40;

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_left_out(f)?;
        write_events(f, self, self.iter())
    }
}

impl fmt::Display for OpenTrace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_whole() {
            self.trace().write_left_out(f)?;
        }
        write_events(f, self.trace(), self.own())
    }
}

fn write_events(
    f: &mut fmt::Formatter<'_>,
    trace: &Trace,
    events: impl Iterator<Item = Event>,
) -> fmt::Result {
    let mut heading = None;
    for event in events {
        let belongs = (event.session, event.open);
        if heading != Some(belongs) {
            heading = Some(belongs);
            writeln!(f, "--- {}", title(belongs))?;
        }
        writeln!(f, "{}", trace.line(&event))?;
    }
    Ok(())
}

pub(super) fn title(belongs: (Option<SessionNo>, Option<OpenNo>)) -> String {
    match belongs {
        (Some(session), Some(open)) => format!("{open}, {session}"),
        (Some(session), None) => session.to_string(),
        (None, Some(open)) => open.to_string(),
        (None, None) => "outside of any session".to_owned(),
    }
}

impl Trace {
    /// One event as a line without its line end.
    #[must_use]
    pub fn line(&self, event: &Event) -> String {
        if let What::Fact(fact) = event.what
            && let Some(step) = step_of(fact)
        {
            return on_one_line(format!("step {}  {}", step.number(), self.fact_text(fact)));
        }
        let indent = "  ".repeat(usize::from(event.depth.min(MOST_INDENTED)));
        on_one_line(format!("{MARGIN}{indent}{}", self.words(event)))
    }

    fn words(&self, event: &Event) -> String {
        match event.what {
            What::Call { from, to, method, args } => {
                format!("{} -> {}  {method}({})", self.actor(from), self.object(to), args_text(self, args))
            }
            What::Return { method, code, out, .. } => {
                format!("<- {} {code}{}", short(method.name()), out_text(self, out))
            }
            What::Panicked { method, .. } => {
                format!("<- {} PANICKED and did not return", short(method.name()))
            }
            What::AddRef { object, by, count } => {
                format!("{} AddRef on {}, count {count}", self.actor(by), self.object(object))
            }
            What::Release { object, by, count } => {
                format!("{} Release on {}, count {count}", self.actor(by), self.object(object))
            }
            What::Fact(fact) => self.fact_text(fact),
        }
    }
}

/// A name that a provider or a profile gives must not look like lines of the trace.
fn on_one_line(line: String) -> String {
    if !line.contains(ends_a_line) {
        return line;
    }
    let escaped =
        |letter: char| if ends_a_line(letter) { letter.escape_default().to_string() } else { letter.into() };
    line.chars().map(escaped).collect()
}

/// Control characters, and the separators of lines and of paragraphs.
fn ends_a_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn step_of(fact: Fact) -> Option<Step> {
    if let Fact::Reached(step) | Fact::Skipped(step, _) = fact { Some(step) } else { None }
}

/// The method without its interface, which the call's line has named already.
pub(super) fn short(name: &str) -> &str {
    name.rsplit_once("::").map_or(name, |(_, method)| method)
}
