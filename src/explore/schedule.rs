//! A schedule: who moved at every choice, as a value and as one line of text.

use std::fmt;
use std::str::FromStr;

use crate::explore::token;
use crate::sim::Fault;

/// Who moved next at every choice of a run, in order.
///
/// A choice is made where more than one task can move. It is written as a position in a list: the task that has moved last
/// stands first, if it can go on, then the others in their order. So zero means that the same task goes on, and a schedule
/// of zeros lets one task after the other come to its end. After the last choice of the list every choice is zero.
///
/// The text of a schedule is a token: one line with the version of its form, the choices, and for each a character that
/// depends on what had happened until then; and the faults, if there are any. [`Scenario::replay`](super::Scenario::replay) takes it, and says where something
/// else happens now.
///
/// ```
/// use mapi_sim::explore::Schedule;
///
/// let schedule: Schedule = "mapi-sim-1:0020(12)1".parse()?;
/// assert_eq!(schedule.choices().len(), 16);
/// assert_eq!(schedule.to_string(), "mapi-sim-1:0020(12)1");
/// # Ok::<(), mapi_sim::explore::TokenError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Schedule {
    choices: Vec<u8>,
    /// What had happened before each choice and at the end, six bits each; empty if nobody has looked.
    checks: Vec<u8>,
    /// What goes wrong; nothing said if it is what the scenario says.
    faults: Option<Vec<Fault>>,
}

impl Schedule {
    /// A schedule of these choices. It says nothing of what happens at them.
    #[must_use]
    pub fn new(choices: impl Into<Vec<u8>>) -> Self {
        Self { choices: choices.into(), checks: Vec::new(), faults: None }
    }

    pub(super) const fn checked(choices: Vec<u8>, checks: Vec<u8>, faults: Option<Vec<Fault>>) -> Self {
        Self { choices, checks, faults }
    }

    /// The same choices with these faults in place of those of the scenario.
    ///
    /// ```
    /// use mapi_sim::explore::Schedule;
    ///
    /// let faults = ["IMSProvider::Logon#2=panic".parse()?, "MAPILogonEx#1=MAPI_E_TIMEOUT".parse()?];
    /// let schedule = Schedule::new([0, 1]).with_faults(faults);
    /// let text = "mapi-sim-2:01::IMSProvider::Logon#2=panic;MAPILogonEx#1=MAPI_E_TIMEOUT";
    /// assert_eq!(schedule.to_string(), text);
    /// assert_eq!(text.parse(), Ok(schedule));
    /// # Ok::<(), mapi_sim::sim::FaultError>(())
    /// ```
    #[must_use]
    pub fn with_faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults = Some(faults.into_iter().collect());
        self
    }

    /// The faults that it names; `None` if they are those of the scenario.
    #[must_use]
    pub fn faults(&self) -> Option<&[Fault]> {
        self.faults.as_deref()
    }

    /// The choices.
    #[must_use]
    pub fn choices(&self) -> &[u8] {
        &self.choices
    }

    /// How often another task than the one that has moved last was chosen, be it that the last one had to wait.
    #[must_use]
    pub fn switches(&self) -> usize {
        self.choices.iter().filter(|choice| **choice != 0).count()
    }

    pub(super) fn checks(&self) -> &[u8] {
        &self.checks
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        token::write(f, &self.choices, &self.checks, self.faults.as_deref())
    }
}

impl FromStr for Schedule {
    type Err = token::TokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (choices, checks, faults) = token::read(text)?;
        Ok(Self { choices, checks, faults })
    }
}
