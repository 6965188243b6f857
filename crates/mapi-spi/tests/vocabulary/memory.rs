//! Tables, properties and streams over data in memory.

use std::sync::Arc;

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use mapi_spi::memory::{EditStream, MemoryProps, MemoryStream, MemoryTable};
use mapi_spi::spi::*;
use proptest::prelude::*;

fn row(name: &str, size: i32) -> Row {
    Row::new(vec![PropValue::new(PR_SUBJECT_W, name), PropValue::new(PR_MESSAGE_SIZE, size)])
}

/// Five rows of name and size.
fn table() -> MemoryTable {
    let rows = [("delta", 4), ("alpha", 1), ("charlie", 3), ("bravo", 2), ("Echo", 5)];
    MemoryTable::new(vec![PR_SUBJECT_W, PR_MESSAGE_SIZE], rows.map(|(name, size)| row(name, size)).to_vec())
}

/// The sizes of the rows from the cursor on, or with a negative count before it.
fn sizes(table: &MemoryTable, rows: i32) -> Vec<i32> {
    let rows = table.query_rows(rows, QueryRowsFlags::empty()).unwrap();
    rows.iter().map(|row| row.get(PR_MESSAGE_SIZE).unwrap().as_long().unwrap()).collect()
}

fn sizes_meeting(restriction: &Restriction) -> Vec<i32> {
    let table = table();
    table.restrict(Some(restriction), RestrictFlags::empty()).unwrap();
    sizes(&table, 100)
}

#[test]
fn rows_are_read_forward_and_backward() {
    let table = table();
    assert_eq!(sizes(&table, 2), [4, 1]);
    assert_eq!(sizes(&table, 100), [3, 2, 5]);
    assert!(sizes(&table, 1).is_empty());
    assert_eq!(sizes(&table, -2), [2, 5]);
    assert_eq!(sizes(&table, -100), [4, 1, 3]);
    assert!(sizes(&table, -1).is_empty());
    let kept = table.query_rows(2, QueryRowsFlags::TBL_NOADVANCE).unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(sizes(&table, 1), [4], "TBL_NOADVANCE leaves the cursor");
    assert_eq!(table.query_rows(0, QueryRowsFlags::empty()).unwrap_err().code(), MAPI_E_INVALID_PARAMETER);
    assert!(table.query_rows(i32::MIN, QueryRowsFlags::empty()).is_ok());
    assert!(table.query_rows(i32::MAX, QueryRowsFlags::empty()).is_ok());
}

#[test]
fn the_cursor_is_moved_and_never_leaves_the_table() {
    let table = table();
    let seek = |origin, rows| table.seek_row(origin, rows).unwrap().value;
    assert_eq!(seek(Bookmark::BEGINNING, 3), 3);
    assert_eq!(seek(Bookmark::CURRENT, 10), 2);
    assert_eq!(seek(Bookmark::CURRENT, -1), -1);
    assert_eq!(sizes(&table, 1), [5]);
    assert_eq!(seek(Bookmark::END, -2), -2);
    assert_eq!(seek(Bookmark::BEGINNING, -5), 0);
    assert_eq!(seek(Bookmark::END, i32::MIN), -5);
    assert_eq!(seek(Bookmark::CURRENT, i32::MAX), 5);
    let position = table.query_position().unwrap();
    assert_eq!((position.row, position.numerator, position.denominator), (Some(5), 5, 5));
    table.seek_row_approx(1, 2).unwrap();
    assert_eq!(sizes(&table, 1), [3]);
    table.seek_row_approx(u32::MAX, 1).unwrap();
    assert!(sizes(&table, 1).is_empty());
    assert_eq!(table.seek_row_approx(1, 0).unwrap_err().code(), MAPI_E_INVALID_PARAMETER);
    assert_eq!(table.get_row_count(0).unwrap().value, 5);
}

