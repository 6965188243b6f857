//! The figures of `PERFORMANCE.md` are those that `.ci/instructions` holds.

use std::collections::BTreeMap;

use crate::root;

/// Items and the most that one may take, by the name of a case in `benches/growth`.
fn limits() -> BTreeMap<String, (u64, u64)> {
    let cases = root().join("benches/growth/src/cases");
    let mut limits = BTreeMap::new();
    for file in std::fs::read_dir(cases).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut parts = text.split('"').peekable();
        while let Some(part) = parts.next() {
            if !part.contains("::") || part.contains(char::is_whitespace) {
                continue;
            }
            let Some(after) = parts.peek() else { break };
            let numbers: Vec<u64> =
                after.split(|c: char| !c.is_ascii_digit() && c != '_').filter_map(number).collect();
            if let [items, most, ..] = numbers[..] {
                limits.insert(part.to_owned(), (items, most));
            }
        }
    }
    limits
}

fn number(text: &str) -> Option<u64> {
    text.replace(['_', ','], "").parse().ok()
}

/// The rows of the tables with a case: its name, and all cells.
fn rows(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.lines().filter(|line| line.starts_with('|')).filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let case = cells.iter().find_map(|cell| cell.strip_prefix('`')?.strip_suffix('`'));
        case.filter(|case| case.contains("::")).map(|case| (case, cells.clone()))
    })
}

/// The last figure of the last cell is what an item takes; the limit is that and a tenth.
#[test]
fn a_case_takes_what_the_page_says_or_up_to_a_tenth_more() {
    let text = std::fs::read_to_string(root().join("PERFORMANCE.md")).unwrap();
    let limits = limits();
    let mut seen = 0;
    for (case, cells) in rows(&text) {
        let (_, most) = limits.get(case).unwrap_or_else(|| panic!("there is no case {case}"));
        let takes = cells.last().unwrap().rsplit(", ").next().and_then(number).unwrap();
        let allowed = takes..=takes * 115 / 100 + 1;
        assert!(allowed.contains(most), "{case} takes {takes}, and may take {most}");
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

/// An open itself stands in `.ci/instructions`.
#[test]
fn an_open_takes_what_the_page_says() {
    let text = std::fs::read_to_string(root().join("PERFORMANCE.md")).unwrap();
    let script = std::fs::read_to_string(root().join(".ci/instructions")).unwrap();
    let limit = |name: &str| {
        let line = script.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        number(line.split_whitespace().next().unwrap()).unwrap()
    };
    let shown = |start: &str| {
        let row = text.lines().find(|line| line.starts_with(start)).unwrap();
        number(row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap().trim()).unwrap()
    };
    for (name, start) in [
        ("most=", "| an open with all nine steps"),
        ("most_own_pair=", "| the same with a pair of the spooler's own | `.ci"),
    ] {
        let (most, takes) = (limit(name), shown(start));
        assert!(
            (takes..=takes * 103 / 100).contains(&most),
            "{start}: {takes}, and {most} in .ci/instructions"
        );
    }
}
