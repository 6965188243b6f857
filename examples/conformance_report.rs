//! The conformance report of the reference provider in all its forms.
//!
//! `cargo run --example conformance_report --features serde,junit,html -- FOLDER` writes `report.txt`, `report.json`,
//! `report.xml` (JUnit) and `report.html` to the folder, and says how the provider does. The exit code is that of a test.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

#[allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "the example uses a part of what the tests of the kit share"
)]
#[path = "../tests/conformance/conditions.rs"]
mod conditions;
#[allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "the example uses a part of what the tests of the kit share"
)]
#[path = "../tests/conformance/fixture.rs"]
mod fixture;

use mapi_sim::conformance::{Conformance, Declaration, Report, run_declared};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: conformance_report FOLDER");
        return Ok(ExitCode::from(2));
    };
    let declaration = Declaration { capabilities: fixture::CAPABILITIES, ..Declaration::NOTHING };
    let report = run_declared(fixture::Reference, declaration);
    write(&report, Path::new(&folder))?;

    println!("{}: {}", report.provider(), report.conformance());
    println!("{}", report.counts());
    let good = match report.conformance() {
        Conformance::Conformant | Conformance::ConformantWithWaivers => true,
        Conformance::NotConformant | Conformance::NotJudged => false,
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write(report: &Report, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("report.txt"), report.to_string())?;
    fs::write(folder.join("report.json"), report.to_json()?)?;
    fs::write(folder.join("report.xml"), report.to_junit()?)?;
    fs::write(folder.join("report.html"), report.to_html()?)?;
    Ok(())
}
