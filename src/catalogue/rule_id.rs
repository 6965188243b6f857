//! The numbers of rules.

use std::fmt;

/// The number of a rule, as `LOAD-19`: capitals that name its area, a hyphen, and digits.
///
/// The rules of this crate have theirs in [`conformance::rules`](crate::conformance::rules). A rule from elsewhere has
/// capitals of its own:
///
/// ```
/// use mapi_sim::conformance::RuleId;
///
/// const NAMES_ARE_SHORT: RuleId = RuleId::new("ACME-1");
/// assert_eq!(NAMES_ARE_SHORT.prefix(), "ACME");
/// assert!(NAMES_ARE_SHORT < RuleId::new("ACME-2"));
/// ```
///
/// What is no number does not compile where the number is a constant:
///
/// ```compile_fail
/// # use mapi_sim::conformance::RuleId;
/// const MISSPELT: RuleId = RuleId::new("acme 1");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

impl RuleId {
    /// The number that a text says.
    ///
    /// # Panics
    /// If the text is no number of a rule.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        assert!(
            is_number(text.as_bytes()),
            "the number of a rule is capitals, a hyphen and digits, as LOAD-19"
        );
        Self(text)
    }

    /// From the bytes that [`hyphenated`] makes of the name of a constant.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_ascii(text: &'static [u8]) -> Self {
        match std::str::from_utf8(text) {
            Ok(text) => Self::new(text),
            Err(_) => Self::new(""),
        }
    }

    /// The number as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The capitals before the hyphen.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        let (mut length, mut rest) = (0, self.0.as_bytes());
        while let [b'A'..=b'Z' | b'0'..=b'9', more @ ..] = rest {
            length += 1;
            rest = more;
        }
        self.0.split_at(length).0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Capitals, which may be followed by capitals and digits, then a hyphen, then digits.
const fn is_number(text: &[u8]) -> bool {
    let [b'A'..=b'Z', rest @ ..] = text else { return false };
    let mut rest = rest;
    while let [b'A'..=b'Z' | b'0'..=b'9', more @ ..] = rest {
        rest = more;
    }
    let [b'-', b'0'..=b'9', digits @ ..] = rest else { return false };
    let mut digits = digits;
    while let [b'0'..=b'9', more @ ..] = digits {
        digits = more;
    }
    digits.is_empty()
}

/// The number in the name of a constant, as `LOAD-19` of `LOAD_19`; `N` is the length of the name.
///
/// # Panics
/// If `N` is more than that length.
#[doc(hidden)]
#[must_use]
#[allow(
    clippy::indexing_slicing,
    reason = "the compiler runs this, and an index that is too large is its error"
)]
pub const fn hyphenated<const N: usize>(constant: &str) -> [u8; N] {
    let mut text = [b'-'; N];
    let mut at = 0;
    while at < N {
        let byte = constant.as_bytes()[at];
        if byte != b'_' {
            text[at] = byte;
        }
        at += 1;
    }
    text
}

/// The [`RuleId`] in the name of a constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_rule_id {
    ($constant:ident) => {{
        const NAME: &str = stringify!($constant);
        const NUMBER: [u8; NAME.len()] = $crate::conformance::hyphenated(NAME);
        $crate::conformance::RuleId::from_ascii(&NUMBER)
    }};
}
