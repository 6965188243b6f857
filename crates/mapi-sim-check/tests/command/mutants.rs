//! Every fault that the provider in C++ can have is found, under the rule that its row names.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, thread};

use crate::{check, mutant, native, out, package, profile, rules};

/// What takes the process along, or keeps it: those are tried in processes of their own, by the tests of `deaths`.
const OF_PROCESSES: &[&str] = &["crash", "crash-at-exit", "hang", "object-over-released", "process-ended"];
/// A reference that a provider keeps on its own object is nothing that anybody sees from outside.
const UNSEEN: &[&str] = &["object-kept"];

struct Fault {
    name: String,
    rule: String,
}

fn faults() -> Vec<Fault> {
    let table = fs::read_to_string(package().join("../mapi-com/tests/cpp/mutants/mutants.tsv")).unwrap();
    let of = |line: &str| {
        let mut columns = line.split('\t').map(str::to_owned);
        Fault { name: columns.next().unwrap(), rule: columns.next().unwrap() }
    };
    table.lines().skip(1).map(of).filter(|fault| !OF_PROCESSES.contains(&fault.name.as_str())).collect()
}

#[test]
fn every_fault_is_found_under_its_rule() {
    native();
    let (faults, next, wrong) = (faults(), AtomicUsize::new(0), Mutex::new(Vec::new()));
    assert!(faults.len() >= 70);
    let work = || {
        while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            let output = check(&mutant(&fault.name), &profile(), &["--in-process"]);
            let report = out(&output);
            let failed = rules(&report, "fail");
            let is_found = failed.contains(&fault.rule.as_str()) && output.status.code() == Some(1);
            let needs_guard = fault.rule == "COM-1" && !cfg!(feature = "guard");
            if is_found == UNSEEN.contains(&fault.name.as_str()) && !needs_guard {
                let line =
                    format!("{}: {:?}, {failed:?} in place of {}", fault.name, output.status, fault.rule);
                wrong.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(work);
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
