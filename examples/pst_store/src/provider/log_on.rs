//! `MSProviderInit`, `IMSProvider`, and the work of `Logon`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use mapi_spi::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND, MAPI_E_UNCONFIGURED, MAPI_E_VERSION,
};
use mapi_spi::mapi::iids::IID_IMsgStore;
use mapi_spi::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MDB_PROVIDER, PR_PROVIDER_DISPLAY_W, PR_PST_PATH_W, PR_RECORD_KEY,
    PR_RESOURCE_METHODS, PR_STATUS_CODE,
};
use mapi_spi::mapi::{
    EntryId, GetPropsFlags, MapiError, MapiErrorDetail, MapiResult, MapiUid, ModifyProfileFlags,
    OpenSectionFlags, PropTag, PropValue, ProviderInitFlags, SpiVersion, SpoolerLogonFlags, StatusCode,
    StatusRowFlags, StoreLogonFlags,
};
use mapi_spi::spi::{
    IMSProvider, IProfSect, InitAnswer, InitRequest, LogonAnswer, LogonRequest, ParentWindow, ProviderEntry,
    SpoolerLogonRequest, Support,
};
use mapi_spi::support::KeptSupport;

use super::ask::{ask_password, choose_file};
use super::ids::{path_of, same_path, store_entry_id};
use super::objects::{PstLogon, PstStore, RESOURCE_METHODS};
use super::open_pst::{OpenPst, Side, check_interface, display_name};
use super::pst_file::{Facts, PstFile};
use super::{PR_PST_EXAMPLE_PASSWORD, PROVIDER_DISPLAY, PST_EXAMPLE_UID};

/// The provider's DLL.
#[derive(Clone, Copy, Debug)]
pub struct PstDll;

impl ProviderEntry for PstDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        if request.mapi_version < SpiVersion::CURRENT {
            return Err(MAPI_E_VERSION.into());
        }
        let quiet = request.flags.contains(ProviderInitFlags::MAPI_NT_SERVICE);
        Ok(InitAnswer::new(Arc::new(PstProvider { quiet, open: Mutex::default() })))
    }
}

/// The provider object of one session, with the stores that are open on it by side and path.
struct PstProvider {
    /// The process is a Windows service, so nobody can be asked [INIT-07].
    quiet: bool,
    open: Mutex<BTreeMap<(Side, String), Weak<PstStore>>>,
}

/// The parameters that `Logon` and `SpoolerLogon` have in common.
pub(super) struct LogonParams<'a> {
    side: Side,
    support: &'a Support,
    pub(super) window: ParentWindow<'a>,
    entry_id: Option<&'a EntryId>,
    interface: Option<MapiUid>,
    /// Somebody may be asked.
    pub(super) dialogs: bool,
    temporary: bool,
    spool_security: &'a [u8],
}

impl IMSProvider for PstProvider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.log_on(&LogonParams {
            side: Side::Client,
            support: request.support,
            window: request.window,
            entry_id: request.entry_id,
            interface: request.interface,
            dialogs: !self.quiet && !request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG),
            temporary: request.flags.contains(StoreLogonFlags::MDB_TEMPORARY),
            spool_security: &[],
        })
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.log_on(&LogonParams {
            side: Side::Spooler,
            support: request.support,
            window: request.window,
            entry_id: request.entry_id,
            interface: request.interface,
            dialogs: !self.quiet && !request.flags.contains(SpoolerLogonFlags::MDB_NO_DIALOG),
            temporary: false,
            spool_security: request.spool_security,
        })
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(path_of(first).zip(path_of(second)).is_some_and(|(first, second)| same_path(&first, &second)))
    }
}

impl PstProvider {
    fn log_on(&self, params: &LogonParams<'_>) -> MapiResult<LogonAnswer> {
        check_interface(params.interface, &[IID_IMsgStore])?;
        let named = params.entry_id.map(named_path).transpose();
        let answer = named.and_then(|named| self.log_on_to(params, named));
        answer.map_err(|error| if params.dialogs { error } else { silent(error) })
    }

