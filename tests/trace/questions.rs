//! What a test author reads and asserts, and the view through `tracing`.

use std::sync::{Arc, Mutex};

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::trace::{Event, Fact, Method, Object, StepOutcome, Trace, What};
use tracing::Level;
use tracing::level_filters::LevelFilter;

use crate::common::script::*;

/// A first open, the same store again, and a failure.
fn story() -> Trace {
    let (mapi, session) =
        machine(&Script::new([Act::Well, Act::Well, Act::Fail(MAPI_E_LOGON_FAILED, "gone")]));
    let first = open(&session, "a").unwrap();
    mapi.run_spooler();
    let again = open(&session, "a").unwrap();
    assert!(open(&session, "b").is_err());
    drop((first, again));
    end(&session);
    mapi.trace()
}

#[test]
fn the_opens_of_a_trace_are_told_apart() {
    let trace = story();
    let opens = trace.opens();
    assert_eq!(opens.iter().map(|open| open.number().number()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(trace.last_open().unwrap().number(), opens[2].number());
    assert_eq!(opens[0].steps_done(), Step::ALL);
    assert_eq!(opens[1].step(Step::MsProviderInit), StepOutcome::Skipped(SkipReason::StoreAlreadyOpen));
    assert_eq!(opens[2].step(Step::LogonAndStore), StepOutcome::NotReached);
    assert_eq!(opens[2].steps().len(), 9);
    assert_eq!(opens[0].code_at(Step::Logon), Some(S_OK));
    assert_eq!(opens[2].code_at(Step::Logon), Some(MAPI_E_LOGON_FAILED));
    assert_eq!(opens[2].code_at(Step::OpenMsgStore), Some(MAPI_E_LOGON_FAILED));
    assert_eq!(opens[2].code_at(Step::SpoolerLogon), None);
    assert_eq!(opens[0].code_at(Step::SpoolerTold), None, "step 6 is no call");
    assert!(opens[0].to_string().starts_with("--- open 1, session 1\n"));
    assert!(!opens[0].to_string().contains("open 2"));
}

#[test]
fn expectations_that_are_met_say_nothing() {
    let trace = story();
    let opens = trace.opens();
    opens[0].expect_steps(&Step::ALL).unwrap();
    opens[1].expect_skipped(Step::SpoolerLogon).unwrap();
    opens[2].expect_code(Step::Logon, MAPI_E_LOGON_FAILED).unwrap();
    opens[0].expect_calls(&[Method::MsProviderInit, Method::ProviderLogon, Method::LogonLogoff]).unwrap();
    opens[0].expect_no_deviation().unwrap();
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
}

#[test]
fn expectations_that_are_not_met_show_what_came_and_the_whole_story() {
    let trace = story();
    let opens = trace.opens();
    let cases = [
        (opens[0].expect_steps(&[Step::OpenMsgStore]), "steps 1", "steps 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        (opens[0].expect_skipped(Step::Logon), "step 4 skipped", "it happened"),
        (opens[2].expect_skipped(Step::SpoolerLogon), "step 8 skipped", "it was not reached"),
        (opens[2].expect_code(Step::Logon, S_OK), "S_OK at step 4", "MAPI_E_LOGON_FAILED (0x80040111)"),
        (opens[2].expect_code(Step::SpoolerLogon, S_OK), "S_OK at step 8", "no such return"),
    ];
    for (result, expected, got) in cases {
        let mismatch = result.unwrap_err();
        assert_eq!(mismatch.expected(), expected);
        assert_eq!(mismatch.got(), got);
        let text = mismatch.to_string();
        assert!(
            text.contains("MAPILogonEx") || text.contains("step 1  the client asks for a store"),
            "{text}"
        );
        assert_eq!(format!("{mismatch:?}").trim_start(), text, "unwrap shows the same");
    }
    let order = opens[0].expect_calls(&[Method::ProviderLogon, Method::MsProviderInit]).unwrap_err();
    assert!(order.got().starts_with("no MSProviderInit in its place among "), "{}", order.got());
}

#[test]
fn references_are_counted_object_by_object() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    let trace = mapi.trace();
    let [(support, count)] = trace.unbalanced()[..] else { panic!("{:?}", trace.unbalanced()) };
    assert!(matches!(support, Object::Support(_)));
    assert_eq!(count, 1);
    let references = trace.references(support);
    assert_eq!((references.added, references.released, references.left), (2, 1, Some(1)));
    let error = trace.expect_references_balanced().unwrap_err();
    assert_eq!(
        error.got(),
        "support object S1, made for IMSProvider::Logon of open 1, session 1: 1 reference of scripted"
    );
    drop(store);
    assert_eq!(mapi.trace().references(support).left, Some(0));
}

/// What a subscriber of `tracing` sees.
#[derive(Default)]
struct Seen {
    spans: Vec<String>,
    lines: Vec<String>,
    levels: Vec<Level>,
}

/// Listens to these levels.
struct Collector(Arc<Mutex<Seen>>, LevelFilter);

struct Message(String);

impl tracing::field::Visit for Message {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

impl tracing::Subscriber for Collector {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        self.1 >= *metadata.level() && metadata.target() == "mapi_sim"
    }
    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        lock(&self.0).spans.push(span.metadata().name().to_owned());
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _span: &tracing::span::Id, _values: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _span: &tracing::span::Id, _follows: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let mut seen = lock(&self.0);
        seen.lines.push(message.0);
        seen.levels.push(*event.metadata().level());
    }
    fn enter(&self, _span: &tracing::span::Id) {}
    fn exit(&self, _span: &tracing::span::Id) {}
}

#[test]
fn tracing_sees_every_event_once_and_a_span_for_each_open() {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let trace = tracing::subscriber::with_default(Collector(Arc::clone(&seen), LevelFilter::TRACE), story);
    let seen = lock(&seen);
    assert_eq!(seen.spans, ["OpenMsgStore"; 3]);
    let lines: Vec<String> = trace.events().iter().map(|event| trace.line(event)).collect();
    // The session is released after the trace was taken.
    let (last, before) = seen.lines.split_last().unwrap();
    assert_eq!(before, lines);
    assert_eq!(last.trim_start(), "client Release on session 1, count 0");
}

/// A provider and a client that both break a rule.
fn breaches() -> Trace {
    let (mapi, session) = machine(&Script::new([Act::Partly { store: true, logon: false }]));
    drop(open(&session, "a"));
    drop(session);
    mapi.trace()
}

/// What a subscriber of this level sees: levels and lines.
fn heard(level: LevelFilter) -> (Vec<(Level, String)>, Trace) {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let trace = tracing::subscriber::with_default(Collector(Arc::clone(&seen), level), breaches);
    let Seen { lines, levels, .. } = std::mem::take(&mut *lock(&seen));
    (levels.into_iter().zip(lines).collect(), trace)
}

#[allow(clippy::wildcard_enum_match_arm, reason = "every other kind has the same level")]
fn level_of(event: &Event) -> Level {
    match event.what {
        What::Fact(Fact::Deviated(_)) => Level::ERROR,
        What::Fact(Fact::Advised(_)) => Level::WARN,
        What::Fact(Fact::Reached(_) | Fact::Skipped(..)) => Level::INFO,
        What::AddRef { .. } | What::Release { .. } => Level::TRACE,
        _ => Level::DEBUG,
    }
}

/// What `tracing` knows of who listens is the same for all threads, so this has a process of its own.
#[test]
fn a_subscriber_hears_more_with_each_level() {
    let itself = std::env::current_exe().unwrap();
    let alone = ["--exact", "questions::each_level_alone", "--ignored", "--test-threads=1"];
    let output = std::process::Command::new(itself).args(alone).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
#[ignore = "run by a_subscriber_hears_more_with_each_level in a process of its own"]
fn each_level_alone() {
    let levels = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
    let mut before = 0;
    for level in levels {
        let (heard, trace) = heard(level.into());
        let all = trace.events().iter().map(|event| (level_of(event), trace.line(event)));
        let expected: Vec<_> = all.filter(|(of, _)| *of <= level).collect();
        assert_eq!(heard, expected, "{level}");
        assert!(expected.len() > before, "{level} adds nothing");
        before = expected.len();
    }
}

#[test]
fn a_subscriber_that_does_not_listen_sees_nothing() {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let trace = tracing::subscriber::with_default(Collector(Arc::clone(&seen), LevelFilter::OFF), story);
    assert!(!trace.events().is_empty());
    assert!(lock(&seen).lines.is_empty() && lock(&seen).spans.is_empty());
}
