//! The stores of a fixture.

/// The stores of the profile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::conformance) enum StoreSlot {
    /// The first store.
    Store,
    /// The other store of the same service.
    Second,
    /// The store with a password, by default the wrong one in its section.
    Password,
    /// The section that lacks something.
    Unconfigured,
    /// The store that cannot be reached.
    Unreachable,
    /// The store whose logon warns.
    Warning,
    /// The store that refuses the client's locale.
    ForeignLocale,
    /// The store with a method that answers `MAPI_E_EXTENDED_ERROR`.
    ExtendedError,
    /// The first store's section without an identifier, where the options asks for it.
    Nameless,
}
