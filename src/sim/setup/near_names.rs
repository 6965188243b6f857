//! What names there are, for who asked for one that nobody has.

/// How many names a text shows.
const SHOWN: usize = 5;

/// Characters after which two names are far apart in any case.
const COMPARED: usize = 64;

/// The names in quotes, those first that are most like `sought`: a misspelt name stands beside the right one.
pub(crate) fn near_names<'a>(sought: &str, names: impl Iterator<Item = &'a str>) -> String {
    let sought = letters(sought);
    let mut names: Vec<&str> = names.collect();
    names.sort_by_cached_key(|name| edits(&sought, &letters(name)));
    let left_out = names.len().saturating_sub(SHOWN);
    let shown: Vec<String> = names.into_iter().take(SHOWN).map(|name| format!("{name:?}")).collect();
    match (shown.is_empty(), left_out) {
        (true, _) => "none".to_owned(),
        (false, 0) => shown.join(", "),
        (false, left_out) => format!("{} and {left_out} more", shown.join(", ")),
    }
}

fn letters(name: &str) -> Vec<char> {
    name.chars().take(COMPARED).flat_map(char::to_lowercase).collect()
}

/// How many characters have to be put in, taken out or replaced to make one name of the other (Levenshtein).
fn edits(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.iter().enumerate() {
        let (mut left, mut diagonal) = (line + 1, line);
        let cells = row.split_first_mut();
        let Some((first, cells)) = cells else { return 0 };
        *first = left;
        for (cell, other) in cells.iter_mut().zip(to) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = replaced.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}
