//! Numbers without a name are kept as they are, and refused where they would have to be understood.

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use mapi_spi::memory::{MemoryStream, MemoryTable};
use mapi_spi::spi::{IMAPITable, SeekOrigin};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_number_comes_back(raw: u32) {
        prop_assert_eq!(ObjectType::from_raw(raw).raw(), raw);
        prop_assert_eq!(RelOp::from_raw(raw).raw(), raw);
        prop_assert_eq!(SortDirection::from_raw(raw).raw(), raw);
        prop_assert_eq!(TableEvent::from_raw(raw).raw(), raw);
    }
}

#[test]
fn a_number_without_a_name_is_shown_as_a_number() {
    assert_eq!(ObjectType::from_raw(3).to_string(), "MAPI_FOLDER");
    let unknown = ObjectType::from_raw(0x63);
    assert_eq!((unknown.name(), unknown.to_string()), (None, "0x63".to_owned()));
    assert_eq!(format!("{:?}", RelOp::from_raw(100)), "RELOP_MEMBER_OF_DL");
}

#[test]
fn tables_refuse_what_they_do_not_know() {
    let row = Row::new(vec![PropValue::new(PR_SUBJECT_W, "one")]);
    let table = MemoryTable::new(vec![PR_SUBJECT_W], vec![row]);
    let subject = || PropValue::new(PR_SUBJECT_W, "one");
    let fuzzy = FuzzyLevel::exact(FuzzyPart::from_raw(0x10));
    for restriction in [
        Restriction::Other(0x0C),
        Restriction::Not(Box::new(Restriction::Other(0x7FFF))),
        Restriction::Property { op: RelOp::from_raw(7), tag: PR_SUBJECT_W, value: subject() },
        Restriction::Content { fuzzy, tag: PR_SUBJECT_W, value: subject() },
        Restriction::Bitmask { op: BitmaskOp::from_raw(2), tag: PR_MESSAGE_FLAGS, mask: 1 },
    ] {
        let refused = table.restrict(Some(&restriction), RestrictFlags::empty()).unwrap_err();
        assert_eq!(refused.code(), MAPI_E_TOO_COMPLEX, "{restriction:?}");
        assert_eq!(restriction.clone(), restriction);
    }
    for raw in [2, 4, 8, 3] {
        let order = SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::from_raw(raw) };
        let refused = table.sort_table(&SortOrderSet::plain(vec![order]), SortFlags::empty()).unwrap_err();
        assert_eq!(refused.code(), MAPI_E_TOO_COMPLEX, "{raw}");
    }
    assert_eq!(table.get_row_count(0).unwrap().value, 1);
}

#[test]
fn streams_count_from_three_places() {
    let stream = MemoryStream::shared(*b"bytes");
    let refused = stream.seek(0, SeekOrigin::from_raw(3)).unwrap_err();
    assert_eq!(refused.code(), HResult::from_raw(0x8003_0001));
}
