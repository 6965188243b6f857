//! Opens and releases a store of a trivial provider again and again, so that only the simulator costs time.
//!
//! `cargo run --release --example open_loop -- --opens N --stores S --trace off|steps|calls|all [--no-mail | --own-pair]`
//!
//! S other stores stay open. The spooler gets the client's objects, or with `--own-pair` a pair of its own.
//! `.ci/instructions` uses this program to count the instructions of one open and release.
#![allow(clippy::print_stderr, reason = "a wrong argument is told to who typed it")]

mod provider;

use std::process::ExitCode;

use mapi_sim::mapi::MapiResult;
use mapi_sim::trace::TraceDetail;

use provider::{Mail, machine, open};

const USAGE: &str =
    "usage: open_loop --opens N --stores S --trace off|steps|calls|all [--no-mail | --own-pair]";

fn main() -> ExitCode {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    opens: u32,
    stores: u32,
    detail: TraceDetail,
    mail: Mail,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut arguments =
            Self { opens: 100, stores: 1, detail: TraceDetail::Calls, mail: Mail::SameObjects };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--opens" => arguments.opens = words.next()?.parse().ok()?,
                "--stores" => arguments.stores = words.next()?.parse().ok()?,
                "--trace" => arguments.detail = detail(&words.next()?)?,
                "--no-mail" => arguments.mail = Mail::No,
                "--own-pair" => arguments.mail = Mail::OwnPair,
                _ => return None,
            }
        }
        Some(arguments)
    }
}

fn detail(word: &str) -> Option<TraceDetail> {
    match word {
        "off" => Some(TraceDetail::Off),
        "steps" => Some(TraceDetail::Steps),
        "calls" => Some(TraceDetail::Calls),
        "all" => Some(TraceDetail::All),
        _ => None,
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let (mapi, session) = machine(arguments.stores + 1, arguments.detail, arguments.mail)?;
    let held: Vec<_> =
        (1..=arguments.stores).map(|number| open(&session, number)).collect::<MapiResult<_>>()?;
    mapi.run_spooler();
    for _ in 0..arguments.opens {
        let store = open(&session, 0)?;
        mapi.run_spooler();
        drop(store);
    }
    drop(held);
    Ok(())
}
