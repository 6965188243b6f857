//! The strategies make every kind of value, and what the vocabulary and the tables do with them.

use std::collections::BTreeSet;

use mapi_spi::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_TOO_COMPLEX, MAPI_E_UNEXPECTED_TYPE};
use mapi_spi::mapi::*;
use mapi_spi::memory::{MemoryProps, MemoryTable};
use mapi_spi::spi::IMAPITable;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// The types that values can have: all but the ones that only tags have.
fn value_types() -> BTreeSet<PropType> {
    let without = ["PT_UNSPECIFIED", "PT_PTR", "PT_FILE_HANDLE", "PT_FILE_EA"];
    PropType::ALL.iter().filter(|(name, _)| !without.contains(name)).map(|(_, kind)| *kind).collect()
}

#[test]
fn values_of_every_type_are_made() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..3000 {
        seen.insert(strategies::value().new_tree(&mut runner).unwrap().current().prop_type());
    }
    let missing: Vec<_> = value_types().difference(&seen).copied().collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_type_of_value_has_one_strategy() {
    let mut runner = TestRunner::deterministic();
    let kinds = strategies::values_by_type();
    let types = kinds.iter().map(|kind| kind.new_tree(&mut runner).unwrap().current().prop_type());
    let types: Vec<_> = types.collect();
    assert_eq!(types.iter().copied().collect::<BTreeSet<_>>(), value_types());
    assert_eq!(types.len(), value_types().len());
}

/// The name of a kind.
fn kind_of(restriction: &Restriction) -> String {
    format!("{restriction:?}").split([' ', '(', '{']).next().unwrap().to_owned()
}

#[test]
fn each_kind_of_restriction_has_one_strategy() {
    let mut runner = TestRunner::deterministic();
    let kinds = strategies::restrictions_by_kind();
    let kinds = kinds.iter().map(|kind| kind_of(&kind.new_tree(&mut runner).unwrap().current()));
    let kinds: Vec<_> = kinds.collect();
    assert_eq!(kinds.iter().cloned().collect::<BTreeSet<_>>(), restriction_kinds());
    assert_eq!(kinds.len(), restriction_kinds().len());
}

#[test]
fn restrictions_of_every_kind_are_made() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..2000 {
        seen.insert(kind_of(&strategies::restriction().new_tree(&mut runner).unwrap().current()));
    }
    assert_eq!(seen, restriction_kinds());
}

fn restriction_kinds() -> BTreeSet<String> {
    let kinds = [
        "And",
        "Or",
        "Not",
        "Content",
        "Property",
        "CompareProps",
        "Bitmask",
        "Size",
        "Exist",
        "Sub",
        "Comment",
        "Count",
        "Other",
    ];
    kinds.map(str::to_owned).into()
}

