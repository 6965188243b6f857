//! A rule that was not kept, with everything that an author wants to know.

use std::fmt;
use std::sync::Arc;

#[cfg(feature = "html")]
use super::evidence::diagram_of;
use super::evidence::{Evidence, Retold};
use crate::catalogue::{RuleId, addresses};
use crate::conformance::declare::Declaration;
use crate::conformance::machine::calls_with_arguments;
use crate::conformance::rule::{Breach, Rule};
use crate::load::readings::Strictness;
use crate::trace::{Deviation, Trace};

/// Setting this variable of the environment shows the whole trace below a failing rule.
const SHOW_TRACE: &str = "MAPI_SIM_TRACE";

/// How many of the last calls a message shows.
const CALLS_SHOWN: usize = 12;

/// A rule that was not kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The rule.
    pub rule: Rule,
    /// How it was read.
    pub reading: Strictness,
    /// What was expected and what came.
    pub breach: Breach,
    /// What happened on the last machine that the rule used.
    pub trace: Option<Trace>,
    /// The same, where the rule was tried in another process.
    pub retold: Option<Arc<Retold>>,
    /// The rule that was on trial when something beside the kit saw this one broken; `None` where the check of the rule
    /// itself found it, or the trial was its own.
    pub seen_in: Option<RuleId>,
}

impl Failure {
    pub(in crate::conformance) fn new(
        rule: Rule,
        declaration: Declaration,
        breach: Breach,
        evidence: Option<Evidence>,
    ) -> Self {
        let (trace, retold) = match evidence {
            Some(Evidence::Trace(trace)) => (Some(trace), None),
            Some(Evidence::Retold(retold)) => (None, Some(retold)),
            None => (None, None),
        };
        Self { rule, reading: declaration.reading(rule.id), breach, trace, retold, seen_in: None }
    }

    /// The calls of the trace in the order of their returns, each with what was passed and its code; of many the last
    /// ones.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        let calls = match (&self.trace, &self.retold) {
            (Some(trace), _) => calls_with_arguments(trace),
            (None, Some(retold)) => retold.calls.clone(),
            (None, None) => Vec::new(),
        };
        let skip = calls.len().saturating_sub(CALLS_SHOWN);
        calls.into_iter().skip(skip).collect()
    }

    /// What happened on the last machine that the rule used, as text, wherever that was.
    #[must_use]
    pub fn trace_text(&self) -> Option<String> {
        let retold = || self.retold.as_ref().map(|retold| retold.text.clone());
        self.trace.as_ref().map(ToString::to_string).or_else(retold)
    }

    /// The same, drawn.
    #[cfg(feature = "html")]
    pub(in crate::conformance) fn diagram(&self) -> Option<String> {
        let retold = || self.retold.as_ref().map(|retold| retold.diagram.clone());
        self.trace.as_ref().map(diagram_of).or_else(retold)
    }

    /// The nearest cause: the first breach of another rule that the simulator found on the way, from which this one
    /// may follow.
    #[must_use]
    pub fn cause(&self) -> Option<&Deviation> {
        let own = self.rule.id.as_str();
        self.trace.as_ref()?.deviations().iter().find(|deviation| deviation.rule != own)
    }
}

impl Failure {
    /// The line of the nearest cause, wherever the rule was tried.
    fn cause_text(&self) -> Option<String> {
        let told = self.retold.iter().flat_map(|retold| &retold.deviations);
        let other = |(rule, _): &&(String, String)| rule != self.rule.id.as_str();
        let retold = || told.clone().find(other).map(|(_, line)| line.clone());
        self.cause().map(ToString::to_string).or_else(retold)
    }

    /// The rule, what was expected, what came, the last calls and what to do; without the trace.
    #[must_use]
    pub fn story(&self) -> String {
        let Self { rule, reading, breach, .. } = self;
        let mut lines = vec![
            format!("{} {}", rule.id, rule.title()),
            format!("  level     {}, {} reading", rule.level(), reading.word()),
        ];
        lines.extend(rule.entry().map(|entry| format!("  duty      {}", entry.duty)));
        let pages: Vec<String> = addresses(rule.pages()).collect();
        if !pages.is_empty() {
            lines.push(format!("  pages     {}", pages.join("\n            ")));
        }
        lines.extend(rule.source().map(|source| format!("  source    {source}")));
        lines.push(format!("  expected  {}", breach.expected));
        lines.push(format!("  got       {}", breach.got));
        lines.extend(self.seen_in.map(|id| format!("  seen      while {id} was on trial")));
        let calls = self.calls();
        if !calls.is_empty() {
            lines.push(format!("  calls     {}", calls.join("\n            ")));
        }
        if let Some(cause) = self.cause_text() {
            lines.push(format!("  cause     perhaps {cause}"));
        }
        if !breach.help.is_empty() {
            lines.push(format!("  to do     {}", breach.help));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.story())?;
        if let Some(trace) = self.trace_text() {
            if std::env::var_os(SHOW_TRACE).is_some() {
                write!(f, "\n  trace\n{trace}")?;
            } else {
                write!(f, "\n  trace     run this test with {SHOW_TRACE}=1 in its environment")?;
            }
        }
        Ok(())
    }
}
