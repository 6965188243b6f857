//! Recipients: their table and `ModifyRecipients`.

use std::sync::Arc;

use super::draft::Draft;
use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::tags::*;
use crate::mapi::{
    MapiResult, ModifyRecipientsFlags, PropTag, PropValue, RecipientType, Row, TableFlags, Value,
};
use crate::memory::{MemoryProps, MemoryTable};
use crate::reference::folder::columns;
use crate::reference::props::{Properties, check_write, wide};
use crate::spi::{IMAPITable, IMessage};

/// What a recipient table shows without `SetColumns`.
// [RECIP-03] [RECIP-04]
const RECIPIENTS: [PropTag; 7] = [
    PR_ROWID,
    PR_RECIPIENT_TYPE,
    PR_DISPLAY_NAME_W,
    PR_ADDRTYPE_W,
    PR_EMAIL_ADDRESS_W,
    PR_ENTRYID,
    PR_RESPONSIBILITY,
];

// [RECIP-01]
pub(super) fn table(draft: &Draft, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
    draft.inside().check_open()?;
    Ok(MemoryTable::shared(columns(&RECIPIENTS, flags), rows(draft)))
}

fn rows(draft: &Draft) -> Vec<Row> {
    draft.with(|state| state.content.recipients.iter().map(|(number, props)| row(number, props)).collect())
}

fn row(number: u32, props: &MemoryProps) -> Row {
    let mut values = props.clone();
    values.set(PropValue::new(PR_ROWID, number));
    values.set(PropValue::new(PR_INSTANCE_KEY, number.to_le_bytes().to_vec()));
    // [RECIP-04] until a transport takes it over.
    if values.find(PR_RESPONSIBILITY).is_none() {
        values.set(PropValue::new(PR_RESPONSIBILITY, false));
    }
    Row::new(values.values().to_vec())
}

/// What the rows of one call do to the recipients that are there.
enum How {
    Add,
    Modify,
    Remove,
    ReplaceAll,
}

fn how(flags: ModifyRecipientsFlags) -> MapiResult<How> {
    if !flags.unnamed().is_empty() {
        return Err(MAPI_E_UNKNOWN_FLAGS.into());
    }
    if flags.is_empty() {
        Ok(How::ReplaceAll)
    } else if flags == ModifyRecipientsFlags::MODRECIP_ADD {
        Ok(How::Add)
    } else if flags == ModifyRecipientsFlags::MODRECIP_MODIFY {
        Ok(How::Modify)
    } else if flags == ModifyRecipientsFlags::MODRECIP_REMOVE {
        Ok(How::Remove)
    } else {
        Err(MAPI_E_INVALID_PARAMETER.into())
    }
}

///; nothing changes if an entry is wrong.
// [RECIP-06] to [RECIP-12]
pub(super) fn modify(draft: &Draft, flags: ModifyRecipientsFlags, entries: &[Row]) -> MapiResult<()> {
    check_write(draft)?;
    let how = how(flags)?;
    if entries.iter().flat_map(Row::props).any(|value| *value.value() == Value::Null) {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let numbers: Vec<Option<u32>> =
        entries.iter().map(|entry| entry.get(PR_ROWID).and_then(PropValue::as_bits)).collect();
    draft.with(|state| {
        let recipients = &mut state.content.recipients;
        let named = matches!(how, How::Modify | How::Remove);
        let known = |number: &Option<u32>| number.is_some_and(|number| recipients.get(number).is_some());
        if named && !numbers.iter().all(known) {
            return Err(MAPI_E_NOT_FOUND.into());
        }
        if matches!(how, How::ReplaceAll) {
            recipients.clear();
        }
        for (entry, number) in entries.iter().zip(numbers) {
            match (&how, number) {
                (How::Modify, Some(number)) => recipients.put(number, stored(entry)),
                (How::Remove, Some(number)) => drop(recipients.remove(number)),
                // [RECIP-11] entries without properties are nobody.
                (How::Add | How::ReplaceAll, _) if entry.props().is_empty() => {}
                (How::Add | How::ReplaceAll, _) => recipients.add(stored(entry)),
                (How::Modify | How::Remove, None) => {}
            }
        }
        Ok(())
    })
}

/// What of an entry is kept with the recipient.
// [RECIP-05] [RECIP-10]
fn stored(entry: &Row) -> MemoryProps {
    let mut props = MemoryProps::default();
    let of_table = [PR_ROWID.id(), PR_INSTANCE_KEY.id()];
    for value in entry.props().iter().filter(|value| !of_table.contains(&value.id())) {
        if value.as_error().is_none() {
            props.set(wide(value));
        }
    }
    if props.find(PR_RECIPIENT_TYPE).is_none() {
        props.set(PropValue::new(PR_RECIPIENT_TYPE, RecipientType::To));
    }
    props
}

// [PROP-50]
pub(super) fn copy(draft: &Draft, destination: &dyn IMessage) -> MapiResult<()> {
    destination.modify_recipients(ModifyRecipientsFlags::empty(), &rows(draft))
}
