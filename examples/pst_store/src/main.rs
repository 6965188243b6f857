//! A PST file through the nine steps: `cargo run -p pst_store -- FILE [--password P]`.
//!
//! Prints the trace, the folder tree with counts, and the subjects of the first messages of each folder. The exit code
//! is 1 if the file cannot be opened and 2 if the arguments are wrong.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::error::Error;
use std::process::ExitCode;

const USAGE: &str = "usage: pst_store FILE [--password P]";

fn main() -> ExitCode {
    let Some((file, password)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&file, password.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: &str, password: Option<&str>) -> Result<(), Box<dyn Error>> {
    let loaded = pst_store::load(file, password)?;
    print!("{}", loaded.trace);
    print!("\n{}", loaded.tree?);
    Ok(())
}

fn arguments(mut arguments: impl Iterator<Item = String>) -> Option<(String, Option<String>)> {
    let (mut file, mut password) = (None, None);
    while let Some(argument) = arguments.next() {
        if argument == "--password" && password.is_none() {
            password = Some(arguments.next()?);
        } else if file.is_none() && !argument.starts_with("--") {
            file = Some(argument);
        } else {
            return None;
        }
    }
    Some((file?, password))
}