#[test]
fn bookmarks_are_made_used_and_freed() {
    let table = table();
    table.seek_row(Bookmark::BEGINNING, 2).unwrap();
    let mark = table.create_bookmark().unwrap();
    let second = table.create_bookmark().unwrap();
    assert_ne!(mark, second);
    table.seek_row(Bookmark::END, 0).unwrap();
    table.seek_row(mark, 1).unwrap();
    assert_eq!(sizes(&table, 1), [2]);
    table.free_bookmark(mark).unwrap();
    assert_eq!(table.seek_row(mark, 0).unwrap_err().code(), MAPI_E_INVALID_BOOKMARK);
    assert_eq!(table.free_bookmark(mark).unwrap_err().code(), MAPI_E_INVALID_BOOKMARK);
    for fixed in [Bookmark::BEGINNING, Bookmark::CURRENT, Bookmark::END] {
        assert_eq!(table.free_bookmark(fixed).unwrap_err().code(), MAPI_E_INVALID_PARAMETER);
    }
    let without = MemoryTable::new(vec![PR_SUBJECT_W], vec![]).without_bookmarks();
    assert_eq!(without.create_bookmark().unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn columns_come_in_the_order_and_width_of_set_columns() {
    let table = table();
    table.set_columns(&[PR_MESSAGE_SIZE, PR_SUBJECT_A, PR_BODY_W], SetColumnsFlags::empty()).unwrap();
    let row = table.query_rows(1, QueryRowsFlags::empty()).unwrap().remove(0);
    let [size, subject, body] = row.props() else { panic!("{row:?}") };
    assert_eq!(size.as_long(), Some(4));
    assert_eq!(subject.value(), &Value::String8(AnsiString::from("delta")));
    assert_eq!(body.as_error(), Some(MAPI_E_NOT_FOUND));
    assert_eq!(body.id(), PR_BODY_W.id());
    assert_eq!(table.query_columns(QueryColumnsFlags::empty()).unwrap().len(), 3);
    let all = table.query_columns(QueryColumnsFlags::TBL_ALL_COLUMNS).unwrap();
    assert!(all.contains(&PR_SUBJECT_W) && all.contains(&PR_BODY_W));
    assert_eq!(
        table.set_columns(&[], SetColumnsFlags::empty()).unwrap_err().code(),
        MAPI_E_INVALID_PARAMETER
    );
    let unknown = SetColumnsFlags::from_bits_retain(0x4000);
    assert_eq!(table.set_columns(&[PR_BODY_W], unknown).unwrap_err().code(), MAPI_E_UNKNOWN_FLAGS);
}

#[test]
fn text_that_does_not_fit_the_width_is_an_error_in_its_place() {
    let table = MemoryTable::new(vec![PR_SUBJECT_A], vec![row("größer", 1)]);
    let row = table.query_rows(1, QueryRowsFlags::empty()).unwrap().remove(0);
    assert_eq!(row.props()[0].as_error(), Some(MAPI_E_BAD_CHARWIDTH));
}

#[test]
fn sorting_is_stable_and_starts_anew() {
    let table = table();
    let order = |tag, direction| SortOrderSet::plain(vec![SortOrder { tag, direction }]);
    table.seek_row(Bookmark::END, 0).unwrap();
    table.sort_table(&order(PR_MESSAGE_SIZE, SortDirection::Ascending), SortFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 9), [1, 2, 3, 4, 5]);
    table.sort_table(&order(PR_MESSAGE_SIZE, SortDirection::Descending), SortFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 9), [5, 4, 3, 2, 1]);
    table.sort_table(&order(PR_SUBJECT_A, SortDirection::Ascending), SortFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 9), [5, 1, 2, 3, 4], "by code points, in either width");
    table.sort_table(&order(PR_BODY_W, SortDirection::Ascending), SortFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 9), [4, 1, 3, 2, 5], "nothing to sort by keeps the order of making");
    assert_eq!(table.query_sort_order().unwrap(), order(PR_BODY_W, SortDirection::Ascending));
    let categories = SortOrderSet { categories: 1, ..order(PR_SUBJECT_W, SortDirection::Ascending) };
    assert_eq!(table.sort_table(&categories, SortFlags::empty()).unwrap_err().code(), MAPI_E_TOO_COMPLEX);
}

fn size_is(op: RelOp, size: i32) -> Restriction {
    Restriction::Property { op, tag: PR_MESSAGE_SIZE, value: PropValue::new(PR_MESSAGE_SIZE, size) }
}

fn subject_is(part: FuzzyPart, ignore_case: bool, text: &str) -> Restriction {
    let fuzzy = FuzzyLevel { ignore_case, ..FuzzyLevel::exact(part) };
    Restriction::Content { fuzzy, tag: PR_SUBJECT_W, value: PropValue::new(PR_SUBJECT_W, text) }
}

