//! The nine steps as a state machine that calls nobody.
//!
//! A [`LoadMachine`] is one open. Whoever drives it asks [`LoadMachine::legal`] what can happen next, does it, and
//! reports what came back to [`LoadMachine::apply`]; the [`Effects`] say what follows. The machine has no clock, thread,
//! randomness or I/O, allocates nothing, and never calls a provider: the same inputs give the same effects.
//!
//! It has two regions. The client's side ([`OpenState`]) goes from resolving over logging on to an open store and its
//! end; the spooler's side ([`SpoolerState`]) begins once the store is open. Only causes are fixed: 5 before 6, 6 before
//! 8, 8 before 9, and 5 before 7. The documented order is the order in which `legal` lists the moves.
//!
//! | codes of `Logon` | service | `OpenMsgStore` |
//! |:--|:--|:--|
//! | success, also with a warning | enabled | the store |
//! | `MAPI_E_UNCONFIGURED`, first | configured, then tried again | |
//! | `MAPI_E_UNCONFIGURED`, again or not configurable | disabled | the code; `MAPI_E_LOGON_FAILED` under `MDB_NO_DIALOG` |
//! | `MAPI_E_FAILONEPROVIDER`, `MAPI_E_NOT_FOUND`, `MAPI_E_NO_ACCESS`, `MAPI_E_INTERFACE_NOT_SUPPORTED` | enabled | the code |
//! | every other failure | disabled | the code |
//!
//! Where the documentation leaves a choice, the facts of an open say which [`readings`] hold; the table shows the defaults.
//!
//! ```
//! use mapi_sim::load::*;
//! use mapi_sim::mapi::codes::S_OK;
//!
//! let (mut open, _) = LoadMachine::open(OpenFacts::first());
//! let both = LogonOutcome { code: S_OK, store: Returned::New, logon: Returned::New };
//! for input in [
//!     Input::InitCalled,
//!     Input::InitReturned(InitOutcome::Ready),
//!     Input::SectionChosen(SectionFacts::closed()),
//!     Input::LogonCalled,
//!     Input::LogonReturned(both),
//!     Input::SpoolerTold,
//!     Input::StoreHanded,
//!     Input::SpoolerLogonCalled,
//!     Input::SpoolerLogonReturned(both),
//! ] {
//!     open.apply(input).unwrap();
//! }
//! assert!(Step::ALL.into_iter().all(|step| open.steps().contains(step)));
//! let error = open.apply(Input::LogonCalled).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "LogonCalled cannot happen while the open is Open and the spooler's side LoggedOn; \
//!      possible is StoreReleased, SessionLogoff, SpoolerReleased"
//! );
//! ```

mod effect;
mod error;
mod facts;
mod input;
mod legal;
mod machine;
pub mod readings;
mod spooler;
mod state;
mod step;
mod transition;
mod verdict;

pub use effect::{Effect, Effects, ProtocolFault};
pub use error::Refused;
pub use facts::{OpenFacts, ProviderObject, SectionFacts, ServiceFacts};
pub use input::{InitOutcome, Input, InputKind, LogonOutcome, Returned};
pub use legal::Moves;
pub use machine::LoadMachine;
pub use state::{OpenState, SpoolerState};
pub use step::{SkipReason, Step, StepSet};
