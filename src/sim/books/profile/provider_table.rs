//! The tables of providers: of one message service, and of a whole profile.

use std::sync::Arc;

use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_INSTANCE_KEY, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_PROVIDER_ORDINAL,
    PR_PROVIDER_UID, PR_RESOURCE_FLAGS, PR_RESOURCE_TYPE, PR_SERVICE_NAME_W, PR_SERVICE_UID,
};
use crate::mapi::{PropTag, PropValue, ResourceType, Row, StringWidth};
use crate::memory::MemoryTable;
use crate::sim::books::profile::ProfileSet;
use crate::spi::IMAPITable;
use crate::trace::{SectionNo, ServiceNo};

/// The columns of both tables. Page: `provider-tables`.
const COLUMNS: [PropTag; 10] = [
    PR_DISPLAY_NAME_W,
    PR_INSTANCE_KEY,
    PR_PROVIDER_DLL_NAME_W,
    PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_ORDINAL,
    PR_PROVIDER_UID,
    PR_RESOURCE_FLAGS,
    PR_RESOURCE_TYPE,
    PR_SERVICE_NAME_W,
    PR_SERVICE_UID,
];

/// One row a provider of the service, in their order in the profile. Like the other table it is a snapshot, in which
/// providers that are marked for deletion are missing \[PROFILE-26\].
pub(crate) fn provider_table(
    profiles: &ProfileSet,
    service: ServiceNo,
    width: StringWidth,
) -> Arc<dyn IMAPITable> {
    let sections = profiles.service(service).map_or(&[][..], |data| &data.sections);
    table(profiles, sections.iter().copied(), width)
}

/// One row a provider of the profile, those of services and those that became permanent by `ModifyProfile`.
pub(crate) fn profile_provider_table(
    profiles: &ProfileSet,
    profile: usize,
    width: StringWidth,
) -> Arc<dyn IMAPITable> {
    let listed = profiles.sections_of(profile).filter(|(_, section)| section.listed);
    table(profiles, listed.map(|(no, _)| no), width)
}

fn table(
    profiles: &ProfileSet,
    sections: impl Iterator<Item = SectionNo>,
    width: StringWidth,
) -> Arc<dyn IMAPITable> {
    let rows = (0_u32..).zip(sections).filter_map(|(ordinal, no)| row(profiles, no, ordinal));
    let unicode = width.contains(StringWidth::MAPI_UNICODE);
    let columns = COLUMNS.iter().map(|tag| tag.with_string_width(unicode)).collect();
    MemoryTable::shared(columns, rows.collect())
}

fn row(profiles: &ProfileSet, no: SectionNo, ordinal: u32) -> Option<Row> {
    let section = profiles.section(no)?;
    let mut row = vec![
        PropValue::new(PR_INSTANCE_KEY, no.number().to_le_bytes().to_vec()),
        PropValue::new(PR_PROVIDER_DLL_NAME_W, &*section.dll),
        PropValue::new(PR_PROVIDER_ORDINAL, ordinal),
        PropValue::new(PR_PROVIDER_UID, section.uid.as_bytes().to_vec()),
        PropValue::new(PR_RESOURCE_FLAGS, section.resource_flags().bits()),
        PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
    ];
    if let Some(service) = section.service.and_then(|service| profiles.service(service)) {
        row.push(PropValue::new(PR_SERVICE_NAME_W, &*service.name));
        row.push(PropValue::new(PR_SERVICE_UID, service.uid.as_bytes().to_vec()));
    }
    for tag in [PR_DISPLAY_NAME_W, PR_PROVIDER_DISPLAY_W] {
        row.extend(section.props().find(tag).map(|value| PropValue::new(tag, value.clone())));
    }
    Some(Row::new(row))
}