#[test]
fn every_kind_of_restriction_finds_its_rows() {
    let table: [(Restriction, &[i32]); 22] = [
        (size_is(RelOp::Lt, 3), &[1, 2]),
        (size_is(RelOp::Le, 3), &[1, 3, 2]),
        (size_is(RelOp::Gt, 3), &[4, 5]),
        (size_is(RelOp::Ge, 3), &[4, 3, 5]),
        (size_is(RelOp::Eq, 3), &[3]),
        (size_is(RelOp::Ne, 3), &[4, 1, 2, 5]),
        (subject_is(FuzzyPart::Full, false, "echo"), &[]),
        (subject_is(FuzzyPart::Full, true, "echo"), &[5]),
        (subject_is(FuzzyPart::Prefix, false, "ch"), &[3]),
        (subject_is(FuzzyPart::Substring, false, "l"), &[4, 1, 3]),
        (subject_is(FuzzyPart::Substring, false, ""), &[4, 1, 3, 2, 5]),
        (Restriction::Exist(PR_SUBJECT_W), &[4, 1, 3, 2, 5]),
        (Restriction::Exist(PR_BODY_W), &[]),
        (Restriction::Bitmask { op: BitmaskOp::AnySet, tag: PR_MESSAGE_SIZE, mask: 4 }, &[4, 5]),
        (Restriction::Bitmask { op: BitmaskOp::AllClear, tag: PR_MESSAGE_SIZE, mask: 4 }, &[1, 3, 2]),
        (Restriction::Size { op: RelOp::Gt, tag: PR_SUBJECT_W, size: 10 }, &[3]),
        (Restriction::And(vec![]), &[4, 1, 3, 2, 5]),
        (Restriction::Or(vec![]), &[]),
        (Restriction::And(vec![size_is(RelOp::Gt, 1), size_is(RelOp::Lt, 4)]), &[3, 2]),
        (Restriction::Or(vec![size_is(RelOp::Eq, 1), size_is(RelOp::Eq, 5)]), &[1, 5]),
        (Restriction::Not(Box::new(Restriction::Exist(PR_BODY_W))), &[4, 1, 3, 2, 5]),
        (Restriction::Comment { props: vec![], restriction: Some(Box::new(size_is(RelOp::Eq, 2))) }, &[2]),
    ];
    for (restriction, expected) in table {
        assert_eq!(sizes_meeting(&restriction), expected, "{restriction:?}");
    }
    let same = Restriction::CompareProps { op: RelOp::Eq, left: PR_MESSAGE_SIZE, right: PR_MESSAGE_SIZE };
    assert_eq!(sizes_meeting(&same).len(), 5);
    let narrow = Restriction::Property {
        op: RelOp::Eq,
        tag: PR_SUBJECT_A,
        value: PropValue::new(PR_SUBJECT_A, AnsiString::from("alpha")),
    };
    assert_eq!(sizes_meeting(&narrow), [1], "a string in the other width");
    let other_type = Restriction::Property {
        op: RelOp::Eq,
        tag: PR_MESSAGE_SIZE,
        value: PropValue::new(PR_MESSAGE_SIZE, "3"),
    };
    assert!(sizes_meeting(&other_type).is_empty());
}

#[test]
fn restrictions_that_cannot_be_evaluated_are_refused_and_change_nothing() {
    let table = table();
    let mut deep = Restriction::Exist(PR_SUBJECT_W);
    for _ in 0..100 {
        deep = Restriction::Not(Box::new(deep));
    }
    let refused = [
        size_is(RelOp::Re, 1),
        size_is(RelOp::MemberOfDl, 1),
        Restriction::Count { count: 1, restriction: Box::new(Restriction::And(vec![])) },
        Restriction::Sub { tag: PR_MESSAGE_RECIPIENTS, restriction: Box::new(Restriction::And(vec![])) },
        deep,
    ];
    for restriction in refused {
        let error = table.restrict(Some(&restriction), RestrictFlags::empty()).unwrap_err();
        assert_eq!(error.code(), MAPI_E_TOO_COMPLEX);
        let error = table.find_row(&restriction, Bookmark::BEGINNING, FindRowFlags::empty()).unwrap_err();
        assert_eq!(error.code(), MAPI_E_TOO_COMPLEX);
    }
    assert_eq!(sizes(&table, 9).len(), 5);
}

