//! Restrictions, sort orders, names, problems, notifications and details of errors, as a whole trace has them.

use mapi_sim::mapi::{PropTag, PropValue, RelOp, Restriction, tags};
use mapi_sim::methods::Value as Told;
use mapi_sim::trace::{Args, Trace, TraceReadReason, What};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::arbitrary::{hex, maybe, number, prop, text, uid};
use super::{HEADER, there_and_back};

fn hex_number() -> BoxedStrategy<Value> {
    any::<u32>().prop_map(|number| json!(format!("0x{number:08X}"))).boxed()
}

fn bytes() -> BoxedStrategy<Value> {
    vec(any::<u8>(), 0..20).prop_map(|bytes| json!(hex(&bytes))).boxed()
}

/// A restriction of a few parts, as its list.
pub(super) fn nodes() -> BoxedStrategy<Vec<Value>> {
    let tag = hex_number;
    let leaf = prop_oneof![
        (number(), tag(), prop()).prop_map(|(bits, tag, value)| {
            json!({ "content": { "fuzzy": bits, "tag": tag, "value": value } })
        }),
        (number(), tag(), prop())
            .prop_map(|(op, tag, value)| json!({ "property": { "op": op, "tag": tag, "value": value } })),
        (number(), tag(), tag()).prop_map(|(op, left, right)| {
            json!({ "compare_props": { "op": op, "left": left, "right": right } })
        }),
        (number(), tag(), number())
            .prop_map(|(op, tag, mask)| json!({ "bitmask": { "op": op, "tag": tag, "mask": mask } })),
        (number(), tag(), number())
            .prop_map(|(op, tag, size)| json!({ "size": { "op": op, "tag": tag, "size": size } })),
        tag().prop_map(|tag| json!({ "exist": tag })),
        number().prop_map(|kind| json!({ "other": kind })),
        vec(prop(), 0..3).prop_map(|props| json!({ "comment": { "props": props, "restricts": false } })),
    ];
    let leaf = leaf.prop_map(|node| vec![node]).boxed();
    let around = |inner: BoxedStrategy<Vec<Value>>| {
        let behind = |first: Value, inner: Vec<Value>| [vec![first], inner].concat();
        let inside = json!({ "tag": "0x3FFF00FD", "value": "inside" });
        let of_value = json!({ "property": { "op": 4, "tag": "0x3FFF00FD", "value": inside } });
        let comment = json!({ "comment": { "props": [inside], "restricts": true } });
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(move |all| behind(json!({ "and": all.len() }), all.concat())),
            vec(inner.clone(), 0..4).prop_map(move |all| behind(json!({ "or": all.len() }), all.concat())),
            inner.clone().prop_map(move |inner| behind(json!("not"), inner)),
            (hex_number(), inner.clone()).prop_map(move |(tag, inner)| behind(json!({ "sub": tag }), inner)),
            (number(), inner.clone()).prop_map(move |(most, inner)| behind(json!({ "count": most }), inner)),
            inner.clone().prop_map(move |inner| behind(of_value.clone(), inner)),
            (inner.clone(), inner).prop_map(move |(one, two)| behind(comment.clone(), [one, two].concat())),
        ]
    };
    leaf.prop_recursive(4, 24, 4, around).boxed()
}

fn string() -> BoxedStrategy<Value> {
    prop_oneof![
        text().prop_map(|text| json!({ "unicode": text })),
        bytes().prop_map(|bytes| json!({ "ansi": bytes })),
    ]
    .boxed()
}

fn detail() -> BoxedStrategy<Value> {
    let parts = (number(), maybe(string()), maybe(string()), number(), number());
    let detail = parts.prop_map(|(version, error, component, low, context)| {
        json!({
            "version": version, "error": error, "component": component, "low_level_error": low,
            "context": context,
        })
    });
    detail.boxed()
}

