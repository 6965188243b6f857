//! Whether a client may leave without releasing anything.

/// Who decides about fast shutdown: the registry value `FastShutdownBehavior` of a user. Page:
/// `fast-shutdown-user-options`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum FastShutdown {
    /// 0: clients may leave fast unless a provider refuses.
    #[default]
    UnlessOptedOut,
    /// 1: clients may leave fast if every provider agrees; one without the interface does not.
    IfAllOptIn,
    /// 2: the administrator has switched it off, and no provider is asked.
    Off,
}
