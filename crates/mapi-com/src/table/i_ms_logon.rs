//! The rows of `IMSLogon`.

use super::scope::*;

rows! {
    IMSLogon, fill_i_ms_logon;
    hand {}
    also {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    GetLastError = get_last_error(result: HResult, width: StringWidth) -> plain Option<MapiErrorDetail> {
        in code: word [hResult: u32] = result.raw();
        in bits: word [ulFlags: u32] = width.bits();
        out detail: error [lppMAPIError: Place] given (ulFlags);
        call(o) {
            let result = HResult::from_raw(code);
            let own = o.get_last_error(result, StringWidth::from_bits_retain(bits))?;
            MapiResult::Ok(o.last_error(result, own))
        };
    }

    Logoff = logoff(flags: u32) -> plain () {
        in bits: flags [lpulFlags: *mut u32] = flags;
        call(o) o.logoff(bits);
    }
    OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> plain MapiObject {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = request.entry_id;
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out object: opened [lpulObjType: *mut u32, lppUnk: Place] given (lpInterface);
        call(o) o.open_entry(&args::open_entry(id.as_ref(), iid, bits));
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
    OpenStatusEntry = open_status_entry(
        interface: Option<MapiUid>, flags: OpenEntryFlags
    ) -> plain Arc<dyn IMAPIStatus> {
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out status: status [lpulObjType: *mut u32, lppEntry: Place] given (lpInterface);
        call(o) o.open_status_entry(iid, OpenEntryFlags::from_bits_retain(bits));
    }
}
