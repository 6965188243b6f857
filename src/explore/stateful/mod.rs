//! Any provider against a model of open stores, on `proptest-state-machine`.
//!
//! The model knows which stores a client has open, whether the provider is loaded, and which stores the spooler has been told of;
//! the machine makes the same calls on a subsystem with the provider. After each of them the two are compared: what an open
//! answers, which of the nine steps it takes, that two opens of a store give one pointer and opens of two stores give two, how
//! many stores the spooler logs on to; and at the end that all is given back. A sequence that fails is shrunk by proptest,
//! which shows it as a line of text and keeps that line in its file, behind the seed: [`Moves`] plays it again.
//!
//! ```
//! use mapi_sim::explore::stateful::{StatefulStage, moves};
//! use mapi_sim::mapi::EntryId;
//! use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
//! use proptest::prelude::{ProptestConfig, proptest};
//!
//! struct Mine;
//!
//! impl StatefulStage for Mine {
//!     const PROFILE: &'static str = "Default";
//!
//!     fn stores() -> Vec<EntryId> {
//!         ["one", "two"].map(store_entry_id).to_vec()
//!     }
//!
//!     fn world() -> Result<Subsystem, BuildError> {
//!         let entry = ReferenceDll::new(StoreCatalogue::new(["one", "two"].map(StoreSpec::new)));
//!         let section = |name| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
//!         let service = Service::new("MINE").store(section("one")).store(section("two"));
//!         let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry));
//!         builder.profile(Profile::new("Default").service(service)).build()
//!     }
//! }
//!
//! proptest! {
//!     #![proptest_config(ProptestConfig::with_cases(16))]
//!     fn my_provider_is_what_the_model_says(moves in moves::<Mine>(1..20)) {
//!         moves.hold();
//!     }
//! }
//! # my_provider_is_what_the_model_says();
//! ```

mod model;
mod moves;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

pub use proptest_state_machine;
use proptest_state_machine::StateMachineTest;

use crate::mapi::{EntryId, GetPropsFlags, LogoffFlags, LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use crate::sim::{BuildError, Session, Subsystem};
use crate::spi::{IMAPISession, IMsgStore, OpenStoreRequest, ParentWindow};
use model::Expected;
pub use model::{Model, Move};
pub use moves::{Moves, MovesError, moves};

/// A provider in its world. Every store opens, and all of them are of one DLL.
pub trait StatefulStage: 'static {
    /// The profile that the client logs on to.
    const PROFILE: &'static str;

    /// The identifiers of the stores, at least one.
    fn stores() -> Vec<EntryId>;

    /// A new world with the profile, for one sequence of calls. The trace has its ordinary detail.
    ///
    /// # Errors
    /// Whatever building it answers.
    fn world() -> Result<Subsystem, BuildError>;
}

/// The state machine of a [`StatefulStage`].
pub struct Stateful<S>(PhantomData<S>);

impl<S> fmt::Debug for Stateful<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stateful")
    }
}

/// The subsystem, and what the client has.
pub struct Live {
    mapi: Subsystem,
    ids: Vec<EntryId>,
    session: Option<Arc<Session>>,
    open: Vec<Arc<dyn IMsgStore>>,
    /// What was done until now.
    made: Vec<Move>,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("mapi", &self.mapi)
            .field("open", &self.open.len())
            .finish_non_exhaustive()
    }
}

