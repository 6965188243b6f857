//! What a script led to is recorded, and played again as it was.

use mapi_sim::explore::{Stage, strategies};
use mapi_sim::mapi::EntryId;
use mapi_sim::record::replay;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::trace::{Trace, TraceDetail};
use proptest::prelude::*;

fn id() -> EntryId {
    store_entry_id("personal")
}

fn world() -> Result<Subsystem, BuildError> {
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id());
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
        .trace_detail(TraceDetail::Whole)
        .build()
}

proptest! {
    /// One client after the other, so that the order is that of the calls.
    #[test]
    fn what_any_script_led_to_is_written_read_and_played_again(script in strategies::script()) {
        let stage = Stage::new(world, "Default").store(id());
        let played = stage.replay(&format!("{script} @ mapi-sim-1:")).unwrap();
        let lines = played.trace.to_json_lines().unwrap();
        let recorded = Trace::from_json_lines(&lines).unwrap();
        prop_assert!(recorded == played.trace);
        recorded.expect_load_order().unwrap();
        recorded.expect_invariants().unwrap();
        let replayed = replay(&recorded, &world().unwrap(), "Default");
        prop_assert!(replayed.is_ok(), "{:?}\n{}\n{}", replayed, script, recorded);
        let not_played = replayed.unwrap().not_played;
        prop_assert!(not_played.iter().all(|why| why.contains("Advise")), "{:?}\n{}", not_played, recorded);
    }
}
