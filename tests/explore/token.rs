//! Schedules as text.

use mapi_sim::explore::{Orders, Scenario, Schedule, TokenError};
use proptest::prelude::*;

use crate::worlds::{idle, world};

fn error(text: &str) -> TokenError {
    text.parse::<Schedule>().unwrap_err()
}

#[test]
fn runs_are_written_once() {
    let schedule = Schedule::new([0, 0, 0, 0, 1, 1, 1, 35, 0]);
    assert_eq!(schedule.to_string(), "mapi-sim-1:0(4)111z0");
    assert_eq!(schedule.switches(), 4);
}

#[test]
fn an_empty_schedule_has_a_text() {
    assert_eq!(Schedule::default().to_string(), "mapi-sim-1:");
    assert_eq!("mapi-sim-1:".parse(), Ok(Schedule::default()));
}

#[test]
fn what_is_no_schedule_is_refused_with_its_place() {
    assert_eq!(error("mapi-sim-3:00"), TokenError::Version("mapi-sim-3:".to_owned()));
    assert_eq!(error(""), TokenError::Version(String::new()));
    assert_eq!(
        error("mapi-sim-1:0A").to_string(),
        "`A` at character 13 of the schedule: expected a choice from 0 to z, `(` or `:`"
    );
    assert_eq!(
        error("mapi-sim-1:0(12").to_string(),
        "`the end` at character 16 of the schedule: expected `)`"
    );
    assert!(matches!(error("mapi-sim-1:(12)"), TokenError::Character { at: 12, .. }));
    assert!(matches!(error("mapi-sim-1:0(0)"), TokenError::Character { at: 14, .. }));
    assert_eq!(error("mapi-sim-1:0(99999999)"), TokenError::TooLong);
    assert!(error("mapi-sim-1:0(99999999999999999999999)").to_string().contains("length of a run"));
    assert_eq!(error("mapi-sim-1:01:AB"), TokenError::Checks { choices: 2, checks: 2 });
    assert!(matches!(error("mapi-sim-1:0:A\u{e9}"), TokenError::Character { at: 15, .. }));
}

/// Many runs of the greatest length must not take all memory.
#[test]
fn a_schedule_has_an_end() {
    let text = format!("mapi-sim-1:{}", "0(1048576)".repeat(1000));
    assert_eq!(error(&text), TokenError::TooLong);
}

proptest! {
    #[test]
    fn every_schedule_is_read_back(choices in proptest::collection::vec(0_u8..36, 0..60), equal in 0_usize..50) {
        let mut choices = choices;
        let last = choices.last().copied().unwrap_or(0);
        choices.resize(choices.len() + equal, last);
        let schedule = Schedule::new(choices);
        prop_assert_eq!(schedule.to_string().parse::<Schedule>(), Ok(schedule));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(mapi-sim-[12]:)?[ -~éß()0-9:]{0,40}") {
        let read = text.parse::<Schedule>();
        if let Ok(schedule) = read {
            prop_assert_eq!(schedule.to_string().parse::<Schedule>(), Ok(schedule));
        }
    }
}

/// More tasks can move than a character can name: every choice of a run can be written all the same.
#[test]
fn many_tasks_have_a_schedule() {
    let crowd =
        (0..50).fold(Scenario::new(world), |scenario, number| scenario.client(number.to_string(), idle));
    let failing = crowd.at_end("nothing", |_| Err("fails".into()));
    let failure = failing.explore(Orders::random(3, 1)).unwrap_err();
    let found = failure.found().to_string().parse::<Schedule>().unwrap();
    assert_eq!(found.choices(), failure.found().choices());
    assert!(found.choices().iter().all(|choice| *choice < 36));
}