fn notification() -> BoxedStrategy<Value> {
    let id = || maybe(bytes());
    let events = &["created", "deleted", "modified", "moved", "copied", "search_complete"][..];
    let object =
        (proptest::sample::select(events), id(), maybe(number()), id(), id(), id(), vec(hex_number(), 0..3));
    prop_oneof![
        (id(), hex_number(), maybe(detail())).prop_map(|(id, code, detail)| {
            json!({ "critical_error": { "entry_id": id, "code": code, "detail": detail } })
        }),
        (bytes(), bytes(), number(), string(), number()).prop_map(|(id, parent, flags, class, of_message)| {
            json!({ "new_mail": {
                "entry_id": id, "parent_id": parent, "flags": flags, "message_class": class,
                "message_flags": of_message,
            } })
        }),
        object.prop_map(|(event, id, kind, parent, old, old_parent, tags)| {
            json!({ "object": {
                "event": event, "entry_id": id, "object_type": kind, "parent_id": parent, "old_id": old,
                "old_parent_id": old_parent, "tags": tags,
            } })
        }),
        (number(), hex_number(), maybe(prop()), maybe(prop()), vec(prop(), 0..3)).prop_map(
            |(event, code, index, prior, row)| {
                json!({ "table": { "event": event, "code": code, "index": index, "prior": prior, "row": row } })
            }
        ),
        (bytes(), vec(prop(), 0..3))
            .prop_map(|(id, values)| json!({ "status_object": { "entry_id": id, "values": values } })),
        (number(), bytes())
            .prop_map(|(event, data)| json!({ "extended": { "event": event, "parameters": data } })),
    ]
    .boxed()
}

fn names() -> BoxedStrategy<Value> {
    let name = prop_oneof![
        (uid(), any::<i32>()).prop_map(|(set, id)| json!({ "id": { "set": set, "id": id } })),
        (uid(), text()).prop_map(|(set, text)| json!({ "text": { "set": set, "text": text } })),
    ];
    vec(maybe(name.boxed()), 0..4).prop_map(Value::from).boxed()
}

/// A value of a kind that only whole traces have.
pub(super) fn listed() -> BoxedStrategy<Value> {
    let problem = (number(), hex_number(), hex_number())
        .prop_map(|(index, tag, code)| json!({ "index": index, "tag": tag, "code": code }));
    let key = (hex_number(), number()).prop_map(|(tag, way)| json!({ "tag": tag, "direction": way }));
    let element = prop_oneof![
        (text(), any::<u64>()).prop_map(|(name, size)| json!({ "stream": { "name": name, "size": size } })),
        text().prop_map(|name| json!({ "storage": { "name": name } })),
    ];
    prop_oneof![
        4 => nodes().prop_map(|nodes| json!({ "restriction": nodes })),
        1 => nodes().prop_map(|nodes| {
            json!({ "props": [{ "tag": "0x3FFF00FD", "value": { "restriction": nodes } }] })
        }),
        1 => (vec(key, 0..4), number(), number()).prop_map(|(keys, categories, expanded)| {
            json!({ "sort_order": { "keys": keys, "categories": categories, "expanded": expanded } })
        }),
        1 => names().prop_map(|names| json!({ "names": names })),
        1 => (vec(hex_number(), 0..4), names())
            .prop_map(|(tags, names)| json!({ "names_of_tags": { "tags": tags, "names": names } })),
        1 => vec(problem, 0..3).prop_map(|problems| json!({ "problems": problems })),
        1 => vec(uid(), 0..4).prop_map(|uids| json!({ "uids": uids })),
        2 => vec(notification(), 0..3).prop_map(|all| json!({ "notifications": all })),
        1 => bytes().prop_map(|key| json!({ "key": key })),
        1 => vec(element, 0..3).prop_map(|elements| json!({ "elements": elements })),
        1 => detail().prop_map(|detail| json!({ "error": detail })),
        1 => bytes().prop_map(|text| json!({ "ansi": text })),
    ]
    .boxed()
}

