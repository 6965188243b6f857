//! Tables of which single rows change, beside the same tables of which all rows are given anew.

use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use mapi_spi::memory::{MemoryTable, RowChange};
use mapi_spi::spi::IMAPITable;

/// Numbers that differ and come in the same order in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn row(key: usize, value: usize) -> Row {
    let mut columns = vec![
        PropValue::new(PR_INSTANCE_KEY, key.to_le_bytes().to_vec()),
        PropValue::new(PR_MESSAGE_SIZE, u32::try_from(value).unwrap()),
    ];
    // Some rows do not have what the table is sorted by.
    if !value.is_multiple_of(5) {
        columns.push(PropValue::new(PR_SUBJECT_W, format!("{}", value % 4)));
    }
    Row::new(columns)
}

fn key(row: &Row) -> Vec<u8> {
    row.get(PR_INSTANCE_KEY).unwrap().as_binary().unwrap().to_vec()
}

/// The rows as they are to be, and what leads there from the rows as they are.
fn changed(
    numbers: &mut Numbers,
    rows: &[Row],
    next: &mut usize,
    count: usize,
) -> (Vec<Row>, Vec<RowChange>) {
    let (mut rows, mut changes) = (rows.to_vec(), Vec::new());
    for _ in 0..count {
        let kind = numbers.below(6);
        if kind == 0 || rows.is_empty() {
            *next += 1;
            let new = row(*next, numbers.below(20));
            changes.push(RowChange::Put(new.clone()));
            rows.push(new);
            continue;
        }
        let at = numbers.below(rows.len());
        let old = rows[at].clone();
        let number = usize::from_le_bytes(key(&old).try_into().unwrap());
        match kind {
            1 => {
                changes.push(RowChange::Delete(key(&old)));
                rows.remove(at);
            }
            2 => {
                let new = row(number, numbers.below(20));
                changes.extend([RowChange::Delete(key(&old)), RowChange::Put(new.clone())]);
                rows.remove(at);
                rows.push(new);
            }
            3 => changes.extend([RowChange::Put(old), RowChange::Delete(b"no such row".to_vec())]),
            _ => {
                rows[at] = row(number, numbers.below(20));
                changes.push(RowChange::Put(rows[at].clone()));
            }
        }
    }
    (rows, changes)
}

fn order(tag: PropTag, direction: SortDirection) -> SortOrderSet {
    SortOrderSet::plain(vec![SortOrder { tag, direction }])
}

/// The same calls on both tables, which answer the same.
fn look<R: PartialEq + std::fmt::Debug>(tables: &[MemoryTable; 2], call: impl Fn(&MemoryTable) -> R) -> R {
    let [first, second] = tables.each_ref().map(call);
    assert_eq!(first, second);
    first
}

fn story(seed: u64, most: usize) {
    let mut numbers = Numbers(seed);
    let mut rows: Vec<Row> = (0..numbers.below(40)).map(|key| row(key, numbers.below(20))).collect();
    let mut next = 1000;
    let tables = [(); 2].map(|()| MemoryTable::new(vec![PR_INSTANCE_KEY, PR_SUBJECT_W], rows.clone()));
    let orders = [
        SortOrderSet::default(),
        order(PR_SUBJECT_W, SortDirection::Ascending),
        order(PR_SUBJECT_W, SortDirection::Descending),
        order(PR_MESSAGE_SIZE, SortDirection::Ascending),
    ];
    let order = &orders[numbers.below(orders.len())];
    look(&tables, |table| table.sort_table(order, SortFlags::empty()).unwrap());
    let filter = Restriction::Property {
        op: RelOp::Lt,
        tag: PR_MESSAGE_SIZE,
        value: PropValue::new(PR_MESSAGE_SIZE, 15),
    };
    if numbers.below(2) == 0 {
        look(&tables, |table| table.restrict(Some(&filter), RestrictFlags::empty()).unwrap());
    }
    let mut marks = Vec::new();
    for _ in 0..30 {
        let to = numbers.below(rows.len() + 1);
        look(&tables, |table| table.seek_row(Bookmark::BEGINNING, i32::try_from(to).unwrap()).unwrap().value);
        marks.push(look(&tables, |table| table.create_bookmark().unwrap()));
        let count = numbers.below(most) + 1;
        let (now, changes) = changed(&mut numbers, &rows, &mut next, count);
        rows = now;
        let told = tables[0].replace_rows(rows.clone());
        assert_eq!(tables[1].change_rows(changes), told, "seed {seed}");
        look(&tables, |table| table.query_position().unwrap());
        if numbers.below(3) == 0 {
            for mark in &marks {
                look(&tables, |table| {
                    let sought = table.seek_row(*mark, 0).unwrap();
                    (sought.warning.is_some(), table.query_position().unwrap())
                });
            }
        }
        look(&tables, |table| {
            table.seek_row(Bookmark::BEGINNING, 0).unwrap();
            table.query_rows(i32::MAX, QueryRowsFlags::TBL_NOADVANCE).unwrap()
        });
    }
}

#[test]
fn single_rows_change_as_all_rows_do() {
    for seed in 1..=60 {
        story(seed * 7919, 3);
        story(seed * 104_729, 40);
    }
}

#[test]
fn a_row_that_is_put_as_it_was_is_no_change() {
    let table = MemoryTable::new(vec![PR_MESSAGE_SIZE], vec![row(1, 1), row(2, 2)]);
    let again = vec![RowChange::Put(row(2, 2)), RowChange::Delete(key(&row(3, 3)))];
    assert_eq!(table.change_rows(again), []);
    let moved = vec![RowChange::Delete(key(&row(1, 1))), RowChange::Put(row(1, 1))];
    assert_eq!(table.change_rows(moved), []);
    let sizes: Vec<_> = table.query_rows(5, QueryRowsFlags::empty()).unwrap();
    assert_eq!(sizes.len(), 2);
    assert_eq!(sizes[0].props(), [PropValue::new(PR_MESSAGE_SIZE, 2)], "the first row went to the end");
}
