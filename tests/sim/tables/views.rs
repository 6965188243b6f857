//! What the notifications of an open table mean for one view on it.

use std::sync::Arc;

use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use proptest::prelude::*;

use crate::common::script::*;
use crate::tables::listening::*;

#[test]
fn a_view_hears_of_its_own_rows_and_in_its_own_columns() {
    let (_mapi, session) = machine(&able());
    let table = stores(&session);
    let is_default = Restriction::Property {
        op: RelOp::Eq,
        tag: PR_DEFAULT_STORE,
        value: PropValue::new(PR_DEFAULT_STORE, true),
    };
    table.restrict(Some(&is_default), RestrictFlags::empty()).unwrap();
    table.set_columns(&[PR_DISPLAY_NAME_W], SetColumnsFlags::empty()).unwrap();
    let (_, heard) = listen(&table);
    make_default(&session, "a").unwrap();
    assert_eq!(lock(&heard)[0].event(), EventMask::fnevTableModified);
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [added("Store a")]);
    make_default(&session, "b").unwrap();
    let Notification::Table { row, .. } = lock(&heard)[1].clone() else { panic!() };
    assert_eq!(row, Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, "Store b")]));
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [DELETED, added("Store b")]);
    session.set_default_store(DefaultStoreFlags::MAPI_SECONDARY_STORE, Some(&wrapped("a"))).unwrap();
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [], "the row is out of sight");
}

#[test]
fn cursor_and_bookmarks_stay_at_their_rows() {
    let (_mapi, session) = machine(&Script::new([]));
    let (a, b) = (open(&session, "a").unwrap(), open(&session, "b").unwrap());
    let table = status(&session);
    table.set_columns(&[PR_INSTANCE_KEY], SetColumnsFlags::empty()).unwrap();
    let next = || table.query_rows(1, QueryRowsFlags::empty()).unwrap().pop();
    let all = rows(&table);
    table.seek_row(Bookmark::BEGINNING, 4).unwrap();
    let mark = table.create_bookmark().unwrap();
    let gone = {
        table.seek_row(Bookmark::BEGINNING, 3).unwrap();
        table.create_bookmark().unwrap()
    };
    table.seek_row(mark, 0).unwrap();
    drop(a);
    assert_eq!(next().as_ref(), Some(&all[4]), "the row that was next is next");
    assert_eq!(next(), None);
    let c = open(&session, "a").unwrap();
    assert!(next().is_some(), "what comes behind the last row is still to be read");
    let warned = Some(Warning::position_changed());
    let seeks = [
        (mark, &all[4], None),
        (gone, &all[4], warned.clone()),
        (gone, &all[4], None),
        (Bookmark::BEGINNING, &all[0], None),
    ];
    for (bookmark, row, warning) in seeks {
        assert_eq!(table.seek_row(bookmark, 0).unwrap().warning, warning);
        assert_eq!(next().as_ref(), Some(row));
    }
    drop((b, c));
    assert_eq!(table.seek_row(mark, 0).unwrap().warning, warned);
    assert_eq!(next(), None);
}

/// The rows that a client has who reads the table once, and then follows its notifications.
struct TableCopy(Vec<Row>);

impl TableCopy {
    fn hear(&mut self, heard: &Heard) {
        for told in lock(heard).drain(..) {
            let Notification::Table { event, index: Some(index), prior, row, .. } = told else { panic!() };
            self.0.retain(|row| row.get(PR_INSTANCE_KEY) != Some(&index));
            match (event, prior) {
                (TableEvent::RowDeleted, None) => {}
                (TableEvent::RowAdded | TableEvent::RowModified, Some(prior)) => {
                    let before = self.0.iter().position(|row| row.get(PR_INSTANCE_KEY) == Some(&prior));
                    assert_eq!(before.is_none(), prior.tag() == PR_NULL, "{prior:?} is not there");
                    self.0.insert(before.map_or(0, |place| place + 1), row);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// One client with some stores open.
struct Life {
    script: Arc<Script>,
    session: Arc<Session>,
    supports: Arc<std::sync::Mutex<Vec<Support>>>,
    open: Vec<Arc<dyn IMsgStore>>,
}

impl Life {
    fn act(&mut self, what: u8) {
        let names = ["a", "b", "c", "d"];
        let (kind, name) = (what / 4, names[usize::from(what % 4)]);
        let newest = || lock(&self.supports).pop();
        match kind {
            0 => self.open.extend(open_with(&self.session, &wrapped(name), OpenStoreFlags::MDB_NO_MAIL)),
            1 => drop((newest(), self.open.pop())),
            2 => drop(make_default(&self.session, name)),
            3 => drop(self.session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, None)),
            4 => drop(newest().map(|support| {
                let values = [PropValue::new(PR_STATUS_CODE, 2), PropValue::new(PR_DISPLAY_NAME_W, name)];
                support.modify_status_row(&values, StatusRowFlags::STATUSROW_UPDATE)
            })),
            // The support object of a duplicate has no section any more.
            _ => drop(newest().map(|support| {
                let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY);
                section.and_then(|section| section.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, name)]))
            })),
        }
    }
}

fn by_name(table: &Arc<dyn IMAPITable>, sorted: bool) {
    let order = SortOrder { tag: PR_DISPLAY_NAME_W, direction: SortDirection::Descending };
    let orders = if sorted { vec![order] } else { vec![] };
    table.sort_table(&SortOrderSet::plain(orders), SortFlags::empty()).unwrap();
}

proptest! {
    /// Whatever happens, an open table shows what a new one shows, and its notifications are enough to follow it.
    #[test]
    fn the_news_tell_everything(acts in proptest::collection::vec(0_u8..24, 1..25), sorted: bool) {
        let script = able();
        let (_mapi, session) = machine(&script);
        let mut life = Life { script, session, supports: Arc::default(), open: Vec::new() };
        let keep = Arc::clone(&life.supports);
        inside_logon(&life.script, move |support| lock(&keep).push(support.clone()));
        let tables = [stores(&life.session), status(&life.session)];
        let ears = tables.each_ref().map(|table| { by_name(table, sorted); listen(table).1 });
        let mut copies = tables.each_ref().map(|table| TableCopy(rows(table)));
        for what in acts {
            life.act(what);
            // Before any other call, which would deliver notifications as well.
            copies.iter_mut().zip(&ears).for_each(|(copy, heard)| copy.hear(heard));
            let fresh = [stores(&life.session), status(&life.session)];
            for (copy, (table, fresh)) in copies.iter().zip(tables.iter().zip(&fresh)) {
                by_name(fresh, sorted);
                let shown = rows(table);
                prop_assert_eq!(&shown, &rows(fresh));
                prop_assert_eq!(&shown, &copy.0);
            }
        }
        end(&life.session);
    }
}
