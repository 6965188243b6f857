//! Logons unlike the reference provider's.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock, on_logon, on_spooler_logon};
use crate::bending::Bending;

/// A provider object has stores open, or none has.
pub(super) fn one_session(wrapping: Bending) -> Bending {
    let open: Arc<Mutex<Vec<(usize, usize)>>> = Arc::default();
    let closing = Arc::clone(&open);
    let logon = on_logon(move |inner, request| {
        let own = address(inner);
        if lock(&open).iter().any(|(provider, _)| *provider != own) {
            return Err(MapiError::with_detail(MAPI_E_SESSION_LIMIT, detail("The file is in use.")));
        }
        let answer = inner.logon(request)?;
        if let Some(logon) = &answer.logon {
            lock(&open).push((own, address(&**logon)));
        }
        Ok(answer)
    });
    let logoff = OnLogon::new().released(move |inner| {
        lock(&closing).retain(|(_, logon)| *logon != address(&*inner));
        drop(inner);
    });
    wrapping.provider(logon).logon(logoff)
}

pub(super) fn read_only(wrapping: Bending) -> Bending {
    let logon = on_logon(|inner, request| {
        if request.flags.contains(StoreLogonFlags::MDB_WRITE) {
            return Err(MapiError::with_detail(MAPI_E_NO_ACCESS, detail("The disc cannot be written.")));
        }
        inner.logon(request)
    });
    wrapping.provider(logon).store(no_promise(
        StoreSupportMask::STORE_SUBMIT_OK
            .union(StoreSupportMask::STORE_MODIFY_OK)
            .union(StoreSupportMask::STORE_CREATE_OK),
    ))
}

/// A store without some of what it could do.
fn no_promise(less: StoreSupportMask) -> OnStore {
    OnStore::new().get_props(move |inner, tags, flags| {
        let less = |value: PropValue| match value.as_bits() {
            Some(bits) if value.tag() == PR_STORE_SUPPORT_MASK => {
                PropValue::new(PR_STORE_SUPPORT_MASK, bits & !less.bits())
            }
            Some(_) | None => value,
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(less).collect()))
    })
}

pub(super) fn warns(wrapping: Bending) -> Bending {
    let warned = |answer: LogonAnswer| {
        answer.with_warning(Warning::errors_returned().with_detail(detail("Some folders could not be read.")))
    };
    let client = move |inner: &dyn IMSProvider, request: &LogonRequest<'_>| inner.logon(request).map(warned);
    let spooler = move |inner: &dyn IMSProvider, request: &SpoolerLogonRequest<'_>| {
        inner.spooler_logon(request).map(warned)
    };
    wrapping.provider(OnProvider::new().logon(client).spooler_logon(spooler))
}

pub(super) fn finds_its_store(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| match request.entry_id {
        Some(_) => inner.logon(request),
        None => {
            let id = store_entry_id("first");
            let named = LogonRequest::new(request.support, request.profile_name, Some(&id), request.flags);
            inner.logon(&named.window(request.window).interface(request.interface))
        }
    }))
}

pub(super) fn asks_nobody(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| {
        let flags = request.flags | StoreLogonFlags::MDB_NO_DIALOG;
        let silent = LogonRequest::new(request.support, request.profile_name, request.entry_id, flags);
        inner.logon(&silent.interface(request.interface))
    }))
}

pub(super) fn explains_nothing(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| {
        inner.logon(request).map_err(|error| MapiError::new(error.code()))
    }))
}

pub(super) fn no_mail(wrapping: Bending) -> Bending {
    let refuses = on_spooler_logon(|_, _| Err(MAPI_E_NO_SUPPORT.into()));
    wrapping.provider(refuses).store(no_promise(StoreSupportMask::STORE_SUBMIT_OK))
}

pub(super) fn no_data(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| {
        let mut answer = inner.logon(request)?;
        answer.spool_security = None;
        Ok(answer)
    }))
}

