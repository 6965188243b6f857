//! Property types.

use std::fmt;

macro_rules! types {
    ($($name:ident = $value:literal;)+) => {
        impl PropType {
            $(
                #[doc = concat!("`", stringify!($name), "`")]
                pub const $name: Self = Self($value);
            )+

            /// Every named type with its name; where a type has two names both are there.
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($name), Self($value))),+];
        }
    };
}

/// The type of a property: the low 16 bits of a tag. Page: `property-types`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropType(u16);

/// Many values in one property.
const MV_FLAG: u16 = 0x1000;
/// In a table: one row a value.
const MV_INSTANCE: u16 = 0x2000;

impl PropType {
    /// The type with these bits.
    #[must_use]
    pub const fn from_raw(raw: u16) -> Self {
        Self(raw)
    }

    /// The bits.
    #[must_use]
    pub const fn raw(self) -> u16 {
        self.0
    }

    /// Whether a property of this type has many values (`MV_FLAG`).
    #[must_use]
    #[doc(alias = "MV_FLAG")]
    pub const fn is_multi_valued(self) -> bool {
        self.0 & MV_FLAG != 0
    }

    /// Whether a table shows one row for each of the values (`MV_INSTANCE`).
    #[must_use]
    #[doc(alias = "MV_INSTANCE")]
    pub const fn is_instance(self) -> bool {
        self.0 & MV_INSTANCE != 0
    }

    /// MAPI's name, if it has one; of two names the first of [`ALL`](Self::ALL).
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Self::ALL.iter().find(|(_, known)| *known == self).map(|(name, _)| *name)
    }
}

impl fmt::Display for PropType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:04X}", self.0),
        }
    }
}

impl fmt::Debug for PropType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

types! {
    PT_UNSPECIFIED = 0x0000;
    PT_NULL = 0x0001;
    PT_I2 = 0x0002;
    PT_SHORT = 0x0002;
    PT_LONG = 0x0003;
    PT_I4 = 0x0003;
    PT_R4 = 0x0004;
    PT_FLOAT = 0x0004;
    PT_DOUBLE = 0x0005;
    PT_R8 = 0x0005;
    PT_CURRENCY = 0x0006;
    PT_APPTIME = 0x0007;
    PT_ERROR = 0x000A;
    PT_BOOLEAN = 0x000B;
    PT_OBJECT = 0x000D;
    PT_I8 = 0x0014;
    PT_LONGLONG = 0x0014;
    PT_STRING8 = 0x001E;
    PT_UNICODE = 0x001F;
    PT_SYSTIME = 0x0040;
    PT_CLSID = 0x0048;
    PT_BINARY = 0x0102;
    PT_PTR = 0x0103;
    PT_MV_I2 = 0x1002;
    PT_MV_SHORT = 0x1002;
    PT_MV_LONG = 0x1003;
    PT_MV_I4 = 0x1003;
    PT_MV_R4 = 0x1004;
    PT_MV_FLOAT = 0x1004;
    PT_MV_DOUBLE = 0x1005;
    PT_MV_R8 = 0x1005;
    PT_MV_CURRENCY = 0x1006;
    PT_MV_APPTIME = 0x1007;
    PT_MV_SYSTIME = 0x1040;
    PT_MV_STRING8 = 0x101E;
    PT_MV_BINARY = 0x1102;
    PT_MV_UNICODE = 0x101F;
    PT_MV_CLSID = 0x1048;
    PT_MV_I8 = 0x1014;
    PT_MV_LONGLONG = 0x1014;
    PT_SVREID = 0x00FB;
    PT_ACTIONS = 0x00FE;
    PT_SRESTRICTION = 0x00FD;
    PT_FILE_HANDLE = 0x0103;
    PT_FILE_EA = 0x0104;
}
