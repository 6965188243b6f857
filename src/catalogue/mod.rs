//! The rules of the contract between MAPI and message store providers, each with how this crate keeps it.
//!
//! A [`RuleEntry`] has the number that traces, findings and comments in the source use, what it is about in a line, and
//! the pages of Microsoft's documentation that it rests on. [`Status`] says what stands behind it here:
//!
//! ```
//! use mapi_sim::catalogue::{Status, rule};
//!
//! let rule = rule("LOAD-07").unwrap();
//! assert_eq!(rule.title, "Step 2 skip: one provider object per session");
//! assert_eq!(rule.status, Status::Kept);
//! assert!(rule.evidence.starts_with("sim/open/paths.rs::"));
//! ```
//!
//! `cargo run --example catalogue` prints all of them, `-- --explain ID` one.

mod claims;
pub(crate) mod rule_id;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use claims::CLAIMS;
pub(crate) use rule_id::RuleId;

/// One line a rule: id, party, level, status, evidence, pages, title, separated by tabs.
const LOAD: &str = include_str!("load.tsv");

/// What real clients rely on beyond the documentation, in the same form.
const OBSERVED: &str = include_str!("observed.tsv");

/// What each of them asks for, in a sentence or two: id and duty.
const DUTIES: &str = include_str!("duties.tsv");

/// Where the documentation is read.
const PAGES: &str = "https://learn.microsoft.com/office/client-developer/outlook/mapi/";

/// A rule of the contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RuleEntry {
    /// Its number, as `LOAD-19`.
    pub id: &'static str,
    /// Whom it binds.
    pub party: Party,
    /// How strictly.
    pub level: Level,
    /// What stands behind it in this crate.
    pub status: Status,
    /// For [`Status::Kept`] the test that shows it, as `file::name`; for [`Status::Checked`] the name of the rule's
    /// function and test in [`conformance`](crate::conformance); for [`Status::Types`],
    /// [`Status::Unobservable`] and [`Status::NotApplicable`] why; for [`Status::Open`] a hyphen.
    pub evidence: &'static str,
    /// The pages, by the stems of their files and separated by commas.
    pub pages: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What it asks for, in a sentence or two.
    pub duty: &'static str,
}

impl RuleEntry {
    /// The addresses of the pages at Microsoft; none where no page is behind the rule.
    ///
    /// ```
    /// use mapi_sim::catalogue::rule;
    ///
    /// let mut pages = rule("LOAD-19").unwrap().addresses();
    /// let page = "https://learn.microsoft.com/office/client-developer/outlook/mapi/loading-message-store-providers";
    /// assert!(pages.any(|address| address == page));
    /// ```
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        addresses(self.pages)
    }
}

/// The addresses of pages that are given by their stems.
pub(crate) fn addresses(stems: &str) -> impl Iterator<Item = String> {
    // A rule of the kit's own has words there.
    let stems = stems.split(',').filter(|stem| !stem.is_empty() && !stem.contains(' '));
    stems.map(|stem| format!("{PAGES}{stem}"))
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// The word in the list.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn from_word(word: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|known| known.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    )+};
}

words! {
    /// Whom a rule binds.
    Party {
        /// The MAPI subsystem.
        Mapi = "mapi";
        /// The MAPI spooler.
        Spooler = "spooler";
        /// A client.
        Client = "client";
        /// A store provider.
        Provider = "provider";
    }
    /// How strictly a rule binds.
    Level {
        /// It has to be kept.
        Must = "must";
        /// It should be kept.
        Should = "should";
        /// It is allowed.
        May = "may";
    }
    /// What stands behind a rule in this crate.
    Status {
        /// The simulator keeps it, and a test shows that.
        Kept = "kept";
        /// A check holds providers to it.
        Checked = "checked";
        /// The types leave no way to break it.
        Types = "types";
        /// It cannot be seen from outside of a provider written in Rust.
        Unobservable = "unobservable";
        /// What it is about does not exist here.
        NotApplicable = "not-applicable";
        /// Nothing yet.
        Open = "open";
    }
}

/// All rules about loading, logging on and releasing stores, in the order of the contract, then what real clients rely
/// on beyond it, then what authors declare of their providers.
#[must_use]
pub fn rules() -> &'static [RuleEntry] {
    static RULES: OnceLock<Vec<RuleEntry>> = OnceLock::new();
    RULES.get_or_init(|| {
        let duties: BTreeMap<&str, &str> = DUTIES.lines().filter_map(|line| line.split_once('\t')).collect();
        let duty =
            |rule: RuleEntry| RuleEntry { duty: duties.get(rule.id).copied().unwrap_or_default(), ..rule };
        let listed =
            [LOAD, OBSERVED].iter().flat_map(|list| list.lines().skip(1)).filter_map(parse).map(duty);
        listed.chain(CLAIMS.iter().copied()).collect()
    })
}

/// The rule with this number, also as names of tests and of constants write it: `load_19`, `LOAD_19`.
#[must_use]
pub fn rule(id: &str) -> Option<&'static RuleEntry> {
    let number = id.replace('_', "-");
    rules().iter().find(|rule| rule.id.eq_ignore_ascii_case(&number))
}

/// A line that is not a rule is left out; a test compares the list with that of the contract.
fn parse(line: &'static str) -> Option<RuleEntry> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    let (id, party, level) = (next()?, Party::from_word(next()?)?, Level::from_word(next()?)?);
    let (status, evidence) = (Status::from_word(next()?)?, next()?);
    let (pages, title) = (next()?, next()?);
    Some(RuleEntry { id, party, level, status, evidence, pages, title, duty: "" })
}

impl fmt::Display for RuleEntry {
    /// Everything about the rule, for a reader.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.id, self.title)?;
        writeln!(f, "  duty     {}", self.duty)?;
        writeln!(f, "  binds    {} ({})", self.party, self.level)?;
        writeln!(f, "  status   {}", self.status)?;
        writeln!(f, "  evidence {}", self.evidence)?;
        let addresses: Vec<String> = self.addresses().collect();
        if addresses.is_empty() {
            return write!(f, "  pages    {}", self.pages);
        }
        write!(f, "  pages    {}", addresses.join("\n           "))
    }
}
