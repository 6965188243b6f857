//! What keeps a run from its end, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

/// The text below `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  conformant, perhaps with waivers; with --steps, all nine steps
  1  not conformant; with --steps, a step was not reached or the provider was seen to break a rule
  2  wrong arguments, or no such rule
  3  the profile file cannot be read or says what it cannot say
  4  the file is no provider: not there, no library, or the system does not load it
  5  the file is for another machine or system
  6  the file lacks an export: MSProviderInit, or the entry point that the profile file names
  7  not judged: the first store does not open
  8  a report cannot be written
  9  this program cannot go on: no process can be started, no folder made";

/// Why a run does not come to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Trouble {
    /// Arguments that clap cannot know to be wrong.
    Arguments(String),
    /// The profile file.
    Profile(String),
    /// A file that is no provider.
    NotAProvider(String),
    /// A file for another machine.
    Machine(String),
    /// A symbol that is missing.
    Export(String),
    /// A report that cannot be written.
    Report(String),
    /// This program's own affairs.
    System(String),
}

impl Trouble {
    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Arguments(_) => 2,
            Self::Profile(_) => 3,
            Self::NotAProvider(_) => 4,
            Self::Machine(_) => 5,
            Self::Export(_) => 6,
            Self::Report(_) => 8,
            Self::System(_) => 9,
        }
    }

    /// The trouble with an exit code and its text, as another process has it.
    pub(crate) fn from_code(code: u8, text: String) -> Self {
        match code {
            2 => Self::Arguments(text),
            3 => Self::Profile(text),
            4 => Self::NotAProvider(text),
            5 => Self::Machine(text),
            6 => Self::Export(text),
            8 => Self::Report(text),
            _ => Self::System(text),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Arguments(text)
            | Self::Profile(text)
            | Self::NotAProvider(text)
            | Self::Machine(text)
            | Self::Export(text)
            | Self::Report(text)
            | Self::System(text) => text,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl std::error::Error for Trouble {}

impl From<Trouble> for ExitCode {
    fn from(trouble: Trouble) -> Self {
        trouble.code().into()
    }
}
