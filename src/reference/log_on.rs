//! The work of `Logon` and `SpoolerLogon`, in an order that leaves nothing behind when it fails.

use std::sync::Arc;

use super::PROVIDER_DISPLAY;
use super::abilities::AccessLevel;
use super::disk::StoreFile;
use super::ids::{ObjectNo, Reference, store_entry_id};
use super::logon_object::LogonObject;
use super::open_store::{OpenStore, Role};
use super::provider::ReferenceProvider;
use super::section::{password_in, set_password};
use super::security;
use super::status;
use super::store_object::StoreObject;
use crate::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL,
};
use crate::mapi::{EntryId, HResult, MapiError, MapiErrorDetail, MapiResult, MapiUid, StoreLogonFlags};
use crate::spi::{Dialog, DialogAnswer, DialogField, LogonAnswer, ParentWindow, Support};
use crate::support::{KeptSupport, OwnSection, interfaces};

/// How often the user may answer wrongly.
const ATTEMPTS: usize = 3;

/// What `Logon` and `SpoolerLogon` have in common.
pub(super) struct LogonParams<'a> {
    pub(super) role: Role,
    pub(super) support: &'a Support,
    pub(super) window: ParentWindow<'a>,
    pub(super) entry_id: Option<&'a EntryId>,
    pub(super) interface: Option<MapiUid>,
    pub(super) dialogs: bool,
    /// None where there is no such flag.
    pub(super) logon_flags: StoreLogonFlags,
    pub(super) write: bool,
    pub(super) spool_security: &'a [u8],
}

/// Every failure says who could not log on, and to what \[OBS-08\].
pub(super) fn log_on(provider: &ReferenceProvider, params: &LogonParams<'_>) -> MapiResult<LogonAnswer> {
    find_and_open(provider, params).map_err(|error| {
        let store = params.entry_id.and_then(Reference::decode).map_or_else(String::new, |id| id.store);
        let text = || format!("The logon to store {store:?} failed: {}.", error.code());
        if error.detail().is_some() { error } else { failure(error.code(), text()) }
    })
}

fn find_and_open(provider: &ReferenceProvider, params: &LogonParams<'_>) -> MapiResult<LogonAnswer> {
    interfaces::check(params.interface, interfaces::STORE)?;
    // [LOAD-26] before the support object is used for anything.
    if let Some(store) = already_open(provider, params) {
        return Ok(LogonAnswer::already_open(store));
    }
    let section = OwnSection::open(params.support)?;
    let file = choose_store(provider, params, &section)?;
    // After the choice, for the user may have chosen a store that is open.
    if let Some(store) = provider.open.find(params.role, &file.name) {
        return Ok(LogonAnswer::already_open(store));
    }
    let password = check_password(&file, params, &section)?;
    open(provider, params, &section, file, password)
}

/// The open store that the identifier names \[LOAD-21\].
fn already_open(provider: &ReferenceProvider, params: &LogonParams<'_>) -> Option<Arc<StoreObject>> {
    let named = Reference::decode(params.entry_id?)?;
    (named.object == ObjectNo::Store).then(|| provider.open.find(params.role, &named.store))?
}

/// The store of the identifier, else of the profile section \[LOGON-05\], else of the user \[LOGON-07\].
fn choose_store(
    provider: &ReferenceProvider,
    params: &LogonParams<'_>,
    section: &OwnSection,
) -> MapiResult<Arc<StoreFile>> {
    let id = params.entry_id.cloned().or_else(|| section.entry_id());
    // A store that is open here needs no connection any more.
    let reached =
        |file: &StoreFile| !file.is_offline() || provider.open.find(params.role, &file.name).is_some();
    let find = |name: &str| provider.catalogue.find(name);
    let (code, text) = match id.as_ref().map(Reference::decode) {
        None => {
            (MAPI_E_UNCONFIGURED, "No store is chosen, neither by an identifier nor in the profile.".into())
        }
        Some(Some(Reference { store, object: ObjectNo::Store })) => match find(&store) {
            Some(file) if reached(&file) => return Ok(file),
            // [ERR-09]
            Some(_) => (MAPI_E_LOGON_FAILED, format!("Store {store:?} cannot be reached.")),
            None => (MAPI_E_NOT_FOUND, format!("There is no store called {store:?}.")),
        },
        Some(_) => (MAPI_E_NOT_FOUND, "The identifier is not that of a reference store.".into()),
    };
    let dialog = Dialog::new("Open a Reference Store").field(DialogField::new("store", "Store"));
    match ask(params, &dialog, "store", |name| find(name).filter(|file| reached(file)))? {
        Some(file) => Ok(file),
        None => Err(failure(code, text)),
    }
}

