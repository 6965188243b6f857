//! `IMAPIStatus` and the row of the status table.

use std::sync::Arc;

use super::open_store::OpenStore;
use super::read_only::{open_stream, read_only_props};
use super::{DLL_NAME, PROVIDER_DISPLAY};
use crate::mapi::codes::MAPI_E_UNKNOWN_FLAGS;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{
    MapiResult, ObjectType, PropValue, ResourceFlags, ResourceMethods, ResourceType, StatusCode,
    ValidateStateFlags,
};
use crate::memory::MemoryProps;
use crate::spi::{IMAPIStatus, MapiObject, OpenPropertyRequest, ParentWindow};

/// The three columns that the provider owes; MAPI adds the others \[STATUS-02\].
pub(super) fn row(inside: &OpenStore) -> Vec<PropValue> {
    vec![
        PropValue::new(PR_DISPLAY_NAME_W, inside.display_name()),
        PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
        PropValue::new(PR_RESOURCE_METHODS, ResourceMethods::STATUS_VALIDATE_STATE.bits()),
    ]
}

/// A status object for reading \[STATUS-13\].
pub(super) struct StatusObject {
    inside: Arc<OpenStore>,
    props: MemoryProps,
}

impl StatusObject {
    pub(super) fn new(inside: &Arc<OpenStore>) -> Self {
        let mut values = row(inside);
        values.extend([
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Status),
            PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
            PropValue::new(PR_PROVIDER_DLL_NAME_W, DLL_NAME),
            PropValue::new(PR_RESOURCE_FLAGS, ResourceFlags::STATUS_NO_PRIMARY_IDENTITY.bits()),
            PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
        ]);
        Self { inside: Arc::clone(inside), props: MemoryProps::new(values) }
    }

    fn props(&self) -> MapiResult<&MemoryProps> {
        self.inside.check_open()?;
        Ok(&self.props)
    }

    fn open_object(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        open_stream(self.props()?, request)
    }
}

read_only_props!(StatusObject);

impl IMAPIStatus for StatusObject {
    /// A store in memory is always well \[STATUS-08\].
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.inside.check_open()?;
        if flags.unnamed().is_empty() { Ok(()) } else { Err(MAPI_E_UNKNOWN_FLAGS.into()) }
    }
}
