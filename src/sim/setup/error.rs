//! What can be wrong with the description of a world.

use std::fmt;

/// Why a subsystem cannot be built: a mistake in the test's set-up, not an answer of MAPI.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// Two DLLs have the same name.
    DuplicateDll(String),
    /// Two profiles have the same name.
    DuplicateProfile(String),
    /// Two services of `MapiSvc.inf` have the same name.
    DuplicateService(String),
    /// A profile's name is empty or longer than MAPI allows.
    ProfileName(String),
    /// A DLL's name cannot be part of a wrapped identifier.
    DllName(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateDll(name) => {
                write!(f, "two DLLs are called {name:?}; a profile could not tell them apart")
            }
            Self::DuplicateProfile(name) => {
                write!(f, "two profiles are called {name:?}; MAPILogonEx could not tell them apart")
            }
            Self::DuplicateService(name) => {
                write!(
                    f,
                    "two available services are called {name:?}; CreateMsgService could not tell them apart"
                )
            }
            Self::ProfileName(name) => {
                write!(f, "the profile name {name:?} is empty or longer than 64 characters")
            }
            Self::DllName(name) => {
                write!(
                    f,
                    "the DLL name {name:?} is empty, longer than 255 characters or holds a zero character"
                )
            }
        }
    }
}

impl std::error::Error for BuildError {}