#[test]
fn find_row_stands_on_what_it_finds() {
    let table = table();
    let find = |restriction: &Restriction, origin, flags| table.find_row(restriction, origin, flags);
    find(&size_is(RelOp::Lt, 3), Bookmark::BEGINNING, FindRowFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 1), [1]);
    find(&size_is(RelOp::Lt, 3), Bookmark::CURRENT, FindRowFlags::empty()).unwrap();
    assert_eq!(sizes(&table, 1), [2]);
    find(&size_is(RelOp::Lt, 3), Bookmark::END, FindRowFlags::DIR_BACKWARD).unwrap();
    assert_eq!(sizes(&table, 1), [2]);
    let nothing = find(&size_is(RelOp::Gt, 9), Bookmark::BEGINNING, FindRowFlags::empty());
    assert_eq!(nothing.unwrap_err().code(), MAPI_E_NOT_FOUND);
    let nowhere = find(&size_is(RelOp::Gt, 0), Bookmark::from_raw(99), FindRowFlags::empty());
    assert_eq!(nowhere.unwrap_err().code(), MAPI_E_INVALID_BOOKMARK);
}

#[test]
fn a_table_is_a_finished_snapshot() {
    let table = table();
    let state = table.get_status().unwrap();
    assert_eq!((state.status, state.table_type), (TableStatus::Complete, TableType::Snapshot));
    assert_eq!(table.wait_for_completion(0, 0).unwrap(), TableStatus::Complete);
    assert!(table.abort().is_ok());
    let sink = Arc::new(|_: &[Notification]| ());
    assert_eq!(table.advise(EventMask::fnevTableModified, sink).unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn properties_answer_in_order_type_and_width() {
    let props = MemoryProps::new(vec![
        PropValue::new(PR_SUBJECT_W, "ä"),
        PropValue::new(PR_COMMENT_W, "plain"),
        PropValue::new(PR_MESSAGE_SIZE, 7),
        PropValue::new(PR_MESSAGE_RECIPIENTS, Value::Object),
    ]);
    let open = PropType::PT_UNSPECIFIED;
    let tags = [
        PR_COMMENT_A,
        PR_SUBJECT_A,
        PR_MESSAGE_SIZE.with_type(open),
        PR_BODY_W,
        PR_MESSAGE_SIZE.with_type(PropType::PT_BOOLEAN),
    ];
    let answer = props.get_props(Some(&tags), GetPropsFlags::empty()).unwrap();
    assert_eq!(answer.code(), MAPI_W_ERRORS_RETURNED);
    let values = &answer.value;
    assert_eq!(values.len(), tags.len());
    assert_eq!(values[0].value(), &Value::String8("plain".into()));
    assert_eq!(values[1].as_error(), Some(MAPI_E_BAD_CHARWIDTH));
    assert_eq!(values[2].as_long(), Some(7));
    assert_eq!(values[3].as_error(), Some(MAPI_E_NOT_FOUND));
    assert_eq!(values[4].as_error(), Some(MAPI_E_UNEXPECTED_TYPE));

    let open_subject = [PR_COMMENT_W.with_type(open)];
    for (flags, wide) in [(GetPropsFlags::MAPI_UNICODE, true), (GetPropsFlags::empty(), false)] {
        let value = props.get_props(Some(&open_subject), flags).unwrap().value.remove(0);
        assert_eq!(value.as_unicode().is_some(), wide);
        let named = props.get_props(Some(&[PR_COMMENT_W]), flags).unwrap().value.remove(0);
        assert!(named.as_unicode().is_some(), "a named width is not affected");
    }
    let all = props.get_props(None, GetPropsFlags::MAPI_UNICODE).unwrap();
    assert_eq!(all.value.len(), 3, "objects have no value");
    assert_eq!(all.code(), S_OK);
    let list = props.get_prop_list(GetPropListFlags::empty());
    assert_eq!(list, [PR_SUBJECT_A, PR_COMMENT_A, PR_MESSAGE_SIZE, PR_MESSAGE_RECIPIENTS]);
    assert_eq!(
        props.get_props(Some(&[]), GetPropsFlags::empty()).unwrap_err().code(),
        MAPI_E_INVALID_PARAMETER
    );
    let none = MemoryProps::default();
    assert!(none.get_props(None, GetPropsFlags::empty()).unwrap().value.is_empty());
    assert!(none.get_prop_list(GetPropListFlags::empty()).is_empty());
}

#[test]
fn a_stream_is_read_sought_copied_and_not_written() {
    let stream = MemoryStream::new(*b"0123456789");
    let mut buffer = [0; 4];
    assert_eq!(stream.read(&mut buffer).unwrap(), 4);
    assert_eq!(&buffer, b"0123");
    assert_eq!(stream.seek(-2, SeekOrigin::End).unwrap(), 8);
    assert_eq!(stream.read(&mut buffer).unwrap(), 2);
    assert_eq!(&buffer[..2], b"89");
    assert_eq!(stream.read(&mut buffer).unwrap(), 0);
    assert_eq!(stream.seek(100, SeekOrigin::Set).unwrap(), 100);
    assert_eq!(stream.read(&mut buffer).unwrap(), 0, "behind the end");
    assert!(stream.seek(-1, SeekOrigin::Set).is_err());
    assert_eq!(stream.seek(0, SeekOrigin::Current).unwrap(), 100, "a failed seek moves nothing");
    assert_eq!(stream.stat(0).unwrap().size, 10);
    assert!(stream.write(b"x").is_err() && stream.set_size(1).is_err());
    assert_eq!(stream.commit(0).unwrap_err().code(), MAPI_E_NO_SUPPORT);
    stream.seek(3, SeekOrigin::Set).unwrap();
    let clone = stream.clone_stream().unwrap();
    assert_eq!(clone.seek(0, SeekOrigin::Current).unwrap(), 3);
    clone.seek(0, SeekOrigin::Set).unwrap();
    assert_eq!(stream.seek(0, SeekOrigin::Current).unwrap(), 3, "a position of its own");

    #[derive(Default)]
    struct Target(std::sync::Mutex<Vec<u8>>);
    impl ISequentialStream for Target {
        fn write(&self, data: &[u8]) -> MapiResult<usize> {
            self.0.lock().unwrap().extend(data);
            Ok(data.len())
        }
    }
    impl IStream for Target {}
    let target = Arc::new(Target::default());
    let to: Arc<dyn IStream> = target.clone();
    assert_eq!(stream.copy_to(&to, 4).unwrap(), (4, 4));
    assert_eq!(stream.copy_to(&to, u64::MAX).unwrap(), (3, 3));
    assert_eq!(*target.0.lock().unwrap(), b"3456789");
    let big = MemoryStream::new(vec![7; 10_000]);
    assert_eq!(big.copy_to(&to, u64::MAX).unwrap(), (10_000, 10_000));
    assert!(
        big.copy_to(&MemoryStream::shared(*b""), 1).is_ok_and(|copied| copied == (0, 0)),
        "nothing is left to copy"
    );
}

proptest! {
    /// Any sequence of moves leaves the cursor inside, and reading everything gives each row once.
    #[test]
    fn every_row_is_read_once_wherever_the_cursor_was(
        moves in prop::collection::vec((0_u32..3, any::<i32>()), 0..20),
        size in 0_usize..40,
        step in 1_i32..50,
    ) {
        let rows = (0..size).map(|at| row("x", i32::try_from(at).unwrap())).collect();
        let table = MemoryTable::new(vec![PR_MESSAGE_SIZE], rows);
        for (origin, distance) in moves {
            let sought = table.seek_row(Bookmark::from_raw(origin), distance).unwrap().value;
            prop_assert!(sought.unsigned_abs() as usize <= size);
            let position = table.query_position().unwrap();
            prop_assert!(position.numerator <= position.denominator);
        }
        table.seek_row(Bookmark::BEGINNING, 0).unwrap();
        let mut read = Vec::new();
        loop {
            let some = sizes(&table, step);
            if some.is_empty() {
                break;
            }
            read.extend(some);
        }
        let all: Vec<i32> = (0..i32::try_from(size).unwrap()).collect();
        prop_assert_eq!(read, all);
    }

    /// Sorting gives an ordered permutation.
    #[test]
    fn sorted_rows_are_ordered_and_all_there(values in prop::collection::vec(any::<i32>(), 0..40)) {
        let table = MemoryTable::new(vec![PR_MESSAGE_SIZE], values.iter().map(|value| row("x", *value)).collect());
        let order = SortOrder { tag: PR_MESSAGE_SIZE, direction: SortDirection::Ascending };
        table.sort_table(&SortOrderSet::plain(vec![order]), SortFlags::empty()).unwrap();
        let mut expected = values;
        expected.sort_unstable();
        prop_assert_eq!(sizes(&table, i32::MAX), expected);
    }
}

/// A size that no property has is refused, and takes no memory.
#[test]
fn a_stream_does_not_grow_without_end() {
    let stream = EditStream::new(b"abc".to_vec(), |_: &[u8]| Ok(()));
    let full = HResult::from_raw(0x8003_0070);
    for size in [1 << 31, 1 << 40, u64::MAX] {
        assert_eq!(stream.set_size(size).unwrap_err().code(), full, "{size}");
    }
    stream.seek(1 << 40, SeekOrigin::Set).unwrap();
    assert_eq!(stream.write(b"d").unwrap_err().code(), full);
    assert_eq!(stream.stat(0).unwrap().size, 3);
}
