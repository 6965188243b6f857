//! The simulator is built as CONTRIBUTING says: every room uses the rooms below it, and files are short.

mod circles;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use circles::circles;
use source::{Module, Sources};

use crate::root;

/// How many files may need each other in a circle.
const LARGEST_CIRCLE: usize = 6;

/// How many uses of a room above there may be.
const MOST_UPWARD: usize = 10;

/// How many lines a file may have.
const LONGEST_FILE: usize = 400;

/// Uses of a room above: the file that uses, the file that is used, and why that is right.
const ARGUED: [(&str, &str, &str); 0] = [];

/// The rooms of the simulator from top to bottom, as CONTRIBUTING lists them.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let section = text.split_once("### The rooms of the simulator").unwrap().1;
    let list = section.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    let names = list.lines().filter(|line| !line.starts_with(' '));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

fn floor(rooms: &[String], file: &Module) -> usize {
    let room = file.room();
    rooms.iter().position(|known| known == room).unwrap_or_else(|| panic!("no room called {room}"))
}

/// Uses of a room above, as pairs of file names.
fn upward(sources: &Sources) -> BTreeSet<(String, String)> {
    let rooms = rooms();
    let all = sources.uses().into_iter();
    let up = all.filter(|(user, used)| floor(&rooms, user) > floor(&rooms, used));
    up.map(|(user, used)| (user.to_string(), used.to_string())).collect()
}

#[test]
fn every_room_is_in_the_list() {
    let known: BTreeSet<String> = rooms().into_iter().collect();
    let found: BTreeSet<String> =
        Sources::read(&root().join("src/sim")).modules().map(|file| file.room().to_owned()).collect();
    assert_eq!(known, found);
}

#[test]
fn rooms_use_what_is_below_them() {
    let found = upward(&Sources::read(&root().join("src/sim")));
    let argued: BTreeSet<(String, String)> =
        ARGUED.iter().map(|(user, used, _)| ((*user).to_owned(), (*used).to_owned())).collect();
    let news: Vec<_> = found.difference(&argued).collect();
    assert!(news.is_empty(), "{} upward uses without an argument: {news:#?}", news.len());
    let gone: Vec<_> = argued.difference(&found).collect();
    assert!(gone.is_empty(), "these are gone, and so is their argument: {gone:#?}");
    assert!(found.len() <= MOST_UPWARD, "{} upward uses", found.len());
}

#[test]
fn few_files_need_each_other_in_a_circle() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (user, used) in Sources::read(&root().join("src/sim")).uses() {
        uses.entry(user.to_string()).or_default().insert(used.to_string());
    }
    let large: Vec<Vec<String>> =
        circles(&uses).into_iter().filter(|circle| circle.len() > LARGEST_CIRCLE).collect();
    let sizes: Vec<usize> = large.iter().map(Vec::len).collect();
    assert!(large.is_empty(), "circles of {sizes:?} files: {large:#?}");
}

#[test]
fn the_reader_sees_every_use() {
    let sources = Sources::read(&root().join("src/sim"));
    let relative = sources.relative_paths();
    assert!(relative.is_empty(), "write the path from the crate's root: {relative:#?}");
    let seen = sources.uses().len();
    assert!(seen > 300, "{seen} uses seen");
}

#[test]
fn files_are_short() {
    let folders = ["src", "crates/mapi-spi/src"].map(|folder| source_files(&root().join(folder)));
    let counted = folders.into_iter().flatten().map(|file| {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        (file, lines)
    });
    let long: Vec<_> = counted.filter(|(_, lines)| *lines > LONGEST_FILE).collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// A test inside of a library compiles all of it a second time.
#[test]
fn libraries_have_no_tests_inside() {
    let crates = ["src", "crates/mapi-spi/src", "crates/mapi-com/src", "examples/pst_store/src"];
    let has_tests = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("#[cfg(test)]");
    let files = crates.into_iter().flat_map(|folder| source_files(&root().join(folder)));
    let found: Vec<_> = files.filter(has_tests).collect();
    assert!(found.is_empty(), "their place is in `tests`: {found:#?}");
    for manifest in [
        "Cargo.toml",
        "crates/mapi-spi/Cargo.toml",
        "crates/mapi-com/Cargo.toml",
        "examples/pst_store/Cargo.toml",
    ] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        let lib = text.split_once("[lib]\n").unwrap().1.split("\n\n").next().unwrap();
        assert!(lib.lines().any(|line| line == "test = false"), "{manifest}");
    }
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