/// The right password, where the store has one \[LOGON-09\].
fn check_password(
    file: &StoreFile,
    params: &LogonParams<'_>,
    section: &OwnSection,
) -> MapiResult<Option<String>> {
    let Some(password) = file.with(|data| data.password.clone()) else { return Ok(None) };
    let known = [password_in(section), security::password(params.spool_security)];
    if known.iter().flatten().any(|known| *known == password) {
        return Ok(Some(password));
    }
    let dialog = Dialog::new(format!("Password of {:?}", file.name))
        .field(DialogField::new("password", "Password").secret());
    if let Some(typed) =
        ask(params, &dialog, "password", |typed| (typed == password).then(|| typed.to_owned()))?
    {
        set_password(section, &typed)?;
        return Ok(Some(typed));
    }
    // [SPOOL-08]
    let code = match params.role {
        Role::Client => MAPI_E_FAILONEPROVIDER,
        Role::Spooler => MAPI_E_LOGON_FAILED,
    };
    let what = if password_in(section).is_some() { "is wrong" } else { "is missing" };
    Err(failure(code, format!("The password of store {:?} {what} in the profile.", file.name)))
}

/// Asks the user until an answer is accepted; `None` if there is nobody to ask.
fn ask<R>(
    params: &LogonParams<'_>,
    dialog: &Dialog,
    field: &str,
    accept: impl Fn(&str) -> Option<R>,
) -> MapiResult<Option<R>> {
    if !params.dialogs {
        return Ok(None);
    }
    for _ in 0..ATTEMPTS {
        let answer = params.window.show(dialog);
        match &answer {
            DialogAnswer::Cancelled => return Err(MAPI_E_USER_CANCEL.into()),
            DialogAnswer::Unavailable => return Ok(None),
            DialogAnswer::Completed(_) => {
                if let Some(accepted) = answer.value(field).and_then(&accept) {
                    return Ok(Some(accepted));
                }
            }
        }
    }
    Err(failure(MAPI_E_LOGON_FAILED, format!("{ATTEMPTS} answers to {:?} were wrong.", dialog.title)))
}

fn open(
    provider: &ReferenceProvider,
    params: &LogonParams<'_>,
    section: &OwnSection,
    file: Arc<StoreFile>,
    password: Option<String>,
) -> MapiResult<LogonAnswer> {
    let wrapped = params.support.wrap_store_entry_id(&store_entry_id(&file.name))?;
    // Step 5: this clone is the AddRef; it goes again if anything below fails.
    let support = KeptSupport::new(params.support);
    // [LOGON-12] the flag asks, the store grants.
    let write = params.write && file.abilities.write;
    let access = if write { AccessLevel::Modify } else { AccessLevel::Read };
    let open = Arc::clone(&provider.open);
    let inside = Arc::new(OpenStore::new(file, params.role, access, wrapped, support, open));
    let answer = || {
        let store = Arc::new(StoreObject::new(Arc::clone(&inside)));
        provider.open.add(&store);
        LogonAnswer::first(Arc::new(LogonObject::new(Arc::clone(&inside))), store)
    };
    match params.role {
        // The client's logon has registered the store and written the section already.
        Role::Spooler => Ok(answer()),
        Role::Client => {
            register(params, section, &inside).inspect_err(|_| inside.log_off())?;
            // [SPOOL-01] [OBS-04]
            Ok(answer().with_spool_security(security::data(password.as_deref())))
        }
    }
}

/// Section, MAPIUID, profile, status row \[PROFILE-11\] \[LOGON-10\] \[PROFILE-14\] \[STATUS-02\].
fn register(params: &LogonParams<'_>, section: &OwnSection, inside: &OpenStore) -> MapiResult<()> {
    inside.description().register(params.support, section, &status::row(inside), params.logon_flags)
}

fn failure(code: HResult, text: String) -> MapiError {
    MapiError::with_detail(code, MapiErrorDetail::new(text).component(PROVIDER_DISPLAY))
}
