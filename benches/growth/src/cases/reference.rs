//! The store of the reference provider.

use std::sync::Arc;

use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::{
    CreateFolderFlags, CreateMessageFlags, DeleteFolderFlags, DeleteMessagesFlags, EmptyFolderFlags, EntryId,
    EventMask, FolderType, GetPropsFlags, IdsFlags, LogonExFlags, MapiString, MapiUid, ModifyRecipientsFlags,
    NamedProp, OpenEntryFlags, OpenStoreFlags, PropName, PropValue, ReceiveFolderFlags, RecipientType, Row,
    SaveChangesFlags, SortDirection, SortFlags, SortOrder, SortOrderSet, SubmitFlags, TableFlags,
};
use mapi_sim::reference::{
    DLL_NAME, FolderSpec, ReferenceDll, StandardFolder, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::{Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{
    CreateFolderRequest, IMAPIFolder, IMAPISession, IMAPITable, IMessage, IMsgStore, OpenEntryRequest,
    OpenStoreRequest, ProgressUi,
};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Outcome};

pub(super) const CASES: &[Case] = &[
    Case::of("reference::messages_into_a_folder", 100, 17_400, messages_into_a_folder),
    Case::of("reference::messages_while_a_table_is_open", 100, 64_100, messages_while_a_table_is_open),
    Case::of(
        "reference::messages_while_a_sorted_table_is_open",
        100,
        68_600,
        messages_while_a_sorted_table_is_open,
    ),
    Case::of("reference::messages_while_folders_are_listed", 100, 48_200, messages_while_folders_are_listed),
    Case::of("reference::messages_beside_tables_of_others", 100, 72_200, messages_beside_tables_of_others),
    Case::of("reference::deleting_messages", 100, 33_700, deleting_messages),
    Case::of(
        "reference::deleting_messages_while_a_table_is_open",
        100,
        73_700,
        deleting_messages_while_a_table_is_open,
    ),
    Case::of("reference::emptying_a_folder", 100, 31_900, emptying_a_folder),
    Case::of("reference::subfolders_of_a_folder", 100, 9_300, subfolders_of_a_folder),
    Case::of("reference::subfolders_while_a_table_is_open", 100, 46_200, subfolders_while_a_table_is_open),
    Case::of("reference::deleting_subfolders", 100, 24_400, deleting_subfolders),
    Case::of("reference::reading_a_folder_that_fills", 100, 27_900, reading_a_folder_that_fills),
    Case::of("reference::submitting_messages", 100, 56_300, submitting_messages),
    Case::of("reference::receive_folders", 100, 6800, receive_folders),
    Case::of("reference::naming_properties", 400, 5700, naming_properties),
    Case::of("reference::tables_opened_and_released", 100, 2200, tables_opened_and_released),
    Case::of("reference::tables_held_open", 100, 13_900, tables_held_open),
    Case::of("reference::advise_sinks", 100, 46_700, advise_sinks),
    Case::of("reference::a_deep_store", 100, 24_500, a_deep_store),
];

struct Machine {
    _mapi: Subsystem,
    _session: Arc<Session>,
    store: Arc<dyn IMsgStore>,
}

fn machine(store: StoreSpec) -> Result<Machine, Box<dyn std::error::Error>> {
    let id = store_entry_id("big");
    let section = StoreSection::new(DLL_NAME, "Big").entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(StoreCatalogue::new([store]))))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_detail(TraceDetail::Off)
        .build()?;
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION)?;
    let store = session.open_msg_store(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_WRITE))?.value;
    Ok(Machine { _mapi: mapi, _session: session, store })
}

fn big() -> StoreSpec {
    StoreSpec::new("big").default_store()
}

fn folder(store: &dyn IMsgStore, id: &EntryId) -> Result<Arc<dyn IMAPIFolder>, Box<dyn std::error::Error>> {
    let request = OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_BEST_ACCESS);
    Ok(store.open_entry(&request)?.into_folder()?)
}

fn inbox(machine: &Machine) -> Result<Arc<dyn IMAPIFolder>, Box<dyn std::error::Error>> {
    let inbox = machine.store.get_receive_folder(None, ReceiveFolderFlags::empty())?.entry_id;
    folder(&*machine.store, &inbox)
}

fn id_of(
    object: &(impl mapi_sim::spi::IMAPIProp + ?Sized),
    tag: mapi_sim::mapi::PropTag,
) -> Result<EntryId, Box<dyn std::error::Error>> {
    let values = object.get_props(Some(&[tag]), GetPropsFlags::empty())?.value;
    values.first().and_then(PropValue::as_entry_id).ok_or_else(|| "no identifier".into())
}

