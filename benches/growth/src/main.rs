//! How the cost of mapi-sim grows with the work: every case at n, 2n and 4n items.
//!
//! `cargo run --release -p growth` takes times of all cases and shows how the cost of an item grows when the work doubles;
//! with a word after it, of those whose names have it. `.ci/instructions` counts instructions of the same cases, which
//! repeat on any machine: it asks for `--list`, and runs one case once by its name and a number of items.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this program is made to print")]
#![allow(clippy::disallowed_types, reason = "this program takes times; the simulator has no clock")]

#[allow(dead_code, reason = "no case opens a store with a pair of the spooler's own")]
#[path = "../../../examples/open_loop/provider.rs"]
mod provider;

mod case;
mod cases;

use std::process::ExitCode;
use std::time::Instant;

use case::{Case, Outcome};

const USAGE: &str = "usage: growth [PART OF A NAME] | growth --list | growth CASE ITEMS";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [] => times(""),
        ["--list"] => list(),
        [part] => times(part),
        [name, items] => once(name, items),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Name and items of each case, what is counted and the most of it, a line each.
fn list() -> Outcome {
    for case in cases::all() {
        println!("{} {} {}", case.name, case.items, case.most);
    }
    Ok(())
}

fn once(name: &str, items: &str) -> Outcome {
    let case = cases::all().find(|case| case.name == name).ok_or("there is no case of this name")?;
    (case.run)(items.parse()?)
}

/// What an item costs in microseconds between n and 2n, and between 2n and 4n, and how much the second is of the first.
fn times(part: &str) -> Outcome {
    println!("{:40} {:>8} {:>12} {:>12} {:>8}", "case", "n", "us to 2n", "us to 4n", "percent");
    for case in cases::all().filter(|case| case.name.contains(part)) {
        let [first, second, third] = [1, 2, 4].map(|times| microseconds(case, case.items * times));
        let (first, second, third) = (first?, second?, third?);
        let items = f64::from(case.items);
        let (before, after) = ((second - first) / items, (third - second) / (2.0 * items));
        println!(
            "{:40} {:>8} {before:>12.2} {after:>12.2} {:>8.0}",
            case.name,
            case.items,
            100.0 * after / before
        );
    }
    Ok(())
}

fn microseconds(case: &Case, items: u32) -> Result<f64, Box<dyn std::error::Error>> {
    let start = Instant::now();
    (case.run)(items)?;
    Ok(start.elapsed().as_secs_f64() * 1e6)
}
