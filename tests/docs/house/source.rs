//! The files of the simulator and the paths that stand in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

/// The path of every use in the simulator begins with this.
const SIM: &str = "crate::sim";

/// A file of the simulator by its module path, without `crate::sim`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Module(Vec<String>);

impl Module {
    fn child(&self, name: &str) -> Self {
        Self(self.0.iter().cloned().chain([name.to_owned()]).collect())
    }

    /// The first part of the path.
    pub(super) fn room(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}

/// All files but tests, each with its text without comments.
pub(super) struct Sources {
    texts: BTreeMap<Module, String>,
    /// What a module hands on under its own name: the path that it stands for.
    handed_on: BTreeMap<(Module, String), Vec<String>>,
}

impl Sources {
    pub(super) fn read(folder: &Path) -> Self {
        let mut sources = Self { texts: BTreeMap::new(), handed_on: BTreeMap::new() };
        sources.read_folder(folder, &Module(Vec::new()));
        for (module, text) in &sources.texts {
            for path in statements(text).filter(|(public, _)| *public).flat_map(|(_, path)| paths(path)) {
                let (Some(name), Some(target)) = (path.last().cloned(), absolute(module, &path)) else {
                    continue;
                };
                sources.handed_on.insert((module.clone(), name), target);
            }
        }
        sources
    }

    fn read_folder(&mut self, folder: &Path, module: &Module) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            if name == "tests" {
                continue;
            }
            if path.is_dir() {
                self.read_folder(&path, &module.child(name));
            } else if name == "mod" {
                self.texts.insert(module.clone(), without_comments(&path));
            } else {
                self.texts.insert(module.child(name), without_comments(&path));
            }
        }
    }

    /// All files but the front page.
    pub(super) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.texts.keys().filter(|module| !module.0.is_empty())
    }

    /// Which file uses which other one: by `use`, or by a path in its text. What a module hands on is used by those who
    /// take it, not by the module.
    pub(super) fn uses(&self) -> BTreeSet<(Module, Module)> {
        let mut all = BTreeSet::new();
        for (module, text) in self.texts.iter().filter(|(module, _)| !module.0.is_empty()) {
            let inline = text.match_indices(SIM).map(|(place, _)| text.get(place..).unwrap_or_default());
            let public: BTreeSet<Vec<String>> =
                statements(text).filter(|(public, _)| *public).flat_map(|(_, path)| paths(path)).collect();
            let private = statements(text).filter(|(public, _)| !public).map(|(_, path)| path);
            for path in inline.chain(private).flat_map(paths).filter(|path| !public.contains(path)) {
                let Some(target) = absolute(module, &path) else { continue };
                let used = self.file_of(&target);
                if used != *module && !used.0.is_empty() {
                    all.insert((module.clone(), used));
                }
            }
        }
        all
    }

    /// Paths that this reader does not follow.
    pub(super) fn relative_paths(&self) -> Vec<String> {
        let has_relative = |text: &str| text.contains("super::") || text.contains("use self::");
        self.texts
            .iter()
            .filter(|(_, text)| has_relative(text))
            .map(|(module, _)| module.to_string())
            .collect()
    }

    /// The file in which an item stands.
    fn file_of(&self, path: &[String]) -> Module {
        let mut module = Module(Vec::new());
        for (index, name) in path.iter().enumerate() {
            let child = module.child(name);
            if self.texts.contains_key(&child) {
                module = child;
            } else if let Some(target) = self.handed_on.get(&(module.clone(), name.clone())) {
                let rest = path.iter().skip(index + 1);
                return self.file_of(&target.iter().chain(rest).cloned().collect::<Vec<_>>());
            } else {
                break;
            }
        }
        module
    }
}

fn without_comments(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    code.collect::<Vec<_>>().join("\n")
}

/// The `use` statements of a file: whether they hand something on, and what follows the word.
fn statements(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let uses = text.match_indices("use ").filter_map(|(place, word)| {
        let line_start = text.get(..place)?.rfind('\n').map_or(0, |end| end + 1);
        let before = text.get(line_start..place)?.trim();
        (before.is_empty() || before.starts_with("pub")).then(|| (!before.is_empty(), place + word.len()))
    });
    uses.filter_map(|(public, place)| Some((public, text.get(place..)?)))
}

/// The paths at the beginning of a text, with their groups in braces written out.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = text;
    tree(&mut rest, &[], &mut found);
    found
}

/// Reads one path, or the paths of a group that ends it.
fn tree(rest: &mut &str, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        *rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            *rest = inside;
            return group(rest, &path, found);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        *rest = after;
        if !name.is_empty() && name != "self" {
            path.push(name.to_owned());
        }
        match rest.strip_prefix("::") {
            Some(after) => *rest = after,
            None => break,
        }
    }
    if path.len() > before.len() || !before.is_empty() {
        found.push(path);
    }
}

fn group(rest: &mut &str, before: &[String], found: &mut Vec<Vec<String>>) {
    loop {
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            *rest = after;
            return;
        }
        tree(rest, before, found);
        let end = rest.find([',', '}']).unwrap_or(rest.len());
        *rest = rest.get(end..).unwrap_or_default();
        *rest = rest.strip_prefix(',').unwrap_or(rest);
        if rest.is_empty() {
            return;
        }
    }
}

/// A path from the root of the simulator; nothing if it leads elsewhere. One that begins with a child of the module is
/// meant from there.
fn absolute(module: &Module, path: &[String]) -> Option<Vec<String>> {
    match path {
        [root, sim, rest @ ..] if root == "crate" && sim == "sim" => Some(rest.to_vec()),
        [root, ..] if ["crate", "std", "core", "alloc"].contains(&root.as_str()) => None,
        _ => Some(module.0.iter().chain(path).cloned().collect()),
    }
}

#[test]
fn groups_are_written_out() {
    let text = "a::{b, c::{self, d}, e as f};";
    assert_eq!(paths(text), [vec!["a", "b"], vec!["a", "c"], vec!["a", "c", "d"], vec!["a", "e"]]);
}
