//! When a test fails or hangs.
//!
//! # A rule of the kit fails
//!
//! The test is called after the rule, so `cargo test load_19` runs it alone. Its message has, from top to bottom,
//!
//! * the number and the title of the **rule**, its level and the **pages** of Microsoft's reference that it comes from;
//! * what was **expected** and what the check **got** instead. An object is named by what it is (the store, the root folder,
//!   a message), a call by its interface and method as in MAPI;
//! * the last **calls** before that, in the order in which they returned;
//! * what is **to do**.
//!
//! A check that does not get as far as its own question does not accuse the provider of breaking its rule: the rule is *not
//! reached*, and the one line of its test names the rule that stands in the way. So begin with the failures that are none of
//! these, and of them with the one that is earliest in the life of a store: `MSProviderInit`, then `Logon`, then what is asked
//! of an open store, then its end.
//!
//! [`explain`](crate::conformance::explain) tells what stands behind a number, in whatever way it is written:
//!
//! ```
//! let text = mapi_sim::conformance::explain("load_19").unwrap();
//! assert!(text.starts_with("LOAD-19 "));
//! ```
//!
//! In a clone of the repository, `cargo run --example catalogue -- --explain LOAD-19` prints the same.
//!
//! # Everything that happened
//!
//! With the environment variable `MAPI_SIM_TRACE` a failing rule shows the whole trace of its world, calls and references
//! included:
//!
//! ```sh
//! MAPI_SIM_TRACE=1 cargo test load_19
//! ```
//!
//! A test of your own has the trace as a value. The expectations of an open and of a [`Trace`](crate::trace::Trace) show it
//! where they are not met; [`trace_detail`](crate::sim::SubsystemBuilder::trace_detail) says how much is written down, up to every
//! call on folders, tables and messages:
//!
//! ```
//! use mapi_sim::mapi::LogonExFlags;
//! use mapi_sim::sim::{Profile, Subsystem};
//! use mapi_sim::trace::TraceDetail;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mapi = Subsystem::builder()
//!     .profile(Profile::new("Default"))
//!     .trace_detail(TraceDetail::All)
//!     .build()?;
//! let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
//! drop(session);
//!
//! let trace = mapi.trace();
//! trace.expect_no_deviation()?;
//! println!("{trace}");
//! # Ok(())
//! # }
//! ```
//!
//! # A deviation, or a reference that is left
//!
//! `expect_no_deviation` lists what a provider did against a rule while the simulator looked on, `expect_references_balanced`
//! who holds which object and since when. A support object that is left was kept by `Logon` and not given back: neither the
//! last release of the store nor `IMSLogon::Logoff` dropped it. [`KeptSupport`](crate::support::KeptSupport) does it on both
//! ways. *Advice* is about the client that the test plays, and never the provider's fault.
//!
//! # Live, with `tracing`
//!
//! The simulator sends its events to [`tracing`](https://docs.rs/tracing) as they happen, with the target `mapi_sim` and a span
//! for each `OpenMsgStore`, so that they stand between the provider's own:
//!
//! | level | events |
//! |:--|:--|
//! | `ERROR` | deviations |
//! | `WARN` | advice to clients |
//! | `INFO` | the nine steps, and what was left out |
//! | `DEBUG` | calls, their answers, panics |
//! | `TRACE` | references on support objects |
//!
//! With a subscriber that reads `RUST_LOG`, such as that of `tracing-subscriber`, `RUST_LOG=mapi_sim=info` shows the steps alone. As
//! the events come while the provider runs, they also show how far a test got that does not end.
//!
//! # A test hangs
//!
//! No lock of the simulator is held while a provider runs, and it waits for nobody. So a test that does not end waits inside the
//! provider, as a rule for a lock that the provider itself holds, for MAPI calls back while it is called: `OpenProfileSection`
//! leads to `CompareStoreIDs`, `ModifyStatusRow` and `Notify` lead to sinks, and the last `Release` of a support object leads to
//! `IMSLogon::Logoff`. Let go of a lock before MAPI is called.
//!
//! The kit tries each rule on a thread of its own and leaves a trial behind that has not ended after ten seconds. The rule's
//! test then names the calls that have not returned. `MAPI_SIM_TIME_LIMIT` in the environment sets another limit in seconds,
//! [`Fixture::time_limit`](crate::conformance::Fixture::time_limit) one for a fixture; zero is none, so that a debugger can stay
//! where a provider waits. A test of your own gets the same by [`Subsystem::within`](crate::sim::Subsystem::within):
//!
//! ```
//! use std::time::Duration;
//!
//! use mapi_sim::mapi::LogonExFlags;
//! use mapi_sim::sim::{Profile, Subsystem};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mapi = Subsystem::builder().profile(Profile::new("Default")).build()?;
//! mapi.within(Duration::from_secs(10), |mapi| {
//!     let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
//!     // Whatever may not end.
//!     drop(session);
//! })?;
//! # Ok(())
//! # }
//! ```
//!
//! A scenario has it for each order by [`Scenario::explore_within`](crate::explore::Scenario::explore_within).
//!
//! Whoever has another thread can ask [`Trace::under_way`](crate::trace::Trace::under_way) at any time, and in the events of
//! `tracing` the last call without an answer is the one that hangs.
//!
//! A provider that leads MAPI back to itself, by opening its own store in `Logon` for instance, does not hang: calls inside calls
//! have a limit, at which a call fails and says so.
//!
//! # A provider panics
//!
//! The panic reaches the test once MAPI has done all that it does after a call that fails, and the trace names the call
//! (`PANICKED`). If it has poisoned a lock of the provider's, later calls panic as well; what the test sees is the first panic.
//!
//! If an object of the provider panics in `Drop` while such a panic unwinds, Rust ends the whole process, and nobody can say more
//! than what it prints: look for the first of the two messages. The command `mapi-sim-check` has a process for each rule.
