//! Where the pages of the documentation are silent or disagree, and how this crate reads them.
//!
//! Every point has one default. Of some a test can choose the other reading, because a provider should get along with
//! both; the line of such a point names the [`Reading`] and what either [`Strictness`] means:
//!
//! ```
//! use mapi_sim::load::readings::{Strictness, Reading};
//! use mapi_sim::sim::Subsystem;
//!
//! let mapi = Subsystem::builder().reading(Reading::RetryAfterFailedEntry, Strictness::Lenient).build()?;
//! # Ok::<(), mapi_sim::sim::BuildError>(())
//! ```
//!
//! A fixture of the conformance kit chooses with [`Setup::reading`](crate::conformance::Setup::reading).
//!
//! Where a reading decided what happened, the trace says so in a line of its own
//! ([`Fact::ReadAs`](crate::trace::Fact::ReadAs)).
//!
#![doc = include_str!("table.md")]

mod closing;
mod opening;
mod switch;

use std::fmt;

use closing::CLOSING;
use opening::OPENING;
pub use switch::{Reading, Readings, Strictness};

/// A question that the documentation leaves open, and the answer of this crate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct OpenPoint {
    /// Its number.
    pub number: u8,
    /// The question in a line.
    pub question: &'static str,
    /// The pages between which it lies.
    pub pages: &'static [&'static str],
    /// What is read by default.
    pub default: &'static str,
    /// Why.
    pub why: &'static str,
}

const fn point(
    number: u8,
    question: &'static str,
    pages: &'static [&'static str],
    default: &'static str,
    why: &'static str,
) -> OpenPoint {
    OpenPoint { number, question, pages, default, why }
}

impl OpenPoint {
    /// The reading by which a test can choose, if both make sense to a provider.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        Reading::ALL.iter().copied().find(|reading| reading.number() == self.number)
    }
}

/// All open points in the order of their numbers.
pub fn points() -> impl Iterator<Item = &'static OpenPoint> {
    OPENING.iter().chain(&CLOSING)
}

impl Reading {
    /// The open point that it is about.
    #[must_use]
    pub fn point(self) -> Option<&'static OpenPoint> {
        points().find(|point| point.number == self.number())
    }
}

/// All open points as the table of this page, in Markdown.
#[must_use]
pub fn table() -> impl fmt::Display {
    Table
}

struct Table;

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| # | open point | default, and why | to choose |")?;
        writeln!(f, "|--:|:--|:--|:--|")?;
        points().try_for_each(|point| writeln!(f, "{point}"))
    }
}

impl fmt::Display for OpenPoint {
    /// A row of the table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, question, pages, default, why } = self;
        write!(f, "| {number} | {question} ({}) | {default}: {why} |", pages.join(", "))?;
        match self.reading() {
            None => write!(f, " |"),
            Some(reading) => {
                let (strict, lenient) =
                    (reading.meaning(Strictness::Strict), reading.meaning(Strictness::Lenient));
                let default = reading.default_strictness().word();
                write!(f, " `{reading:?}`, {default} by default. Strict: {strict}. Lenient: {lenient} |")
            }
        }
    }
}
