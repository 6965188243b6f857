//! A rule: a number, a test name, a check.

use std::fmt;

use super::Verdict;
use crate::catalogue::{self, Level, RuleEntry, RuleId};
use crate::conformance::declare::Capability;
use crate::conformance::machine::Trial;

/// The check of a rule: what a client and a spooler do on a machine, and what has to come of it.
pub type Check = fn(&Trial<'_>) -> Verdict;

/// A rule that a provider is held to. Those of this crate are in [`RULES`](crate::conformance::RULES); others are made like
/// this:
///
/// ```
/// use mapi_sim::catalogue::Level;
/// use mapi_sim::conformance::{Rule, RuleId, Trial, Verdict, ensure};
///
/// const NAMES_ARE_LOWER_CASE: Rule = Rule::new(RuleId::new("ACME-1"), "acme_1_dll_names_are_lower_case")
///     .with_title("Names of DLLs are in lower case")
///     .with_level(Level::Should)
///     .with_source("Handbook of Acme, page 7")
///     .with_check(names_are_lower_case);
///
/// fn names_are_lower_case(trial: &Trial) -> Verdict {
///     let name = trial.setup().name();
///     ensure(name == name.to_lowercase(), "a name in lower case", name, "Rename the DLL.")
/// }
/// # assert_eq!(NAMES_ARE_LOWER_CASE.title(), "Names of DLLs are in lower case");
/// ```
///
/// [`RuleSet`](crate::conformance::RuleSet) puts them into a run, and
/// [`conformance_area!`](crate::conformance_area) makes a whole table of them, with a test each.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// The name of its test, which is usually that of its function, too.
    pub name: &'static str,
    /// The module of its test.
    pub area: &'static str,
    /// What has to be declared for the rule to apply.
    pub requires: &'static [Capability],
    about: About,
    pub(super) check: Option<Check>,
}

/// Where it stands what a rule is about.
#[derive(Clone, Copy)]
enum About {
    /// In the catalogue of this crate.
    Catalogue,
    /// In the rule.
    Rule { title: &'static str, level: Level, pages: &'static str, source: Option<&'static str> },
}

impl Rule {
    /// A rule that this crate does not have. Its number has a prefix that none of this crate's rules has.
    ///
    /// Its area is the prefix of its number. Without a check it is a rule that only a
    /// [`Finding`](crate::conformance::Finding) breaks.
    #[must_use]
    pub const fn new(id: RuleId, name: &'static str) -> Self {
        let about = About::Rule { title: name, level: Level::Must, pages: "", source: None };
        Self { id, name, area: id.prefix(), requires: &[], about, check: None }
    }

    /// A rule of the [`catalogue`] that has no test in this crate, since it cannot be seen from here: a bridge to
    /// providers in other languages, for instance, sees more.
    #[must_use]
    pub const fn of_catalogue(id: RuleId, name: &'static str) -> Self {
        Self { about: About::Catalogue, ..Self::new(id, name) }
    }

    /// A rule that somebody has found broken and nobody has put into the run.
    pub(in crate::conformance) fn unlisted(id: RuleId) -> Self {
        match catalogue::rule(id.as_str()) {
            Some(_) => Self::of_catalogue(id, id.as_str()),
            None => Self::new(id, id.as_str()).with_title("A rule that is not among those of this run"),
        }
    }

    /// The area, which is the module of its test and a part of the report.
    #[must_use]
    pub const fn with_area(mut self, area: &'static str) -> Self {
        self.area = area;
        self
    }

    /// What has to be declared for the rule to apply.
    #[must_use]
    pub const fn with_requires(mut self, requires: &'static [Capability]) -> Self {
        self.requires = requires;
        self
    }

    /// The check.
    #[must_use]
    pub const fn with_check(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// What it is about, in a line. Has no effect on a rule of the catalogue.
    #[must_use]
    pub const fn with_title(mut self, text: &'static str) -> Self {
        if let About::Rule { title, .. } = &mut self.about {
            *title = text;
        }
        self
    }

    /// How strictly it binds; without this it has to be kept. Has no effect on a rule of the catalogue.
    #[must_use]
    pub const fn with_level(mut self, how: Level) -> Self {
        if let About::Rule { level, .. } = &mut self.about {
            *level = how;
        }
        self
    }

    /// The pages of Microsoft's MAPI reference that it rests on, by the stems of their files and separated by commas. Has
    /// no effect on a rule of the catalogue.
    #[must_use]
    pub const fn with_pages(mut self, stems: &'static str) -> Self {
        if let About::Rule { pages, .. } = &mut self.about {
            *pages = stems;
        }
        self
    }

    /// What else it rests on, in words. Has no effect on a rule of the catalogue.
    #[must_use]
    pub const fn with_source(mut self, words: &'static str) -> Self {
        if let About::Rule { source, .. } = &mut self.about {
            *source = Some(words);
        }
        self
    }

    /// What the catalogue says of it: title, level and pages. Nothing for a rule that this crate does not have.
    #[must_use]
    pub fn entry(&self) -> Option<&'static RuleEntry> {
        match self.about {
            About::Catalogue => catalogue::rule(self.id.as_str()),
            About::Rule { .. } => None,
        }
    }

    /// What it is about, in a line.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.about {
            About::Catalogue => self.entry().map_or(self.name, |entry| entry.title),
            About::Rule { title, .. } => title,
        }
    }

    /// How strictly it binds.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.about {
            About::Catalogue => self.entry().map_or(Level::Must, |entry| entry.level),
            About::Rule { level, .. } => level,
        }
    }

    /// The pages that it rests on, by the stems of their files and separated by commas. In rules of this crate that no
    /// page is behind there are words instead.
    #[must_use]
    pub fn pages(&self) -> &'static str {
        match self.about {
            About::Catalogue => self.entry().map_or("", |entry| entry.pages),
            About::Rule { pages, .. } => pages,
        }
    }

    /// What else it rests on, in words.
    #[must_use]
    pub const fn source(&self) -> Option<&'static str> {
        match self.about {
            About::Catalogue => None,
            About::Rule { source, .. } => source,
        }
    }

    /// Whether it has a check. A rule without one is broken by a [`Finding`](crate::conformance::Finding) alone.
    #[must_use]
    pub const fn has_check(&self) -> bool {
        self.check.is_some()
    }

    /// Whether it is one of this crate's catalogue.
    #[must_use]
    pub const fn is_catalogued(&self) -> bool {
        matches!(self.about, About::Catalogue)
    }

    /// Whether it tells what real clients rely on beyond the documentation; not keeping it is no breach.
    #[must_use]
    pub fn is_observation(&self) -> bool {
        self.is_catalogued() && self.area == "observed"
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.name)
    }
}
