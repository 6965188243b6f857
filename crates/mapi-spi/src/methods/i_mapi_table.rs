//! The methods of `IMAPITable`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_table_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 Advise = advise(events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink) -> Connection;
            codes MAPI_E_NO_SUPPORT;
        5 Unadvise = unadvise(connection: Connection) -> ();
        6 GetStatus = get_status() -> TableState;
        7 SetColumns = set_columns(columns: &[PropTag], flags: SetColumnsFlags) -> ();
            codes MAPI_E_BUSY;
        8 QueryColumns = query_columns(flags: QueryColumnsFlags) -> Vec<PropTag>;
            codes MAPI_E_BUSY;
        9 GetRowCount = get_row_count(flags: u32) -> Warned<u32>;
            codes MAPI_E_BUSY MAPI_E_NO_SUPPORT MAPI_W_APPROX_COUNT;
        10 SeekRow = seek_row(origin: Bookmark, rows: i32) -> Warned<i32>;
            codes MAPI_E_BUSY MAPI_E_INVALID_BOOKMARK MAPI_W_POSITION_CHANGED;
        11 SeekRowApprox = seek_row_approx(numerator: u32, denominator: u32) -> ();
            codes MAPI_E_BUSY;
        12 QueryPosition = query_position() -> TablePosition;
        13 FindRow = find_row(restriction: &Restriction, origin: Bookmark, flags: FindRowFlags) -> Warned<()>;
            codes MAPI_E_INVALID_BOOKMARK MAPI_E_NOT_FOUND MAPI_W_POSITION_CHANGED;
        14 Restrict = restrict(restriction: Option<&Restriction>, flags: RestrictFlags) -> ();
            codes MAPI_E_BUSY MAPI_E_TOO_COMPLEX;
        15 CreateBookmark = create_bookmark() -> Bookmark;
            codes MAPI_E_UNABLE_TO_COMPLETE;
        16 FreeBookmark = free_bookmark(position: Bookmark) -> ();
            codes MAPI_E_INVALID_BOOKMARK;
        17 SortTable = sort_table(order: &SortOrderSet, flags: SortFlags) -> ();
            codes MAPI_E_BUSY MAPI_E_NO_SUPPORT MAPI_E_TOO_COMPLEX;
        18 QuerySortOrder = query_sort_order() -> SortOrderSet;
            codes MAPI_E_BUSY;
        19 QueryRows = query_rows(rows: i32, flags: QueryRowsFlags) -> Vec<Row>;
            codes MAPI_E_BUSY MAPI_E_INVALID_PARAMETER;
        20 Abort = abort() -> ();
            codes MAPI_E_UNABLE_TO_ABORT;
        21 ExpandRow = expand_row(instance_key: &[u8], max_rows: u32, flags: u32) -> ExpandedRows;
            codes MAPI_E_NOT_FOUND;
        22 CollapseRow = collapse_row(instance_key: &[u8], flags: u32) -> u32;
            codes MAPI_E_NOT_FOUND MAPI_E_INVALID_ENTRYID;
        23 WaitForCompletion = wait_for_completion(flags: u32, timeout: u32) -> TableStatus;
            codes MAPI_E_NO_SUPPORT MAPI_E_TIMEOUT;
        24 GetCollapseState = get_collapse_state(flags: u32, instance_key: &[u8]) -> Vec<u8>;
            codes MAPI_E_BUSY MAPI_E_NO_SUPPORT;
        25 SetCollapseState = set_collapse_state(flags: u32, state: &[u8]) -> Bookmark;
            codes MAPI_E_BUSY MAPI_E_UNABLE_TO_COMPLETE;
    } };
}
