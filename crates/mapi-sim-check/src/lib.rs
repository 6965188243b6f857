//! Holds a compiled MAPI store provider, a DLL or a shared object in C++, against Microsoft's documentation.
//!
//! This is the command `mapi-sim-check`; its README is the way in. What it is made of can be used from tests in Rust as well:
//!
//! | item | what it is |
//! |:--|:--|
//! | [`Profile`] | the file that says what the provider and its stores are |
//! | [`ProviderFixture`] | a provider with such a file, as [`mapi_sim::conformance`] takes it |
//! | [`com_rules`] | the rules of the kit, and those that a bridge to compiled code sees broken |
//! | [`run`] | the command, with arguments that somebody else has read |

mod arguments;
mod binary;
mod calls;
mod child;
mod exit;
mod output;
mod parent;
mod profile;
mod rules;
mod run;
mod steps;
mod wait;
mod watch;

pub use arguments::Arguments;
pub use binary::look_at;
pub use exit::Trouble;
pub use profile::{Profile, ProviderFixture};
pub use rules::{com_rules, finding, rules as memory_rules};
pub use run::run;
