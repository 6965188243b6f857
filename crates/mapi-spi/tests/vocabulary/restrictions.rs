//! Restrictions nested deeper than any stack: copied, compared, written out, refused and dropped.

use mapi_spi::mapi::codes::MAPI_E_TOO_COMPLEX;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use mapi_spi::memory::MemoryTable;
use mapi_spi::spi::IMAPITable;

const DEEP: usize = 100_000;

/// Ways in which a restriction has another one inside.
const WAYS: [fn(Restriction) -> Restriction; 9] = [
    |part| Restriction::And(vec![Restriction::Exist(PR_SUBJECT_W), part]),
    |part| Restriction::Or(vec![part]),
    |part| Restriction::Not(Box::new(part)),
    |part| Restriction::Sub { tag: PR_MESSAGE_RECIPIENTS, restriction: Box::new(part) },
    |part| Restriction::Comment { props: Vec::new(), restriction: Some(Box::new(part)) },
    |part| Restriction::Comment { props: vec![as_value(part)], restriction: None },
    |part| Restriction::Count { count: 1, restriction: Box::new(part) },
    |part| Restriction::Property { op: RelOp::Eq, tag: PR_RULE, value: as_value(part) },
    |part| {
        let fuzzy = FuzzyLevel::exact(FuzzyPart::Full);
        Restriction::Content { fuzzy, tag: PR_RULE, value: as_value(part) }
    },
];

const PR_RULE: PropTag = PropTag::new(0x6679, PropType::PT_SRESTRICTION);

fn as_value(part: Restriction) -> PropValue {
    PropValue::new(PR_RULE, Value::Restriction(Box::new(part)))
}

fn nested(way: fn(Restriction) -> Restriction, deep: usize, innermost: PropTag) -> Restriction {
    (0..deep).fold(Restriction::Exist(innermost), |inner, _| way(inner))
}

#[test]
fn restrictions_of_any_depth_are_copied_compared_and_dropped() {
    for way in WAYS {
        let deep = nested(way, DEEP, PR_ENTRYID);
        let copy = deep.clone();
        assert!(copy == deep);
        assert!(copy != nested(way, DEEP, PR_SUBJECT_W), "they differ at the bottom");
        assert!(copy != nested(way, DEEP - 1, PR_ENTRYID));
        let row = Row::new(vec![as_value(copy)]);
        assert!(row.clone() == row);
    }
}

#[test]
fn restrictions_of_any_depth_are_written_out_as_far_as_anybody_reads() {
    for way in WAYS {
        let deep = nested(way, DEEP, PR_ENTRYID);
        let (short, long) = (format!("{deep:?}"), format!("{deep:#?}"));
        assert!(short.contains("..") && short.len() < 20_000, "{} characters", short.len());
        assert!(long.len() < 400_000, "{} characters", long.len());
        // A second one is written out as far.
        assert_eq!(format!("{deep:?}"), short);
    }
    let flat = nested(WAYS[2], 2, PR_ENTRYID);
    assert_eq!(format!("{flat:?}"), format!("Not(Not(Exist({PR_ENTRYID:?})))"));
}

#[test]
fn tables_refuse_restrictions_that_are_too_deep() {
    let table = MemoryTable::new(vec![PR_SUBJECT_W], Vec::new());
    for way in WAYS {
        let deep = nested(way, DEEP, PR_ENTRYID);
        // A restriction as a value is compared with values, and there is nothing deep about that.
        let is_value = matches!(deep, Restriction::Property { .. } | Restriction::Content { .. });
        let is_comment = matches!(&deep, Restriction::Comment { restriction: None, .. });
        let restricted = table.restrict(Some(&deep), RestrictFlags::empty());
        let found = table.find_row(&deep, Bookmark::BEGINNING, FindRowFlags::empty());
        if !is_value && !is_comment {
            assert_eq!(restricted.unwrap_err().code(), MAPI_E_TOO_COMPLEX);
            assert_eq!(found.map(drop).unwrap_err().code(), MAPI_E_TOO_COMPLEX);
        }
    }
}

#[test]
fn a_wide_restriction_is_as_good_as_a_narrow_one() {
    let wide = Restriction::And(vec![Restriction::Exist(PR_SUBJECT_W); 1000]);
    assert_eq!(wide.clone(), wide);
    let table = MemoryTable::new(vec![PR_SUBJECT_W], vec![vec![PropValue::new(PR_SUBJECT_W, "a")].into()]);
    table.restrict(Some(&wide), RestrictFlags::empty()).unwrap();
    assert_eq!(table.get_row_count(0).unwrap().value, 1);
}