    fn log_on_to(&self, params: &LogonParams<'_>, named: Option<String>) -> MapiResult<LogonAnswer> {
        // An open store is returned before the support object is used [LOAD-26].
        if let Some(store) = named.as_ref().and_then(|path| self.find(params.side, path)) {
            return Ok(LogonAnswer::already_open(store));
        }
        let section = params.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
        let path = named.map_or_else(|| path_in(params, &*section), Ok)?;
        let file = PstFile::new(path);
        match file.facts() {
            // [LOGON-07]
            Err(error) if error.code() == MAPI_E_NOT_FOUND => {
                let chosen = choose_file(params)?.ok_or(error)?;
                self.log_on_with(params, &*section, PstFile::new(chosen))
            }
            Ok(_) | Err(_) => self.log_on_with(params, &*section, file),
        }
    }

    fn log_on_with(
        &self,
        params: &LogonParams<'_>,
        section: &dyn IProfSect,
        file: PstFile,
    ) -> MapiResult<LogonAnswer> {
        // The file may have come out of the section or a dialog [LOAD-22].
        if let Some(store) = self.find(params.side, file.path()) {
            return Ok(LogonAnswer::already_open(store));
        }
        let facts = file.facts()?;
        let password = check_password(&file, &facts, params, section)?;
        self.open(params, section, file, facts, password)
    }

    fn open(
        &self,
        params: &LogonParams<'_>,
        section: &dyn IProfSect,
        file: PstFile,
        facts: Facts,
        password: Option<String>,
    ) -> MapiResult<LogonAnswer> {
        let path = file.path().to_owned();
        let wrapped = params.support.wrap_store_entry_id(&store_entry_id(&path))?;
        let inside = Arc::new(OpenPst::new(file, facts, wrapped, KeptSupport::new(params.support)));
        match params.side {
            Side::Client => {
                register(params, section, &inside).inspect_err(|_| inside.support.logged_off())?
            }
            Side::Spooler => {}
        }
        let store = Arc::new(PstStore::new(Arc::clone(&inside)));
        self.remember(params.side, &path, &store);
        let security = spool_security(&inside.facts, password);
        Ok(LogonAnswer::first(Arc::new(PstLogon::new(inside)), store).with_spool_security(security))
    }

    fn find(&self, side: Side, path: &str) -> Option<Arc<PstStore>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let store = open.get(&key(side, path))?.upgrade();
        drop(open);
        store.filter(|store| store.is_open())
    }

    fn remember(&self, side: Side, path: &str, store: &Arc<PstStore>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(key(side, path), Arc::downgrade(store));
    }
}

/// One key for every path to a file.
fn key(side: Side, path: &str) -> (Side, String) {
    let real = std::fs::canonicalize(path).map_or_else(|_| path.into(), |real| real.to_string_lossy().into());
    (side, real)
}

/// What a logon fails with if nobody may be asked: missing data and a missing password have codes of their own, for
/// which MAPI and the client have an answer [ERR-08], [ERR-09], [ERR-10].
fn silent(error: MapiError) -> MapiError {
    if [MAPI_E_UNCONFIGURED, MAPI_E_FAILONEPROVIDER].contains(&error.code()) {
        return error;
    }
    match error.detail() {
        Some(detail) => MapiError::with_detail(MAPI_E_LOGON_FAILED, detail.clone()),
        None => MAPI_E_LOGON_FAILED.into(),
    }
}

/// The path in an identifier.
fn named_path(id: &EntryId) -> MapiResult<String> {
    path_of(id).ok_or_else(|| failure(MAPI_E_NOT_FOUND, "The identifier is not that of a PST store."))
}

