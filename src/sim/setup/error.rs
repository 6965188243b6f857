//! What can be wrong with the description of a world.

/// Why a subsystem cannot be built: a mistake in the test's set-up, not an answer of MAPI.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Two DLLs have the same name.
    #[error("two DLLs are called {0:?}; a profile could not tell them apart")]
    DuplicateDll(String),
    /// Two profiles have the same name.
    #[error("two profiles are called {0:?}; MAPILogonEx could not tell them apart")]
    DuplicateProfile(String),
    /// Two services of `MapiSvc.inf` have the same name.
    #[error("two available services are called {0:?}; CreateMsgService could not tell them apart")]
    DuplicateService(String),
    /// A profile's name is empty or longer than MAPI allows.
    #[error("the profile name {0:?} is empty or longer than 64 characters")]
    ProfileName(String),
    /// A DLL's name cannot be part of a wrapped identifier.
    #[error("the DLL name {0:?} is empty, longer than 255 characters or holds a zero character")]
    DllName(String),
}
