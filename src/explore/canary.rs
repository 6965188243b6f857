//! Whether a provider does the same twice. No page asks for that, so nothing here is a verdict.

use crate::explore::orders::InOrder;
use crate::explore::scenario::Scenario;

/// Where two runs of a scenario in the same order differ.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Difference {
    /// The number of the line of the trace, from 1.
    pub line: usize,
    /// The line in the first run; empty if that had ended.
    pub first: String,
    /// The line in the second run; empty if that had ended.
    pub second: String,
}

impl Scenario {
    /// Plays the documented order twice, and says where the traces differ first. What a replay shows of a provider that
    /// does not do the same twice may be something else than what was found.
    #[must_use]
    pub fn canary(&self) -> Option<Difference> {
        let text = || {
            self.play(&mut InOrder::Documented, None)
                .trace
                .map_or_else(String::new, |trace| trace.to_string())
        };
        let (first, second) = (text(), text());
        let (mut firsts, mut seconds) = (first.lines(), second.lines());
        let mut line = 0;
        loop {
            line += 1;
            match (firsts.next(), seconds.next()) {
                (None, None) => return None,
                (first, second) if first == second => {}
                (first, second) => {
                    let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
                    return Some(Difference { line, first: text(first), second: text(second) });
                }
            }
        }
    }
}
