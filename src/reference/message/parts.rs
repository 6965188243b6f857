//! The table of attachments, copies of attachments, and the flags of `SetReadFlag`.

use std::sync::Arc;

use super::draft::Draft;
use super::object::MessageObject;
use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::iids::IID_IAttachment;
use crate::mapi::tags::*;
use crate::mapi::{
    CreateAttachFlags, MapiResult, OpenEntryFlags, PropTag, ReadFlags, SaveChangesFlags, TableFlags, Value,
};
use crate::memory::{MemoryProps, MemoryTable};
use crate::reference::attachment::attachment_row;
use crate::reference::folder::columns;
use crate::reference::props::{HasProperties, Properties};
use crate::spi::{CopyToRequest, IMAPITable, IMessage, MapiObject};

/// What an attachment table shows without `SetColumns`.
// [ATT-08]
const ATTACHMENTS: [PropTag; 8] = [
    PR_ATTACH_NUM,
    PR_INSTANCE_KEY,
    PR_RECORD_KEY,
    PR_RENDERING_POSITION,
    PR_ATTACH_METHOD,
    PR_ATTACH_SIZE,
    PR_ATTACH_FILENAME_W,
    PR_ATTACH_LONG_FILENAME_W,
];

// [ATT-07] [ATT-09] [ATT-11]
pub(super) fn attachment_table(draft: &Draft, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
    draft.inside().check_open()?;
    let rows = draft.with(|state| {
        let mut parts: Vec<(u32, &MemoryProps)> = state.content.attachments.iter().collect();
        parts.sort_by_key(|(number, props)| (position(props), *number));
        parts.into_iter().map(|(number, props)| attachment_row(number, props)).collect()
    });
    Ok(Arc::new(MemoryTable::new(columns(&ATTACHMENTS, flags), rows).without_bookmarks()))
}

fn position(props: &MemoryProps) -> i32 {
    props.find(PR_RENDERING_POSITION).and_then(Value::as_long).unwrap_or(-1)
}

// [PROP-50]
pub(super) fn copy_attachments(source: &MessageObject, destination: &dyn IMessage) -> MapiResult<()> {
    let numbers: Vec<u32> = source
        .properties()
        .with(|state| state.content.attachments.iter().map(|(number, _)| number).collect());
    for number in numbers {
        let attachment = source.open_attach(number, None, OpenEntryFlags::empty())?;
        let copy = destination.create_attach(None, CreateAttachFlags::empty())?.attach;
        let target = MapiObject::Attach(Arc::clone(&copy));
        attachment.copy_to(&CopyToRequest::new(IID_IAttachment, &target))?;
        copy.save_changes(SaveChangesFlags::empty())?;
    }
    Ok(())
}

/// Flags that exclude each other.
// [MSG-21]
pub(in crate::reference) fn check_read_flags(flags: ReadFlags) -> MapiResult<()> {
    if !flags.unnamed().is_empty() {
        return Err(MAPI_E_UNKNOWN_FLAGS.into());
    }
    let receipts = ReadFlags::SUPPRESS_RECEIPT | ReadFlags::GENERATE_RECEIPT_ONLY;
    if flags.contains(ReadFlags::CLEAR_READ_FLAG) && flags.intersects(receipts) {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    Ok(())
}