fn arrives(folder: &dyn IMAPIFolder, number: u32) -> Result<Arc<dyn IMessage>, Box<dyn std::error::Error>> {
    let message = folder.create_message(None, CreateMessageFlags::empty())?;
    // The subjects come in an order of their own.
    let subject = format!("{:08x}", number.wrapping_mul(2_654_435_769));
    message.set_props(&[PropValue::new(PR_SUBJECT_W, subject), PropValue::new(PR_BODY_W, "body")])?;
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    Ok(message)
}

fn ids(folder: &dyn IMAPIFolder, messages: u32) -> Result<Vec<EntryId>, Box<dyn std::error::Error>> {
    (0..messages).map(|number| id_of(&*arrives(folder, number)?, PR_ENTRYID)).collect()
}

fn subfolder(
    parent: &dyn IMAPIFolder,
    kind: FolderType,
    number: u32,
) -> Result<Arc<dyn IMAPIFolder>, Box<dyn std::error::Error>> {
    let name = MapiString::from(format!("folder {number}"));
    let request = CreateFolderRequest::new(kind, &name).flags(CreateFolderFlags::MAPI_UNICODE);
    Ok(parent.create_folder(&request)?)
}

fn by_subject() -> SortOrderSet {
    SortOrderSet::plain(vec![SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::Ascending }])
}

fn messages_into_a_folder(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    (0..messages).try_for_each(|number| arrives(&*inbox, number).map(drop))
}

fn arrive_beside(machine: &Machine, table: Arc<dyn IMAPITable>, messages: u32) -> Outcome {
    let inbox = inbox(machine)?;
    (0..messages).try_for_each(|number| arrives(&*inbox, number).map(drop))?;
    drop(table);
    Ok(())
}

fn messages_while_a_table_is_open(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let table = inbox(&machine)?.get_contents_table(TableFlags::MAPI_UNICODE)?;
    let _connection =
        table.advise(EventMask::fnevTableModified, Arc::new(|_: &[mapi_sim::mapi::Notification]| {}))?;
    arrive_beside(&machine, table, messages)
}

fn messages_while_a_sorted_table_is_open(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let table = inbox(&machine)?.get_contents_table(TableFlags::MAPI_UNICODE)?;
    table.sort_table(&by_subject(), SortFlags::empty())?;
    arrive_beside(&machine, table, messages)
}

fn messages_while_folders_are_listed(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let root = machine.store.open_entry(&OpenEntryRequest::root())?.into_folder()?;
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH)?;
    arrive_beside(&machine, table, messages)
}

fn messages_beside_tables_of_others(messages: u32) -> Outcome {
    let spec = big().folder(FolderSpec::new("other"));
    let machine = machine(spec)?;
    let inbox = inbox(&machine)?;
    ids(&*inbox, messages)?;
    let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE)?;
    let outbox = id_of(&*machine.store, PR_IPM_OUTBOX_ENTRYID)?;
    let outbox = folder(&*machine.store, &outbox)?;
    (0..messages).try_for_each(|number| arrives(&*outbox, number).map(drop))?;
    drop(table);
    Ok(())
}

fn deleting_messages(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    delete_one_by_one(&*inbox, &ids(&*inbox, messages)?)
}

fn delete_one_by_one(folder: &dyn IMAPIFolder, ids: &[EntryId]) -> Outcome {
    // The newest first, then the oldest: the other end of the list at least once.
    let (oldest, newest) = ids.split_at(ids.len() / 2);
    for id in newest.iter().rev().chain(oldest.iter().rev()) {
        folder.delete_messages(std::slice::from_ref(id), ProgressUi::none(), DeleteMessagesFlags::empty())?;
    }
    Ok(())
}

fn deleting_messages_while_a_table_is_open(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    let ids = ids(&*inbox, messages)?;
    let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE)?;
    table.sort_table(&by_subject(), SortFlags::empty())?;
    delete_one_by_one(&*inbox, &ids)
}

fn emptying_a_folder(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    ids(&*inbox, messages)?;
    inbox.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty())?;
    Ok(())
}

fn top(machine: &Machine) -> Result<Arc<dyn IMAPIFolder>, Box<dyn std::error::Error>> {
    let top = id_of(&*machine.store, PR_IPM_SUBTREE_ENTRYID)?;
    folder(&*machine.store, &top)
}

fn subfolders_of_a_folder(folders: u32) -> Outcome {
    let machine = machine(big())?;
    let top = top(&machine)?;
    (0..folders).try_for_each(|number| subfolder(&*top, FolderType::Generic, number).map(drop))
}

