//! What the address book and the elements of a storage are asked, through the boundary and back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod host;
#[allow(dead_code, reason = "an exported provider uses all of it")]
mod uses;

use std::sync::Arc;

use mapi_com::outgoing::Loopback;
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

use host::{Host, Storage};
use uses::{NARROW, WIDE, ask_for_addresses, ask_for_details, element, narrow, use_book, whole, wide};

/// A store that has a storage, and what its provider does in its logon.
struct Provider(fn(&Support));

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        (self.0)(request.support);
        Ok(LogonAnswer::already_open(Arc::new(Store)))
    }

    fn compare_store_ids(&self, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(false)
    }
}

struct Store;

impl IMAPIProp for Store {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IMsgStore for Store {
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        Ok(MapiObject::Storage(Arc::new(Storage(usize::try_from(request.flags.bits()).unwrap()))))
    }
}

/// Runs this on the provider's side; gives the store back, what the host was told, and the boundary.
fn run(provider: fn(&Support)) -> (Arc<dyn IMsgStore>, Vec<String>, Loopback) {
    let entry = move |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Provider(provider))));
    let loopback = Loopback::new(entry);
    let request = InitRequest::new(MemAllocRoutines::new(1));
    let provider = loopback.ms_provider_init(&request).unwrap().provider.unwrap();
    let host = Arc::new(Host::default());
    let support = Support::from_object(host.clone());
    let name = MapiString::from("p");
    let logon = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
    let store = provider.logon(&logon).unwrap().store.unwrap();
    assert_eq!(loopback.findings(), []);
    (store, host.told(), loopback)
}

#[test]
fn the_elements_of_a_storage_cross() {
    let (store, _, loopback) = run(|_| ());
    for count in [0, 1, 7, 99] {
        let flags = OpenEntryFlags::from_bits_retain(count);
        let request = OpenEntryRequest::root().interface(iids::IID_IStorage).flags(flags);
        let storage = store.open_entry(&request).unwrap().into_storage().unwrap();
        let elements = storage.enum_elements().map_err(|error| error.code());
        let wanted = (0..count as usize).map(element).collect();
        assert_eq!(elements, if count == 99 { Err(MAPI_E_NO_ACCESS) } else { Ok(wanted) });
    }
    assert_eq!(loopback.findings(), []);
}

#[test]
fn all_that_a_dialog_for_addresses_is_asked_crosses() {
    let (_, told, loopback) = run(|support| ask_for_addresses(|request| support.address(request)));
    let mut asked = Vec::new();
    whole(WIDE, wide, |request| asked.push(format!("{request:?}")));
    whole(NARROW, narrow, |request| asked.push(format!("{request:?}")));
    assert_eq!(told[..2], asked);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn details_say_whether_something_was_changed_to_who_asks_for_it() {
    let (_, told, loopback) = run(|support| ask_for_details(|request| support.details(request)));
    assert_eq!(told.len(), 4);
    assert!(told[0].contains("More"), "{}", told[0]);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn the_address_book_crosses_as_an_object() {
    let (_, told, loopback) = run(use_book);
    assert_eq!(told.len(), 3);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn a_list_that_is_changed_where_it_lies_keeps_its_length() {
    let (_, _, loopback) = run(|support| {
        let book = support.open_address_book(None, 0).unwrap().value;
        let refused = book.resolve_name(&ResolveNameRequest::new(&uses::three()[..2]));
        assert_eq!(refused.unwrap_err().code(), MAPI_E_CALL_FAILED);
    });
    assert_eq!(loopback.findings(), []);
}
