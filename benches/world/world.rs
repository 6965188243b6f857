//! How long the simulator takes, with a provider that does nothing of its own.
//!
//! `cargo bench` takes times. `cargo bench --bench world -- --test` only tries that everything runs. Instructions,
//! which unlike times repeat on any machine, are counted by `.ci/run` with the example `open_loop`.
#![allow(clippy::unwrap_used, reason = "a bench fails by a panic")]

#[path = "../../examples/open_loop/provider.rs"]
mod provider;

use std::fmt;
use std::sync::Arc;

use divan::{Bencher, black_box};
use mapi_sim::mapi::StringWidth;
use mapi_sim::sim::{Session, Subsystem};
use mapi_sim::spi::{IMAPISession, IMsgStore, OpenEntryRequest};
use mapi_sim::trace::TraceDetail;

use provider::{Mail, id, machine, open};

/// How many other stores are open.
const HELD: [u32; 4] = [1, 10, 100, 1000];

fn main() {
    divan::main();
}

/// How a store is opened: the detail of the trace, and what the spooler gets.
struct Kind(TraceDetail, Mail);

const KINDS: [Kind; 7] = [
    Kind(TraceDetail::Off, Mail::SameObjects),
    Kind(TraceDetail::Steps, Mail::SameObjects),
    Kind(TraceDetail::Calls, Mail::SameObjects),
    Kind(TraceDetail::Calls, Mail::OwnPair),
    Kind(TraceDetail::Off, Mail::No),
    Kind(TraceDetail::Steps, Mail::No),
    Kind(TraceDetail::Calls, Mail::No),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(detail, mail) = self;
        write!(f, "trace {detail:?}, mail {mail:?}")
    }
}

/// A machine in which this many stores are open, and one more is not.
struct Held {
    mapi: Subsystem,
    session: Arc<Session>,
    _stores: Vec<Arc<dyn IMsgStore>>,
}

impl Held {
    fn new(count: u32, detail: TraceDetail, mail: Mail) -> Self {
        let (mapi, session) = machine(count + 1, detail, mail).unwrap();
        let stores = (1..=count).map(|number| open(&session, number).unwrap()).collect();
        mapi.run_spooler();
        Self { mapi, session, _stores: stores }
    }

    fn open_and_release(&self) {
        let store = open(&self.session, 0).unwrap();
        self.mapi.run_spooler();
        drop(black_box(store));
    }
}

// The trace keeps every event, so the number of rounds is fixed.
#[divan::bench(args = KINDS, sample_count = 100, sample_size = 50)]
fn open_and_release(bencher: Bencher<'_, '_>, Kind(detail, mail): &Kind) {
    let held = Held::new(1, *detail, *mail);
    bencher.bench_local(|| held.open_and_release());
}

#[divan::bench(args = HELD, sample_count = 100, sample_size = 50)]
fn open_and_release_beside(bencher: Bencher<'_, '_>, count: u32) {
    let held = Held::new(count, TraceDetail::Calls, Mail::SameObjects);
    bencher.bench_local(|| held.open_and_release());
}

/// `IMAPISession::OpenEntry`, which calls the provider.
#[divan::bench(args = HELD, sample_count = 100, sample_size = 100)]
fn route_open_entry(bencher: Bencher<'_, '_>, count: u32) {
    let held = Held::new(count, TraceDetail::Calls, Mail::SameObjects);
    let entry = id(u32::MAX);
    let request = OpenEntryRequest::new(&entry);
    bencher.bench_local(|| black_box(held.session.open_entry(&request)).is_err());
}

#[divan::bench(args = HELD)]
fn get_msg_stores_table(bencher: Bencher<'_, '_>, count: u32) {
    let held = Held::new(count, TraceDetail::Off, Mail::No);
    bencher.bench_local(|| held.session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap());
}

/// The text of a trace of this many opens.
#[divan::bench(args = HELD)]
fn render_trace(bencher: Bencher<'_, '_>, count: u32) {
    let trace = Held::new(count, TraceDetail::Calls, Mail::SameObjects).mapi.trace();
    bencher.bench_local(|| trace.to_string());
}
