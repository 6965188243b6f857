//! `IMAPIStatus` and the row of the status table.

use std::sync::Arc;

use super::DLL_NAME;
use super::abilities::AccessLevel;
use super::catalogue::StoreCatalogue;
use super::dll::ReferenceDll;
use super::folder::text;
use super::open_store::OpenStore;
use super::own_section_admin::OwnSectionAdmin;
use super::props::{HasProperties, Properties, props_of};
use super::section::set_password;
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::{
    MapiResult, MapiString, PropTag, PropValue, ResourceFlags, ResourceMethods, ServiceContext, ServiceFlags,
    SettingsDialogFlags, StringWidth, ValidateStateFlags,
};
use crate::memory::MemoryProps;
use crate::spi::{IMAPIStatus, IProviderAdmin, ParentWindow, ServiceEntry, ServiceRequest};
use crate::support::{OwnSection, StatusRow};

/// What the row shows of a store.
fn shown(inside: &OpenStore) -> StatusRow {
    StatusRow {
        code: inside.status_code(),
        methods: methods(inside),
        flags: ResourceFlags::STATUS_NO_PRIMARY_IDENTITY,
        ..StatusRow::new(&inside.description(), DLL_NAME)
    }
}

/// The columns that the provider owes; MAPI adds the others \[STATUS-02\].
pub(super) fn row(inside: &OpenStore) -> Vec<PropValue> {
    shown(inside).columns()
}

/// The methods that work, row and object alike.
// [STATOBJ-03]
fn methods(inside: &OpenStore) -> ResourceMethods {
    let mut methods = ResourceMethods::STATUS_VALIDATE_STATE | ResourceMethods::STATUS_SETTINGS_DIALOG;
    methods.set(ResourceMethods::STATUS_CHANGE_PASSWORD, inside.file.with(|data| data.password.is_some()));
    methods
}

/// A status object for reading \[STATUS-13\].
pub(super) struct StatusObject(Arc<StatusProps>);

pub(super) struct StatusProps(Arc<OpenStore>);

impl StatusObject {
    pub(super) fn new(inside: &Arc<OpenStore>) -> Self {
        Self(Arc::new(StatusProps(Arc::clone(inside))))
    }

    fn inside(&self) -> &Arc<OpenStore> {
        &self.0.0
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
        self.0.check_alive()?;
        self.0.follow_state()?;
        Ok(MemoryProps::new(shown(&self.0).props()))
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
    /// Looks at the store and shows in the row how it is \[STATUS-08\].
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.inside().check_alive()?;
        if !flags.unnamed().is_empty() {
            return Err(MAPI_E_UNKNOWN_FLAGS.into());
        }
        self.inside().follow_state()
    }

    /// The sheet of the message service, on a service's support object \[STATUS-09\].
    fn settings_dialog(&self, window: ParentWindow<'_>, flags: SettingsDialogFlags) -> MapiResult<()> {
        self.inside().check_alive()?;
        let support = self.inside().support()?;
        let service_support = support.get_svc_config_support_obj(0)?;
        let admin: Arc<dyn IProviderAdmin> = Arc::new(OwnSectionAdmin(support));
        let mut asked = ServiceFlags::SERVICE_UI_ALWAYS | ServiceFlags::MAPI_UNICODE;
        asked.set(ServiceFlags::MSG_SERVICE_UI_READ_ONLY, flags.contains(SettingsDialogFlags::UI_READONLY));
        let request = ServiceRequest::new(&service_support, ServiceContext::Configure, &admin);
        ReferenceDll::new(StoreCatalogue::new([])).msg_service_entry(&request.flags(asked).window(window))
    }

    /// The new password is in force at once, in the store and in the profile \[STATUS-10\].
    fn change_password(&self, old: &MapiString, new: &MapiString, _width: StringWidth) -> MapiResult<()> {
        let inside = self.inside();
        inside.check_open()?;
        let (old, new) = (text(old)?, text(new)?);
        let password = inside.file.with(|data| data.password.clone()).ok_or(MAPI_E_NO_SUPPORT)?;
        if password != old {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        // The profile first: a store whose password it does not have could not be opened again.
        set_password(&OwnSection::open(&inside.support()?)?, &new)?;
        inside.file.with(|data| data.password = Some(new));
        Ok(())
    }
}
