//! Any order of clients and spooler, and back again.
//!
//! With real MAPI nobody chooses when the spooler logs on, or what another client does while a store is opened. A
//! [`Scenario`] is a world, clients written as `async` closures, and the spooler; [`Scenario::explore`] plays it in the
//! documented order, in every order, in those with few preemptions, or in some by lot:
//!
//! ```
//! use mapi_sim::explore::{Orders, Scenario};
//! use mapi_sim::mapi::{GetPropsFlags, LogonExFlags, SessionLogoffFlags};
//! use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::spi::OpenStoreRequest;
//!
//! let world = || {
//!     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//!     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//!     Subsystem::builder()
//!         .dll(Dll::new(DLL_NAME).provider_entry(entry))
//!         .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
//!         .build()
//! };
//! let scenario = Scenario::new(world).spooler().client("reader", async |client| {
//!     let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
//!     let store = session.open(&OpenStoreRequest::new(&store_entry_id("personal"))).await?;
//!     store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
//!     store.release().await;
//!     session.logoff(SessionLogoffFlags::empty()).await?;
//!     Ok(())
//! });
//! let explored = scenario.explore(Orders::all())?;
//! assert!(explored.is_complete() && explored.schedules > 100);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A finding is a rule that the provider breaks in what it is seen to do, a reference that is left, an [invariant](crate::trace::Invariant) that does
//! not hold, a client that fails or panics, and what the author of the scenario asks for with [`Scenario::always`],
//! [`Scenario::eventually`] and [`Scenario::at_end`]. The first one ends the exploration. Its [`Failure`] shows what was
//! found, a schedule of which no switch can be taken away, who moves in it, and its trace. The text of that schedule
//! is a token: [`Scenario::replay`] plays it again, in any process, and says where something else happens than before.
//!
//! Everything but the order has to be the same in every run. Before it explores, [`Scenario::explore`] plays the documented order
//! twice; where the two traces differ stands first in what it answers, and is no finding, since no page asks a provider to do the
//! same twice. [`Scenario::may_differ`] names properties that are left out, such as times and keys.
//!
//! # Scripts
//!
//! What clients do can also be a value: a [`Script`] of [`Act`]s and [faults](#faults), written as a line of text, generated (module
//! `strategies`, feature `proptest`) and played on a [`Stage`]. A script that fails is cut to the fewest steps and faults that still show the
//! finding, and printed before and after; its [token](ScriptFailure::token) has script and schedule.
//!
//! The module `stateful` holds a provider against a model of open stores, call by call.
//!
//! ```
//! use mapi_sim::explore::{Orders, Script, Stage};
//! use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::wrap::{OnStore, Wrapping};
//!
//! let world = || {
//!     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//!     let bent = Wrapping::new(entry).store(OnStore::new().get_receive_folder(|_, _, _| panic!("not yet written")));
//!     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//!     let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(bent));
//!     builder.profile(Profile::new("Default").service(Service::new("MYSTORE").store(section))).build()
//! };
//! let stage = Stage::new(world, "Default").store(store_entry_id("personal"));
//!
//! let line = "mapi-sim-script-1: logon(2) open(0,4) use(0,props) use(0,receive_folder) store_logoff(0,1) release(0) | spooler";
//! let failure = stage.explore(&line.parse::<Script>()?, Orders::documented()).unwrap_err();
//! assert_eq!(failure.script().to_string(), "mapi-sim-script-1: logon(2) open(0,0) use(0,receive_folder)");
//! assert_eq!(stage.replay(&failure.token())?.findings, failure.findings());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Who moves when
//!
//! Clients and the spooler are tasks. A task moves until its next turn: where a step of a client or of the spooler begins,
//! where MAPI is about to call a provider (the call is on record, and the provider runs when the task moves next), and where MAPI
//! is about to release an object of a provider. So a handle has a method of its own for each call in which MAPI calls a provider or the
//! entry point of a service: opening, comparing, advising, administering services, logging off. At every turn somebody is chosen. A call that a provider makes from within a call
//! runs to its end on that stack, with whatever calls of providers it leads to. So does what a client does in a
//! [`step`](ClientStore::step), and what a handle that is simply dropped releases. The spooler sleeps until it is told of a
//! store (step 6). A client that opens a store whose provider is just being initialised or logged on to on behalf of another
//! client waits, as it does in MAPI.
//!
//! Nobody wakes a client: it waits for its own steps and for nothing else. One that waits for a channel or for another client, or whose
//! loop of steps does not end, is a [finding](Finding::Endless).
//!
//! # Which orders are left out
//!
//! [`Orders::all`] plays one of the orders that differ only in moves that commute. Two moves of different tasks commute if
//! one of them at least runs no code of a provider, a sink or a dialog, if they have no session in common, and if neither
//! changes something that sessions share and that the other one looks at: profiles, in how many sessions a store is open, the
//! order in which the spooler was told of stores. Nothing is assumed about a provider: any two of its calls may have to do with each
//! other, and so may any two steps of clients, who may call a provider's objects there. After a move has been tried, it is not tried
//! again behind moves that commute with it (sleep sets), and another task is tried in its place only if a move was
//! found later that does not commute with it (source sets). The tests of this crate play small scenarios in all
//! schedules and compare the outcomes.
//!
//! The order of the calls of a provider alone is too much for some scenarios: two clients with sessions of their own who open, use and
//! release one store have many millions. The author of a provider often knows that calls for different sessions have nothing to do
//! with each other, but for some methods, and may [declare](Orders::apart) so:
//!
//! ```
//! use mapi_sim::explore::{Apart, Orders, Scenario};
//! use mapi_sim::methods::{Exports, IMSProvider};
//! # use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
//! # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! # use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! # use mapi_sim::spi::OpenStoreRequest;
//! # let world = || {
//! #     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//! #     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//! #     Subsystem::builder()
//! #         .dll(Dll::new(DLL_NAME).provider_entry(entry))
//! #         .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
//! #         .build()
//! # };
//! # let scenario = Scenario::new(world);
//! # let reader = async |client: mapi_sim::explore::Client| {
//! #     let flags = LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL;
//! #     let session = client.logon("Default", flags).await?;
//! #     let store = session.open(&OpenStoreRequest::new(&store_entry_id("personal"))).await?;
//! #     store.release().await;
//! #     Ok(session.logoff(SessionLogoffFlags::empty()).await?)
//! # };
//!
//! let scenario = scenario.client("one", reader).client("other", reader);
//! let apart = Apart::sessions().except([Exports::MSProviderInit, IMSProvider::Logon]);
//! let explored = scenario.explore(Orders::all().apart(apart))?;
//! assert!(explored.is_complete());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Then two moves that run code of a provider commute as well, if they are about different sessions and one of them at least has no
//! call of a method that is excepted. The claim is tried before anything is explored: 200 orders by lot are played, each once more with two
//! neighbouring moves exchanged that commute by the claim alone. Where a task sees something else, numbers of objects aside, there
//! is a [finding](Finding::NotApart) with both orders; and what is wrong with one of these orders itself is found as well, be it by an
//! [invariant](Scenario::always) of the scenario's author, which may look at what the exploration takes for the same order. That finds
//! much, and proves nothing: a fault that shows only when two sessions meet in a rare order, and not between methods that are
//! excepted, is lost. That is what the claim means.
//!
//! # Faults
//!
//! A [`Fault`](crate::sim::Fault) names a call and what goes wrong with it: a code in place of the answer, a panic of the
//! provider, a reference that is lost, validation data that is cut, a spooler that ends, a client that releases in a bad
//! order. Its page has the list. A scenario has any number of them, in every order that is played:
//!
//! ```
//! # use mapi_sim::explore::{Orders, Scenario};
//! # use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
//! # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! # use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! # use mapi_sim::spi::OpenStoreRequest;
//! use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
//! use mapi_sim::methods;
//! use mapi_sim::sim::Fault;
//! # let world = || {
//! #     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//! #     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//! #     Subsystem::builder()
//! #         .dll(Dll::new(DLL_NAME).provider_entry(entry))
//! #         .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
//! #         .build()
//! # };
//!
//! let scenario = Scenario::new(world)
//!     .spooler()
//!     .client("reader", async |client| {
//!         let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
//!         let store = session.open(&OpenStoreRequest::new(&store_entry_id("personal"))).await?;
//!         store.release().await;
//!         Ok(session.logoff(SessionLogoffFlags::empty()).await?)
//!     })
//!     .fault(Fault::answers(methods::IMAPISupport::SetProviderUID, 1, MAPI_E_NOT_FOUND))
//!     .fault("IMAPISession::Logoff#1=MAPI_E_CALL_FAILED".parse()?);
//! # let scenario = scenario.client("another", async |client| {
//! #     let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
//! #     Ok(session.logoff(SessionLogoffFlags::empty()).await?)
//! # });
//! let explored = scenario.explore(Orders::all())?;
//! assert!(explored.is_complete());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Calls are counted from the beginning of a run, over all clients, in the order in which they are made; so the order decides whom
//! a fault meets. The panic that a fault asks for is no finding. A fault that has come to bear in none of the orders that were played is a
//! [finding](Finding::Idle), since a test with it shows nothing. A rule that the fault itself breaks, such as that
//! `IMSLogon::Logoff` succeeds, is no finding for the session and the open in which it has come to bear, although the trace has it.
//!
//! A client that ends its story with an error of MAPI's may have given up for a fault, which is no finding. Others go on: their stores,
//! their sessions, and what else the client itself has open. So what counts is the call of the client that has answered the code.
//! It is excused if a fault
//!
//! - has come to bear within it, be it in what the provider calls or in what MAPI calls for it;
//! - has come to bear before in the same open, where the provider has seen it: it has panicked, a call that it made on its support object
//!   or its section has failed, or it has lost a reference;
//! - has ended the session of the call, or has led MAPI to disable a message service for that session.
//!
//! What the spooler meets excuses no client, and neither does it that the code is the one of the fault: a provider that answers it
//! to somebody else passes on what it has kept. If no call of the client has answered the code, as when the story makes it itself, any
//! of its calls that is excused will do; and so will a fault in a call that is not on record, such as one on a folder where the trace
//! has [no calls of opened objects](crate::trace::TraceDetail::All).
//!
//! The text of a schedule has the faults at its end, and playing it again takes these in place of the scenario's. When a failure
//! is shortened, faults that are not needed are taken away first.
//!
//! # A provider that waits for itself
//!
//! A provider that holds a lock while it calls MAPI, and takes it again when it is called back, waits for ever, and exploring with it.
//! [`Scenario::explore_within`] has a time limit for each order: then that is a finding, with the calls that have not returned. The page of
//! the module [`troubleshooting`](crate::troubleshooting) says which calls lead back.
//!
//! # What is not found this way
//!
//! Nobody moves while a provider runs. A race between two of its own lock operations, or without a lock, needs threads that
//! really run at a time. No provider has to be changed for that: what a client of a scenario does are calls that a thread can make
//! as well, on the same world.
//!
//! ```
//! # use mapi_sim::mapi::{LogonExFlags, MapiResult, SessionLogoffFlags};
//! # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! # use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::mapi::GetPropsFlags;
//! use mapi_sim::mapi::codes::MAPI_E_NO_ACCESS;
//! use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};
//! # fn world() -> Result<Subsystem, BuildError> {
//! #     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//! #     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//! #     Subsystem::builder()
//! #         .dll(Dll::new(DLL_NAME).provider_entry(entry))
//! #         .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
//! #         .build()
//! # }
//!
//! fn reader(mapi: &Subsystem) -> MapiResult<()> {
//!     let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
//!     let id = store_entry_id("personal");
//!     let store = session.open_msg_store(&OpenStoreRequest::new(&id))?.value;
//!     store.get_props(None, GetPropsFlags::empty())?;
//!     drop(store);
//!     session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)
//! }
//!
//! for _ in 0..20 {
//!     let mapi = world()?;
//!     std::thread::scope(|threads| {
//!         for reader in [(); 2].map(|()| threads.spawn(|| reader(&mapi))) {
//!             match reader.join() {
//!                 Ok(Err(error)) => assert_eq!(error.code(), MAPI_E_NO_ACCESS),
//!                 outcome => assert!(outcome.is_ok(), "a panic"),
//!             }
//!         }
//!     });
//!     mapi.run_spooler();
//!     mapi.trace().expect_no_deviation()?;
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In this test a reader may be refused, as in no order of the scenario: who has a section of the profile open to change it keeps all
//! others out (page `imapisession-openprofilesection`), and the provider writes its section in `Logon`. So `OpenProfileSection` answers
//! `MAPI_E_NO_ACCESS` to the logon of another session at the same moment.
//!
//! Threads take whatever order they come to. Such a test is worth as much as it is repeated, and a tool that looks at memory, such as
//! ThreadSanitizer, sees more in it.
//!
//! The crate `shuttle` takes the place of the operating system and chooses the order of its threads. The client is the same function,
//! with `shuttle::thread::spawn` and, between two steps, `shuttle::thread::yield_now`; a [wrapper](crate::wrap) gives the processor away
//! where MAPI calls the provider: `OnProvider::new().before(|_, _| { yield_now(); Ok(()) })`. The provider stays what it is. The bench
//! `benches/orders` of this repository does so, and finds as many schedules as [`Orders::all_schedules`]. Two things are different:
//!
//! - Between two lock operations of a provider other threads move if its locks are those of `shuttle::sync`. A `use` line that a `cfg`
//!   chooses does that; a provider with locks of the standard library must not give the processor away while it holds one.
//! - All threads of shuttle are one thread of the operating system, and the simulator takes what another one does meanwhile for calls
//!   from within. So a client that would have to wait for another one's open is refused, and the depth of calls in the trace counts
//!   those of all threads. Give each client a session of its own there; clients that share one are played here.

mod alike;
mod apart;
mod author;
mod canary;
mod client;
mod endless;
mod exchange;
mod failure;
mod finding;
mod footprint;
mod giving_up;
mod invariant;
mod orders;
mod play;
mod races;
mod renamed;
mod replay;
mod scenario;
mod schedule;
mod script;
mod search;
mod shrink;
#[cfg(feature = "proptest")]
pub mod stateful;
#[cfg(feature = "proptest")]
pub mod strategies;
mod token;
mod who;
mod within;

pub use apart::Apart;
pub use canary::Difference;
pub use client::{Client, ClientProviders, ClientServices, ClientSession, ClientStore};
pub use failure::Failure;
pub use finding::Finding;
pub use orders::{Explored, Orders};
pub use replay::{Replay, ReplayError};
pub use scenario::{Scenario, StoryError};
pub use schedule::Schedule;
pub use script::{Act, Script, ScriptError, ScriptFailure, ScriptReplayError, Stage, Usage};
pub use token::TokenError;
