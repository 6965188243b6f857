//! What a provider in Rust asks of dialogs, of the address book and of a storage, and what it expects for an answer.

use std::sync::{Arc, Mutex};

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::{PR_DISPLAY_NAME_W, PR_ROWID};
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// A dialog whose strings are UTF-16.
pub(crate) const WIDE: u32 = AddressFlags::DIALOG_MODAL.bits() | AddressFlags::AB_UNICODEUI.bits();
/// A dialog whose strings are bytes.
pub(crate) const NARROW: u32 = AddressFlags::DIALOG_MODAL.bits();
/// A flag of `Details` that is none of the dialog: `AB_TELL_DETAILS_CHANGE`.
const TELLS: u32 = 0x10;

pub(crate) fn row(name: &str, number: i32) -> Row {
    Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, name), PropValue::new(PR_ROWID, number)])
}

/// The recipients with a number more each.
pub(crate) fn changed(recipients: &[Row]) -> Vec<Row> {
    (0..).zip(recipients).map(|(number, _)| row("changed", number)).collect()
}

pub(crate) fn element(number: usize) -> StorageElement {
    let name = format!("\u{5}Ünïcode {number}");
    if number.is_multiple_of(3) {
        StorageElement::storage(name)
    } else {
        StorageElement::stream(name, u64::from(u32::MAX) + number as u64)
    }
}

