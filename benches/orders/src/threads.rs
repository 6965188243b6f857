//! The same scenario as threads of shuttle.

use std::error::Error;

use mapi_sim::mapi::SessionLogoffFlags;
use mapi_sim::sim::Subsystem;
use mapi_sim::spi::{IMAPISession, ParentWindow, ProviderEntry};
use mapi_sim::wrap::{OnInit, OnProvider, OnStore, Wrapping};
use shuttle::scheduler::DfsScheduler;
use shuttle::thread::{spawn, yield_now};
use shuttle::{Config, Runner};

use crate::{FLAGS, Part, STEPS, provider, request, world};

type Failed = Box<dyn Error + Send + Sync>;

/// Plays every schedule, and says how many there were.
#[allow(clippy::panic, reason = "shuttle takes a panic for a failure, and shows its schedule")]
pub(crate) fn explored(part: Part) -> Result<u64, Box<dyn Error>> {
    let runner = Runner::new(DfsScheduler::new(None, false), Config::new());
    let schedules = runner.run(move || play(part).unwrap_or_else(|error| panic!("{error}")));
    Ok(schedules.try_into()?)
}

fn play(part: Part) -> Result<(), Failed> {
    let mapi = world(yielding(provider::entry(1, provider::Mail::No)))?;
    let own = mapi.clone();
    let other = spawn(move || tell(part, &own));
    // The other one may begin.
    yield_now();
    tell(part, &mapi)?;
    other.join().map_err(|_| "the other client panicked")??;
    let trace = mapi.trace();
    trace.expect_no_deviation()?;
    trace.expect_invariants()?;
    trace.expect_references_balanced()?;
    Ok(())
}

/// The story of a client. Its thread begins with the first step.
fn tell(part: Part, mapi: &Subsystem) -> Result<(), Failed> {
    match part {
        Part::Opens => opens(mapi),
        Part::Steps => {
            (1..STEPS).for_each(|_| yield_now());
            Ok(())
        }
    }
}

fn opens(mapi: &Subsystem) -> Result<(), Failed> {
    let session = mapi.logon("LOOP", FLAGS)?;
    yield_now();
    let store = session.open_msg_store(&request(&provider::id(0)))?;
    yield_now();
    drop(store);
    yield_now();
    Ok(session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?)
}

/// A provider before whose calls and releases another thread may move. `IMSLogon` is not wrapped: this provider logs off from within
/// the release of its store, and what begins within a call runs to its end.
fn yielding(entry: impl ProviderEntry + 'static) -> Wrapping {
    let init = OnInit::new().ms_provider_init(|inner, request| {
        yield_now();
        inner.ms_provider_init(request)
    });
    let provider = OnProvider::new().before(|_, _| {
        yield_now();
        Ok(())
    });
    let provider = provider.released(|inner| {
        yield_now();
        drop(inner);
    });
    let store = OnStore::new().released(|inner| {
        yield_now();
        drop(inner);
    });
    Wrapping::new(entry).init(init).provider(provider).store(store)
}
