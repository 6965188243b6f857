//! MAPI's own rows of the status table, and what their status objects say \[STATUS-16\].

use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_INSTANCE_KEY, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS, PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_ROWID,
    PR_STATUS_CODE,
};
use crate::mapi::{
    EntryId, EntryIdFlags, MapiUid, ObjectType, PropValue, ResourceFlags, ResourceMethods, ResourceType,
    StatusCode,
};
use crate::sim::books::state::State;
use crate::sim::books::transactions::table_rows::RowName;
use crate::trace::SessionNo;

/// The library that MAPI's own rows name.
const DLL_NAME: &str = "mapi32.dll";

/// The MAPIUID of the identifiers of MAPI's own status objects.
const OWN_UID: MapiUid = MapiUid::from_fields(0x4D41_5049, 0x5349, 0x4D01, *b"statusid");

/// What MAPI has a row for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OwnStatus {
    Subsystem,
    Spooler,
    AddressBook,
}

impl OwnStatus {
    /// In the order of the table.
    pub(crate) const ALL: [Self; 3] = [Self::Subsystem, Self::Spooler, Self::AddressBook];

    /// The one whose row has this identifier.
    pub(crate) fn of(id: &EntryId) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.id() == *id)
    }

    const fn resource(self) -> ResourceType {
        match self {
            Self::Subsystem => ResourceType::Subsystem,
            Self::Spooler => ResourceType::Spooler,
            Self::AddressBook => ResourceType::Ab,
        }
    }

    pub(crate) const fn methods(self) -> ResourceMethods {
        match self {
            Self::Spooler => {
                ResourceMethods::STATUS_VALIDATE_STATE.union(ResourceMethods::STATUS_FLUSH_QUEUES)
            }
            Self::Subsystem | Self::AddressBook => ResourceMethods::STATUS_VALIDATE_STATE,
        }
    }

    fn id(self) -> EntryId {
        EntryId::build(EntryIdFlags::empty(), OWN_UID, &self.resource().raw().to_le_bytes())
    }
}

impl State {
    /// The row, with all columns that page `status-tables` asks for.
    pub(crate) fn own_status_row(&self, session: SessionNo, own: OwnStatus) -> Vec<PropValue> {
        let RowName { key, id } = RowName::of_mapi(own.resource());
        let mut row = self.said_of(session, own);
        row.extend([
            PropValue::new(PR_ENTRYID, &own.id()),
            PropValue::new(PR_INSTANCE_KEY, key),
            PropValue::new(PR_ROWID, id),
        ]);
        row
    }

    /// The properties of the status object. Page: `imapistatusimapiprop`.
    pub(crate) fn own_status_props(&self, session: SessionNo, own: OwnStatus) -> Vec<PropValue> {
        let mut props = self.said_of(session, own);
        props.push(PropValue::new(PR_PROVIDER_DISPLAY_W, "MAPI"));
        props
    }

    fn said_of(&self, session: SessionNo, own: OwnStatus) -> Vec<PropValue> {
        let data = self.sessions.get(session);
        let (name, code) = match own {
            OwnStatus::Subsystem => {
                let profile = data.map_or("", |data| self.profiles.name(data.profile()));
                (profile, StatusCode::STATUS_AVAILABLE)
            }
            OwnStatus::Spooler if data.is_some_and(|data| data.has_mail()) => {
                ("MAPI Spooler", StatusCode::STATUS_AVAILABLE)
            }
            OwnStatus::Spooler => ("MAPI Spooler", StatusCode::STATUS_FAILURE),
            OwnStatus::AddressBook => ("MAPI Address Book", StatusCode::STATUS_AVAILABLE),
        };
        vec![
            PropValue::new(PR_DISPLAY_NAME_W, name),
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Status),
            PropValue::new(PR_PROVIDER_DLL_NAME_W, DLL_NAME),
            PropValue::new(PR_RESOURCE_FLAGS, ResourceFlags::empty().bits()),
            PropValue::new(PR_RESOURCE_METHODS, own.methods().bits()),
            PropValue::new(PR_RESOURCE_TYPE, own.resource()),
            PropValue::new(PR_STATUS_CODE, code.bits()),
        ]
    }
}
