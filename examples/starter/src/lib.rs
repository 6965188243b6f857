// A message store provider to begin with: one store per identifier, with properties and nothing in it.
//
// What it does in `logon` is what every store provider owes to MAPI.

use std::sync::{Arc, Mutex, Weak};

use mapi_spi::mapi::{codes::*, tags::*, *};
use mapi_spi::memory::MemoryProps;
use mapi_spi::spi::*;
use mapi_spi::support::KeptSupport;

/// The MAPIUID of the identifiers of this provider's stores.
pub const UID: MapiUid = MapiUid::from_fields(0x4D59_5354, 0x4F52, 0x4500, *b"provider");

/// The entry point of the DLL.
pub fn ms_provider_init(_: &InitRequest) -> MapiResult<InitAnswer> {
    Ok(InitAnswer::new(Arc::new(Provider::default())))
}

#[derive(Default)]
struct Provider {
    open: Mutex<Weak<Store>>,
}

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let id = request.entry_id.ok_or(MAPI_E_UNCONFIGURED)?;
        let known = self.open.lock().unwrap().upgrade();
        if let Some(store) = known.filter(|store| store.support.is_open() && store.id == *id) {
            return Ok(LogonAnswer::already_open(store));
        }
        let (logon, store) = pair(request.support, id)?;
        let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
        section.set_props(store.props.values())?;
        request.support.set_provider_uid(&UID, 0)?;
        request.support.modify_profile(ModifyProfileFlags::empty())?;
        let status = [
            PropValue::new(PR_DISPLAY_NAME_W, "My Store"),
            PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
            PropValue::new(PR_RESOURCE_METHODS, ResourceMethods::STATUS_VALIDATE_STATE.bits()),
        ];
        request.support.modify_status_row(&status, StatusRowFlags::empty())?;
        *self.open.lock().unwrap() = Arc::downgrade(&store);
        Ok(LogonAnswer::first(logon, store))
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let (logon, store) = pair(request.support, request.entry_id.ok_or(MAPI_E_UNCONFIGURED)?)?;
        Ok(LogonAnswer::first(logon, store))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

fn pair(support: &Support, id: &EntryId) -> MapiResult<(Arc<Logon>, Arc<Store>)> {
    let wrapped = support.wrap_store_entry_id(id)?;
    let support = Arc::new(KeptSupport::new(support));
    let props = MemoryProps::new(vec![
        PropValue::new(PR_DISPLAY_NAME_W, "My Store"),
        PropValue::new(PR_ENTRYID, &wrapped),
        PropValue::new(PR_PROVIDER_DISPLAY_W, "My Store Provider"),
        PropValue::new(PR_RECORD_KEY, id),
    ]);
    Ok((Arc::new(Logon(Arc::clone(&support))), Arc::new(Store { id: id.clone(), support, props })))
}

struct Logon(Arc<KeptSupport>);

impl IMSLogon for Logon {
    fn logoff(&self, _: u32) -> MapiResult<()> {
        self.0.logged_off();
        Ok(())
    }
}

struct Store {
    id: EntryId,
    support: Arc<KeptSupport>,
    props: MemoryProps,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.support.store_released();
    }
}

impl IMAPIProp for Store {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.support.check_open()?;
        self.props.get_props(tags, flags)
    }
}

impl IMsgStore for Store {
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.support.note_logoff(flags);
        Ok(LogoffFlags::empty())
    }
}
