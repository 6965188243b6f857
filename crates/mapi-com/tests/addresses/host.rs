//! A host with an address book, which is its own support object, and with a storage.

use std::sync::{Arc, Mutex};

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

use crate::uses::{changed, element, row};

/// The host, and what it was told.
#[derive(Default)]
pub(crate) struct Host {
    told: Mutex<Vec<String>>,
}

impl Host {
    fn tell(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }

    pub(crate) fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock().unwrap())
    }
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

    fn i_storage_from_stream(
        &self,
        _: &MapiObject,
        _: Option<MapiUid>,
        _: StorageFlags,
    ) -> MapiResult<Arc<dyn IStorage>> {
        Ok(Arc::new(Storage(7)))
    }
}

/// The address book: what it is set to, by its method.
#[derive(Default)]
struct Book {
    host: Host,
    pab: Mutex<Option<EntryId>>,
    directory: Mutex<Option<EntryId>>,
}

/// The number of the one registration, which has more than 32 bits.
const REGISTRATION: u64 = 0x1_0000_0007;

impl IMAPIProp for Book {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IAddrBook for Book {
    fn open_entry(&self, _: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        Err(MAPI_E_NOT_FOUND.into())
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }

    fn advise(
        &self,
        _: Option<&EntryId>,
        _: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        sink.on_notify(&[Notification::Extended { event: 1, parameters: vec![] }]);
        Connection::new(REGISTRATION).ok_or_else(|| MAPI_E_CALL_FAILED.into())
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        if connection.get() == REGISTRATION { Ok(()) } else { Err(MAPI_E_NOT_FOUND.into()) }
    }

    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        answer_addresses(&self.host, request)
    }

    fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
        answer_details(&self.host, request)
    }

    fn create_one_off(&self, request: &OneOffRequest<'_>) -> MapiResult<EntryId> {
        Ok(EntryId::from_bytes(request.address.to_string().as_bytes()))
    }

    fn new_entry(&self, request: &NewEntryRequest<'_>) -> MapiResult<EntryId> {
        assert_eq!(request.window.handle(), 7);
        request.container.cloned().ok_or_else(|| MAPI_E_NO_SUPPORT.into())
    }

    fn resolve_name(&self, request: &ResolveNameRequest<'_>) -> MapiResult<Vec<Row>> {
        match request.recipients.len() {
            1 => Err(MAPI_E_AMBIGUOUS_RECIP.into()),
            2 => Ok(vec![]),
            _ => Ok(changed(request.recipients)),
        }
    }

    fn recip_options(&self, _: ParentWindow<'_>, flags: u32, _: &Row) -> MapiResult<Row> {
        Ok(row("option", i32::try_from(flags).unwrap()))
    }

    fn query_default_recip_opt(&self, kind: &MapiString, _: StringWidth) -> MapiResult<Vec<PropValue>> {
        Ok(vec![PropValue::new(PR_DISPLAY_NAME_W, kind.to_string().as_str())])
    }

    fn get_pab(&self) -> MapiResult<Option<EntryId>> {
        Ok(self.pab.lock().unwrap().clone())
    }

    fn set_pab(&self, id: &EntryId) -> MapiResult<()> {
        *self.pab.lock().unwrap() = Some(id.clone());
        Ok(())
    }

    fn get_default_dir(&self) -> MapiResult<Option<EntryId>> {
        Ok(self.directory.lock().unwrap().clone())
    }

    fn set_default_dir(&self, id: &EntryId) -> MapiResult<()> {
        *self.directory.lock().unwrap() = Some(id.clone());
        Ok(())
    }

    fn get_search_path(&self, _: StringWidth) -> MapiResult<Vec<Row>> {
        Ok(vec![row("path", 1)])
    }

    fn set_search_path(&self, _: u32, path: &[Row]) -> MapiResult<()> {
        assert_eq!(path, [row("path", 1)]);
        Ok(())
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

/// A storage of so many elements, or without a list.
pub(crate) struct Storage(pub(crate) usize);

impl IStorage for Storage {
    fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
        if self.0 == 99 {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        Ok((0..self.0).map(element).collect())
    }
}
