//! The rows of `IAddrBook`.

use super::addr_book_by_hand::*;
use super::scope::*;

rows! {
    IAddrBook, fill_i_addr_book;
    hand {
        ResolveName: resolve_name_slot;
        Address: address_slot;
        Details: details_slot;
        RecipOptions: recip_options_slot;
        PrepareRecips: prepare_recips_slot;
    }
    also {
        fn resolve_name(&self, request: &ResolveNameRequest<'_>) -> MapiResult<Vec<Row>> {
            ask_to_resolve(self.cx(), self.pointer(), request)
        }

        fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
            let at = methods::IAddrBook::Address;
            super::addresses::ask_for_addresses(self.cx(), self.pointer(), at, request)
        }

        fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
            let at = methods::IAddrBook::Details;
            super::details::ask_for_details(self.cx(), self.pointer(), at, request)
        }

        fn recip_options(&self, window: ParentWindow<'_>, flags: u32, recipient: &Row) -> MapiResult<Row> {
            ask_for_options(self.cx(), self.pointer(), window, flags, recipient)
        }

        fn prepare_recips(
            &self,
            flags: OpenEntryFlags,
            tags: Option<&[PropTag]>,
            recipients: &[Row],
        ) -> MapiResult<Vec<Row>> {
            ask_to_prepare(self.cx(), self.pointer(), flags, tags, recipients)
        }
    }
    OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> plain MapiObject {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = request.entry_id;
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out object: opened [lpulObjType: *mut u32, lppUnk: Place] given (lpInterface);
        call(o) IAddrBook::open_entry(&*o, &args::open_entry(id.as_ref(), iid, bits));
    }
    CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> plain bool {
        in one: id [cbEntryID1: u32, lpEntryID1: *const c_void] = Some(first);
        in two: id [cbEntryID2: u32, lpEntryID2: *const c_void] = Some(second);
        in bits: word [ulFlags: u32] = flags;
        out same: flag [lpulResult: *mut u32];
        call(o) o.compare_entry_ids(&some(one)?, &some(two)?, bits);
    }
    Advise = advise(
        entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>
    ) -> plain Connection {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = entry_id;
        in mask: word [ulEventMask: u32] = events.bits();
        in told: object<dyn IMAPIAdviseSink> [lpAdviseSink: *mut c_void] = &sink;
        out number: connection [lpulConnection: *mut u64];
        call(o) o.advise(id.as_ref(), EventMask::from_bits_retain(mask), told);
    }
    Unadvise = unadvise(connection: Connection) -> plain () {
        in number: connection [ulConnection: u64] = connection;
        call(o) o.unadvise(number);
    }
    CreateOneOff = create_one_off(request: &OneOffRequest<'_>) -> plain EntryId {
        in name: text [lpszName: *const c_void] given (ulFlags) = (request.name, request.flags.bits());
        in kind: text [lpszAdrType: *const c_void] given (ulFlags) =
            (Some(request.address_type), request.flags.bits());
        in address: text [lpszAddress: *const c_void] given (ulFlags) =
            (Some(request.address), request.flags.bits());
        in bits: word [ulFlags: u32] = request.flags.bits();
        out id: id [lpcbEntryID: *mut u32, lppEntryID: Place];
        call(o) o.create_one_off(
            &OneOffRequest::new(&some(kind)?, &some(address)?)
                .name(name.as_ref())
                .flags(OneOffFlags::from_bits_retain(bits)),
        );
    }
    NewEntry = new_entry(request: &NewEntryRequest<'_>) -> plain EntryId {
        in lent: window [ulUIParam: usize] = request.window;
        in bits: word [ulFlags: u32] = request.flags;
        in container: id [cbEIDContainer: u32, lpEIDContainer: *const c_void] = request.container;
        in template: id [cbEIDNewEntryTpl: u32, lpEIDNewEntryTpl: *const c_void] = request.template;
        out id: id [lpcbEIDNewEntry: *mut u32, lppEIDNewEntry: Place];
        call(o) o.new_entry(
            &NewEntryRequest::new(lent).flags(bits).container(container.as_ref()).template(template.as_ref()),
        );
    }
    QueryDefaultRecipOpt = query_default_recip_opt(
        address_type: &MapiString, width: StringWidth
    ) -> plain Vec<PropValue> {
        in kind: text [lpszAdrType: *const c_void] given (ulFlags) = (Some(address_type), width.bits());
        in bits: word [ulFlags: u32] = width.bits();
        out options: props [lpcValues: *mut u32, lppOptions: Place];
        call(o) o.query_default_recip_opt(&some(kind)?, StringWidth::from_bits_retain(bits));
    }
    GetPAB = get_pab() -> plain Option<EntryId> {
        out id: optional_id [lpcbEntryID: *mut u32, lppEntryID: Place];
        call(o) o.get_pab();
    }
    SetPAB = set_pab(entry_id: &EntryId) -> plain () {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        call(o) o.set_pab(&some(id)?);
    }
    GetDefaultDir = get_default_dir() -> plain Option<EntryId> {
        out id: optional_id [lpcbEntryID: *mut u32, lppEntryID: Place];
        call(o) o.get_default_dir();
    }
    SetDefaultDir = set_default_dir(entry_id: &EntryId) -> plain () {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        call(o) o.set_default_dir(&some(id)?);
    }
    GetSearchPath = get_search_path(width: StringWidth) -> plain Vec<Row> {
        in bits: word [ulFlags: u32] = width.bits();
        out path: rows [lppSearchPath: Place];
        call(o) o.get_search_path(StringWidth::from_bits_retain(bits));
    }
    SetSearchPath = set_search_path(flags: u32, path: &[Row]) -> plain () {
        in bits: word [ulFlags: u32] = flags;
        in list: rows [lpSearchPath: *const u32] = path;
        call(o) o.set_search_path(bits, &list);
    }
}
