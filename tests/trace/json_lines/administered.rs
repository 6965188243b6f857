//! Administration, dialogs and passwords are recorded and played again.

use mapi_sim::record::replay;
use mapi_sim::sim::User;
use mapi_sim::trace::{Trace, TraceDetail};

use super::administration::{administration, machine_of};

fn recorded() -> Trace {
    let story = administration(TraceDetail::Whole, true);
    Trace::from_json_lines(&story.to_json_lines().unwrap()).unwrap()
}

#[test]
fn administration_is_played_without_a_difference() {
    let recorded = recorded();
    let mapi = machine_of(|provider| provider, TraceDetail::Whole, true, User::absent());
    let replayed = replay(&recorded, &mapi, "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
    assert_eq!(mapi.trace().to_string(), recorded.to_string());
}
