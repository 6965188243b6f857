//! Where the spooler runs.

/// The two readings of where the spooler runs, which decide through which provider object it logs on.
///
/// The documentation has both. A provider should work in either: a test that loads it in one runs as well in the other.
///
/// | | `SameProcess` | `OwnProcess` |
/// |:--|:--|:--|
/// | provider object of `SpoolerLogon` | that of the session | one of the spooler's own |
/// | `MSProviderInit` | once per session and DLL | once more, by the spooler |
/// | step 9 may return the objects of step 5 | yes | no |
/// | MAPIUIDs and status rows of a spooler's logon | the session's | stay in the spooler's process |
/// | `Shutdown` | by MAPI | for its own provider object by the spooler |
///
/// In both the spooler has a support object of its own, gets the validation data as a copy, and never blocks or undoes
/// the client's open. Choose by [`SubsystemBuilder::spooler_model`](crate::sim::SubsystemBuilder::spooler_model).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum SpoolerModel {
    /// The nine steps taken literally, as Outlook runs the spooler since it became a thread of the client: step 8 calls
    /// the provider object of step 3. Pages: `loading-message-store-providers`, `mapi-spooler-overview`.
    #[default]
    SameProcess,
    /// Classic MAPI: the spooler is a process of its own, into which the validation data is copied. Before its first
    /// logon to a store of a DLL it loads the DLL there and calls `MSProviderInit`, once per session, with other memory
    /// routines and without `MAPI_NT_SERVICE`; if that fails, or the version is too low, the spooler has no access to
    /// the store, and the client notices nothing. An object of the client's process cannot come back from there: a
    /// provider that returns one deviates. When the session ends the spooler logs off its stores, then shuts its
    /// provider objects down and releases them. Pages: `imsprovider-logon`, `imsprovider-spoolerlogon`.
    ///
    /// Both processes run the same entry point of the test, so what it holds stands for what is on disk; memory that
    /// provider objects share through it would not be shared by processes.
    OwnProcess,
}
