//! The arguments of the command.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Parser;

use crate::exit::EXIT_CODES;

/// Holds a compiled MAPI message store provider against Microsoft's documentation.
///
/// The provider is loaded into a simulated MAPI, each rule of the documentation is tried on it in a process of its own, and
/// the report says what was expected, what came, and which page says so. Needs neither Windows nor Outlook.
#[derive(Parser, Clone, Debug)]
#[command(name = "mapi-sim-check", version, after_help = EXIT_CODES)]
#[non_exhaustive]
pub struct Arguments {
    /// The provider: a shared object, or a DLL under Windows and Wine
    pub provider: PathBuf,
    /// The profile file: the provider's stores and what it can do (TOML; see the README)
    #[arg(long, value_name = "FILE")]
    pub profile: PathBuf,
    /// The library in place of mapi32, for a provider that imports MAPIAllocateBuffer and its kin (see the README)
    #[arg(long, value_name = "FILE")]
    pub mapi32: Option<PathBuf>,
    /// Try this rule alone; may be given several times, as LOAD-19 or load_19
    #[arg(long = "rule", value_name = "RULE")]
    pub rules: Vec<String>,
    /// Only load the first store through the nine steps, and show the trace
    #[arg(long, conflicts_with_all = ["rules", "html", "junit", "json"])]
    pub steps: bool,
    /// Show the whole trace below each failure
    #[arg(long)]
    pub trace: bool,
    /// Write the report as a page of HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the report as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Write the report as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Try all rules in this process: for debuggers; a crash takes the verdicts along
    #[arg(long)]
    pub in_process: bool,
    /// How many rules are tried at a time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// The folder of a process that tries one rule for another one
    #[arg(long, hide = true, requires = "task")]
    pub child: Option<PathBuf>,
    /// What that process does
    #[arg(long, hide = true)]
    pub task: Option<String>,
}
