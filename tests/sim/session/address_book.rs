//! The address book: there always is one, whatever fails to load.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::{IID_IAddrBook, IID_IMsgStore};
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;
use crate::tables::listening::*;

const WIDTH: StringWidth = StringWidth::MAPI_UNICODE;

/// A session and the support object of an open store, in a machine with these faults.
fn machine_with(faults: &[(&str, MapiError)]) -> (Subsystem, Arc<Session>, Support) {
    let script = Script::new([]);
    let add = |builder: SubsystemBuilder, (name, error): &(&str, MapiError)| {
        builder.address_book_fault(*name, error.clone())
    };
    let mapi = faults.iter().fold(subsystem(&script, None), add).build().unwrap();
    let session = new_session(&mapi);
    let kept = kept_support(&script);
    // The store ends with its last reference. The support object lives on through this one.
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    let support = lock(&kept).take().unwrap();
    *lock(&script.callback) = None;
    drop(store);
    (mapi, session, support)
}

fn by_session(session: &Session) -> Warned<Arc<dyn IAddrBook>> {
    session.open_address_book(ParentWindow::none(), None, AddressBookFlags::AB_NO_DIALOG).unwrap()
}

#[test]
fn providers_that_fail_to_load_leave_an_address_book() {
    let detail = MapiErrorDetail::new("the server is down").low_level_error(7).context(9);
    let faults = [
        ("Directory", MapiError::with_detail(MAPI_E_FAILONEPROVIDER, detail)),
        ("Personal", MapiError::new(MAPI_E_UNCONFIGURED)),
    ];
    for count in 0..=faults.len() {
        let (mapi, session, support) = machine_with(&faults[..count]);
        let code = if count == 0 { S_OK } else { MAPI_W_ERRORS_RETURNED };
        let of_session = || session.get_last_error(MAPI_W_ERRORS_RETURNED, WIDTH).unwrap();
        let of_support = || support.get_last_error(MAPI_W_ERRORS_RETURNED, WIDTH).unwrap();

        assert_eq!(support.open_address_book(None, 0).unwrap().code(), code);
        let (from_support, nothing) = (of_support(), of_session());
        assert!(nothing.is_none(), "the session was not called");
        assert_eq!(by_session(&session).code(), code);
        assert_eq!(of_session(), from_support, "both give one MAPIERROR for all");
        assert_eq!(session.get_last_error(MAPI_E_NOT_FOUND, WIDTH).unwrap(), None);
        assert_eq!(from_support.is_some(), count > 0);
        let Some(detail) = from_support else { continue };
        let text = detail.error.unwrap().to_string();
        assert_eq!(text.lines().count(), count, "{text}");
        assert!(
            text.contains("Directory: MAPI_E_FAILONEPROVIDER (0x8004011D): the server is down"),
            "{text}"
        );
        assert_eq!(text.contains("Personal: MAPI_E_UNCONFIGURED"), count > 1, "{text}");
        assert_eq!((detail.low_level_error, detail.context), (7, 9));
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::SessionOpenAddressBook), 1);
        assert_eq!(trace.count_of(Method::SupportOpenAddressBook), 1);
        assert!(trace.to_string().contains("MAPI keeps the error text: Directory"));
    }
}

#[test]
fn the_address_book_says_that_it_is_not_simulated() {
    let (_mapi, session, support) = machine_with(&[]);
    let book = by_session(&session).value;
    let codes = [
        book.get_props(None, GetPropsFlags::empty()).unwrap_err().code(),
        book.get_pab().unwrap_err().code(),
        book.get_search_path(WIDTH).unwrap_err().code(),
        book.open_entry(&OpenEntryRequest::new(&store_id("a"))).map(drop).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_NO_SUPPORT; 4]);
    assert!(book.delete_props(&[PR_DISPLAY_NAME_W]).is_err());
    let open = |interface| support.open_address_book(Some(interface), 0).map(|opened| opened.code());
    assert_eq!(open(IID_IAddrBook), Ok(S_OK));
    assert_eq!(open(IID_IMsgStore).unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
}