/// `PR_PST_PATH` of the section, else the path in the section's identifier, else what the user chooses.
fn path_in(params: &LogonParams<'_>, section: &dyn IProfSect) -> MapiResult<String> {
    let path = text_of(section, PR_PST_PATH_W);
    if let Some(path) = path.or_else(|| path_of(&get(section, PR_ENTRYID)?.as_entry_id()?)) {
        return Ok(path);
    }
    let text = "The profile section names no PST file (PR_PST_PATH).";
    choose_file(params)?.ok_or_else(|| failure(MAPI_E_UNCONFIGURED, text))
}

/// A password that opens the file, if it needs one.
fn check_password(
    file: &PstFile,
    facts: &Facts,
    params: &LogonParams<'_>,
    section: &dyn IProfSect,
) -> MapiResult<Option<String>> {
    if facts.accepts(None) {
        return Ok(None);
    }
    let stored = text_of(section, PR_PST_EXAMPLE_PASSWORD);
    let handed = handed_password(facts, params.spool_security);
    let known = stored.iter().chain(&handed).find(|password| facts.accepts(Some(password)));
    if let Some(password) = known {
        return Ok(Some(password.clone()));
    }
    if let Some(typed) = ask_password(file, facts, params)? {
        section.set_props(&[PropValue::new(PR_PST_EXAMPLE_PASSWORD, typed.as_str())])?;
        return Ok(Some(typed));
    }
    let what = if stored.is_some() { "the password is wrong" } else { "a password is needed" };
    let code = match params.side {
        Side::Client => MAPI_E_FAILONEPROVIDER,
        Side::Spooler => MAPI_E_LOGON_FAILED,
    };
    Err(file.failure(code, what))
}

/// What the spooler needs, in the form in which it reaches the other process: the record key of the file, then the
/// password.
fn spool_security(facts: &Facts, password: Option<String>) -> Vec<u8> {
    [facts.record_key.as_bytes(), password.unwrap_or_default().as_bytes()].concat()
}

/// The password in [`spool_security`], if the file is still the same.
fn handed_password(facts: &Facts, security: &[u8]) -> Option<String> {
    String::from_utf8(security.strip_prefix(facts.record_key.as_bytes())?.to_vec()).ok()
}

/// Writes the profile section, registers the MAPIUIDs, adds the store to the profile and makes its status row.
fn register(params: &LogonParams<'_>, section: &dyn IProfSect, inside: &OpenPst) -> MapiResult<()> {
    let name = display_name(&inside.file, &inside.facts);
    let problems = section.set_props(&[
        PropValue::new(PR_DISPLAY_NAME_W, name.as_str()),
        PropValue::new(PR_ENTRYID, &inside.wrapped),
        PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
        PropValue::new(PR_RECORD_KEY, inside.facts.record_key.as_bytes().to_vec()),
    ])?;
    if let Some(problem) = problems.first() {
        return Err(problem.code.into());
    }
    // Of folders and messages, and of the store itself [EID-02].
    params.support.set_provider_uid(&inside.facts.record_key, 0)?;
    params.support.set_provider_uid(&PST_EXAMPLE_UID, 0)?;
    if !params.temporary {
        params.support.modify_profile(ModifyProfileFlags::empty())?;
    }
    let row = [
        PropValue::new(PR_DISPLAY_NAME_W, name),
        PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
        PropValue::new(PR_RESOURCE_METHODS, RESOURCE_METHODS.bits()),
        PropValue::new(PR_MDB_PROVIDER, PST_EXAMPLE_UID.as_bytes().to_vec()),
    ];
    params.support.modify_status_row(&row, StatusRowFlags::empty())
}

fn get(section: &dyn IProfSect, tag: PropTag) -> Option<PropValue> {
    section.get_props(Some(&[tag]), GetPropsFlags::empty()).ok()?.value.pop()
}

fn text_of(section: &dyn IProfSect, tag: PropTag) -> Option<String> {
    get(section, tag)?.as_text().map(|text| text.into_owned())
}

pub(super) fn failure(code: mapi_spi::mapi::HResult, text: &str) -> MapiError {
    MapiError::with_detail(code, MapiErrorDetail::new(text).component(PROVIDER_DISPLAY))
}
