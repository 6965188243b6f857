//! The client process: whether MAPI is initialised in it, and how far its fast shutdown has come.

/// How far the fast shutdown of the client process has come \[SHUT-21\].
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

/// The process in which all clients run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ClientProcess {
    /// Calls of `MAPIInitialize` without their `MAPIUninitialize` \[INIT-02\].
    initialized: u32,
    exit: Exit,
}

impl ClientProcess {
    /// A process that has called `MAPIInitialize`.
    pub(crate) const fn new() -> Self {
        Self { initialized: 1, exit: Exit::Staying }
    }

    pub(crate) const fn initialize(&mut self) {
        self.initialized = self.initialized.saturating_add(1);
    }

    /// More calls than there were of `MAPIInitialize` do nothing.
    pub(crate) const fn uninitialize(&mut self) {
        self.initialized = self.initialized.saturating_sub(1);
    }

    pub(crate) const fn is_initialized(&self) -> bool {
        self.initialized > 0
    }

    /// A process that is gone stays gone.
    pub(crate) fn comes_to(&mut self, exit: Exit) {
        if !self.has_left() {
            self.exit = exit;
        }
    }

    /// The process is gone: what it held is never released.
    pub(crate) fn has_left(&self) -> bool {
        self.exit == Exit::Left
    }

    /// What is wrong with going on to `next`: the phases come one by one, each after the success of the one before.
    pub(crate) const fn is_out_of_turn(&self, next: Exit) -> Option<&'static str> {
        match (next, self.exit) {
            (Exit::Notified, Exit::Staying) => {
                Some("NotifyProcessShutdown without a QueryFastShutdown that succeeded")
            }
            (Exit::Left, Exit::Staying) => Some("DoFastShutdown without a QueryFastShutdown that succeeded"),
            (Exit::Left, Exit::Granted) => Some("DoFastShutdown without NotifyProcessShutdown"),
            (Exit::Staying | Exit::Granted, _)
            | (Exit::Notified, Exit::Granted | Exit::Notified | Exit::Left)
            | (Exit::Left, Exit::Notified | Exit::Left) => None,
        }
    }
}
