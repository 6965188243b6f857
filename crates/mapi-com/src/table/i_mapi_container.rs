//! The rows of `IMAPIContainer`.

use super::scope::*;

rows! {
    IMAPIContainer, fill_i_mapi_container;
    hand {}
    also {}
    GetContentsTable = get_contents_table(flags: TableFlags) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_contents_table(TableFlags::from_bits_retain(bits));
    }
    GetHierarchyTable = get_hierarchy_table(flags: TableFlags) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_hierarchy_table(TableFlags::from_bits_retain(bits));
    }
    OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> plain MapiObject {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = request.entry_id;
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out object: opened [lpulObjType: *mut u32, lppUnk: Place] given (lpInterface);
        call(o) o.open_entry(&args::open_entry(id.as_ref(), iid, bits));
    }
    SetSearchCriteria = set_search_criteria(
        restriction: Option<&Restriction>, containers: Option<&[EntryId]>, flags: SearchFlags
    ) -> plain () {
        in wanted: restriction [lpRestriction: *const SRestriction] = restriction;
        in list: ids [lpContainerList: *const SBinary] = containers;
        in bits: word [ulSearchFlags: u32] = flags.bits();
        call(o) o.set_search_criteria(
            wanted.as_ref(), list.as_deref(), SearchFlags::from_bits_retain(bits)
        );
    }
    GetSearchCriteria = get_search_criteria(width: StringWidth) -> plain SearchCriteria {
        in bits: word [ulFlags: u32] = width.bits();
        out wanted: restriction [lppRestriction: Place];
        out list: ids [lppContainerList: Place];
        out state: optional_number<u32> [lpulSearchState: *mut u32];
        call(o) o.get_search_criteria(StringWidth::from_bits_retain(bits));
        as criteria => (criteria.restriction, criteria.containers, criteria.state.bits())
            from SearchCriteria {
                restriction: wanted, containers: list, state: SearchState::from_bits_retain(state)
            };
    }
}
