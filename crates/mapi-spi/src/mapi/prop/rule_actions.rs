//! The actions of a rule.

/// The actions of a rule (`ACTIONS`), in a form that nobody but their maker reads: no page tells how they lie in memory.
///
/// Who hands them on keeps them as they are; two are equal if their bytes are.
#[doc(alias = "ACTIONS")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleActions(Vec<u8>);

impl RuleActions {
    /// Actions in their maker's own form.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes that their maker gave.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
