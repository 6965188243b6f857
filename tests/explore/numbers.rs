//! Numbers of objects in the texts of two orders, which nobody outside sees compared.

#[allow(unreachable_pub, reason = "the file of the library")]
#[path = "../../src/explore/renamed.rs"]
mod renamed;

use renamed::Renamed;

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

#[test]
fn a_digit_of_an_identifier_is_no_object() {
    assert!(!Renamed::default().is_same("id ..00A12", "id ..00A13"));
    assert!(!Renamed::default().is_same("id ..4F6", "id ..4F7"));
    assert!(Renamed::default().is_same("1, M2", "1, M3"));
}