proptest! {
    #[test]
    fn a_propertys_tag_has_the_type_of_its_value(value in strategies::prop_value()) {
        prop_assert_eq!(value.tag().prop_type(), value.value().prop_type());
        prop_assert_eq!(value.tag().id(), value.id());
    }

    #[test]
    fn a_tag_is_its_identifier_and_its_type(tag in strategies::prop_tag(), kind in strategies::prop_type()) {
        prop_assert_eq!(PropTag::new(tag.id(), tag.prop_type()), tag);
        prop_assert_eq!(tag.with_type(kind).prop_type(), kind);
        prop_assert_eq!(tag.with_type(kind).id(), tag.id());
        for unicode in [false, true] {
            let once = tag.with_string_width(unicode);
            prop_assert_eq!(once.with_string_width(unicode), once);
            prop_assert_eq!(once.with_string_width(!unicode).with_string_width(unicode), once);
        }
    }

    #[test]
    fn guids_come_back_from_their_text(uid in strategies::uid()) {
        prop_assert_eq!(uid.to_string().parse::<MapiUid>(), Ok(uid));
        prop_assert_eq!(format!("{{{uid}}}").to_lowercase().parse::<MapiUid>(), Ok(uid));
    }

    #[test]
    fn identifiers_that_can_be_encoded_come_back(
        wrapped in strategies::wrapped_store_entry_id(),
        one_off in strategies::one_off(),
    ) {
        prop_assert_eq!(WrappedStoreEntryId::decode(&wrapped.encode().unwrap()).unwrap(), wrapped);
        let back = OneOff::decode(&one_off.encode().unwrap()).unwrap();
        prop_assert_eq!(back.encode().unwrap(), one_off.encode().unwrap());
    }

    #[test]
    fn any_identifier_is_read_or_refused(id in strategies::entry_id()) {
        let _ = (WrappedStoreEntryId::decode(&id), OneOff::decode(&id));
        prop_assert_eq!(id.provider_uid().is_some(), id.len() >= 20);
    }

    /// A conversion gives the type that was asked for, changes nothing there and back, or says why not.
    #[test]
    fn conversions_keep_the_value_or_refuse(value in strategies::prop_value(), wanted in strategies::prop_type()) {
        match value.in_type(wanted) {
            Ok(other) => {
                let open = wanted == PropType::PT_UNSPECIFIED;
                prop_assert_eq!(other.tag().prop_type(), if open { value.tag().prop_type() } else { wanted });
                let back = other.in_type(value.tag().prop_type()).unwrap();
                prop_assert_eq!(format!("{back:?}"), format!("{value:?}"));
            }
            Err(code) => prop_assert!([MAPI_E_BAD_CHARWIDTH, MAPI_E_UNEXPECTED_TYPE].contains(&code)),
        }
    }

    #[test]
    fn props_answer_every_tag_in_its_place(
        values in prop::collection::vec(strategies::prop_value(), 0..8),
        tags in prop::collection::vec(strategies::prop_tag(), 1..8),
        unicode: bool,
    ) {
        let mut flags = GetPropsFlags::empty();
        flags.set(GetPropsFlags::MAPI_UNICODE, unicode);
        let answer = MemoryProps::new(values).get_props(Some(&tags), flags).unwrap();
        prop_assert_eq!(answer.value.len(), tags.len());
        let mut errors = false;
        for (value, tag) in answer.value.iter().zip(&tags) {
            let kind = tag.prop_type();
            prop_assert_eq!(value.id(), tag.id());
            prop_assert!(value.as_error().is_some() || kind == PropType::PT_UNSPECIFIED || value.tag().prop_type() == kind);
            errors |= value.as_error().is_some();
        }
        prop_assert_eq!(answer.warning.is_some(), errors);
    }

    /// Whatever the rows, columns, orders and restrictions: a table answers or refuses.
    #[test]
    fn a_table_takes_anything(
        rows in prop::collection::vec(strategies::row(), 0..8),
        columns in prop::collection::vec(strategies::prop_tag(), 1..6),
        restriction in strategies::restriction(),
        order in strategies::sort_order_set(),
    ) {
        let count = rows.len();
        let table = MemoryTable::new(columns.clone(), rows);
        if let Err(error) = table.restrict(Some(&restriction), RestrictFlags::empty()) {
            prop_assert_eq!(error.code(), MAPI_E_TOO_COMPLEX);
        }
        if let Err(error) = table.sort_table(&order, SortFlags::empty()) {
            prop_assert_eq!(error.code(), MAPI_E_TOO_COMPLEX);
        }
        let seen = table.query_rows(i32::MAX, QueryRowsFlags::empty()).unwrap();
        prop_assert!(seen.len() <= count);
        prop_assert_eq!(table.get_row_count(0).unwrap().value as usize, seen.len());
        for row in &seen {
            prop_assert_eq!(row.props().iter().map(PropValue::id).collect::<Vec<_>>(), columns.iter().map(|tag| tag.id()).collect::<Vec<_>>());
        }
        table.restrict(None, RestrictFlags::empty()).unwrap();
        prop_assert_eq!(table.get_row_count(0).unwrap().value as usize, count);
    }
}
