//! Properties as tables.

use std::sync::Arc;

use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use crate::mapi::iids::IID_IMAPITable;
use crate::spi::{IMAPITable, MapiObject, OpenPropertyRequest};

/// A property that opens as a table and as nothing else.
// [PROP-30]
pub(super) fn open_table(
    request: &OpenPropertyRequest,
    open: impl FnOnce() -> MapiResult<Arc<dyn IMAPITable>>,
) -> MapiResult<MapiObject> {
    if request.interface == IID_IMAPITable {
        open().map(MapiObject::Table)
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}
