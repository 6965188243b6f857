//! All orders of two small scenarios, here and with `shuttle`: `cargo run --release -p orders`.
//!
//! In the first one two clients, each in a session of its own, log on, open one store, release it and log off. In the second one
//! they make as many steps that do nothing, which shows what the orders cost without what is played in them. Here the clients are
//! tasks; with shuttle they are its threads, which make the same calls on the same subsystem, and change places at the same turns:
//! where a step of a client begins, and where MAPI calls the provider or releases an object of it. A wrapper around the provider
//! does that, so the provider is the same. The number of schedules shows that no turn is missing: both have to play as many. Each run
//! ends with the same questions to its trace.
#![allow(clippy::print_stdout, reason = "this program is made to print")]
#![allow(clippy::disallowed_types, reason = "this program takes times; the simulator has no clock")]

#[allow(dead_code, reason = "other benches use more of it")]
#[path = "../../../examples/open_loop/provider.rs"]
mod provider;
mod threads;

use std::error::Error;
use std::time::{Duration, Instant};

use mapi_sim::explore::{Client, Explored, Orders, Scenario, StoryError};
use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use mapi_sim::sim::{BuildError, Dll, Subsystem};
use mapi_sim::spi::{OpenStoreRequest, ProviderEntry};
use mapi_sim::trace::TraceDetail;

const FLAGS: LogonExFlags = LogonExFlags::MAPI_NEW_SESSION.union(LogonExFlags::MAPI_NO_MAIL);

/// What the clients do.
#[derive(Clone, Copy, Debug)]
enum Part {
    Opens,
    Steps,
}

/// As many as [`Part::Opens`] has turns.
const STEPS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:32} {:>10} {:>10} {:>14}", "", "schedules", "seconds", "of a schedule");
    compare("opens and releases", Part::Opens)?;
    compare("steps that do nothing", Part::Steps)
}

fn compare(name: &str, part: Part) -> Result<(), Box<dyn Error>> {
    let (all, without_pruning) = explored(part, Orders::all_schedules())?;
    let (pruned, with_pruning) = explored(part, Orders::all())?;
    let (schedules, with_shuttle) = timed(|| threads::explored(part));
    let schedules = schedules?;
    println!("{name}");
    line("every schedule", all.schedules, without_pruning);
    line("orders that differ", pruned.schedules + pruned.repeated, with_pruning);
    line("shuttle, depth first", schedules, with_shuttle);
    let times = |own: Duration| with_shuttle.as_secs_f64() / own.as_secs_f64();
    println!("  shuttle takes {:.1} times as long as every schedule", times(without_pruning));
    println!("  shuttle takes {:.1} times as long as the orders that differ", times(with_pruning));
    let same = schedules == all.schedules;
    if same { Ok(()) } else { Err("the turns are not the same: the numbers of schedules differ".into()) }
}

fn line(name: &str, schedules: u64, time: Duration) {
    let seconds = time.as_secs_f64();
    let one = seconds * 1e6 / f64::from(u32::try_from(schedules).unwrap_or(u32::MAX));
    println!("  {name:30} {schedules:>10} {seconds:>10.3} {one:>11.1} us");
}

fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn explored(part: Part, orders: Orders) -> Result<(Explored, Duration), Box<dyn Error>> {
    let scenario = Scenario::new(|| world(provider::entry(1, provider::Mail::No)));
    let story = async move |client: Client| match part {
        Part::Opens => opens(client).await,
        Part::Steps => steps(client).await,
    };
    let scenario = scenario.client("one", story).client("other", story);
    let (explored, time) = timed(|| scenario.explore(orders));
    Ok((explored?, time))
}

async fn opens(client: Client) -> Result<(), StoryError> {
    let session = client.logon("LOOP", FLAGS).await?;
    let store = session.open(&request(&provider::id(0))).await?;
    store.release().await;
    Ok(session.logoff(SessionLogoffFlags::empty()).await?)
}

async fn steps(client: Client) -> Result<(), StoryError> {
    for _ in 0..STEPS {
        client.step(|_| ()).await;
    }
    Ok(())
}

fn request(id: &mapi_sim::mapi::EntryId) -> OpenStoreRequest<'_> {
    OpenStoreRequest::new(id).flags(OpenStoreFlags::MDB_NO_DIALOG)
}

fn world(entry: impl ProviderEntry + 'static) -> Result<Subsystem, BuildError> {
    Subsystem::builder()
        .dll(Dll::new("loop.dll").provider_entry(entry))
        .profile(provider::profile(1))
        .trace_detail(TraceDetail::Calls)
        .build()
}
