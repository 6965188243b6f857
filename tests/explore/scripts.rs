//! Scripts as data: their text, how they are played, cut and played again.

use mapi_sim::explore::{Act, Finding, Orders, Script, ScriptError, ScriptReplayError, Stage, Usage};
use mapi_sim::mapi::{LogoffFlags, LogonExFlags, OpenStoreFlags};
use mapi_sim::wrap::{OnStore, Wrapping};

use crate::worlds::{entry, id, world, world_of};

fn stage() -> Stage {
    Stage::new(world, "Default").store(id())
}

const EVERY_STEP: &str = "mapi-sim-script-1: logon(2) open(0,4) open(1,128) use(0,props) use(1,folders) use(0,contents) \
                          use(0,receive_folder) use(0,compare) advise(0) unadvise(0) store_logoff(0,1) release(0) logoff | \
                          logon(18) open(0,0) | spooler";

#[test]
fn the_text_of_a_script_is_read_back() {
    let script: Script = EVERY_STEP.parse().unwrap();
    assert_eq!(script.to_string(), EVERY_STEP);
    assert_eq!((script.clients().len(), script.len(), script.has_spooler()), (2, 15, true));
    assert_eq!(script.clients()[0][1], Act::Open { store: 0, flags: OpenStoreFlags::MDB_WRITE });
    assert_eq!(script.clients()[0][5], Act::Use { store: 0, how: Usage::Contents });
    for script in [
        Script::new(),
        Script::new().spooler(),
        Script::new().client([]).client([Act::LogOff]),
        Script::new().client([Act::LogOff]).client([]).spooler(),
        Script::new().client([Act::LogOff]).fault("IMSProvider::Logon#2=panic".parse().unwrap()),
        Script::new()
            .client([Act::StoreLogoff { store: 255, flags: LogoffFlags::from_bits_retain(u32::MAX) }]),
    ] {
        assert_eq!(script.to_string().parse(), Ok(script));
    }
}

#[test]
fn what_is_no_script_says_why() {
    let error = |text: &str| text.parse::<Script>().unwrap_err();
    assert!(matches!(error("mapi-sim-script-2: logoff"), ScriptError::Version(_)));
    for (text, word, why) in [
        ("jump(1)", "`jump(1)`, word 1", "no such step"),
        ("logoff open(1)", "`open(1)`, word 2", "another number of arguments"),
        ("open(256,0)", "`open(256,0)`", "from 0 to 255"),
        ("logon(-1)", "`logon(-1)`", "32 bits"),
        ("use(0,it)", "`use(0,it)`", "not used in this way"),
        ("release", "`release`", "parentheses"),
        ("spooler logoff", "`logoff`, word 2", "nothing follows"),
        ("logoff ! jump", "`jump`, word 3", "METHOD#NUMBER=WHAT"),
        ("logoff spooler", "`spooler`", "parentheses"),
    ] {
        let text = error(&format!("mapi-sim-script-1: {text}")).to_string();
        assert!(text.contains(word) && text.contains(why), "{text}");
    }
    let long = format!("mapi-sim-script-1:{}", " | logoff".repeat(50));
    assert_eq!(error(&long), ScriptError::TooLong);
}

#[test]
fn every_step_of_a_script_is_played() {
    let script: Script = EVERY_STEP.parse().unwrap();
    let explored = stage().explore(&script, Orders::random(1, 50)).unwrap();
    assert_eq!(explored.schedules, 50);
    let replayed = stage().replay(&format!("{script} @ mapi-sim-1:0")).unwrap();
    let text = replayed.trace.to_string();
    for call in [
        "MAPILogonEx",
        "OpenMsgStore",
        "IMsgStore::GetProps",
        "IMsgStore::OpenEntry",
        "IMsgStore::GetReceiveFolder",
        "IMsgStore::CompareEntryIDs",
        "IMsgStore::Advise",
        "IMsgStore::StoreLogoff",
        "IMAPISession::Logoff",
    ] {
        assert!(text.contains(call), "{call} is not in\n{text}");
    }
}

/// A provider that panics in `GetReceiveFolder`.
fn bent() -> Stage {
    let world = || {
        let panics = OnStore::new().get_receive_folder(|_, _, _| panic!("no receive folder"));
        world_of(Wrapping::new(entry()).store(panics))
    };
    Stage::new(world, "Default").store(id())
}

#[test]
fn a_failing_script_is_cut_to_what_fails_and_its_token_plays_it_again() {
    let script: Script = EVERY_STEP.parse().unwrap();
    let failure = bent().explore(&script, Orders::documented()).unwrap_err();
    assert_eq!(failure.found(), &script);
    let left = Script::new().client([
        Act::LogOn(LogonExFlags::MAPI_NEW_SESSION),
        Act::Open { store: 0, flags: OpenStoreFlags::empty() },
        Act::Use { store: 0, how: Usage::ReceiveFolder },
    ]);
    assert_eq!(failure.script(), &left, "{failure}");
    assert!(
        matches!(&failure.findings()[0], Finding::Panicked { message, .. } if message == "no receive folder")
    );
    let text = failure.to_string();
    for part in [EVERY_STEP, "(15 steps)", "(3 steps)", &failure.token()] {
        assert!(text.contains(part), "{text}");
    }
    let again = bent().replay(&failure.token()).unwrap();
    assert_eq!(again.findings, failure.findings());
    assert_eq!(again.trace.to_string(), failure.failure().trace().unwrap().to_string());
    // The same script with a right provider is another story.
    assert!(matches!(stage().replay(&failure.token()), Err(ScriptReplayError::Replay(_))));
    assert!(matches!(stage().replay("mapi-sim-script-1: logoff"), Err(ScriptReplayError::NoSchedule)));
}

#[cfg(feature = "proptest")]
mod any {
    use mapi_sim::explore::{ScriptFailure, strategies};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_text_of_any_script_is_read_back(script in strategies::script_with_faults()) {
            prop_assert_eq!(script.to_string().parse(), Ok(script));
        }

        #[test]
        fn any_text_is_no_panic(text in "(mapi-sim-script-1:)?[ a-z_0-9(),|]{0,60}") {
            if let Ok(script) = text.parse::<Script>() {
                prop_assert_eq!(script.to_string().parse(), Ok(script));
            }
        }

        /// `PROPTEST_CASES` makes it more.
        #[test]
        fn any_script_over_the_reference_provider(script in strategies::script_with_faults(), seed: u64) {
            if let Err(failure) = stage().explore(&script, Orders::random(seed, 2)) {
                let failure: Box<ScriptFailure> = failure;
                prop_assert!(false, "{}", failure);
            }
        }
    }
}
