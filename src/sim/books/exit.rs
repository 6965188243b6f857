//! Whether the client process is initialised, and how far it has come on its way out.

/// How far the client process has come on its way out \[SHUT-21\].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Exit {
    /// It has not asked, or was refused.
    Staying,
    /// `QueryFastShutdown` has succeeded.
    Granted,
    /// `NotifyProcessShutdown` has succeeded.
    Notified,
    /// `DoFastShutdown` has succeeded: the process is gone.
    Left,
}
