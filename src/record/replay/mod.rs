//! A recorded trace played again.

mod act;
mod answers;
mod arguments;
mod calls;
mod compare;
mod kept;
mod live;
mod mapping;
mod not_played;
mod player;
mod recall;
mod script;
mod sitter;

use std::fmt;

use crate::sim::Subsystem;
use crate::trace::Trace;
pub use not_played::not_played;
use player::Player;
use script::actions;

/// A trace that was played again without a difference.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "it says what was not played"]
#[non_exhaustive]
pub struct Replayed {
    /// How many actions of clients and of the spooler were played.
    pub actions: usize,
    /// How many answers of the provider were compared.
    pub answers: usize,
    /// What was not played, each with its line and why: calls on objects that the replay does not know or with arguments that the
    /// trace does not have.
    pub not_played: Vec<String>,
}

/// The first place where something else came than was recorded.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReplayDifference {
    /// The line of the recorded answer, counted as this crate writes them.
    pub line: usize,
    /// What was called.
    pub called: String,
    /// The answer that was recorded.
    pub expected: String,
    /// The answer that came.
    pub came: String,
    /// What was not played until then, as [`Replayed::not_played`] has it. The difference may come of that.
    pub not_played: Vec<String>,
    /// What has happened in the replay until then.
    pub trace: Box<Trace>,
}

impl fmt::Display for ReplayDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, called, expected, came, .. } = self;
        write!(f, "line {line}: {called}\n  expected  {expected}\n  came      {came}")?;
        // The first one explains most.
        if let Some(first) = self.not_played.first() {
            let count = self.not_played.len();
            write!(
                f,
                "\n  before it, {count} of the recorded calls could not be played, which may be why:\n  {first}"
            )?;
        }
        Ok(())
    }
}

/// The same as `Display`, so that `unwrap` in a test shows it.
impl fmt::Debug for ReplayDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ReplayDifference {}

/// Plays what clients and the spooler do in `recorded` in another subsystem, whose provider may be another one, and compares
/// each answer of the provider.
///
/// The subsystem is new and has the profile that the recorded sessions are logged on to, and its trace has the detail of the
/// recorded one. What is compared are the codes and the values of what comes from the provider's objects. Identifiers and binary
/// values may be others, if they are the same others throughout; times (`PT_SYSTIME`) are not compared.
///
/// ```
/// use mapi_sim::mapi::{LogonExFlags, MapiResult, PropTag, PropValue, Warned};
/// use mapi_sim::mapi::{GetPropsFlags, codes::MAPI_E_CALL_FAILED};
/// use mapi_sim::record::replay;
/// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
/// use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ProviderEntry};
/// use mapi_sim::trace::{Trace, TraceDetail};
/// use mapi_sim::wrap::{OnStore, Wrapping};
///
/// fn machine(entry: impl ProviderEntry + 'static) -> Subsystem {
///     let section = StoreSection::new(DLL_NAME, "Mail").entry_id(store_entry_id("mail"));
///     let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry));
///     let profile = Profile::new("Default").service(Service::new("REF").store(section));
///     builder.profile(profile).trace_detail(TraceDetail::Whole).build().unwrap()
/// }
/// let provider = || ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mail")]));
///
/// let mapi = machine(provider());
/// let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
/// let store = session.open_msg_store(&OpenStoreRequest::new(&store_entry_id("mail")))?.value;
/// store.get_props(None, GetPropsFlags::empty())?;
/// drop((store, session));
/// let recorded = Trace::from_json_lines(&mapi.trace().to_json_lines()?)?;
///
/// let replayed = replay(&recorded, &machine(provider()), "Default")?;
/// assert!(replayed.answers > 5 && replayed.not_played.is_empty());
///
/// let other = Wrapping::new(provider()).store(OnStore::new().get_props(|_, _, _| Err(MAPI_E_CALL_FAILED.into())));
/// let difference = replay(&recorded, &machine(other), "Default").unwrap_err();
/// assert!(difference.called.contains("IMsgStore::GetProps"), "{difference}");
/// assert!(difference.came.contains("MAPI_E_CALL_FAILED"), "{difference}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every method of the objects of a provider is played, and of a session what leads to its tables, its sections and the
/// provider's objects: administration of services and of their providers, setup of services, a fast shutdown. Users do with dialogs
/// what they did in the recorded run, and another dialog is a difference. Sinks are the replay's own, and what they are told is
/// compared; calls are made without progress objects, and without windows above which no dialog was shown. [`not_played`] says which methods are left out, and why; [`Replayed::not_played`] lists the calls.
/// Recordings need [`TraceDetail::Whole`](crate::trace::TraceDetail::Whole), and for passwords
/// [`trace_secure_properties`](crate::sim::SubsystemBuilder::trace_secure_properties) or a [`User`](crate::sim::User) who knows them.
///
/// # Errors
/// [`ReplayDifference`] with the first answer that is another.
pub fn replay(recorded: &Trace, mapi: &Subsystem, profile: &str) -> Result<Replayed, ReplayDifference> {
    let actions = actions(recorded);
    let mut player = Player::new(recorded, mapi, profile);
    for action in &actions {
        player.play(action)?;
    }
    player.end()
}