/// A second reference, given up with the store or with its logon, whichever ends first.
pub(super) fn two_references(wrapping: Bending) -> Bending {
    let held: Arc<Mutex<Vec<Second>>> = Arc::default();
    let (by_logon, by_store) = (Arc::clone(&held), Arc::clone(&held));
    let logon = on_logon(move |inner, request| {
        let answer = inner.logon(request)?;
        if let (Some(logon), Some(store)) = (&answer.logon, &answer.store) {
            let support = request.support.clone();
            lock(&held).push(Second { logon: address(&**logon), store: address(&**store), support });
        }
        Ok(answer)
    });
    let logoff = OnLogon::new().logoff(move |inner, flags| {
        give_up(&by_logon, |second| second.logon == address(inner));
        inner.logoff(flags)
    });
    let store = OnStore::new().released(move |inner| {
        give_up(&by_store, |second| second.store == address(&*inner));
        drop(inner);
    });
    wrapping.provider(logon).logon(logoff).store(store)
}

struct Second {
    logon: usize,
    store: usize,
    support: Support,
}

fn give_up(held: &Mutex<Vec<Second>>, ends: impl Fn(&Second) -> bool) {
    let (ended, going_on): (Vec<_>, Vec<_>) = std::mem::take(&mut *lock(held)).into_iter().partition(ends);
    lock(held).extend(going_on);
    for second in ended {
        drop(second.support);
    }
}

pub(super) fn two_uids(wrapping: Bending) -> Bending {
    const OLDER: MapiUid = MapiUid::from_fields(0x6F6C_6465, 0x7200, 0x0000, *b"version!");
    wrapping.support(OnSupport::new().set_provider_uid(|inner, uid, flags| {
        inner.set_provider_uid(&OLDER, flags)?;
        inner.set_provider_uid(uid, flags)
    }))
}

pub(super) fn more_columns(wrapping: Bending) -> Bending {
    wrapping.support(OnSupport::new().modify_status_row(|inner, columns, flags| {
        let mut columns = columns.to_vec();
        columns.push(PropValue::new(PR_COMMENT_W, "on the second floor"));
        columns.push(PropValue::new(PR_STORE_RECORD_KEY, b"a key".to_vec()));
        columns.push(PropValue::new(PropTag::new(0x6601, PropType::PT_LONG), 7));
        inner.modify_status_row(&columns, flags)
    }))
}

pub(super) fn updates_at_once(wrapping: Bending) -> Bending {
    wrapping.support(OnSupport::new().modify_status_row(|inner, columns, flags| {
        let status = columns.iter().find(|column| column.tag() == PR_STATUS_CODE).cloned();
        inner.modify_status_row(columns, flags)?;
        inner.modify_status_row(status.as_slice(), StatusRowFlags::STATUSROW_UPDATE)
    }))
}

pub(super) fn another_section(wrapping: Bending) -> Bending {
    const SETTINGS: MapiUid = MapiUid::from_fields(0x7365_7474, 0x696E, 0x6773, *b"of ours!");
    wrapping.provider(on_logon(|inner, request| {
        let answer = inner.logon(request)?;
        if answer.logon.is_some() {
            let modify = OpenSectionFlags::MAPI_MODIFY;
            let settings = request.support.open_profile_section(Some(&SETTINGS), modify)?;
            settings.set_props(&[PropValue::new(PR_COMMENT_W, "large icons")])?;
        }
        Ok(answer)
    }))
}

pub(super) fn no_fast_shutdown(wrapping: Bending) -> Bending {
    wrapping.provider(OnProvider::new().provider_shutdown(|_| None))
}

pub(super) fn no_notifications(wrapping: Bending) -> Bending {
    let logon = OnLogon::new().advise(|_, _, _, _| Err(MAPI_E_NO_SUPPORT.into()));
    let store = no_promise(StoreSupportMask::STORE_NOTIFY_OK);
    wrapping.logon(logon).store(store.advise(|_, _, _, _| Err(MAPI_E_NO_SUPPORT.into())))
}

fn detail(text: &str) -> MapiErrorDetail {
    MapiErrorDetail::new(text).component("Unusual store")
}
