//! Any trace that the format can tell is read, and written again as it was.

use mapi_sim::trace::Trace;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::kinds::listed;
use super::{HEADER, there_and_back};

pub(super) fn number() -> BoxedStrategy<Value> {
    prop_oneof![0..8_u32, any::<u32>()].prop_map(|number| json!(number)).boxed()
}

fn ordinal() -> BoxedStrategy<Value> {
    prop_oneof![1..8_u32, 1..=u32::MAX].prop_map(|number| json!(number)).boxed()
}

pub(super) fn text() -> BoxedStrategy<Value> {
    prop_oneof!["\\PC{0,12}", any::<String>()].prop_map(|text| json!(text)).boxed()
}

fn id() -> BoxedStrategy<Value> {
    let short = vec(any::<u8>(), 0..8).prop_map(|tail| json!({ "len": tail.len(), "tail": hex(&tail) }));
    let long =
        (9..200_u32, any::<[u8; 8]>()).prop_map(|(len, tail)| json!({ "len": len, "tail": hex(&tail) }));
    let whole = vec(any::<u8>(), 0..60).prop_map(|bytes| json!({ "hex": hex(&bytes) }));
    prop_oneof![short, long, whole].boxed()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(super) fn uid() -> BoxedStrategy<Value> {
    any::<[u8; 16]>().prop_map(|bytes| json!(mapi_sim::mapi::MapiUid::from_bytes(bytes).to_string())).boxed()
}

fn code() -> BoxedStrategy<Value> {
    let named: Vec<_> = mapi_sim::mapi::codes::ALL.iter().map(|(_, code)| *code).collect();
    let known = prop_oneof![select(named), any::<u32>().prop_map(mapi_sim::mapi::HResult::from_raw)];
    let form = known.prop_map(|code| {
        let hex = format!("0x{:08X}", code.raw());
        code.name().map_or_else(|| json!({ "hex": hex }), |name| json!({ "name": name, "hex": hex }))
    });
    form.boxed()
}

fn word(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(words).prop_map(|word| json!(word)).boxed()
}

pub(super) fn maybe(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![Just(Value::Null), value].boxed()
}

/// A property of every type that has a form.
pub(super) fn prop() -> BoxedStrategy<Value> {
    let of = |kind: u16, value: BoxedStrategy<Value>| {
        (any::<u16>(), value)
            .prop_map(move |(id, value)| json!({ "tag": format!("0x{id:04X}{kind:04X}"), "value": value }))
    };
    let finite = any::<f64>().prop_map(|float| float.to_bits());
    let bytes = || vec(any::<u8>(), 0..9).prop_map(|bytes| hex(&bytes));
    prop_oneof![
        of(0x0001, Just(json!("none")).boxed()),
        of(0x000D, Just(json!("none")).boxed()),
        of(0x000B, any::<bool>().prop_map(|is| json!({ "bool": is })).boxed()),
        of(0x0002, any::<i16>().prop_map(|number| json!({ "number": number })).boxed()),
        of(0x0003, any::<i32>().prop_map(|number| json!({ "number": number })).boxed()),
        of(0x0014, any::<i64>().prop_map(|number| json!({ "number": number })).boxed()),
        of(0x0006, any::<i64>().prop_map(|number| json!({ "number": number })).boxed()),
        of(0x0005, finite.prop_map(|bits| json!({ "bits": bits })).boxed()),
        of(0x0040, any::<u64>().prop_map(|bits| json!({ "bits": bits })).boxed()),
        of(0x000A, any::<u32>().prop_map(|bits| json!({ "bits": bits })).boxed()),
        of(0x001F, any::<String>().prop_map(|text| json!({ "text": text })).boxed()),
        of(0x001E, bytes().prop_map(|bytes| json!({ "hex": bytes })).boxed()),
        of(0x0102, bytes().prop_map(|bytes| json!({ "hex": bytes })).boxed()),
        of(0x0048, uid().prop_map(|uid| json!({ "text": uid })).boxed()),
        of(0x1003, vec(any::<i32>(), 0..4).prop_map(|numbers| json!({ "numbers": numbers })).boxed()),
        of(0x1040, vec(any::<u64>(), 0..4).prop_map(|bits| json!({ "many_bits": bits })).boxed()),
        of(0x101F, vec(any::<String>(), 0..4).prop_map(|texts| json!({ "texts": texts })).boxed()),
        of(0x1102, vec(bytes(), 0..4).prop_map(|bytes| json!({ "hexes": bytes })).boxed()),
    ]
    .boxed()
}

fn values() -> BoxedStrategy<Value> {
    let hex_number = || any::<u32>().prop_map(|number| format!("0x{number:08X}"));
    let value = prop_oneof![
        Just(json!("null")),
        Just(json!("hidden")),
        any::<bool>().prop_map(|is| json!({ "bool": is })),
        any::<i64>().prop_map(|number| json!({ "number": number })),
        number().prop_map(|bits| json!({ "flags": { "set": "OpenEntryFlags", "bits": bits } })),
        hex_number().prop_map(|code| json!({ "code": code })),
        word(&["BOOKMARK_END", "key", "restriction"]).prop_map(|word| json!({ "word": word })),
        vec(any::<u8>(), 0..90).prop_map(|id| json!({ "id": hex(&id) })),
        uid().prop_map(|uid| json!({ "uid": uid })),
        vec(hex_number(), 0..9).prop_map(|tags| json!({ "tags": tags })),
        text().prop_map(|text| json!({ "text": text })),
        number().prop_map(|count| json!({ "count": { "count": count, "of": "row" } })),
        vec(prop(), 0..4).prop_map(|props| json!({ "props": props })),
        vec(vec(prop(), 0..3), 0..3).prop_map(|rows| json!({ "rows": rows })),
        vec(any::<u8>(), 0..20).prop_map(|bytes| json!({ "bytes": hex(&bytes) })),
        vec(vec(any::<u8>(), 0..20).prop_map(|bytes| hex(&bytes)), 0..3)
            .prop_map(|ids| json!({ "ids": ids })),
        number().prop_map(|number| json!({ "object": format!("IMAPIFolder {number}") })),
        listed(),
    ];
    let name = word(&["", "flags", "entry_id", "rows"]);
    let named = (name, value).prop_map(|(name, value)| {
        if name == "" { json!({ "value": value }) } else { json!({ "name": name, "value": value }) }
    });
    vec(named, 0..5).prop_map(Value::from).boxed()
}

fn actor() -> BoxedStrategy<Value> {
    word(&["client", "mapi", "spooler", "user", "dll 1"])
}

fn object() -> BoxedStrategy<Value> {
    const KINDS: &[&str] =
        &["session", "provider", "logon", "store", "folder", "support", "service", "services", "section"];
    let numbered = (select(KINDS), ordinal()).prop_map(|(kind, number)| json!(format!("{kind} {number}")));
    let opened = (select(&["IMessage", "IMAPITable", "IStream"][..]), number());
    let opened = opened.prop_map(|(kind, number)| json!(format!("{kind} {number}")));
    prop_oneof![word(&["mapi", "sink", "stores table", "status table", "dll 1"]), numbered, opened].boxed()
}

fn method() -> BoxedStrategy<Value> {
    let names: Vec<_> = mapi_sim::methods::Method::all().map(|method| json!(method.name())).collect();
    select(names).boxed()
}

type Fields = Vec<(&'static str, BoxedStrategy<Value>)>;

/// An object of this kind, whose fields without a value are `null`.
fn of_kind(kind: &'static str, fields: Fields) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let made = values.prop_map(move |values| {
        let fields = names.iter().map(|name| (*name).to_owned()).zip(values);
        let kind = ("kind".to_owned(), json!(kind));
        Value::Object([kind].into_iter().chain(fields).collect())
    });
    made.boxed()
}

