//! `IMAPIStatus` and the row of the status table.

use std::sync::Arc;

use super::abilities::AccessLevel;
use super::open_store::OpenStore;
use super::props::{HasProperties, Properties, props_of};
use super::{DLL_NAME, PROVIDER_DISPLAY};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{
    MapiResult, ObjectType, PropTag, PropValue, ResourceFlags, ResourceMethods, ResourceType, StatusCode,
    ValidateStateFlags,
};
use crate::memory::MemoryProps;
use crate::spi::{IMAPIStatus, ParentWindow};

/// The three columns that the provider owes; MAPI adds the others \[STATUS-02\].
pub(super) fn row(inside: &OpenStore) -> Vec<PropValue> {
    vec![
        PropValue::new(PR_DISPLAY_NAME_W, inside.display_name()),
        PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
        PropValue::new(PR_RESOURCE_METHODS, ResourceMethods::STATUS_VALIDATE_STATE.bits()),
    ]
}

/// A status object for reading \[STATUS-13\].
pub(super) struct StatusObject(Arc<StatusProps>);

pub(super) struct StatusProps(Arc<OpenStore>);

impl StatusObject {
    pub(super) fn new(inside: &Arc<OpenStore>) -> Self {
        Self(Arc::new(StatusProps(Arc::clone(inside))))
    }
}

impl Properties for StatusProps {
    fn inside(&self) -> &Arc<OpenStore> {
        &self.0
    }

    /// \[STATUS-12\]
    fn access(&self) -> AccessLevel {
        AccessLevel::Read
    }

    fn read(&self) -> MapiResult<MemoryProps> {
        self.0.check_open()?;
        let mut values = row(&self.0);
        values.extend([
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Status),
            PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
            PropValue::new(PR_PROVIDER_DLL_NAME_W, DLL_NAME),
            PropValue::new(PR_RESOURCE_FLAGS, ResourceFlags::STATUS_NO_PRIMARY_IDENTITY.bits()),
            PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
        ]);
        Ok(MemoryProps::new(values))
    }

    fn computed(&self, _tag: PropTag) -> bool {
        true
    }

    fn change(&self, _work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()> {
        Err(MAPI_E_NO_ACCESS.into())
    }

    fn knows_names(&self) -> bool {
        false
    }
}

impl HasProperties for StatusObject {
    type Props = StatusProps;

    fn properties(&self) -> &Arc<StatusProps> {
        &self.0
    }
}

props_of!(StatusObject);

impl IMAPIStatus for StatusObject {
    /// A store in memory is always well \[STATUS-08\].
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.0.inside().check_open()?;
        if flags.unnamed().is_empty() { Ok(()) } else { Err(MAPI_E_UNKNOWN_FLAGS.into()) }
    }
}
