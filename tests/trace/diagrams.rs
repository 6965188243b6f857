//! A trace drawn as a sequence diagram, and as JSON lines.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Trace;
use mapi_sim::wrap::{WrapProvider, Wrapping};
use quick_xml::Reader;
use quick_xml::events::Event;

/// A session with one store, which a client opens, with the spooler after it, and closes.
fn story(dll: &str, entry: impl ProviderEntry + 'static, flags: OpenStoreFlags) -> Trace {
    let (id, other) = (store_entry_id("one"), Dll::new("other.dll").provider_entry(reference()));
    let section = StoreSection::new(dll, "One").entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(other)
        .dll(Dll::new(dll).provider_entry(entry))
        .profile(Profile::new("P").service(Service::new("ONE").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    // Some providers panic.
    let open = || session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags));
    let store = catch_unwind(AssertUnwindSafe(open));
    mapi.run_spooler();
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    mapi.trace()
}

fn reference() -> ReferenceDll {
    ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("one")]))
}

pub(crate) fn nine_steps() -> Trace {
    story(DLL_NAME, reference(), OpenStoreFlags::MDB_WRITE)
}

/// A provider with one behaviour bent.
pub(crate) fn bent(dll: &str, bend: impl WrapProvider + 'static) -> Trace {
    story(dll, Wrapping::new(reference()).provider(bend), OpenStoreFlags::empty())
}

/// Fails every logon, with a text of characters that are special in XML, in Mermaid or on a terminal.
pub(crate) struct Fails;

impl WrapProvider for Fails {
    fn logon(&self, _: &dyn IMSProvider, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Err(MapiError::with_detail(MAPI_E_CALL_FAILED, MapiErrorDetail::new("<b>&\"'\u{1b}; #\n%")))
    }
}

/// Gives no logon object, which is a deviation.
pub(crate) struct NoLogonObject;

impl WrapProvider for NoLogonObject {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        answer.logon = None;
        Ok(answer)
    }
}

pub(crate) struct Panics;

impl WrapProvider for Panics {
    fn logon(&self, _: &dyn IMSProvider, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        panic!("a defect")
    }
}

/// The texts between tags. The XML has to be well-formed.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let mut texts = Vec::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => texts.push(text.decode().unwrap().into_owned()),
            Event::Eof => break,
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    texts.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

fn lanes(mermaid: &str) -> Vec<&str> {
    mermaid.lines().filter_map(|line| line.trim().strip_prefix("participant ")).collect()
}

fn notes(mermaid: &str, of: &str) -> usize {
    mermaid.lines().filter(|line| line.contains(of)).count()
}

#[test]
fn the_nine_steps_as_svg() {
    insta::assert_snapshot!(nine_steps().to_svg());
}

#[test]
fn the_nine_steps_for_mermaid() {
    insta::assert_snapshot!(nine_steps().to_mermaid());
}

#[test]
fn two_drawings_are_the_same_byte_for_byte() {
    assert_eq!(nine_steps().to_svg(), nine_steps().to_svg());
    assert_eq!(nine_steps().to_mermaid(), nine_steps().to_mermaid());
}

#[test]
fn all_steps_are_bands_in_their_order() {
    let svg = nine_steps().to_svg();
    let bands = svg.split("<text class=\"step\"").skip(1);
    let numbers: Vec<char> =
        bands.map(|band| band.split('>').nth(1).unwrap().chars().next().unwrap()).collect();
    assert_eq!(numbers, ['1', '2', '3', '4', '5', '6', '7', '8', '9']);
}

#[test]
fn the_lanes_are_those_who_take_part() {
    assert_eq!(
        lanes(&nine_steps().to_mermaid()),
        ["c as client", "m as MAPI", "s as spooler", "p2 as refstore.dll"],
        "the other DLL is never loaded"
    );
    assert_eq!(lanes(&bent("a.dll", Fails).to_mermaid()), ["c as client", "m as MAPI", "p2 as a.dll"]);
}

#[test]
fn foreign_text_stays_text() {
    let trace = bent("<script>&.dll", Fails);
    let texts = texts(&trace.to_svg());
    assert!(texts.iter().any(|text| text.contains("<script>") || text == "script"), "{texts:?}");
    let svg = trace.to_svg();
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;&amp;.dll</text>"), "{svg}");
    assert!(svg.contains("&lt;b&gt;&amp;&quot;&#39;\u{FFFD}; #\u{FFFD}%"), "{svg}");
    let mermaid = trace.to_mermaid();
    assert!(mermaid.contains("participant p2 as #60;script#62;#38;.dll\n"), "{mermaid}");
    assert!(mermaid.contains("the error text: #60;b#62;#38;#34;' #59; #35; #37;\n"), "{mermaid}");
}

