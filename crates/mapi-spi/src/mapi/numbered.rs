//! Enums whose values are numbers in MAPI.

/// An enum with MAPI's names and numbers; a number that has no name is kept, since newer providers and clients may know
/// what it means.
macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $original:ident, $value:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", stringify!($original), "`, ", stringify!($value))]
            $variant,)+
            /// A number without a name; [`from_raw`](Self::from_raw) makes it of no other.
            Other(u32),
        }

        impl $name {
            /// Every one that has a name, with that name in MAPI.
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($original), Self::$variant)),+];

            /// The number.
            #[must_use]
            pub const fn raw(self) -> u32 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Other(raw) => raw,
                }
            }

            /// The one with this number.
            #[must_use]
            pub const fn from_raw(raw: u32) -> Self {
                match raw {
                    $($value => Self::$variant,)+
                    other => Self::Other(other),
                }
            }

            /// MAPI's name, if there is one.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some(stringify!($original)),)+
                    Self::Other(_) => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{:#x}", self.raw()),
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl From<$name> for $crate::mapi::Value {
            fn from(value: $name) -> Self {
                value.raw().into()
            }
        }
    )+};
}

pub(crate) use numbered;
