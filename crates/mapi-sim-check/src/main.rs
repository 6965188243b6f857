//! The command `mapi-sim-check`.

use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

use clap::Parser;
use mapi_sim_check::{Arguments, run};

fn main() -> ExitCode {
    match run(&Arguments::parse(), &mut stdout(), &mut stderr()) {
        Ok(code) => code.into(),
        Err(trouble) => {
            // Without a place for the text the exit code is all there is.
            _ = writeln!(stderr(), "mapi-sim-check: {trouble}");
            trouble.into()
        }
    }
}
