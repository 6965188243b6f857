//! Numbers of sessions and objects in two orders: one of the second order stands for one of the first.

/// What stands before a number: sessions, opens, and objects by their letters.
const KINDS: [&str; 14] = ["session ", "open ", "P", "M", "L", "S", "F", "G", "A", "T", "R", "O", "U", "C"];

/// The numbers that were met, each with what stands before it and the one that it stands for.
#[derive(Default)]
pub(super) struct Renamed(Vec<(&'static str, [String; 2])>);

impl Renamed {
    /// Whether two texts are the same but for such numbers.
    pub(super) fn is_same(&mut self, mut one: &str, mut other: &str) -> bool {
        let mut follows_number = false;
        loop {
            match (next_number(one), next_number(other)) {
                (Some((before, number, after)), Some((before_other, number_other, after_other)))
                    if before == before_other
                        && self.can_be((before, follows_number), [number, number_other]) =>
                {
                    (one, other) = (after, after_other);
                    follows_number = true;
                }
                (None, None) => return one == other,
                _ => return false,
            }
        }
    }

    fn can_be(&mut self, before: (&str, bool), numbers: [&str; 2]) -> bool {
        let [one, other] = numbers;
        let Some(kind) = KINDS.into_iter().find(|kind| is_word(before, kind)) else { return one == other };
        let met = |(of, known): &&(&str, [String; 2])| *of == kind && (known[0] == one || known[1] == other);
        if let Some((_, known)) = self.0.iter().find(met) {
            return *known == numbers;
        }
        self.0.push((kind, numbers.map(str::to_owned)));
        true
    }
}

/// What stands before a number, the number, and what stands behind it.
fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let (before, from) = text.split_at(text.find(|letter: char| letter.is_ascii_digit())?);
    let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
    let (digits, after) = from.split_at(end);
    Some((before, digits, after))
}

/// Whether this stands before a number as a word of its own. Between two numbers a letter is a digit of both, as in `00A12`.
fn is_word((before, follows_number): (&str, bool), kind: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    match before.strip_suffix(kind) {
        Some("") => !follows_number,
        Some(word) => !word.ends_with(is_part),
        None => false,
    }
}
