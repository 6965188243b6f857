//! Expectations of a test about a trace: `Err` shows what was expected, what happened, and the trace.

use std::fmt;

use super::Trace;
use super::query::{OpenTrace, StepOutcome};
use crate::load::Step;
use crate::mapi::HResult;
use crate::methods::Method;

/// An expectation that the trace does not meet. `Debug` prints the same as `Display`, so that `unwrap` in a test shows
/// the whole story.
#[derive(Clone, PartialEq, Eq)]
pub struct TraceMismatch {
    expected: String,
    got: String,
    trace: String,
}

impl TraceMismatch {
    /// What was expected.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What happened.
    #[must_use]
    pub fn got(&self) -> &str {
        &self.got
    }
}

impl fmt::Display for TraceMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected: {}\n     got: {}\n\n{}", self.expected, self.got, self.trace)
    }
}

impl fmt::Debug for TraceMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for TraceMismatch {}

impl OpenTrace<'_> {
    /// Exactly these steps happened, in this order.
    ///
    /// # Errors
    /// [`TraceMismatch`] if others did, or in another order.
    pub fn expect_steps(&self, expected: &[Step]) -> Result<(), TraceMismatch> {
        self.needs_whole(|| format!("steps {}", numbers(expected)))?;
        let done = self.steps_done();
        self.hold(
            done == expected,
            || format!("steps {}", numbers(expected)),
            || format!("steps {}", numbers(&done)),
        )
    }

    /// `step` was left out, whatever the reason.
    ///
    /// # Errors
    /// [`TraceMismatch`] if it happened or was not reached.
    pub fn expect_skipped(&self, step: Step) -> Result<(), TraceMismatch> {
        self.needs_whole(|| format!("step {} skipped", step.number()))?;
        let outcome = self.step(step);
        let skipped = matches!(outcome, StepOutcome::Skipped(_));
        self.hold(skipped, || format!("step {} skipped", step.number()), || outcome.to_string())
    }

    /// The call that decides `step` returned `code`; see [`OpenTrace::code_at`].
    ///
    /// # Errors
    /// [`TraceMismatch`] if it returned another, or was not made.
    pub fn expect_code(&self, step: Step, code: HResult) -> Result<(), TraceMismatch> {
        self.needs_whole(|| format!("{code} at step {}", step.number()))?;
        let came = self.code_at(step);
        self.hold(
            came == Some(code),
            || format!("{code} at step {}", step.number()),
            || came.map_or_else(|| "no such return".to_owned(), |came| came.to_string()),
        )
    }

    /// These calls were made in this order; others may lie between them.
    ///
    /// # Errors
    /// [`TraceMismatch`] naming the first call that did not come.
    pub fn expect_calls(&self, expected: &[Method]) -> Result<(), TraceMismatch> {
        self.needs_whole(|| format!("calls in this order: {}", names(expected)))?;
        let calls = self.calls();
        let missing = first_missing(&calls, expected);
        self.hold(
            missing.is_none(),
            || format!("calls in this order: {}", names(expected)),
            || {
                missing.map_or_else(String::new, |method| {
                    format!("no {method} in its place among {}", names(&calls))
                })
            },
        )
    }

    /// The provider broke no rule in this open.
    ///
    /// # Errors
    /// [`TraceMismatch`] with the deviations.
    pub fn expect_no_deviation(&self) -> Result<(), TraceMismatch> {
        let deviations = self.deviations();
        self.hold(
            deviations.is_empty(),
            || "no deviation".to_owned(),
            || deviations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        )
    }

    fn needs_whole(&self, expected: impl FnOnce() -> String) -> Result<(), TraceMismatch> {
        self.hold(self.is_whole(), expected, || {
            format!("not the beginning of {}: {}", self.number(), self.trace().left_out_text())
        })
    }

    fn hold(
        &self,
        met: bool,
        expected: impl FnOnce() -> String,
        got: impl FnOnce() -> String,
    ) -> Result<(), TraceMismatch> {
        if met {
            Ok(())
        } else {
            Err(TraceMismatch { expected: expected(), got: got(), trace: self.to_string() })
        }
    }
}

impl Trace {
    /// Providers have given back what MAPI gave them: references on support objects, and sections of the profile. What
    /// clients hold, and a provider's own objects that outlive their last release, are in [`leaks`](Self::leaks).
    ///
    /// # Errors
    /// [`TraceMismatch`] with what they still hold and the calls it was made for.
    pub fn expect_references_balanced(&self) -> Result<(), TraceMismatch> {
        let held: Vec<String> = self
            .ledger()
            .iter()
            .filter(|holding| holding.is_owed_by_provider())
            .map(|holding| self.holding_text(holding))
            .collect();
        self.hold(held.is_empty(), "no reference left", || held.join("; "))
    }

    /// No provider broke a rule anywhere.
    ///
    /// # Errors
    /// [`TraceMismatch`] with the deviations.
    pub fn expect_no_deviation(&self) -> Result<(), TraceMismatch> {
        let deviations = self.deviations();
        let text = || deviations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        self.hold(deviations.is_empty(), "no deviation", text)
    }

    /// No client broke a rule of its own, and no provider made a call that nothing comes of: for tests of clients, and of
    /// scenarios that other tests build on.
    ///
    /// # Errors
    /// [`TraceMismatch`] with the advice.
    pub fn expect_no_advice(&self) -> Result<(), TraceMismatch> {
        let advice = self.advice();
        let text = || advice.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        self.hold(advice.is_empty(), "no advice", text)
    }

    pub(super) fn hold(
        &self,
        met: bool,
        expected: &str,
        got: impl FnOnce() -> String,
    ) -> Result<(), TraceMismatch> {
        if met {
            Ok(())
        } else {
            Err(TraceMismatch { expected: expected.to_owned(), got: got(), trace: self.to_string() })
        }
    }
}

/// The first of `expected` that does not follow its forerunners in `calls`.
fn first_missing(calls: &[Method], expected: &[Method]) -> Option<Method> {
    let mut rest = calls.iter();
    expected.iter().copied().find(|&wanted| !rest.any(|&call| call == wanted))
}

fn numbers(steps: &[Step]) -> String {
    steps.iter().map(|step| step.number().to_string()).collect::<Vec<_>>().join(", ")
}

fn names(methods: &[Method]) -> String {
    methods.iter().map(|method| method.name()).collect::<Vec<_>>().join(", ")
}
