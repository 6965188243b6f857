//! What lies in which of the two crates.

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

/// The lines of code of a folder, with the name of the file.
fn code(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join(folder), &mut files);
    assert!(!files.is_empty(), "no source in {folder}");
    let lines = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<_> =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect();
        code.into_iter().map(move |line| (path.display().to_string(), line))
    };
    files.into_iter().flat_map(lines).collect()
}

/// What follows `crate::` in a line: the modules that it names.
fn modules(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn the_reference_provider_uses_nothing_but_the_small_crate() {
    const SMALL: [&str; 5] = ["mapi", "memory", "reference", "spi", "support"];
    for (file, line) in code("src/reference") {
        for module in modules(&line) {
            assert!(SMALL.contains(&module), "{file} uses {module}: {line}");
        }
    }
}

#[test]
fn the_small_crate_knows_no_simulator() {
    const SIMULATOR: [&str; 3] = ["mapi_sim", "trait Spooler", "crate::sim"];
    for (file, line) in code("crates/mapi-spi/src") {
        for name in SIMULATOR {
            assert!(!line.contains(name), "{file} knows {name}: {line}");
        }
    }
}

/// The provider to begin with.
const STARTER: &str = "examples/starter/src/lib.rs";

#[test]
fn the_provider_to_copy_is_short() {
    let lines = fs::read_to_string(root().join(STARTER)).unwrap().lines().count();
    assert!(lines <= 150, "{lines} lines");
}

#[test]
fn the_provider_to_copy_waives_nothing() {
    let tests = fs::read_to_string(root().join("examples/starter/tests/kit.rs")).unwrap();
    assert!(tests.contains("conformance_tests!(Starter, capabilities: [mail, second_store]);"), "{tests}");
}

#[test]
fn the_front_page_shows_the_crate_to_copy() {
    let page = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let page: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim).collect();
    for shown in [STARTER, "examples/starter/tests/nine_steps.rs", "examples/starter/tests/kit.rs"] {
        let text = fs::read_to_string(root().join(shown)).unwrap();
        let code: Vec<_> = text.lines().map(str::trim).skip_while(|line| !line.starts_with("use ")).collect();
        assert!(page.windows(code.len()).any(|lines| lines == code), "the front page differs from {shown}");
    }
}

/// What a feature adds is on the page of docs.rs, too.
#[test]
fn the_published_documentation_has_every_feature() {
    for manifest in ["Cargo.toml", "crates/mapi-spi/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        let block = text.split_once("[package.metadata.docs.rs]\n").map(|(_, rest)| rest);
        let lines: Vec<&str> =
            block.unwrap_or_default().lines().take_while(|line| !line.is_empty()).collect();
        assert!(lines.contains(&"all-features = true"), "{manifest}: {lines:?}");
    }
}
