//! Circles of files that need each other: strongly connected parts of a graph (Tarjan's algorithm).

use std::collections::{BTreeMap, BTreeSet};

/// All circles of two files or more.
pub(super) fn circles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let mut search = Search { uses, seen: BTreeMap::new(), path: Vec::new(), circles: Vec::new() };
    for file in uses.keys() {
        if !search.seen.contains_key(file.as_str()) {
            search.visit(file);
        }
    }
    search.circles
}

struct Search<'a> {
    uses: &'a BTreeMap<String, BTreeSet<String>>,
    /// The turn of each file, and the earliest one on the path that it leads back to.
    seen: BTreeMap<&'a str, (usize, usize)>,
    path: Vec<&'a str>,
    circles: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, file: &'a str) -> usize {
        let turn = self.seen.len();
        let mut earliest = turn;
        self.seen.insert(file, (turn, turn));
        self.path.push(file);
        for used in self.uses.get(file).into_iter().flatten() {
            let reached = match self.seen.get(used.as_str()) {
                None => self.visit(used),
                Some((turn, _)) if self.path.contains(&used.as_str()) => *turn,
                Some(_) => continue,
            };
            earliest = earliest.min(reached);
        }
        self.seen.insert(file, (turn, earliest));
        if earliest == turn {
            self.close(file);
        }
        earliest
    }

    fn close(&mut self, file: &str) {
        let start = self.path.iter().position(|on_path| *on_path == file).unwrap();
        let circle: Vec<String> = self.path.drain(start..).map(str::to_owned).collect();
        if circle.len() > 1 {
            self.circles.push(circle);
        }
    }
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let uses = |list: &[(&str, &str)]| {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (user, used) in list {
            all.entry((*user).to_owned()).or_default().insert((*used).to_owned());
        }
        all
    };
    assert!(circles(&uses(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    assert_eq!(circles(&uses(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")])), [["b", "c"]]);
}