impl Live {
    fn apply(&mut self, profile: &str, model: &Model, made: Move) {
        self.made.push(made);
        match made {
            Move::LogOn { mail } => {
                let without = if mail { LogonExFlags::empty() } else { LogonExFlags::MAPI_NO_MAIL };
                let session = self.mapi.logon(profile, LogonExFlags::MAPI_NEW_SESSION | without);
                self.session = Some(self.must(session, "MAPILogonEx"));
            }
            Move::Open { store, mail } => self.open(store, mail, model),
            Move::Use(pointer) => {
                if let Some(store) = self.open.get(pointer) {
                    self.must(store.get_props(None, GetPropsFlags::empty()).map(drop), "GetProps");
                }
            }
            Move::StoreLogoff(pointer) => {
                if let Some(store) = self.open.get(pointer) {
                    self.must(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).map(drop), "StoreLogoff");
                }
            }
            Move::Release(pointer) => drop(self.open.remove(pointer)),
            Move::LogOff => self.log_off(),
            Move::Spooler => {
                let logons = self.mapi.run_spooler();
                let most = if let Expected::Logons(most) = model.expected { most } else { 0 };
                self.hold(logons <= most, || {
                    format!("the spooler logs on to {most} stores at most, and did to {logons}")
                });
            }
        }
    }

    fn open(&mut self, store: usize, mail: bool, model: &Model) {
        let (Some(session), Some(id)) = (&self.session, self.ids.get(store)) else { return };
        let without = if mail { OpenStoreFlags::empty() } else { OpenStoreFlags::MDB_NO_MAIL };
        let answer = session.open_msg_store(&OpenStoreRequest::new(id).flags(without));
        let opened = self.must(answer, "OpenMsgStore").value;
        for (pointer, other) in self.open.iter().zip(&model.open) {
            let same = Arc::ptr_eq(pointer, &opened);
            self.hold(same == (*other == store), || {
                format!(
                    "stores {other} and {store} {} one pointer",
                    if same { "have" } else { "do not have" }
                )
            });
        }
        self.open.push(opened);
        let trace = self.mapi.trace();
        let done = trace.last_open().map(|open| open.steps_done());
        if let Expected::Steps(steps) = &model.expected {
            self.hold(done.as_ref() == Some(steps), || {
                format!("the steps are {steps:?}, and came as {done:?}")
            });
        }
    }

    fn log_off(&mut self) {
        self.open.clear();
        if let Some(session) = self.session.take() {
            self.must(session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0), "Logoff");
        }
    }

    fn must<T>(&self, answer: crate::mapi::MapiResult<T>, call: &str) -> T {
        match answer {
            Ok(answer) => answer,
            Err(error) => self.fails(&format!("{call} succeeds, and answered {error}")),
        }
    }

    #[allow(clippy::panic, reason = "a property test fails by a panic")]
    fn fails(&self, why: &str) -> ! {
        panic!("the model says that {why}\nagain with {}\n\n{}", moves::text(&self.made), self.mapi.trace())
    }

    fn hold(&self, holds: bool, why: impl FnOnce() -> String) {
        if !holds {
            self.fails(&why());
        }
    }
}

impl<S: StatefulStage> StateMachineTest for Stateful<S> {
    type SystemUnderTest = Live;
    type Reference = Self;

    #[allow(clippy::panic, reason = "a property test fails by a panic")]
    fn init_test(_model: &Model) -> Live {
        let mapi = S::world().unwrap_or_else(|error| panic!("the world could not be built: {error}"));
        Live { mapi, ids: S::stores(), session: None, open: Vec::new(), made: Vec::new() }
    }

    fn apply(mut live: Live, model: &Model, made: Move) -> Live {
        live.apply(S::PROFILE, model, made);
        live
    }

    fn check_invariants(live: &Live, _model: &Model) {
        let trace = live.mapi.trace();
        let checks = [trace.expect_no_deviation(), trace.expect_invariants(), trace.expect_load_order()];
        for mismatch in checks.into_iter().filter_map(Result::err) {
            live.hold(false, || format!("{} is so, and got {}", mismatch.expected(), mismatch.got()));
        }
    }

    fn teardown(mut live: Live, _model: Model) {
        live.log_off();
        if let Err(mismatch) = live.mapi.trace().expect_references_balanced() {
            live.hold(false, || format!("nothing is left, and got {}", mismatch.got()));
        }
    }
}
