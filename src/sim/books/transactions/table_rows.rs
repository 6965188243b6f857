//! Columns and rows of the stores table and the status table of a session.

use crate::mapi::tags::{
    PR_DEFAULT_STORE, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_INSTANCE_KEY, PR_MDB_PROVIDER, PR_OBJECT_TYPE,
    PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RECORD_KEY, PR_RESOURCE_FLAGS, PR_RESOURCE_METHODS,
    PR_RESOURCE_TYPE, PR_ROWID, PR_STATUS_CODE,
};
use crate::mapi::{
    EntryId, EntryIdFlags, MapiUid, ObjectType, PropTag, PropValue, ResourceFlags, ResourceType, Row,
    StringWidth,
};
use crate::sim::books::home::Home;
use crate::sim::books::state::State;
use crate::sim::books::stores::PairFacts;
use crate::sim::books::supports::StatusRow;
use crate::sim::books::transactions::own_status::OwnStatus;
use crate::trace::{SectionNo, SessionNo, StoreNo};

/// The columns of the stores table \[PROFILE-16\].
const STORE_COLUMNS: [PropTag; 10] = [
    PR_DEFAULT_STORE,
    PR_DISPLAY_NAME_W,
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_MDB_PROVIDER,
    PR_OBJECT_TYPE,
    PR_PROVIDER_DISPLAY_W,
    PR_RECORD_KEY,
    PR_RESOURCE_FLAGS,
    PR_RESOURCE_TYPE,
];

/// The columns of the status table \[STATUS-03\].
const STATUS_COLUMNS: [PropTag; 10] = [
    PR_DISPLAY_NAME_W,
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_OBJECT_TYPE,
    PR_PROVIDER_DLL_NAME_W,
    PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS,
    PR_RESOURCE_TYPE,
    PR_ROWID,
    PR_STATUS_CODE,
];

/// The MAPIUID of the simulated MAPI's own identifiers, those of status rows.
const MAPI_UID: MapiUid = MapiUid::from_fields(0x4D41_5049, 0x5349, 0x4D00, *b"statusid");

/// The columns of a table at first, and its rows.
type Content = (Vec<PropTag>, Vec<Row>);

/// One row for each store that the profile lists.
pub(crate) fn stores_table(state: &State, session: SessionNo, width: StringWidth) -> Content {
    let profile = state.sessions.get(session).map_or(0, |data| data.profile());
    let listed = state.profiles.sections_of(profile).filter(|(_, section)| section.is_listed());
    let default = default_store(state, session, profile);
    let rows = listed.map(|(no, section)| {
        let flags = state.flags_in(session, no);
        let mut row = vec![
            PropValue::new(PR_INSTANCE_KEY, instance_key(no)),
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Store),
            PropValue::new(PR_DEFAULT_STORE, default == Some(no)),
            PropValue::new(PR_RESOURCE_FLAGS, flags.bits()),
            PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
        ];
        for tag in [PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MDB_PROVIDER, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY] {
            row.extend(section.props().find(tag).map(|value| PropValue::new(tag, value.clone())));
        }
        Row::new(row)
    });
    (in_width(&STORE_COLUMNS, width), rows.collect())
}

/// The first store with the flag, unless it is barred for good \[PROFILE-17\].
pub(crate) fn default_store(state: &State, session: SessionNo, profile: usize) -> Option<SectionNo> {
    let mut sections = state.profiles.sections_of(profile).map(|(no, _)| no);
    sections.find(|no| {
        let flags = state.flags_in(session, *no);
        flags.contains(ResourceFlags::STATUS_DEFAULT_STORE)
            && !flags.contains(ResourceFlags::STATUS_NO_DEFAULT_STORE)
    })
}

/// The rows of [`status_rows`].
pub(crate) fn status_table(state: &State, session: SessionNo, width: StringWidth) -> Content {
    (in_width(&STATUS_COLUMNS, width), status_rows(state, session))
}

/// MAPI's own three rows \[STATUS-16\], then those of the providers in the order of their logons.
pub(crate) fn status_rows(state: &State, session: SessionNo) -> Vec<Row> {
    let mut rows: Vec<_> = OwnStatus::ALL.map(|own| state.own_status_row(session, own)).into();
    let data = state.sessions.get(session);
    for store in data.into_iter().flat_map(|data| data.logons()) {
        rows.extend(provider_rows(state, store));
    }
    rows.into_iter().map(Row::new).collect()
}

fn in_width(columns: &[PropTag], width: StringWidth) -> Vec<PropTag> {
    let unicode = width.contains(StringWidth::MAPI_UNICODE);
    columns.iter().map(|tag| tag.with_string_width(unicode)).collect()
}

/// The rows that a provider gave, completed by MAPI: what both have is MAPI's \[STATUS-03\].
fn provider_rows(state: &State, store: StoreNo) -> Vec<Vec<PropValue>> {
    let Some(data) = state.stores.get(store) else { return Vec::new() };
    // The objects behind these rows are in the spooler's process.
    let PairFacts { session, provider, section, support, .. } = *data.facts();
    if state.providers.home_of(Some(provider)) == Home::Spooler {
        return Vec::new();
    }
    let Some(support) = state.supports.get(support) else { return Vec::new() };
    let Some(listed) = state.profiles.section(section) else { return Vec::new() };
    let complete = |row: &StatusRow| {
        let RowName { key, id } = RowName::of_provider(row.number());
        let own = [
            PropValue::new(PR_ENTRYID, &status_id(store)),
            PropValue::new(PR_INSTANCE_KEY, key),
            PropValue::new(PR_ROWID, id),
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Status),
            PropValue::new(PR_PROVIDER_DLL_NAME_W, &**listed.dll()),
            PropValue::new(PR_RESOURCE_FLAGS, state.flags_in(session, section).bits()),
            PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
        ];
        let given = row.columns().iter().filter(|given| own.iter().all(|own| own.id() != given.id()));
        given.cloned().chain(own.iter().cloned()).collect()
    };
    support.rows().iter().map(complete).collect()
}

/// What tells a row of the status table from all others as long as the session lives.
pub(super) struct RowName {
    pub(super) key: Vec<u8>,
    pub(super) id: u32,
}

impl RowName {
    /// MAPI's own rows, by their resource types, which stay below this number.
    const OF_PROVIDERS: u32 = 0x100;

    pub(super) fn of_mapi(resource: ResourceType) -> Self {
        Self::new(resource.raw())
    }

    fn of_provider(number: u32) -> Self {
        Self::new(number.saturating_add(Self::OF_PROVIDERS))
    }

    fn new(id: u32) -> Self {
        Self { key: id.to_le_bytes().to_vec(), id }
    }
}

fn instance_key(section: SectionNo) -> Vec<u8> {
    section.number().to_le_bytes().to_vec()
}

fn status_id(store: StoreNo) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), MAPI_UID, &store.number().to_le_bytes())
}

/// The store whose status row has this identifier.
pub(crate) fn status_store_of(id: &EntryId) -> Option<StoreNo> {
    let number = id.provider_data().filter(|_| id.provider_uid() == Some(MAPI_UID))?;
    let number = u32::from_le_bytes(*number.first_chunk()?).checked_sub(1)?;
    usize::try_from(number).ok().map(StoreNo::from_index)
}
