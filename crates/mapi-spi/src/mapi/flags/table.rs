//! Flags of tables.

use super::macros::flags;

flags! {
    /// Flags of calls that return a table (`GetContentsTable`, `GetHierarchyTable` and their like). Page: `imapicontainer-getcontentstable`.
    TableFlags: u32 {
        MAPI_ASSOCIATED = 0x0000_0040;
        CONVENIENT_DEPTH = 0x0000_0001;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MAPI_UNICODE = 0x8000_0000;
        SHOW_SOFT_DELETES = 0x0000_0002;
    }

    /// Flags of `IMAPITable::SetColumns`. Page: `imapitable-setcolumns`.
    SetColumnsFlags: u32 {
        TBL_ASYNC = 0x0000_0001;
        TBL_BATCH = 0x0000_0002;
    }

    /// Flags of `IMAPITable::QueryColumns`. Page: `imapitable-querycolumns`.
    QueryColumnsFlags: u32 {
        TBL_ALL_COLUMNS = 0x0000_0001;
    }

    /// Flags of `IMAPITable::QueryRows`. Page: `imapitable-queryrows`.
    QueryRowsFlags: u32 {
        TBL_NOADVANCE = 0x0000_0001;
    }

    /// Flags of `IMAPITable::SortTable`. Page: `imapitable-sorttable`.
    SortFlags: u32 {
        TBL_ASYNC = 0x0000_0001;
        TBL_BATCH = 0x0000_0002;
    }

    /// Flags of `IMAPITable::Restrict`. Page: `imapitable-restrict`.
    RestrictFlags: u32 {
        TBL_ASYNC = 0x0000_0001;
        TBL_BATCH = 0x0000_0002;
    }

    /// Flags of `IMAPITable::FindRow`. Page: `imapitable-findrow`.
    FindRowFlags: u32 {
        DIR_BACKWARD = 0x0000_0001;
    }
}
