//! A PST file through the nine steps: `cargo run -p pst_store -- FILE [--password P] [--trace all]`.
//!
//! Prints the trace, the folder tree with counts, and the subjects of the first messages of each folder. With
//! `--trace all` the trace shows the calls on folders, tables and messages, too. The exit code is 1 if the file cannot be
//! opened and 2 if the arguments are wrong.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::error::Error;
use std::process::ExitCode;

use mapi_sim::trace::TraceDetail;

const USAGE: &str = "usage: pst_store FILE [--password P] [--trace all]";

fn main() -> ExitCode {
    let Some(arguments) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { file, password, detail }: &Arguments) -> Result<(), Box<dyn Error>> {
    let loaded = pst_store::load_traced(file, password.as_deref(), *detail)?;
    print!("{}", loaded.trace);
    print!("\n{}", loaded.tree?);
    Ok(())
}

struct Arguments {
    file: String,
    password: Option<String>,
    detail: TraceDetail,
}

fn arguments(mut arguments: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut file, mut password, mut detail) = (None, None, TraceDetail::Calls);
    while let Some(argument) = arguments.next() {
        if argument == "--password" && password.is_none() {
            password = Some(arguments.next()?);
        } else if argument == "--trace" {
            detail = arguments.next().filter(|detail| detail == "all").map(|_| TraceDetail::All)?;
        } else if file.is_none() && !argument.starts_with("--") {
            file = Some(argument);
        } else {
            return None;
        }
    }
    Some(Arguments { file: file?, password, detail })
}
