//! Tables.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends tables of the provider.
    BendTable of IMAPITable, provider_side table;
    IMAPITable {
        get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
        advise(events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink) -> Connection;
        unadvise(connection: Connection) -> ();
        get_status() -> TableState;
        set_columns(columns: &[PropTag], flags: SetColumnsFlags) -> ();
        query_columns(flags: QueryColumnsFlags) -> Vec<PropTag>;
        get_row_count(flags: u32) -> Warned<u32>;
        seek_row(origin: Bookmark, rows: i32) -> Warned<i32>;
        seek_row_approx(numerator: u32, denominator: u32) -> ();
        query_position() -> TablePosition;
        find_row(restriction: &Restriction, origin: Bookmark, flags: FindRowFlags) -> Warned<()>;
        restrict(restriction: Option<&Restriction>, flags: RestrictFlags) -> ();
        create_bookmark() -> Bookmark;
        free_bookmark(position: Bookmark) -> ();
        sort_table(order: &SortOrderSet, flags: SortFlags) -> ();
        query_sort_order() -> SortOrderSet;
        query_rows(rows: i32, flags: QueryRowsFlags) -> Vec<Row>;
        abort() -> ();
        expand_row(instance_key: &[u8], max_rows: u32, flags: u32) -> ExpandedRows;
        collapse_row(instance_key: &[u8], flags: u32) -> u32;
        wait_for_completion(flags: u32, timeout: u32) -> TableStatus;
        get_collapse_state(flags: u32, instance_key: &[u8]) -> Vec<u8>;
        set_collapse_state(flags: u32, state: &[u8]) -> Bookmark;
    }
}
