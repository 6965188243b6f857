//! Property tags.

use std::fmt;

use super::PropType;
use crate::mapi::tags;

/// A property tag: identifier in the high 16 bits, type in the low ones. Page: `property-tags`.
///
/// The constants are in [`mapi::tags`](tags).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropTag(u32);

impl PropTag {
    /// The tag of this identifier and type (`PROP_TAG`).
    #[must_use]
    #[doc(alias = "PROP_TAG")]
    pub const fn new(id: u16, prop_type: PropType) -> Self {
        Self((id as u32) << 16 | prop_type.raw() as u32)
    }

    /// The tag with these bits.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The bits.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.0
    }

    /// The identifier (`PROP_ID`).
    #[must_use]
    #[doc(alias = "PROP_ID")]
    pub const fn id(self) -> u16 {
        let [high, low, ..] = self.0.to_be_bytes();
        u16::from_be_bytes([high, low])
    }

    /// The type (`PROP_TYPE`).
    #[must_use]
    #[doc(alias = "PROP_TYPE")]
    pub const fn prop_type(self) -> PropType {
        let [_, _, high, low] = self.0.to_be_bytes();
        PropType::from_raw(u16::from_be_bytes([high, low]))
    }

    /// The same identifier with another type (`CHANGE_PROP_TYPE`).
    #[must_use]
    #[doc(alias = "CHANGE_PROP_TYPE")]
    pub const fn with_type(self, prop_type: PropType) -> Self {
        Self::new(self.id(), prop_type)
    }

    /// Whether the identifier stands for a name: 0x8000 to 0xFFFE.
    #[must_use]
    pub const fn is_named(self) -> bool {
        self.id() >= 0x8000 && self.id() != 0xFFFF
    }

    /// Whether a profile section hides the property from lists: 0x67F0 to 0x67FF \[PROFILE-08\].
    #[must_use]
    pub const fn is_secure(self) -> bool {
        self.id() >= 0x67F0 && self.id() <= 0x67FF
    }

    /// MAPI's name of the tag, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        tags::name(self)
    }
}

impl fmt::Display for PropTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

impl fmt::Debug for PropTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
