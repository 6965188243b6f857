//! Tables, properties and streams over data in memory.

use std::sync::Arc;

use mapi_sim::mapi::tags::{PR_INSTANCE_KEY, PR_SUBJECT_W};
use mapi_sim::mapi::{
    Bookmark, FindRowFlags, FuzzyLevel, FuzzyPart, PropTag, PropType, PropValue, QueryColumnsFlags,
    QueryRowsFlags, RestrictFlags, Restriction, Row, SortDirection, SortFlags, SortOrder, SortOrderSet,
};
use mapi_sim::memory::{EditStream, MemoryStream, MemoryTable};
use mapi_sim::spi::{IMAPITable, ISequentialStream, IStream};

use crate::case::{Case, Most, Outcome};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "memory::query_rows_in_pieces",
        items: 100,
        most: Most::Instructions(2500),
        run: query_rows_in_pieces,
    },
    Case {
        name: "memory::find_row_from_row_to_row",
        items: 100,
        most: Most::Instructions(2200),
        run: find_row_from_row_to_row,
    },
    Case { name: "memory::sort_table", items: 100, most: Most::Instructions(5000), run: sort_table },
    Case { name: "memory::restrict", items: 100, most: Most::Instructions(2200), run: restrict },
    Case { name: "memory::all_columns", items: 100, most: Most::Instructions(860), run: all_columns },
    Case { name: "memory::bookmarks", items: 100, most: Most::Instructions(950), run: bookmarks },
    Case {
        name: "memory::stream_written_in_pieces",
        items: 100,
        most: Most::Instructions(150),
        run: stream_written_in_pieces,
    },
    Case {
        name: "memory::stream_read_in_pieces",
        items: 100,
        most: Most::Instructions(40),
        run: stream_read_in_pieces,
    },
    Case {
        name: "memory::stream_copied_in_pieces",
        items: 100,
        most: Most::Instructions(490),
        run: stream_copied_in_pieces,
    },
    Case {
        name: "memory::deep_restriction",
        items: 100,
        most: Most::Instructions(3800),
        run: deep_restriction,
    },
];

/// A tag for each number, until they are all given.
fn tag(number: u32) -> PropTag {
    PropTag::new(u16::try_from(0x3000 + number % 0xC000).unwrap_or_default(), PropType::PT_LONG)
}

fn row(number: u32) -> Row {
    let subject = format!("{:08x}", number.wrapping_mul(2_654_435_769));
    Row::new(vec![
        PropValue::new(PR_INSTANCE_KEY, number.to_le_bytes().to_vec()),
        PropValue::new(PR_SUBJECT_W, subject),
    ])
}

fn table(rows: u32) -> MemoryTable {
    MemoryTable::new(vec![PR_INSTANCE_KEY, PR_SUBJECT_W], (0..rows).map(row).collect())
}

fn begins_with(text: &str) -> Restriction {
    let value = PropValue::new(PR_SUBJECT_W, text);
    Restriction::Content { fuzzy: FuzzyLevel::exact(FuzzyPart::Prefix), tag: PR_SUBJECT_W, value }
}

fn query_rows_in_pieces(rows: u32) -> Outcome {
    let table = table(rows);
    while !table.query_rows(7, QueryRowsFlags::empty())?.is_empty() {}
    Ok(())
}

fn find_row_from_row_to_row(rows: u32) -> Outcome {
    let (table, wanted) = (table(rows), begins_with("0"));
    while table.find_row(&wanted, Bookmark::CURRENT, FindRowFlags::empty()).is_ok() {
        table.seek_row(Bookmark::CURRENT, 1)?;
    }
    Ok(())
}

fn sort_table(rows: u32) -> Outcome {
    let order = SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::Descending };
    Ok(table(rows).sort_table(&SortOrderSet::plain(vec![order]), SortFlags::empty())?)
}

fn restrict(rows: u32) -> Outcome {
    Ok(table(rows).restrict(Some(&begins_with("0")), RestrictFlags::empty())?)
}

/// Every row has a column of its own.
fn all_columns(rows: u32) -> Outcome {
    let rows = (0..rows).map(|number| Row::new(vec![PropValue::new(tag(number), 1)])).collect();
    let table = MemoryTable::new(vec![PR_INSTANCE_KEY], rows);
    table.query_columns(QueryColumnsFlags::TBL_ALL_COLUMNS)?;
    Ok(())
}

fn bookmarks(marks: u32) -> Outcome {
    let table = table(100);
    let made: Result<Vec<Bookmark>, _> = (0..marks).map(|_| table.create_bookmark()).collect();
    for mark in made? {
        table.seek_row(mark, 1)?;
        table.free_bookmark(mark)?;
    }
    Ok(())
}

fn stream_written_in_pieces(pieces: u32) -> Outcome {
    let stream = EditStream::new(Vec::new(), |_: &[u8]| Ok(()));
    for _ in 0..pieces {
        stream.write(b"piece")?;
    }
    Ok(stream.commit(0)?)
}

fn stream_read_in_pieces(pieces: u32) -> Outcome {
    let stream = EditStream::new(vec![0; usize::try_from(pieces)? * 5], |_: &[u8]| Ok(()));
    let mut piece = [0; 5];
    while stream.read(&mut piece)? > 0 {}
    Ok(())
}

fn stream_copied_in_pieces(pieces: u32) -> Outcome {
    let source = MemoryStream::new(vec![0; usize::try_from(pieces)? * 50]);
    let target: Arc<dyn IStream> = Arc::new(EditStream::new(Vec::new(), |_: &[u8]| Ok(())));
    while source.copy_to(&target, 50)?.0 > 0 {}
    Ok(())
}

fn deep_restriction(depth: u32) -> Outcome {
    let deep =
        (0..depth).fold(Restriction::Exist(PR_SUBJECT_W), |inner, _| Restriction::Not(Box::new(inner)));
    let copy = deep.clone();
    if copy != deep || format!("{copy:?}").is_empty() {
        return Err("a copy is another".into());
    }
    Ok(())
}
