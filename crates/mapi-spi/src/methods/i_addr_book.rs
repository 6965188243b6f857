//! The methods of `IAddrBook`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_addr_book_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        14 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_ENTRYID;
        15 CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
            codes MAPI_E_UNKNOWN_ENTRYID;
        16 Advise = advise(
            entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>
        ) -> Connection;
            codes MAPI_E_INVALID_ENTRYID MAPI_E_NO_SUPPORT MAPI_E_UNKNOWN_ENTRYID;
        17 Unadvise = unadvise(connection: Connection) -> ();
        18 CreateOneOff = create_one_off(request: &OneOffRequest<'_>) -> EntryId;
        19 NewEntry = new_entry(request: &NewEntryRequest<'_>) -> EntryId;
        20 ResolveName = resolve_name(request: &ResolveNameRequest<'_>) -> Vec<Row>;
            codes MAPI_E_AMBIGUOUS_RECIP MAPI_E_NOT_FOUND;
        21 Address = address(request: &AddressRequest<'_>) -> AddressAnswer;
        22 Details = details(request: &DetailsRequest<'_>) -> DetailsAnswer;
        23 RecipOptions = recip_options(window: ParentWindow<'_>, flags: u32, recipient: &Row) -> Row;
        24 QueryDefaultRecipOpt = query_default_recip_opt(
            address_type: &MapiString, width: StringWidth
        ) -> Vec<PropValue>;
        25 GetPAB = get_pab() -> Option<EntryId>;
        26 SetPAB = set_pab(entry_id: &EntryId) -> ();
        27 GetDefaultDir = get_default_dir() -> Option<EntryId>;
        28 SetDefaultDir = set_default_dir(entry_id: &EntryId) -> ();
        29 GetSearchPath = get_search_path(width: StringWidth) -> Vec<Row>;
        30 SetSearchPath = set_search_path(flags: u32, path: &[Row]) -> ();
            codes MAPI_E_MISSING_REQUIRED_COLUMN;
        31 PrepareRecips = prepare_recips(
            flags: OpenEntryFlags, tags: Option<&[PropTag]>, recipients: &[Row]
        ) -> Vec<Row>;
    } };
}
