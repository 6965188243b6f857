//! What tables give.

use crate::conformance::declare::Capability;
use crate::conformance::machine::{
    StoreWalk, Trial, contents_table, hierarchy_table, new_folder, new_message, props_of, root_folder,
    rows_of, save,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, value_of, way};
use crate::mapi::tags::{PR_ACCESS_LEVEL, PR_ENTRYID};
use crate::mapi::{
    Bookmark, OpenEntryFlags, PropTag, PropType, PropValue, Row, SaveChangesFlags, SetColumnsFlags,
};
use crate::spi::{IMAPIFolder, IMAPITable, IMsgStore, OpenEntryRequest};

/// [OBS-01]
pub(super) fn obs_01_tables_give_what_their_objects_give(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    if trial.has(Capability::Write) {
        objects_with_a_property_of_the_client(&*store)?;
    }
    for found in &StoreWalk::of(&*store)?.folders {
        let folder = &*found.object;
        let tables = [(contents_table(folder)?, "contents"), (hierarchy_table(folder)?, "hierarchy")];
        for (table, kind) in tables.into_iter().filter_map(|(table, kind)| Some((table?, kind))) {
            columns_match(folder, &*table, kind)?;
        }
    }
    Ok(())
}

/// A property that no page names: clients set such ones themselves.
const OF_THE_CLIENT: PropTag = PropTag::new(0x6601, PropType::PT_LONG);

/// Puts a folder and a message with that property first into the root folder.
fn objects_with_a_property_of_the_client(store: &dyn IMsgStore) -> Verdict {
    let root = root_folder(store, OpenEntryFlags::MAPI_MODIFY)?;
    let value = [PropValue::new(OF_THE_CLIENT, 7)];
    let folder = new_folder(&*root, "with a property of the client")?;
    folder.set_props(&value).or_not_reached(way::WRITE, "SetProps of a new folder")?;
    save(&*new_message(&*root, &value)?, SaveChangesFlags::empty())
}

/// How many rows of a table are compared with their objects.
const ROWS: usize = 3;

/// Each property that a row's object has is a column with the same value.
fn columns_match(folder: &dyn IMAPIFolder, table: &dyn IMAPITable, kind: &str) -> Verdict {
    for row in rows_of(table, "a table")?.iter().take(ROWS) {
        let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
        let id = id.or_not_reached(way::OBJECTS, "PR_ENTRYID in a row")?;
        let object = folder.open_entry(&OpenEntryRequest::new(&id));
        let object = object.or_not_reached(way::OBJECTS, "OpenEntry of a row")?.into_prop();
        let object = object.or_not_reached(way::OBJECTS, "an object with properties")?;
        let on_object = props_of(&*object, None);
        let on_object = on_object.or_not_reached(way::OBJECTS, "GetProps of all properties")?;
        let comparable: Vec<PropValue> = on_object.into_iter().filter(is_comparable).collect();
        let columns = std::iter::once(PR_ENTRYID).chain(comparable.iter().map(PropValue::tag));
        let columns: Vec<PropTag> = columns.collect();
        table.set_columns(&columns, SetColumnsFlags::empty()).or_breach("SetColumns")?;
        table.seek_row(Bookmark::BEGINNING, 0).or_not_reached(way::OBJECTS, "SeekRow of a table")?;
        let rows = rows_of(table, "a table")?;
        let row = rows
            .iter()
            .find(|row| row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).as_ref() == Some(&id));
        let row = row.or_breach("the same row under other columns")?;
        let other = comparable.iter().filter(|value| row.get(value.tag()) != Some(value));
        let other: Vec<String> = other.map(|value| difference(value, row)).collect();
        ensure(
            other.is_empty(),
            format_args!("what an object has in the {kind} table that lists it"),
            other.join("; "),
            "Let the tables of a folder give what the objects that they list give.",
        )?;
    }
    Ok(())
}

/// Values that a table shows as they are. It may cut long ones, shows no objects, and has identifiers for itself.
fn is_comparable(value: &PropValue) -> bool {
    const ITS_OWN: [PropTag; 2] = [PR_ENTRYID, PR_ACCESS_LEVEL];
    const MOST_BYTES: usize = 255;
    let length = value.as_text().map(|text| text.len()).or_else(|| value.as_binary().map(<[u8]>::len));
    let is_object = value.tag().prop_type() == PropType::PT_OBJECT;
    let own = ITS_OWN.iter().any(|tag| tag.id() == value.id());
    value.as_error().is_none() && !own && !is_object && length.unwrap_or(0) <= MOST_BYTES
}

fn difference(value: &PropValue, row: &Row) -> String {
    format!("{}: {} in place of {:?}", value.tag(), value_of(row.get(value.tag())), value.value())
}
