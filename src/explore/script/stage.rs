//! What scripts are played on.

use std::fmt;
use std::rc::Rc;

use super::failure::ScriptFailure;
use super::shrink::fewest;
use super::story::tell;
use super::{Script, ScriptError};
use crate::explore::{Explored, Finding, Orders, Replay, ReplayError, Scenario, StoryError};
use crate::mapi::EntryId;
use crate::sim::Subsystem;

type World = Rc<dyn Fn() -> Result<Subsystem, StoryError>>;

/// A world with a profile and stores, on which [`Script`]s are played.
///
/// ```
/// use mapi_sim::explore::{Orders, Script, Stage};
/// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
///
/// let world = || {
///     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
///     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
///     let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry));
///     builder.profile(Profile::new("Default").service(Service::new("MYSTORE").store(section))).build()
/// };
/// let stage = Stage::new(world, "Default").store(store_entry_id("personal"));
///
/// let script: Script = "mapi-sim-script-1: logon(2) open(0,0) use(0,props) release(0) | spooler".parse()?;
/// assert!(stage.explore(&script, Orders::preemptions(1))?.is_complete());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Stage {
    world: World,
    profile: String,
    stores: Vec<EntryId>,
    more: Rc<dyn Fn(Scenario) -> Scenario>,
}

/// Why a token was not played again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ScriptReplayError {
    /// There is no ` @ ` between script and schedule.
    NoSchedule,
    /// The script is none.
    Script(ScriptError),
    /// The schedule is none, or something else has happened than before.
    Replay(ReplayError),
}

impl fmt::Display for ScriptReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSchedule => f.write_str("the token is a script and a schedule with ` @ ` between them"),
            Self::Script(error) => error.fmt(f),
            Self::Replay(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ScriptReplayError {}

impl Stage {
    /// A stage in the worlds that `world` builds, whose clients log on to this profile.
    pub fn new<E>(world: impl Fn() -> Result<Subsystem, E> + 'static, profile: impl Into<String>) -> Self
    where
        E: Into<StoryError>,
    {
        Self {
            world: Rc::new(move || world().map_err(Into::into)),
            profile: profile.into(),
            stores: Vec::new(),
            more: Rc::new(|scenario| scenario),
        }
    }

    /// One more store that clients can open.
    #[must_use]
    pub fn store(mut self, id: EntryId) -> Self {
        self.stores.push(id);
        self
    }

    /// Whatever belongs into every scenario besides: invariants, and what goes wrong.
    #[must_use]
    pub fn with(mut self, more: impl Fn(Scenario) -> Scenario + 'static) -> Self {
        self.more = Rc::new(more);
        self
    }

    /// The scenario that a script is.
    #[must_use]
    pub fn scenario(&self, script: &Script) -> Scenario {
        let world = Rc::clone(&self.world);
        let mut scenario = Scenario::new(move || world());
        for (number, acts) in script.clients.iter().enumerate() {
            let (acts, profile, stores) = (acts.clone(), self.profile.clone(), self.stores.clone());
            scenario = scenario.client(format!("client {}", number + 1), async move |client| {
                tell(client, &acts, &profile, &stores).await;
                Ok(())
            });
        }
        if script.spooler {
            scenario = scenario.spooler();
        }
        (self.more)(script.faults.iter().copied().fold(scenario, Scenario::fault))
    }

    /// Plays a script in these orders until there is a finding. Whether the provider does the same twice is looked at when there is
    /// one: [`Scenario::canary`] of the [scenario](Self::scenario) says it at any time.
    ///
    /// # Errors
    /// [`ScriptFailure`] with what was found, and the script with the fewest steps that still shows it.
    pub fn explore(&self, script: &Script, orders: Orders) -> Result<Explored, Box<ScriptFailure>> {
        let mut script = script.clone();
        loop {
            let failure = match self.scenario(&script).play_all(orders.clone()) {
                Ok(explored) => return Ok(explored),
                Err(failure) => failure,
            };
            let left = script.faults.len();
            script.faults.retain(|fault| !failure.findings().contains(&Finding::Idle(*fault)));
            if script.faults.len() == left {
                let difference = self.scenario(&script).canary();
                let mut cut = fewest(self, &script, *failure);
                cut.failure.difference = difference;
                return Err(Box::new(cut));
            }
        }
    }

    /// Plays a [token](ScriptFailure::token) again.
    ///
    /// # Errors
    /// [`ScriptReplayError`] says what is wrong with the token, or where something else has happened than before.
    pub fn replay(&self, token: &str) -> Result<Replay, ScriptReplayError> {
        let (script, schedule) = token.split_once(" @ ").ok_or(ScriptReplayError::NoSchedule)?;
        let script: Script = script.parse().map_err(ScriptReplayError::Script)?;
        self.scenario(&script).replay(schedule).map_err(ScriptReplayError::Replay)
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, stores, .. } = self;
        f.debug_struct("Stage")
            .field("profile", profile)
            .field("stores", &stores.len())
            .finish_non_exhaustive()
    }
}
