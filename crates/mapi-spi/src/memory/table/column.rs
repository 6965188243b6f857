//! One column of a row, in the type that a caller names.

use std::borrow::Cow;

use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::mapi::{HResult, PropTag, PropType, PropValue, Row};

/// The value of a column: as it is stored, or a string in the other width.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` if the row does not have it, else why it cannot be had in this type.
// [PROP-02]
pub(super) fn column(row: &Row, tag: PropTag) -> Result<Cow<'_, PropValue>, HResult> {
    if let Some(value) = row.get(tag) {
        return Ok(Cow::Borrowed(value));
    }
    let stored = row.get(tag.with_type(PropType::PT_UNSPECIFIED)).ok_or(MAPI_E_NOT_FOUND)?;
    stored.in_type(tag.prop_type()).map(Cow::Owned)
}
