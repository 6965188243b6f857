//! The rules of the contract and what stands behind each: `cargo run --example catalogue [-- --explain ID]`.
//!
//! Prints `id party level status evidence`, separated by tabs. With `--explain` everything about one rule.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::process::ExitCode;

use mapi_sim::catalogue::{rule, rules};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            for rule in rules() {
                println!("{}\t{}\t{}\t{}\t{}", rule.id, rule.party, rule.level, rule.status, rule.evidence);
            }
            ExitCode::SUCCESS
        }
        ["--explain", id] => match rule(id) {
            Some(rule) => {
                println!("{rule}");
                ExitCode::SUCCESS
            }
            None => {
                eprintln!("there is no rule {id}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: catalogue [--explain ID]");
            ExitCode::from(2)
        }
    }
}
