//! Every method whose page lists a warning answers it where a fault says so, and does what it is asked all the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_DISPLAY_NAME_W, PR_ENTRYID};
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Method};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{TraceDetail, What};
use mapi_sim::wrap::{OnProvider, Wrapping};

/// The methods with a warning on their pages, each by the interface that declares it.
const WARNING: [Method; 21] = [
    methods::IMAPISession::OpenMsgStore,
    methods::IMAPISession::OpenAddressBook,
    methods::IMAPISession::QueryIdentity,
    methods::IMAPISupport::SpoolerYield,
    methods::IMAPISupport::CopyFolder,
    methods::IMAPISupport::OpenAddressBook,
    methods::IMAPISupport::StatusRecips,
    methods::IMAPITable::GetRowCount,
    methods::IMAPITable::SeekRow,
    methods::IMAPITable::FindRow,
    methods::IMAPIProp::GetProps,
    methods::IMAPIProp::GetNamesFromIDs,
    methods::IMAPIProp::GetIDsFromNames,
    methods::IMAPIFolder::CopyMessages,
    methods::IMAPIFolder::DeleteMessages,
    methods::IMAPIFolder::CopyFolder,
    methods::IMAPIFolder::DeleteFolder,
    methods::IMAPIFolder::SetReadFlags,
    methods::IMAPIFolder::EmptyFolder,
    methods::IMSProvider::Logon,
    methods::IMSProvider::SpoolerLogon,
];

/// Those that a support object of a store answers `MAPI_E_NO_SUPPORT`, so that there is no success to warn of.
const REFUSED: [Method; 3] = [
    methods::IMAPISupport::SpoolerYield,
    methods::IMAPISupport::CopyFolder,
    methods::IMAPISupport::StatusRecips,
];

/// The warnings on the page of a method.
fn warnings(method: Method) -> impl Iterator<Item = HResult> {
    let codes = method.row().map_or(&[][..], |row| row.codes);
    codes.iter().copied().filter(|code| code.is_success())
}

#[test]
fn every_method_with_a_warning_is_tried_here() {
    let listed: BTreeSet<&str> = Method::all()
        .filter(|method| warnings(*method).next().is_some())
        .filter(|method| method.name().ends_with(method.row().unwrap().name))
        .map(|method| method.name())
        .collect();
    let tried: BTreeSet<&str> = WARNING.into_iter().map(Method::name).collect();
    let inherited =
        |name: &&&str| name.ends_with("::GetProps") || name.contains("FromI") || name.contains("FromN");
    assert_eq!(listed.difference(&tried).filter(|name| !inherited(name)).collect::<Vec<_>>(), [&""; 0]);
    assert!(tried.is_subset(&listed), "{:?}", tried.difference(&listed));
}

/// A provider that opens the address book in its logon.
fn world(fault: Fault, spooler: SpoolerModel) -> Subsystem {
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal").writable()]));
    let entry = Wrapping::new(entry).provider(OnProvider::new().logon(|inner, request| {
        request.support.open_address_book(None, 0)?;
        inner.logon(request)
    }));
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
    let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry)).spooler_model(spooler);
    let profile = Profile::new("Default").service(Service::new("REFERENCE").store(section));
    builder.profile(profile).trace_detail(TraceDetail::All).fault(fault).build().unwrap()
}

/// Makes each of these calls, none of which fails.
fn use_all(mapi: &Subsystem) -> MapiResult<()> {
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    session.query_identity()?;
    session.open_address_book(ParentWindow::none(), None, AddressBookFlags::empty())?;
    let id = store_entry_id("personal");
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_WRITE | OpenStoreFlags::MDB_NO_DIALOG);
    let store = session.open_msg_store(&request)?.value;
    mapi.run_spooler();
    let name = NamedProp { set: guids::PS_PUBLIC_STRINGS, name: PropName::String("colour".into()) };
    let tags = store.get_ids_from_names(Some(&[name]), IdsFlags::MAPI_CREATE)?.value;
    store.get_names_from_ids(Some(&tags), None, NamesFlags::empty())?;
    let root = OpenEntryRequest::root().flags(OpenEntryFlags::MAPI_MODIFY);
    use_folders(&store.open_entry(&root)?.into_folder()?)?;
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)
}

fn use_folders(root: &Arc<dyn IMAPIFolder>) -> MapiResult<()> {
    let made = |name: &str| {
        let name = MapiString::from(name);
        root.create_folder(&CreateFolderRequest::new(FolderType::Generic, &name))
    };
    let (one, other) = (made("one")?, made("other")?);
    let own = one.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty())?.value;
    let own = own.first().and_then(PropValue::as_entry_id).unwrap();
    one.copy_messages(&CopyMessagesRequest::new(&[], &other))?;
    one.delete_messages(&[], ProgressUi::none(), DeleteMessagesFlags::empty())?;
    one.set_read_flags(None, ProgressUi::none(), ReadFlags::empty())?;
    one.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty())?;
    root.copy_folder(&CopyFolderRequest::new(&own, &other))?;
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE)?;
    table.get_row_count(0)?;
    table.seek_row(Bookmark::BEGINNING, 0)?;
    let exists = Restriction::Exist(PR_DISPLAY_NAME_W);
    table.find_row(&exists, Bookmark::BEGINNING, FindRowFlags::empty())?;
    drop(one);
    root.delete_folder(&own, ProgressUi::none(), DeleteFolderFlags::empty()).map(drop)
}

#[test]
fn a_success_has_the_warning_and_everything_goes_on() {
    for spooler in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        for method in WARNING {
            for code in warnings(method) {
                let fault = Fault::warns(method, 1, code);
                let mapi = world(fault, spooler);
                use_all(&mapi).unwrap_or_else(|error| panic!("{fault}: {error}\n{}", mapi.trace()));
                let idle = if REFUSED.contains(&method) { vec![fault] } else { Vec::new() };
                assert_eq!(mapi.idle_faults(), idle);
                let trace = mapi.trace();
                let warned = trace.events().iter().any(
                    |event| matches!(event.what, What::Return { code: answered, .. } if answered == code),
                );
                assert!(warned || !idle.is_empty(), "{fault}\n{trace}");
                assert_eq!(
                    trace.to_string().contains(&format!("fault on purpose: {fault}")),
                    idle.is_empty()
                );
                trace.expect_no_deviation().unwrap();
                trace.expect_references_balanced().unwrap();
            }
        }
    }
}

/// A call that fails by itself has no warning, and neither has the next one.
#[test]
fn what_fails_has_no_warning() {
    let fault = Fault::warns(methods::IMAPIFolder::DeleteFolder, 1, MAPI_W_PARTIAL_COMPLETION);
    let mapi = world(fault, SpoolerModel::SameProcess);
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let id = store_entry_id("personal");
    let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    root.delete_folder(&id, ProgressUi::none(), DeleteFolderFlags::empty()).unwrap_err();
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap();
    assert_eq!(table.get_row_count(0).unwrap().warning, None);
    assert_eq!(mapi.idle_faults(), [fault]);
}
