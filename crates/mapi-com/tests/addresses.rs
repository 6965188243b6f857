//! What the address book and the elements of a storage are asked, through the boundary and back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::sync::{Arc, Mutex};

use mapi_com::outgoing::Loopback;
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::{PR_DISPLAY_NAME_W, PR_ROWID};
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// A dialog whose strings are UTF-16.
const WIDE: u32 = AddressFlags::DIALOG_MODAL.bits() | AddressFlags::AB_UNICODEUI.bits();
/// A flag of `Details` that is none of the dialog: `AB_TELL_DETAILS_CHANGE`.
const TELLS: u32 = 0x10;

/// The host: an address book, which is its own support object, and a storage.
#[derive(Default)]
struct Host {
    told: Mutex<Vec<String>>,
}

impl Host {
    fn tell(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }

    fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock().unwrap())
    }
}

fn row(name: &str, number: i32) -> Row {
    Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, name), PropValue::new(PR_ROWID, number)])
}

/// The recipients with a number more each.
fn changed(recipients: &[Row]) -> Vec<Row> {
    (0..).zip(recipients).map(|(number, _)| row("changed", number)).collect()
}

fn answer_addresses(host: &Host, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
    host.tell(format!("{request:?}"));
    match request.recipients.len() {
        0 => Ok(AddressAnswer::new(Some(vec![row("new", 1), Row::new(vec![])]))),
        1 => Ok(AddressAnswer::new(None)),
        2 => Err(MAPI_E_USER_CANCEL.into()),
        _ => Ok(AddressAnswer::new(Some(changed(request.recipients)))),
    }
}

fn answer_details(host: &Host, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
    host.tell(format!("{request:?}"));
    match request.entry_id.as_bytes() {
        [0, ..] => Err(MAPI_E_UNKNOWN_ENTRYID.into()),
        bytes => Ok(DetailsAnswer::new(bytes[0] == 1)),
    }
}

impl IMAPISupport for Host {
    fn add_ref(&self, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        1
    }

    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        answer_addresses(self, request)
    }

    fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
        answer_details(self, request)
    }

    fn open_address_book(
        &self,
        interface: Option<MapiUid>,
        flags: u32,
    ) -> MapiResult<Warned<Arc<dyn IAddrBook>>> {
        self.tell(format!("{interface:?} {flags}"));
        let book: Arc<dyn IAddrBook> = Arc::new(Book::default());
        Ok(match flags {
            0 => Warned::ok(book),
            1 => Warned::warning(book, Warning::errors_returned()),
            _ => return Err(MAPI_E_UNKNOWN_FLAGS.into()),
        })
    }
}

#[derive(Default)]
struct Book(Host, Mutex<Option<EntryId>>);

impl IMAPIProp for Book {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IAddrBook for Book {
    fn open_entry(&self, _: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        Err(MAPI_E_NOT_FOUND.into())
    }

    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        answer_addresses(&self.0, request)
    }

    fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
        answer_details(&self.0, request)
    }

    fn create_one_off(&self, request: &OneOffRequest<'_>) -> MapiResult<EntryId> {
        Ok(EntryId::from_bytes(request.address.to_string().as_bytes()))
    }

    fn resolve_name(&self, request: &ResolveNameRequest<'_>) -> MapiResult<Vec<Row>> {
        match request.recipients.len() {
            1 => Err(MAPI_E_AMBIGUOUS_RECIP.into()),
            2 => Ok(vec![]),
            _ => Ok(changed(request.recipients)),
        }
    }

    fn recip_options(&self, _: ParentWindow<'_>, flags: u32, recipient: &Row) -> MapiResult<Row> {
        let number = i32::try_from(flags).unwrap();
        Ok(Row::new([recipient.props(), row("option", number).props()].concat()))
    }

    fn query_default_recip_opt(&self, kind: &MapiString, _: StringWidth) -> MapiResult<Vec<PropValue>> {
        Ok(vec![PropValue::new(PR_DISPLAY_NAME_W, kind.to_string().as_str())])
    }

    fn get_pab(&self) -> MapiResult<Option<EntryId>> {
        Ok(self.1.lock().unwrap().clone())
    }

    fn set_pab(&self, id: &EntryId) -> MapiResult<()> {
        *self.1.lock().unwrap() = Some(id.clone());
        Ok(())
    }

    fn get_search_path(&self, _: StringWidth) -> MapiResult<Vec<Row>> {
        Ok(vec![row("path", 1)])
    }

    fn prepare_recips(
        &self,
        _: OpenEntryFlags,
        tags: Option<&[PropTag]>,
        recipients: &[Row],
    ) -> MapiResult<Vec<Row>> {
        Ok(if tags.is_some() { changed(recipients) } else { recipients.to_vec() })
    }
}

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