#[test]
fn codes_of_failures_stand_out() {
    let svg = bent("a.dll", Fails).to_svg();
    assert_eq!(svg.matches("<g class=\"return failed\">").count(), 2, "Logon and OpenMsgStore");
    assert_eq!(nine_steps().to_svg().matches("<g class=\"return failed\">").count(), 0);
}

#[test]
fn deviations_stand_out() {
    let trace = bent("a.dll", NoLogonObject);
    let count = trace.deviations().len();
    assert!(count > 0);
    assert_eq!(trace.to_svg().matches("<g class=\"deviation\">").count(), count);
    assert_eq!(notes(&trace.to_mermaid(), ": DEVIATION "), count);
    assert_eq!(notes(&trace.to_mermaid(), "rect rgba("), count);
    assert!(!nine_steps().to_svg().contains("<g class=\"deviation\">"));
}

#[test]
fn advice_stands_out() {
    let mapi = Subsystem::builder().profile(Profile::new("P")).build().unwrap();
    drop(mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap());
    let trace = mapi.trace();
    assert_eq!(trace.advice().len(), 1);
    assert_eq!(trace.to_svg().matches("<g class=\"advice\">").count(), 1);
    assert_eq!(notes(&trace.to_mermaid(), ": ADVICE "), 1);
}

#[test]
fn a_call_that_panics_is_told() {
    let trace = bent("a.dll", Panics);
    assert!(trace.to_svg().contains("<g class=\"return panicked\">"));
    assert!(trace.to_mermaid().contains("p2--xm: Logon PANICKED\n"));
}

#[test]
fn a_long_trace_shows_its_end() {
    let trace = nine_steps();
    let whole = trace.to_mermaid();
    let short = trace.diagram().rows(10).to_mermaid();
    let rows = |text: &str| -> Vec<String> {
        let rows = text.lines().skip(1).filter(|line| !line.contains("participant"));
        rows.map(ToOwned::to_owned).collect()
    };
    let (whole, short) = (rows(&whole), rows(&short));
    assert_eq!(short.len(), 11);
    assert!(
        short[0].ends_with(&format!("{} rows before this are left out", whole.len() - 10)),
        "{}",
        short[0]
    );
    assert_eq!(short[2..], whole[whole.len() - 9..]);
    assert_eq!(rows(&trace.diagram().rows(whole.len()).to_mermaid()), whole, "nothing is left out");
}

#[test]
fn references_can_be_left_out() {
    let trace = nine_steps();
    for word in [": AddRef ", ": Release "] {
        assert!(notes(&trace.to_mermaid(), word) > 0);
        assert_eq!(notes(&trace.diagram().references(false).to_mermaid(), word), 0);
    }
}

#[test]
fn property_calls_share_an_arrow_unless_told_otherwise() {
    let trace = nine_steps();
    let folded = trace.to_mermaid();
    assert!(folded.contains("m->>p2: M1 IMsgStore::GetProps(3 properties) S_OK\n"), "{folded}");
    let all = trace.diagram().fold_property_calls(false).to_mermaid();
    assert!(
        all.contains("m->>p2: M1 IMsgStore::GetProps(3 properties)\n    p2-->>m: GetProps S_OK\n"),
        "{all}"
    );
    let repeated: Vec<_> = trace.events().iter().flat_map(|event| [*event, *event]).collect();
    assert!(!trace.with_events(repeated).to_mermaid().contains(" × "), "a call in a call is none in a row");
}

#[test]
fn property_calls_in_a_row_are_counted() {
    let (id, dll) = (store_entry_id("one"), Dll::new(DLL_NAME).provider_entry(reference()));
    let section = StoreSection::new(DLL_NAME, "One").entry_id(id.clone());
    let profile = Profile::new("P").service(Service::new("ONE").store(section));
    let mapi = Subsystem::builder().dll(dll).profile(profile).build().unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
    let before = mapi.trace().events().len();
    for _ in 0..3 {
        store.get_props(None, GetPropsFlags::empty()).unwrap();
    }
    store.get_prop_list(GetPropListFlags::empty()).unwrap();
    let mermaid = mapi.trace().since(before).to_mermaid();
    assert!(mermaid.contains("c->>p1: 3 × GetProps\n"), "{mermaid}");
}

#[test]
fn a_trace_without_its_beginning_is_drawn() {
    let trace = nine_steps();
    let later = trace.since(trace.events().len() - 4);
    assert!(lanes(&later.to_mermaid()).contains(&"p as provider"), "{}", later.to_mermaid());
    texts(&later.to_svg());
    for start in 0..=trace.events().len() {
        texts(&trace.since(start).to_svg());
    }
}
