//! `MAPIERROR`.

use mapi_spi::mapi::{MapiErrorDetail, MapiResult};

use super::text;
use crate::layout::MapiErrorStruct;
use crate::memory::{Blocks, Reader, place};

pub(crate) fn put(
    blocks: &mut dyn Blocks,
    detail: &MapiErrorDetail,
    wide: bool,
) -> MapiResult<*mut MapiErrorStruct> {
    let pointer = place(
        blocks,
        MapiErrorStruct {
            version: detail.version,
            pad: 0,
            error: std::ptr::null_mut(),
            component: std::ptr::null_mut(),
            low_level_error: detail.low_level_error,
            context: detail.context,
        },
    )?;
    let error = text::put_optional(blocks, detail.error.as_ref(), wide)?;
    let component = text::put_optional(blocks, detail.component.as_ref(), wide)?;
    // SAFETY: the structure was placed above, in a block that nobody else writes to.
    unsafe {
        (*pointer).error = error;
        (*pointer).component = component;
    }
    Ok(pointer)
}

/// # Safety
/// `pointer` is NULL or a `MAPIERROR` with strings of the width that `wide` says.
pub(crate) unsafe fn get(
    reader: Reader<'_>,
    pointer: *const MapiErrorStruct,
    wide: bool,
) -> MapiResult<MapiErrorDetail> {
    // SAFETY: as this function says.
    unsafe {
        let error = reader.one(pointer)?;
        let mut detail =
            MapiErrorDetail::default().low_level_error(error.low_level_error).context(error.context);
        detail.version = error.version;
        detail.error = text::get_optional(reader, error.error, wide)?;
        detail.component = text::get_optional(reader, error.component, wide)?;
        Ok(detail)
    }
}