/// A storage of so many elements, or without a list.
struct Storage(usize);

fn element(number: usize) -> StorageElement {
    let name = format!("\u{5}Ünïcode {number}");
    if number.is_multiple_of(3) {
        StorageElement::storage(name)
    } else {
        StorageElement::stream(name, u64::from(u32::MAX) + number as u64)
    }
}

impl IStorage for Storage {
    fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
        if self.0 == 99 {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        Ok((0..self.0).map(element).collect())
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

/// A request with everything in it, as the text of which the host was told.
fn whole(flags: u32, text: fn(&str) -> MapiString, then: impl FnOnce(&AddressRequest<'_>)) {
    let id = EntryId::from_bytes(&[1, 2, 3]);
    let (caption, entry, wells) = (text("caption"), text("entry"), text("wells"));
    let fields = [(text("To:"), 1), (text("Cc:"), 2)];
    let contents = Restriction::Exist(PR_DISPLAY_NAME_W);
    let hierarchy = Restriction::Not(Box::new(contents.clone()));
    let rows = [row("a", 1), row("b", 2), row("c", 3)];
    let request = AddressRequest::new(ParentWindow::of_handle(7), AddressFlags::from_bits_retain(flags));
    let request = request
        .container(Some(&id))
        .caption(Some(&caption))
        .new_entry_title(Some(&entry))
        .dest_wells_title(Some(&wells))
        .dest_field_focus(1_u32)
        .contents_restriction(Some(&contents))
        .hierarchy_restriction(Some(&hierarchy))
        .dest_fields(&fields)
        .recipients(&rows);
    then(&request);
}

fn wide(text: &str) -> MapiString {
    MapiString::Unicode(text.to_owned())
}

fn narrow(text: &str) -> MapiString {
    MapiString::Ansi(AnsiString::from_bytes(text.as_bytes()))
}

#[test]
fn all_that_a_dialog_for_addresses_is_asked_crosses() {
    let (_, told, loopback) = run(|support| {
        for (flags, text) in [(WIDE, wide as fn(&str) -> MapiString), (1, narrow)] {
            whole(flags, text, |request| {
                let answer = support.address(request).unwrap();
                assert_eq!(answer.recipients.unwrap(), changed(request.recipients));
            });
        }
    });
    let mut asked = Vec::new();
    whole(WIDE, wide, |request| asked.push(format!("{request:?}")));
    whole(1, narrow, |request| asked.push(format!("{request:?}")));
    assert_eq!(told, asked);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn a_list_of_recipients_is_made_replaced_and_taken_away() {
    let (_, _, loopback) = run(|support| {
        let ask = |rows: &[Row]| {
            let flags = AddressFlags::from_bits_retain(1);
            support.address(&AddressRequest::new(ParentWindow::none(), flags).recipients(rows))
        };
        let rows = [row("a", 1), row("b", 2)];
        let made = ask(&[]).unwrap().recipients.unwrap();
        assert_eq!(made, [row("new", 1), Row::new(vec![])]);
        assert_eq!(ask(&rows[..1]).unwrap().recipients, None);
        assert_eq!(ask(&rows).unwrap_err().code(), MAPI_E_USER_CANCEL);
    });
    assert_eq!(loopback.findings(), []);
}

#[test]
fn details_say_whether_something_was_changed_to_who_asks_for_it() {
    let (_, told, loopback) = run(|support| {
        let ask = |first: u8, flags: u32| {
            let (id, text) = (EntryId::from_bytes(&[first, 9]), wide("More"));
            let flags = DetailsFlags::from_bits_retain(flags);
            let request = DetailsRequest::new(&id).window(ParentWindow::of_handle(5)).flags(flags);
            let answer = support.details(&request.button_text(Some(&text)));
            answer.map(|answer| answer.changed).map_err(|error| error.code())
        };
        let unicode = StringWidth::MAPI_UNICODE.bits();
        assert_eq!(ask(1, unicode | TELLS), Ok(true));
        assert_eq!(ask(2, unicode | TELLS), Ok(false));
        assert_eq!(ask(1, unicode | 1), Ok(false), "who does not ask is not told");
        assert_eq!(ask(0, unicode), Err(MAPI_E_UNKNOWN_ENTRYID));
    });
    assert_eq!(told.len(), 4);
    assert!(told[0].contains("More"), "{}", told[0]);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn the_address_book_crosses_as_an_object() {
    let (_, told, loopback) = run(|support| {
        let open = |flags| support.open_address_book(Some(iids::IID_IAddrBook), flags);
        assert_eq!(open(2).map(drop).unwrap_err().code(), MAPI_E_UNKNOWN_FLAGS);
        assert_eq!(open(1).unwrap().code(), MAPI_W_ERRORS_RETURNED);
        let opened = open(0).unwrap();
        assert_eq!(opened.code(), S_OK);
        let book = opened.value;
        whole(WIDE, wide, |request| {
            assert_eq!(book.address(request).unwrap().recipients.unwrap(), changed(request.recipients));
        });
        let id = EntryId::from_bytes(&[1, 2]);
        let flags = DetailsFlags::from_bits_retain(TELLS);
        assert!(book.details(&DetailsRequest::new(&id).flags(flags)).unwrap().changed);
        assert_eq!(
            IAddrBook::open_entry(&*book, &OpenEntryRequest::new(&id)).unwrap_err().code(),
            MAPI_E_NOT_FOUND
        );
        assert_eq!(book.get_pab().unwrap(), None);
        book.set_pab(&id).unwrap();
        assert_eq!(book.get_pab().unwrap(), Some(id));
        assert_eq!(book.get_default_dir().unwrap_err().code(), MAPI_E_NO_SUPPORT);
        let (kind, address) = (wide("SMTP"), wide("a@b"));
        let one_off = OneOffRequest::new(&kind, &address).flags(OneOffFlags::MAPI_UNICODE);
        assert_eq!(book.create_one_off(&one_off).unwrap().as_bytes(), b"a@b");
        assert_eq!(book.get_search_path(StringWidth::MAPI_UNICODE).unwrap(), [row("path", 1)]);
        let options = book.query_default_recip_opt(&kind, StringWidth::MAPI_UNICODE).unwrap();
        assert_eq!(options, [PropValue::new(PR_DISPLAY_NAME_W, "SMTP")]);
    });
    assert_eq!(told.len(), 3);
    assert_eq!(loopback.findings(), []);
}

#[test]
fn recipients_are_changed_where_they_lie() {
    let (_, _, loopback) = run(|support| {
        let book = support.open_address_book(None, 0).unwrap().value;
        let rows = [row("a", 1), row("b", 2), row("c", 3)];
        let resolve = |rows: &[Row]| {
            let answer = book.resolve_name(&ResolveNameRequest::new(rows));
            answer.map_err(|error| error.code())
        };
        assert_eq!(resolve(&rows), Ok(changed(&rows)));
        assert_eq!(resolve(&rows[..1]), Err(MAPI_E_AMBIGUOUS_RECIP));
        assert_eq!(resolve(&rows[..2]), Err(MAPI_E_CALL_FAILED), "the list keeps its length");
        let flags = OpenEntryFlags::empty();
        assert_eq!(book.prepare_recips(flags, Some(&[PR_ROWID]), &rows).unwrap(), changed(&rows));
        assert_eq!(book.prepare_recips(flags, None, &rows).unwrap(), rows);
        let with_options = book.recip_options(ParentWindow::none(), 4, &rows[0]).unwrap();
        assert_eq!(with_options.props(), [rows[0].props(), row("option", 4).props()].concat());
    });
    assert_eq!(loopback.findings(), []);
}
