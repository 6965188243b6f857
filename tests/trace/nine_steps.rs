//! The text of the example `nine_steps` is the same in every run, word by word.

use crate::story;

#[test]
fn the_story_of_the_nine_steps() {
    let text = story::tell().unwrap();
    for step in 1..=9 {
        assert!(text.contains(&format!("\nstep {step}  ")), "step {step} is missing");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn two_tellings_are_the_same_byte_for_byte() {
    assert_eq!(story::tell().unwrap(), story::tell().unwrap());
}
