//! The list of effects, which nobody outside of the machine fills.

use mapi_sim::load::readings;

/// What the list needs of the machine.
mod step {
    pub(super) use mapi_sim::load::{SkipReason, Step};
}

#[allow(dead_code, unreachable_pub, reason = "the file of the library, of which one function is tested here")]
#[path = "../../src/load/effect.rs"]
mod effect;

use effect::{Effect, Effects};

/// The most effects that one input has.
const MOST: usize = 10;

#[test]
fn the_most_effects_that_an_input_has_are_kept() {
    let mut effects = Effects::default();
    (0..MOST).for_each(|_| effects.push(Effect::KeepProvider));
    assert_eq!(effects.iter().count(), MOST);
}

#[test]
#[should_panic(expected = "a defect of mapi-sim")]
fn an_effect_too_many_is_not_lost_in_silence() {
    let mut effects = Effects::default();
    (0..=MOST).for_each(|_| effects.push(Effect::KeepProvider));
}
