//! The table of a profile's message services.

use std::sync::Arc;

use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_INSTANCE_KEY, PR_RESOURCE_FLAGS, PR_SERVICE_DLL_NAME_W, PR_SERVICE_ENTRY_NAME,
    PR_SERVICE_NAME_W, PR_SERVICE_SUPPORT_FILES_W, PR_SERVICE_UID,
};
use crate::mapi::{PropTag, PropValue, Row, StringWidth, Value};
use crate::memory::MemoryTable;
use crate::sim::books::profile::ProfileSet;
use crate::sim::books::profile::records::ServiceData;
use crate::spi::IMAPITable;

/// The columns of `IMsgServiceAdmin::GetMsgServiceTable` whose strings have the width that is asked for. Page:
/// `message-service-tables`.
const COLUMNS: [PropTag; 7] = [
    PR_DISPLAY_NAME_W,
    PR_INSTANCE_KEY,
    PR_RESOURCE_FLAGS,
    PR_SERVICE_DLL_NAME_W,
    PR_SERVICE_NAME_W,
    PR_SERVICE_SUPPORT_FILES_W,
    PR_SERVICE_UID,
];

/// One row a service, sorted by display name. It is static: later changes do not show.
pub(crate) fn service_table(
    profiles: &ProfileSet,
    profile: usize,
    width: StringWidth,
) -> Arc<dyn IMAPITable> {
    let mut rows: Vec<(String, Row)> =
        profiles.services(profile).filter_map(|service| named_row(profiles, service)).collect();
    rows.sort_by(|(first, _), (second, _)| first.cmp(second));
    let unicode = width.contains(StringWidth::MAPI_UNICODE);
    let mut columns: Vec<PropTag> = COLUMNS.iter().map(|tag| tag.with_string_width(unicode)).collect();
    // The name of a function is ASCII in either width.
    columns.push(PR_SERVICE_ENTRY_NAME);
    MemoryTable::shared(columns, rows.into_iter().map(|(_, row)| row).collect())
}

fn named_row(profiles: &ProfileSet, service: &ServiceData) -> Option<(String, Row)> {
    let section = profiles.section_by_uid(service.profile, service.uid)?;
    let props = profiles.section(section)?.props();
    let mut row = vec![PropValue::new(PR_INSTANCE_KEY, service.uid.as_bytes().to_vec())];
    let from_section =
        COLUMNS.iter().chain(&[PR_SERVICE_ENTRY_NAME]).filter(|tag| tag.id() != PR_INSTANCE_KEY.id());
    for tag in from_section {
        row.extend(props.find(*tag).map(|value| PropValue::new(*tag, value.clone())));
    }
    let name = props.find(PR_DISPLAY_NAME_W).and_then(Value::as_text).unwrap_or_default().into_owned();
    Some((name, Row::new(row)))
}
