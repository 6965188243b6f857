//! `MSProviderInit`, `IMSProvider`, and the work of `Logon`.

use std::sync::Arc;

use mapi_spi::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND, MAPI_E_UNCONFIGURED,
};
use mapi_spi::mapi::tags::PR_PST_PATH_W;
use mapi_spi::mapi::{
    EntryId, MapiError, MapiErrorDetail, MapiResult, MapiUid, PropTag, PropValue, ProviderInitFlags,
    SpoolerLogonFlags, StoreLogonFlags,
};
use mapi_spi::spi::{
    IMSProvider, InitAnswer, InitRequest, LogonAnswer, LogonRequest, ParentWindow, ProviderEntry,
    SpoolerLogonRequest, Support,
};
use mapi_spi::support::{KeptSupport, OpenStores, OwnSection, check_version, interfaces};

use super::ask::{ask_password, choose_file};
use super::ids::{path_of, same_path, store_entry_id};
use super::objects::{PstLogon, PstStore, status_row};
use super::open_pst::{OpenPst, Side};
use super::pst_file::{Facts, PstFile};
use super::{PR_PST_EXAMPLE_PASSWORD, PROVIDER_DISPLAY};

/// The provider's DLL.
#[derive(Clone, Copy, Debug)]
pub struct PstDll;

impl ProviderEntry for PstDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        check_version(request)?;
        let quiet = request.flags.contains(ProviderInitFlags::MAPI_NT_SERVICE);
        Ok(InitAnswer::new(Arc::new(PstProvider { quiet, open: OpenStores::default() })))
    }
}

/// The provider object of one session, with the stores that are open on it by side and path.
struct PstProvider {
    /// The process is a Windows service, so nobody can be asked [INIT-07].
    quiet: bool,
    open: OpenStores<(Side, String), PstStore>,
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
    /// None where there is no such flag.
    logon_flags: StoreLogonFlags,
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
            logon_flags: request.flags,
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
            logon_flags: StoreLogonFlags::empty(),
            spool_security: request.spool_security,
        })
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(path_of(first).zip(path_of(second)).is_some_and(|(first, second)| same_path(&first, &second)))
    }
}

impl PstProvider {
    fn log_on(&self, params: &LogonParams<'_>) -> MapiResult<LogonAnswer> {
        interfaces::check(params.interface, interfaces::STORE)?;
        let named = params.entry_id.map(named_path).transpose();
        let answer = named.and_then(|named| self.log_on_to(params, named));
        answer.map_err(|error| if params.dialogs { error } else { silent(error) })
    }

    fn log_on_to(&self, params: &LogonParams<'_>, named: Option<String>) -> MapiResult<LogonAnswer> {
        // An open store is returned before the support object is used [LOAD-26].
        if let Some(store) = named.as_ref().and_then(|path| self.find(params.side, path)) {
            return Ok(LogonAnswer::already_open(store));
        }
        let section = OwnSection::open(params.support)?;
        let path = named.map_or_else(|| path_in(params, &section), Ok)?;
        let file = PstFile::new(path);
        let (file, facts) = match file.facts() {
            // [LOGON-07]
            Err(error) if error.code() == MAPI_E_NOT_FOUND => {
                let chosen = PstFile::new(choose_file(params)?.ok_or(error)?);
                let facts = chosen.facts();
                (chosen, facts)
            }
            facts => (file, facts),
        };
        self.log_on_with(params, &section, file, facts)
    }

    fn log_on_with(
        &self,
        params: &LogonParams<'_>,
        section: &OwnSection,
        file: PstFile,
        facts: MapiResult<Facts>,
    ) -> MapiResult<LogonAnswer> {
        // The file may have come out of the section or a dialog [LOAD-22].
        if let Some(store) = self.find(params.side, file.path()) {
            return Ok(LogonAnswer::already_open(store));
        }
        let facts = facts?;
        let password = check_password(&file, &facts, params, section)?;
        self.open(params, section, file, facts, password)
    }

    fn open(
        &self,
        params: &LogonParams<'_>,
        section: &OwnSection,
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
        let store = self.open.add(key(params.side, &path), PstStore::new(Arc::clone(&inside)));
        let security = spool_security(&inside.facts, password);
        Ok(LogonAnswer::first(Arc::new(PstLogon::new(inside)), store).with_spool_security(security))
    }

    fn find(&self, side: Side, path: &str) -> Option<Arc<PstStore>> {
        self.open.find(&key(side, path)).filter(|store| store.is_open())
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
fn path_in(params: &LogonParams<'_>, section: &OwnSection) -> MapiResult<String> {
    let path = text_of(section, PR_PST_PATH_W);
    if let Some(path) = path.or_else(|| path_of(&section.entry_id()?)) {
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
    section: &OwnSection,
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
        section.set(&[PropValue::new(PR_PST_EXAMPLE_PASSWORD, typed.as_str())])?;
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

/// The MAPIUID of folders and messages is the record key of the file; that of the store is the provider's [EID-02].
fn register(params: &LogonParams<'_>, section: &OwnSection, inside: &OpenPst) -> MapiResult<()> {
    params.support.set_provider_uid(&inside.facts.record_key, 0)?;
    let row = status_row(&inside.about).columns();
    inside.about.register(params.support, section, &row, params.logon_flags)
}

fn text_of(section: &OwnSection, tag: PropTag) -> Option<String> {
    section.get(tag)?.as_text().map(|text| text.into_owned())
}

pub(super) fn failure(code: mapi_spi::mapi::HResult, text: &str) -> MapiError {
    MapiError::with_detail(code, MapiErrorDetail::new(text).component(PROVIDER_DISPLAY))
}
