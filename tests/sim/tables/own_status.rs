//! [STATUS-16] MAPI's own rows of the status table, and the objects behind them.

use std::collections::BTreeSet;
use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::{IID_IMAPIStatus, IID_IMsgStore};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// The columns that every row has. Page: `status-tables`.
const COLUMNS: [PropTag; 10] = [
    PR_DISPLAY_NAME_W,
    PR_STATUS_CODE,
    PR_RESOURCE_METHODS,
    PR_PROVIDER_DLL_NAME_W,
    PR_RESOURCE_FLAGS,
    PR_RESOURCE_TYPE,
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_OBJECT_TYPE,
    PR_ROWID,
];

fn rows(session: &Session) -> Vec<Row> {
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    table.set_columns(&COLUMNS, SetColumnsFlags::empty()).unwrap();
    table.query_rows(10, QueryRowsFlags::empty()).unwrap()
}

fn value(row: &Row, tag: PropTag) -> Option<&Value> {
    row.get(tag).map(PropValue::value)
}

fn id(row: &Row) -> EntryId {
    value(row, PR_ENTRYID).and_then(Value::as_entry_id).unwrap()
}

fn status(session: &Session, id: &EntryId) -> Arc<dyn IMAPIStatus> {
    let request = OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_MODIFY);
    let MapiObject::Status(status) = session.open_entry(&request).unwrap() else { panic!("no status") };
    status
}

#[test]
fn mapi_has_three_status_rows_of_its_own() {
    let (_mapi, session) = machine(&Script::new([]));
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let rows = table.query_rows(10, QueryRowsFlags::empty()).unwrap();
    let (validate, flush) = (ResourceMethods::STATUS_VALIDATE_STATE, ResourceMethods::STATUS_FLUSH_QUEUES);
    let expected = [
        (ResourceType::Subsystem, Some(PROFILE), validate),
        (ResourceType::Spooler, None, validate | flush),
        (ResourceType::Ab, None, validate),
    ];
    assert_eq!(rows.len(), expected.len());
    for (row, (kind, name, methods)) in rows.iter().zip(expected) {
        assert_eq!(row.get(PR_RESOURCE_TYPE).unwrap().as_bits(), Some(kind.raw()));
        assert_eq!(row.get(PR_RESOURCE_METHODS).unwrap().as_bits(), Some(methods.bits()), "{kind}");
        assert!(
            name.is_none_or(|name| row.get(PR_DISPLAY_NAME_W).unwrap().as_unicode() == Some(name)),
            "{kind}"
        );
    }
}

#[test]
fn every_row_has_every_column_and_no_two_are_the_same() {
    let (_mapi, session) = machine(&Script::new([]));
    let _store = open(&session, "a").unwrap();
    let rows = rows(&session);
    assert_eq!(rows.len(), 4);
    for row in &rows {
        for column in COLUMNS {
            assert!(value(row, column).is_some(), "{column:?} in {row:?}");
        }
    }
    let ids: BTreeSet<Vec<u8>> = rows.iter().map(|row| id(row).as_bytes().to_vec()).collect();
    assert_eq!(ids.len(), 4);
}

#[test]
fn each_opens_a_status_object_with_the_methods_that_it_names() {
    let (_mapi, session) = machine(&Script::new([]));
    let (none, old) = (ParentWindow::none(), MapiString::from("old"));
    let flushes: Vec<bool> = rows(&session)
        .iter()
        .map(|row| {
            let status = status(&session, &id(row));
            for tag in [PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS, PR_RESOURCE_TYPE] {
                let props = status.get_props(Some(&[tag]), GetPropsFlags::empty()).unwrap().value;
                assert_eq!(Some(props[0].value()), value(row, tag), "{tag:?}");
            }
            let required = [PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS, PR_OBJECT_TYPE];
            let listed = status.get_prop_list(GetPropListFlags::MAPI_UNICODE).unwrap();
            assert!(required.iter().all(|tag| listed.contains(tag)), "{listed:?}");
            assert_eq!(code_of(&status.set_props(&[PropValue::new(PR_STATUS_CODE, 0)])), MAPI_E_NO_SUPPORT);

            assert_eq!(status.validate_state(none, ValidateStateFlags::SUPPRESS_UI), Ok(()));
            let stray = ValidateStateFlags::from_bits_retain(0x4000_0000);
            assert_eq!(code_of(&status.validate_state(none, stray)), MAPI_E_UNKNOWN_FLAGS);
            let settings = status.settings_dialog(none, SettingsDialogFlags::empty());
            assert_eq!(code_of(&settings), MAPI_E_NO_SUPPORT);
            let change = status.change_password(&old, &old, StringWidth::MAPI_UNICODE);
            assert_eq!(code_of(&change), MAPI_E_NO_SUPPORT);
            let flushed = status.flush_queues(none, None, FlushQueuesFlags::FLUSH_UPLOAD).is_ok();
            let methods = value(row, PR_RESOURCE_METHODS).and_then(Value::as_bits).unwrap();
            let says_so =
                ResourceMethods::from_bits_retain(methods).contains(ResourceMethods::STATUS_FLUSH_QUEUES);
            assert_eq!(flushed, says_so);
            flushed
        })
        .collect();
    assert_eq!(flushes, [false, true, false], "the subsystem, the spooler, the address book");
}

#[test]
fn they_are_status_objects_and_nothing_else() {
    let (_mapi, session) = machine(&Script::new([]));
    let id = id(&rows(&session)[0]);
    let open = |interface| session.open_entry(&OpenEntryRequest::new(&id).interface(interface));
    assert!(open(IID_IMAPIStatus).is_ok());
    assert_eq!(open(IID_IMsgStore).unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
    let status = status(&session, &id);
    end(&session);
    assert_eq!(code_of(&status.get_props(None, GetPropsFlags::empty())), MAPI_E_END_OF_SESSION);
    let validated = status.validate_state(ParentWindow::none(), ValidateStateFlags::empty());
    assert_eq!(code_of(&validated), MAPI_E_END_OF_SESSION);
}

fn code_of<T>(result: &MapiResult<T>) -> HResult {
    result.as_ref().err().map_or(S_OK, MapiError::code)
}
