//! Numbers of sessions and objects in two orders: one of the second order stands for one of the first.

/// What stands before a number: sessions, opens, and objects by their letters.
const KINDS: [&str; 14] = ["session ", "open ", "P", "M", "L", "S", "F", "G", "A", "T", "R", "O", "U", "C"];

/// The numbers that were met, each with what stands before it and the one that it stands for.
#[derive(Default)]
pub(super) struct Renamed(Vec<(&'static str, [String; 2])>);

impl Renamed {
    /// Whether two texts are the same but for such numbers.
    pub(super) fn is_same(&mut self, mut one: &str, mut other: &str) -> bool {
        loop {
            match (next_number(one), next_number(other)) {
                (Some((before, number, after)), Some((before_other, number_other, after_other)))
                    if before == before_other && self.can_be(before, [number, number_other]) =>
                {
                    (one, other) = (after, after_other);
                }
                (None, None) => return one == other,
                _ => return false,
            }
        }
    }

    fn can_be(&mut self, before: &str, numbers: [&str; 2]) -> bool {
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

fn is_word(before: &str, kind: &str) -> bool {
    let word = before.strip_suffix(kind);
    word.is_some_and(|word| !word.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
}

#[cfg(test)]
mod tests {
    use super::Renamed;

    #[test]
    fn a_number_stands_for_one_other_number() {
        let mut renamed = Renamed::default();
        assert!(renamed.is_same("session 1 opens M2", "session 2 opens M2"));
        assert!(renamed.is_same("session 2, then session 1", "session 1, then session 2"));
        assert!(!renamed.is_same("session 1", "session 1"));
        assert!(!renamed.is_same("M3", "M2"));
    }

    #[test]
    fn other_numbers_and_words_are_compared_as_they_are() {
        let mut renamed = Renamed::default();
        assert!(renamed.is_same("19 tags of P1", "19 tags of P3"));
        assert!(!renamed.is_same("19 tags", "18 tags"));
        assert!(!renamed.is_same("M1 ends", "M1"));
        assert!(!renamed.is_same("L1", "M1"));
    }
}
