//! What the simulator says of a breach names what it speaks of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// A message stands alone in a report: `none` or `1 reference(s)` does not say of what.
#[test]
fn messages_of_the_simulator_name_what_they_speak_of() {
    const SPEECHLESS: [&str; 3] = ["\"none\"", "(s)", "} calls\")"];
    let mut files = Vec::new();
    for folder in
        ["src/sim/books", "src/sim/checks", "src/sim/client", "src/sim/drive", "src/trace", "src/load"]
    {
        rust_files(&root().join(folder), &mut files);
    }
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if SPEECHLESS.iter().any(|words| line.contains(words)) {
                found.push(format!("{}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