fn subfolders_while_a_table_is_open(folders: u32) -> Outcome {
    let machine = machine(big())?;
    let top = top(&machine)?;
    let table = top.get_hierarchy_table(TableFlags::MAPI_UNICODE)?;
    (0..folders).try_for_each(|number| subfolder(&*top, FolderType::Generic, number).map(drop))?;
    drop(table);
    Ok(())
}

fn deleting_subfolders(folders: u32) -> Outcome {
    let machine = machine(big())?;
    let top = top(&machine)?;
    let made: Result<Vec<_>, _> = (0..folders)
        .map(|number| id_of(&*subfolder(&*top, FolderType::Generic, number)?, PR_ENTRYID))
        .collect();
    for id in made? {
        top.delete_folder(&id, ProgressUi::none(), DeleteFolderFlags::empty())?;
    }
    Ok(())
}

fn reading_a_folder_that_fills(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    for number in 0..messages {
        arrives(&*inbox, number)?;
        id_of(&*inbox, PR_ENTRYID)?;
    }
    Ok(())
}

fn submitting_messages(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let outbox = id_of(&*machine.store, PR_IPM_OUTBOX_ENTRYID)?;
    let outbox = folder(&*machine.store, &outbox)?;
    let mut sent = Vec::new();
    for number in 0..messages {
        let message = arrives(&*outbox, number)?;
        sent.push(id_of(&*message, PR_ENTRYID)?);
        let to = Row::new(vec![
            PropValue::new(PR_RECIPIENT_TYPE, RecipientType::To),
            PropValue::new(PR_DISPLAY_NAME_W, "Ann"),
            PropValue::new(PR_ADDRTYPE_W, "SMTP"),
            PropValue::new(PR_EMAIL_ADDRESS_W, "ann@example.org"),
        ]);
        message.modify_recipients(ModifyRecipientsFlags::MODRECIP_ADD, &[to])?;
        message.submit_message(SubmitFlags::empty())?;
    }
    sent.iter().try_for_each(|id| machine.store.abort_submit(id, 0))?;
    Ok(())
}

fn receive_folders(classes: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = id_of(&*inbox(&machine)?, PR_ENTRYID)?;
    for number in 0..classes {
        let class = MapiString::from(format!("IPM.Note.{number}"));
        machine.store.set_receive_folder(Some(&class), ReceiveFolderFlags::MAPI_UNICODE, Some(&inbox))?;
        machine.store.get_receive_folder(Some(&class), ReceiveFolderFlags::MAPI_UNICODE)?;
    }
    Ok(())
}

fn naming_properties(names: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    for number in 0..names {
        let set = MapiUid::from_fields(1, 2, 3, *b"growth01");
        let name = NamedProp { set, name: PropName::String(format!("name {number}")) };
        inbox.get_ids_from_names(Some(&[name]), IdsFlags::MAPI_CREATE)?;
    }
    Ok(())
}

fn tables_opened_and_released(tables: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    for _ in 0..tables {
        drop(inbox.get_contents_table(TableFlags::MAPI_UNICODE)?);
    }
    Ok(())
}

fn tables_held_open(tables: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    let sink = || Arc::new(|_: &[mapi_sim::mapi::Notification]| {});
    let mut held = Vec::new();
    for _ in 0..tables {
        let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE)?;
        let _connection = table.advise(EventMask::fnevTableModified, sink())?;
        held.push(table);
    }
    drop(held);
    Ok(())
}

fn advise_sinks(messages: u32) -> Outcome {
    let machine = machine(big())?;
    let inbox = inbox(&machine)?;
    let mut connections = Vec::new();
    for number in 0..messages {
        let id = id_of(&*arrives(&*inbox, number)?, PR_ENTRYID)?;
        let sink = Arc::new(|_: &[mapi_sim::mapi::Notification]| {});
        connections.push(machine.store.advise(Some(&id), EventMask::fnevObjectModified, sink)?);
    }
    connections.into_iter().try_for_each(|connection| machine.store.unadvise(connection))?;
    Ok(())
}

/// Folders inside folders: made, listed, copied, deleted.
fn a_deep_store(depth: u32) -> Outcome {
    let deep = (0..depth).fold(FolderSpec::new("inner"), |inner, number| {
        FolderSpec::new(format!("folder {number}")).folder(inner)
    });
    let machine = machine(
        big().folder(deep).message(StandardFolder::Inbox, mapi_sim::reference::MessageSpec::new("one")),
    )?;
    let top = top(&machine)?;
    let table = top.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH)?;
    let rows = table.get_row_count(0)?.value;
    drop(table);
    if rows < depth {
        return Err("folders are missing".into());
    }
    Ok(())
}