fn one_of(kinds: Vec<(&'static str, Fields)>) -> BoxedStrategy<Value> {
    proptest::strategy::Union::new(kinds.into_iter().map(|(kind, fields)| of_kind(kind, fields))).boxed()
}

fn args() -> BoxedStrategy<Value> {
    let flags = || ("flags", number());
    let optional_id = || ("entry_id", maybe(id()));
    let folders = word(&[
        "IpmSubtree",
        "SearchRoot",
        "Views",
        "CommonViews",
        "Inbox",
        "Outbox",
        "DeletedItems",
        "SentItems",
    ]);
    one_of(vec![
        ("none", vec![]),
        ("logon_ex", vec![flags()]),
        ("initialize", vec![flags()]),
        ("open_store", vec![("entry_id", id()), flags()]),
        ("init", vec![("version", number()), flags()]),
        ("logon", vec![("support", ordinal()), optional_id(), flags()]),
        ("spooler_logon", vec![("support", ordinal()), optional_id(), flags(), ("spool_security", number())]),
        ("ids", vec![("first", id()), ("second", id())]),
        ("entry", vec![optional_id(), flags()]),
        ("id", vec![("entry_id", id())]),
        ("special_folder", vec![("folder", folders)]),
        ("advise", vec![optional_id(), ("events", number())]),
        ("events", vec![("events", number())]),
        ("uid", vec![("uid", uid())]),
        ("section", vec![("uid", maybe(uid())), flags()]),
        ("status_row", vec![("columns", number()), flags()]),
        ("logoff", vec![flags()]),
        ("spooler_notify", vec![flags()]),
        ("service", vec![("context", number()), flags()]),
        ("service_flags", vec![flags()]),
        ("default_store", vec![optional_id(), flags()]),
        ("props", vec![("count", number())]),
        ("notifications", vec![("count", number())]),
        ("width", vec![flags()]),
        ("raw", vec![("value", number())]),
        ("values", vec![("values", values())]),
    ])
}

fn out() -> BoxedStrategy<Value> {
    let yes = || any::<bool>().prop_map(|is| json!(is)).boxed();
    one_of(vec![
        ("none", vec![]),
        ("init", vec![("provider", maybe(ordinal())), ("version", number())]),
        ("logon", vec![("store", yes()), ("logon", yes()), ("security", number())]),
        ("store", vec![("store", ordinal())]),
        ("session", vec![("session", ordinal())]),
        ("same", vec![("same", yes())]),
        ("props", vec![("count", number())]),
        ("connection", vec![("connection", number())]),
        ("logoff", vec![("flags", number())]),
        ("id", vec![("entry_id", id())]),
        ("uid", vec![("uid", uid())]),
        ("section", vec![("section", ordinal())]),
        ("service", vec![("service", ordinal())]),
        ("values", vec![("values", values())]),
    ])
}

fn fact() -> BoxedStrategy<Value> {
    let step = || ("step", (1..=9_u8).prop_map(|step| json!(step)).boxed());
    let reason = word(&[
        "StoreAlreadyOpen",
        "ProviderObjectExists",
        "ClientWithoutMail",
        "StoreWithoutMail",
        "TemporaryStore",
        "OpenedWithoutMail",
        "SpoolerAlreadyTold",
        "StoreReleased",
        "ServiceDisabled",
        "NoValidationData",
        "SessionEnded",
    ]);
    let store = || ("store", ordinal());
    let section = || ("section", ordinal());
    let service = || ("service", ordinal());
    let text = || ("text", text());
    let readings: Vec<_> =
        mapi_sim::load::readings::Reading::ALL.iter().map(|reading| json!(reading.number())).collect();
    one_of(vec![
        ("reached", vec![step()]),
        ("skipped", vec![step(), ("reason", reason)]),
        ("section_chosen", vec![section()]),
        ("section_made", vec![section()]),
        ("section_removed", vec![section()]),
        (
            "spooler_pair",
            vec![store(), ("pair", word(&["SameObjects", "SameStore", "OtherStore", "NotSaid"]))],
        ),
        ("spooler_told", vec![store()]),
        ("spooler_told_of_default", vec![("section", maybe(ordinal()))]),
        ("spooler_loads_dll", vec![("dll", Just(json!(1)).boxed())]),
        ("spooler_logon_dropped", vec![store()]),
        ("open_elsewhere", vec![store()]),
        ("spooler_failed", vec![("code", code())]),
        ("open_failed", vec![("code", code())]),
        ("error_kept", vec![text()]),
        ("service_disabled", vec![service()]),
        ("service_added", vec![service()]),
        ("service_removed", vec![service()]),
        ("provider_added", vec![section()]),
        ("provider_marked", vec![section()]),
        ("provider_removed", vec![section()]),
        ("uids_removed", vec![store(), ("count", number())]),
        ("rows_removed", vec![store(), ("count", number())]),
        ("support_freed", vec![("support", ordinal())]),
        ("logon_released", vec![store()]),
        ("provider_released", vec![("provider", ordinal()), ("by", actor())]),
        ("dialog_shown", vec![text()]),
        ("dialog_answered", vec![text()]),
        ("dialog_refused", vec![text()]),
        ("read_as", vec![("reading", select(readings).boxed()), ("choice", word(&["Strict", "Lenient"]))]),
        ("deviated", vec![("number", Just(json!(0)).boxed())]),
        ("advised", vec![("number", Just(json!(0)).boxed())]),
        ("note", vec![text()]),
    ])
}

/// A line of an event of any kind.
fn event() -> impl Strategy<Value = Value> {
    let at = || {
        vec![
            ("task", (0..5_u16).prop_map(|task| json!(task)).boxed()),
            ("depth", any::<u16>().prop_map(|depth| json!(depth % 40)).boxed()),
            ("session", maybe(ordinal())),
            ("open", maybe(ordinal())),
        ]
    };
    let with = |fields: Fields| at().into_iter().chain(fields).collect::<Fields>();
    one_of(vec![
        ("call", with(vec![("from", actor()), ("to", object()), ("method", method()), ("args", args())])),
        ("return", with(vec![("from", object()), ("method", method()), ("code", code()), ("out", out())])),
        ("panicked", with(vec![("from", object()), ("method", method())])),
        ("add_ref", with(vec![("object", object()), ("by", actor()), ("count", number())])),
        ("release", with(vec![("object", object()), ("by", actor()), ("count", number())])),
        ("fact", with(vec![("fact", fact())])),
    ])
}

/// All lines of a trace.
pub(super) fn lines() -> impl Strategy<Value = String> {
    let finding = |kind| {
        of_kind(
            kind,
            vec![
                ("rule", word(&["LOAD-19", "SHUT-02"])),
                ("page", word(&["imsprovider-logon"])),
                ("session", maybe(ordinal())),
                ("expected", word(&["a reference"])),
                ("got", text()),
                ("help", word(&["keep one"])),
            ],
        )
    };
    let held = of_kind(
        "held",
        vec![
            ("object", object()),
            ("by", actor()),
            ("references", number()),
            ("made_for", method()),
            ("open", maybe(ordinal())),
            ("overdue", any::<bool>().prop_map(|is| json!(is)).boxed()),
        ],
    );
    let left_out = prop_oneof![Just(0_u32), 0..1000_u32];
    let parts = (left_out, finding("deviation"), finding("advice"), vec(event(), 0..30), vec(held, 0..3));
    parts.prop_map(|(left_out, deviation, advice, events, held)| {
        let header = HEADER.replace("\"dlls\"", &format!("\"left_out\":{left_out},\"dlls\""));
        let end = json!({ "kind": "end", "events": events.len() });
        let lines = [deviation, advice].into_iter().chain(events).chain(held).chain([end]);
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        format!("{header}\n{}\n", lines.join("\n"))
    })
}

proptest! {
    #[test]
    fn any_trace_that_is_written_and_read_is_equal(lines in lines()) {
        let trace = Trace::from_json_lines(&lines).unwrap_or_else(|error| panic!("{error}\n{lines}"));
        there_and_back(&trace);
        // Whatever happened, it can be drawn and judged.
        let _ = (trace.to_svg(), trace.to_mermaid(), trace.violations(), trace.under_way().len());
        trace.opens().iter().for_each(|open| drop((open.steps_done(), open.to_string())));
    }
}