/// A request with everything in it.
pub(crate) fn whole(flags: u32, text: fn(&str) -> MapiString, then: impl FnOnce(&AddressRequest<'_>)) {
    let id = EntryId::from_bytes(&[1, 2, 3]);
    let (caption, entry, wells) = (text("Whö?"), text("entry"), text("wells"));
    let fields = [(text("To:"), 1), (text("Cc:"), 2)];
    let contents = Restriction::Exist(PR_DISPLAY_NAME_W);
    let hierarchy = Restriction::Not(Box::new(contents.clone()));
    let rows = three();
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

pub(crate) fn wide(text: &str) -> MapiString {
    MapiString::Unicode(text.to_owned())
}

/// Text as bytes in Latin-1.
pub(crate) fn narrow(text: &str) -> MapiString {
    let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    MapiString::Ansi(AnsiString::from_bytes(bytes))
}

pub(crate) fn three() -> [Row; 3] {
    [row("a", 1), row("b", 2), row("c", 3)]
}

/// `Address`, of the support object or of the address book.
pub(crate) fn ask_for_addresses(address: impl Fn(&AddressRequest<'_>) -> MapiResult<AddressAnswer>) {
    for (flags, text) in [(WIDE, wide as fn(&str) -> MapiString), (NARROW, narrow)] {
        whole(flags, text, |request| {
            assert_eq!(address(request).unwrap().recipients.unwrap(), changed(request.recipients));
        });
    }
    let ask = |rows: &[Row]| {
        let flags = AddressFlags::from_bits_retain(NARROW);
        let answer = address(&AddressRequest::new(ParentWindow::none(), flags).recipients(rows));
        answer.map(|answer| answer.recipients).map_err(|error| error.code())
    };
    assert_eq!(ask(&[]), Ok(Some(vec![row("new", 1), Row::new(vec![])])));
    assert_eq!(ask(&three()[..1]), Ok(None), "the list is taken away");
    assert_eq!(ask(&three()[..2]), Err(MAPI_E_USER_CANCEL));
}

/// `Details`, of the support object or of the address book.
pub(crate) fn ask_for_details(details: impl Fn(&DetailsRequest<'_>) -> MapiResult<DetailsAnswer>) {
    let ask = |first: u8, flags: u32| {
        let (id, text) = (EntryId::from_bytes(&[first, 9]), wide("More"));
        let flags = DetailsFlags::from_bits_retain(flags);
        let request = DetailsRequest::new(&id).window(ParentWindow::of_handle(5)).flags(flags);
        let answer = details(&request.button_text(Some(&text)));
        answer.map(|answer| answer.changed).map_err(|error| error.code())
    };
    let unicode = StringWidth::MAPI_UNICODE.bits();
    assert_eq!(ask(1, unicode | TELLS), Ok(true));
    assert_eq!(ask(2, unicode | TELLS), Ok(false));
    assert_eq!(ask(1, unicode | 1), Ok(false), "who does not ask is not told");
    assert_eq!(ask(0, unicode), Err(MAPI_E_UNKNOWN_ENTRYID));
}

/// The address book as an object.
pub(crate) fn use_book(support: &Support) {
    let open = |flags| support.open_address_book(Some(iids::IID_IAddrBook), flags);
    assert_eq!(open(2).map(drop).unwrap_err().code(), MAPI_E_UNKNOWN_FLAGS);
    assert_eq!(open(1).unwrap().code(), MAPI_W_ERRORS_RETURNED);
    let opened = open(0).unwrap();
    assert_eq!(opened.code(), S_OK);
    let book = opened.value;
    ask_for_addresses(|request| book.address(request));
    ask_for_details(|request| book.details(request));
    use_containers(&*book);
    use_recipients(&*book);
    use_sink(&*book);
}

fn use_containers(book: &dyn IAddrBook) {
    let (one, other) = (EntryId::from_bytes(&[1, 2]), EntryId::from_bytes(&[1, 3]));
    let opened = IAddrBook::open_entry(book, &OpenEntryRequest::new(&one));
    assert_eq!(opened.map(drop).unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert_eq!(book.compare_entry_ids(&one, &one, 0), Ok(true));
    assert_eq!(book.compare_entry_ids(&one, &other, 0), Ok(false));
    assert_eq!(book.get_pab(), Ok(None));
    book.set_pab(&one).unwrap();
    book.set_default_dir(&other).unwrap();
    assert_eq!((book.get_pab(), book.get_default_dir()), (Ok(Some(one.clone())), Ok(Some(other))));
    let (kind, address) = (wide("SMTP"), wide("a@b"));
    let one_off = OneOffRequest::new(&kind, &address).flags(OneOffFlags::MAPI_UNICODE);
    assert_eq!(book.create_one_off(&one_off).unwrap().as_bytes(), b"a@b");
    let new = NewEntryRequest::new(ParentWindow::of_handle(7)).container(Some(&one));
    assert_eq!(book.new_entry(&new), Ok(one));
    let path = book.get_search_path(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(path, [row("path", 1)]);
    book.set_search_path(0, &path).unwrap();
    let options = book.query_default_recip_opt(&kind, StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(options, [PropValue::new(PR_DISPLAY_NAME_W, "SMTP")]);
}

/// Recipients are changed where they lie.
fn use_recipients(book: &dyn IAddrBook) {
    let rows = three();
    let resolve = |rows: &[Row]| {
        let answer = book.resolve_name(&ResolveNameRequest::new(rows));
        answer.map_err(|error| error.code())
    };
    assert_eq!(resolve(&rows), Ok(changed(&rows)));
    assert_eq!(resolve(&rows[..1]), Err(MAPI_E_AMBIGUOUS_RECIP));
    let flags = OpenEntryFlags::empty();
    assert_eq!(book.prepare_recips(flags, Some(&[PR_ROWID]), &rows), Ok(changed(&rows)));
    assert_eq!(book.prepare_recips(flags, None, &rows).unwrap(), rows);
    let with_options = book.recip_options(ParentWindow::none(), 4, &rows[0]).unwrap();
    assert_eq!(with_options, row("option", 4));
}

fn use_sink(book: &dyn IAddrBook) {
    let heard = Arc::new(Mutex::new(0));
    let hears = heard.clone();
    let sink: Arc<dyn IMAPIAdviseSink> =
        Arc::new(move |list: &[Notification]| *hears.lock().unwrap() += list.len());
    let connection = book.advise(None, EventMask::fnevObjectModified, sink).unwrap();
    assert_eq!(*heard.lock().unwrap(), 1);
    book.unadvise(connection).unwrap();
    let other = Connection::new(connection.get() + 1).unwrap();
    assert_eq!(book.unadvise(other).unwrap_err().code(), MAPI_E_NOT_FOUND);
}

/// Everything.
pub(crate) fn use_all(support: &Support) {
    ask_for_addresses(|request| support.address(request));
    ask_for_details(|request| support.details(request));
    use_book(support);
}
