//! The rows of `IMAPITable`.

use super::scope::*;

rows! {
    IMAPITable, fill_i_mapi_table;
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
    Advise = advise(events: EventMask, sink: Arc<dyn IMAPIAdviseSink>) -> plain Connection {
        in mask: word [ulEventMask: u32] = events.bits();
        in told: object<dyn IMAPIAdviseSink> [lpAdviseSink: *mut c_void] = &sink;
        out number: connection [lpulConnection: *mut u64];
        call(o) o.advise(EventMask::from_bits_retain(mask), told);
    }
    Unadvise = unadvise(connection: Connection) -> plain () {
        in number: connection [ulConnection: u64] = connection;
        call(o) o.unadvise(number);
    }
    GetStatus = get_status() -> plain TableState {
        out status: number<u32> [lpulTableStatus: *mut u32];
        out kind: number<u32> [lpulTableType: *mut u32];
        call(o) o.get_status();
        as state => (state.status.raw(), state.table_type.raw())
            from TableState { status: TableStatus::from_raw(status), table_type: TableType::from_raw(kind) };
    }
    SetColumns = set_columns(columns: &[PropTag], flags: SetColumnsFlags) -> plain () {
        in list: tag_list [lpPropTagArray: *const u32] = Some(columns);
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.set_columns(&some(list)?, SetColumnsFlags::from_bits_retain(bits));
    }
    QueryColumns = query_columns(flags: QueryColumnsFlags) -> plain Vec<PropTag> {
        in bits: word [ulFlags: u32] = flags.bits();
        out list: tag_list [lppPropTagArray: Place];
        call(o) o.query_columns(QueryColumnsFlags::from_bits_retain(bits));
    }
    GetRowCount = get_row_count(flags: u32) -> warned u32 {
        in bits: word [ulFlags: u32] = flags;
        out count: number<u32> [lpulCount: *mut u32];
        call(o) o.get_row_count(bits);
    }
    SeekRow = seek_row(origin: Bookmark, rows: i32) -> warned i32 {
        in from: word [bkOrigin: u32] = origin.raw();
        in by: word [lRowCount: i32] = rows;
        out sought: optional_number<i32> [lplRowsSought: *mut i32];
        call(o) o.seek_row(Bookmark::from_raw(from), by);
    }
    SeekRowApprox = seek_row_approx(numerator: u32, denominator: u32) -> plain () {
        in above: word [ulNumerator: u32] = numerator;
        in below: word [ulDenominator: u32] = denominator;
        call(o) o.seek_row_approx(above, below);
    }
    QueryPosition = query_position() -> plain TablePosition {
        out row: number<u32> [lpulRow: *mut u32];
        out above: number<u32> [lpulNumerator: *mut u32];
        out below: number<u32> [lpulDenominator: *mut u32];
        call(o) o.query_position();
        as position => (position.row.unwrap_or(u32::MAX), position.numerator, position.denominator)
            from TablePosition {
                row: Some(row).filter(|row| *row != u32::MAX), numerator: above, denominator: below
            };
    }
    FindRow = find_row(
        restriction: &Restriction, origin: Bookmark, flags: FindRowFlags
    ) -> warned () {
        in wanted: restriction [lpRestriction: *const SRestriction] = Some(restriction);
        in from: word [bkOrigin: u32] = origin.raw();
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.find_row(&some(wanted)?, Bookmark::from_raw(from), FindRowFlags::from_bits_retain(bits));
    }
    Restrict = restrict(restriction: Option<&Restriction>, flags: RestrictFlags) -> plain () {
        in wanted: restriction [lpRestriction: *const SRestriction] = restriction;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.restrict(wanted.as_ref(), RestrictFlags::from_bits_retain(bits));
    }
    CreateBookmark = create_bookmark() -> plain Bookmark {
        out place: number<u32> [lpbkPosition: *mut u32];
        call(o) o.create_bookmark();
        as bookmark => (bookmark.raw()) from Bookmark::from_raw(place);
    }
    FreeBookmark = free_bookmark(position: Bookmark) -> plain () {
        in place: word [bkPosition: u32] = position.raw();
        call(o) o.free_bookmark(Bookmark::from_raw(place));
    }
    SortTable = sort_table(order: &SortOrderSet, flags: SortFlags) -> plain () {
        in set: sort [lpSortCriteria: *const SSortOrderSetHead] = order;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.sort_table(&set, SortFlags::from_bits_retain(bits));
    }
    QuerySortOrder = query_sort_order() -> plain SortOrderSet {
        out set: sort [lppSortCriteria: Place];
        call(o) o.query_sort_order();
    }
    QueryRows = query_rows(rows: i32, flags: QueryRowsFlags) -> plain Vec<Row> {
        in count: word [lRowCount: i32] = rows;
        in bits: word [ulFlags: u32] = flags.bits();
        out set: rows [lppRows: Place];
        call(o) o.query_rows(count, QueryRowsFlags::from_bits_retain(bits));
    }
    Abort = abort() -> plain () {
        call(o) o.abort();
    }
    ExpandRow = expand_row(instance_key: &[u8], max_rows: u32, flags: u32) -> plain ExpandedRows {
        in key: bytes [cbInstanceKey: u32, pbInstanceKey: *const u8] = instance_key;
        in most: word [ulRowCount: u32] = max_rows;
        in bits: word [ulFlags: u32] = flags;
        out set: rows [lppRows: Place];
        out more: number<u32> [lpulMoreRows: *mut u32];
        call(o) o.expand_row(&key, most, bits);
        as expanded => (expanded.rows, expanded.more_rows) from ExpandedRows { rows: set, more_rows: more };
    }
    CollapseRow = collapse_row(instance_key: &[u8], flags: u32) -> plain u32 {
        in key: bytes [cbInstanceKey: u32, pbInstanceKey: *const u8] = instance_key;
        in bits: word [ulFlags: u32] = flags;
        out count: number<u32> [lpulRowCount: *mut u32];
        call(o) o.collapse_row(&key, bits);
    }
    WaitForCompletion = wait_for_completion(flags: u32, timeout: u32) -> plain TableStatus {
        in bits: word [ulFlags: u32] = flags;
        in time: word [ulTimeout: u32] = timeout;
        out status: optional_number<u32> [lpulTableStatus: *mut u32];
        call(o) o.wait_for_completion(bits, time);
        as answer => (answer.raw()) from TableStatus::from_raw(status);
    }
    GetCollapseState = get_collapse_state(flags: u32, instance_key: &[u8]) -> plain Vec<u8> {
        in bits: word [ulFlags: u32] = flags;
        in key: bytes [cbInstanceKey: u32, lpbInstanceKey: *const u8] = instance_key;
        out state: bytes [lpcbCollapseState: *mut u32, lppbCollapseState: Place];
        call(o) o.get_collapse_state(bits, &key);
    }
    SetCollapseState = set_collapse_state(flags: u32, state: &[u8]) -> plain Bookmark {
        in bits: word [ulFlags: u32] = flags;
        in kept: bytes [cbCollapseState: u32, pbCollapseState: *const u8] = state;
        out place: number<u32> [lpbkLocation: *mut u32];
        call(o) o.set_collapse_state(bits, &kept);
        as bookmark => (bookmark.raw()) from Bookmark::from_raw(place);
    }
}