/// A trace of one call of `Restrict`.
fn restricts(restriction: &str) -> String {
    let values = format!(r#"[{{"name":"restriction","value":{{"restriction":{restriction}}}}}]"#);
    let args = format!(r#"{{"kind":"values","values":{values}}}"#);
    let call = r#""kind":"call","from":"client","to":"IMAPITable 1","method":"IMAPITable::Restrict""#;
    format!("{HEADER}\n{{{call},\"args\":{args}}}\n{{\"kind\":\"end\",\"events\":1}}\n")
}

#[test]
fn a_list_that_is_no_restriction_says_why() {
    let and = r#"{"and":2},{"exist":"0x3001001F"}"#;
    let inside =
        r#"{"property":{"op":4,"tag":"0x3FFF00FD","value":{"tag":"0x3FFF00FD","value":{"restriction":[]}}}}"#;
    for (list, why) in [
        ("[]".to_owned(), "an empty list is no restriction"),
        (format!("[{and}]"), "a restriction of 2 others lacks some of them"),
        (r#"[{"and":4294967295}]"#.to_owned(), "a restriction of 4294967295 others lacks some of them"),
        (r#"["not"]"#.to_owned(), "lacks one that belongs inside of it"),
        (r#"[{"exist":"0x3001001F"},{"exist":"0x3001001F"}]"#.to_owned(), "more stands behind it"),
        (r#"[{"exist":"3001"}]"#.to_owned(), "is not 0x and eight hexadecimal digits"),
        (format!("[{inside}]"), "stands in the same list"),
        (r#"[{"nor":1}]"#.to_owned(), "unknown variant `nor`"),
        ("[".repeat(100_000), "recursion limit exceeded"),
    ] {
        let error = Trace::from_json_lines(&restricts(&list)).unwrap_err();
        let (TraceReadReason::Meaning(said) | TraceReadReason::Form(said)) = error.reason else {
            panic!("{error}");
        };
        assert!(error.line == 2 && said.contains(why), "{said:?} does not say {why:?}");
    }
}

#[test]
fn no_restriction_is_too_deep_or_too_long() {
    let (deep, leaf) = (100_000, r#"{"exist":"0x3001001F"}"#);
    let long = format!("[{{\"or\":{deep}}}{}]", format!(",{leaf}").repeat(deep));
    for list in [format!("[{}{leaf}]", "\"not\",".repeat(deep)), long] {
        let trace = Trace::from_json_lines(&restricts(&list)).unwrap();
        there_and_back(&trace);
    }
}

#[test]
fn the_parts_of_a_restriction_come_back_in_their_order() {
    let list = r#"[{"and":2},"not",{"exist":"0x3001001F"},{"or":2},
        {"property":{"op":4,"tag":"0x3001001F","value":{"tag":"0x3001001F","value":{"text":"a"}}}},
        {"comment":{"props":[{"tag":"0x300200FD","value":"inside"}],"restricts":true}},
        {"exist":"0x3002001F"},{"exist":"0x3003001F"}]"#
        .replace('\n', " ");
    let trace = Trace::from_json_lines(&restricts(&list)).unwrap();
    let Some(What::Call { args: Args::Values(values), .. }) = trace.events().first().map(|event| event.what)
    else {
        panic!("{trace}");
    };
    let exist = |id| Restriction::Exist(PropTag::from_raw(id));
    let expected = Restriction::And(vec![
        Restriction::Not(Box::new(exist(0x3001_001F))),
        Restriction::Or(vec![
            Restriction::Property {
                op: RelOp::Eq,
                tag: tags::PR_DISPLAY_NAME_W,
                value: PropValue::new(tags::PR_DISPLAY_NAME_W, "a"),
            },
            Restriction::Comment {
                props: vec![PropValue::new(
                    PropTag::from_raw(0x3002_00FD),
                    mapi_sim::mapi::Value::Restriction(Box::new(exist(0x3002_001F))),
                )],
                restriction: Some(Box::new(exist(0x3003_001F))),
            },
        ]),
    ]);
    assert_eq!(trace.values(values)[0].value, Told::Restriction(Box::new(expected)));
}
