//! What comes of a check: kept, broken, or not reached.

use std::fmt::{self, Display};

use super::Breach;
use crate::catalogue::RuleId;
use crate::mapi::MapiResult;

/// What a check gets on its way, or why there is none.
pub type Reached<T> = Result<T, NotKept>;

/// The answer of a check: the rule is kept, or why that cannot be said.
pub type Verdict = Reached<()>;

/// Why it cannot be said that a rule is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum NotKept {
    /// The provider breaks the rule.
    Broken(Breach),
    /// The check did not get as far as its own question. That says nothing of the rule.
    NotReached(Hindrance),
}

/// What stood in the way of a check.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Hindrance {
    /// The rule that is broken there, as far as can be seen.
    pub cause: RuleId,
    /// What was expected on the way and what came.
    pub breach: Breach,
}

impl Hindrance {
    /// A breach of another rule.
    #[must_use]
    pub const fn new(cause: RuleId, breach: Breach) -> Self {
        Self { cause, breach }
    }
}

impl NotKept {
    /// What was expected and what came, be it the question of the rule or a call on the way.
    #[must_use]
    pub const fn breach(&self) -> &Breach {
        match self {
            Self::Broken(breach) | Self::NotReached(Hindrance { breach, .. }) => breach,
        }
    }
}

impl From<Breach> for NotKept {
    fn from(breach: Breach) -> Self {
        Self::Broken(breach)
    }
}

impl From<Hindrance> for NotKept {
    fn from(hindrance: Hindrance) -> Self {
        Self::NotReached(hindrance)
    }
}

impl Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(breach) => Display::fmt(breach, f),
            Self::NotReached(Hindrance { cause, breach }) => {
                write!(f, "not reached, {cause} stands in the way: {breach}")
            }
        }
    }
}

/// The question of a rule: a breach unless `kept`. `help` says what to change.
///
/// # Errors
/// The breach.
pub fn ensure(kept: bool, expected: impl Display, got: impl Display, help: &'static str) -> Verdict {
    if kept { Ok(()) } else { Err(Breach::new(expected, got).help(help).into()) }
}

/// Calls that have to succeed.
///
/// The question of the rule itself is asked with [`or_breach`](Self::or_breach), what only leads there with
/// [`or_not_reached`](Self::or_not_reached):
///
/// ```
/// use mapi_sim::conformance::{OrBreach, Trial, Verdict, rules};
/// use mapi_sim::mapi::GetPropsFlags;
/// use mapi_sim::spi::OpenEntryRequest;
///
/// fn the_root_folder_has_properties(trial: &Trial) -> Verdict {
///     let machine = trial.machine()?;
///     let session = machine.session()?;
///     let store = machine.open_store(&session)?;
///     let root = store.open_entry(&OpenEntryRequest::root());
///     let root = root.or_not_reached(rules::LOGON_16, "OpenEntry of the root folder")?.into_prop();
///     let root = root.or_not_reached(rules::LOGON_16, "a root folder")?;
///     root.get_props(None, GetPropsFlags::empty()).or_breach("GetProps of the root folder").map(drop)
/// }
/// ```
pub trait OrBreach<T>: Sized {
    /// What came, or a breach that says what was expected: "success of" the call named, or what was wanted.
    ///
    /// # Errors
    /// The breach, if the call failed or gave nothing.
    fn or_unmet(self, what: impl Display) -> Result<T, Breach>;

    /// The question of the rule on trial: `what` is the call, as "IMsgStore::GetProps of the store".
    ///
    /// # Errors
    /// A breach that names the call, if it failed or gave nothing.
    fn or_breach(self, what: impl Display) -> Reached<T> {
        self.or_unmet(what).map_err(NotKept::Broken)
    }

    /// The way to that question: `cause` is the rule that asks for the success of this call. If that is the rule on trial
    /// itself, it is broken.
    ///
    /// # Errors
    /// A hindrance that names the call and the rule, if it failed or gave nothing.
    fn or_not_reached(self, cause: RuleId, what: impl Display) -> Reached<T> {
        self.or_unmet(what).map_err(|breach| NotKept::NotReached(Hindrance::new(cause, breach)))
    }
}

impl<T> OrBreach<T> for MapiResult<T> {
    fn or_unmet(self, what: impl Display) -> Result<T, Breach> {
        self.map_err(|error| {
            let help = super::to_do::after(error.code());
            Breach::new(format!("success of {what}"), super::error_text(&error)).help(help)
        })
    }
}

impl<T> OrBreach<T> for Option<T> {
    fn or_unmet(self, what: impl Display) -> Result<T, Breach> {
        self.ok_or_else(|| Breach::new(what, "nothing").help(super::to_do::NOTHING))
    }
}
