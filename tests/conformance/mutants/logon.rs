//! `Logon` bent.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::{IID_IMAPIProp, IID_IUnknown};
use mapi_sim::mapi::tags::{PR_ENTRYID, PR_STORE_ENTRYID};
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, PR_REFERENCE_PASSWORD, store_entry_id};
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::already_open::another_pair;
use super::bends::{Shows, is_called};
use super::on_calls::{address, ask, lock, names, on_duplicate, on_logon};
use super::self_referencing;
use super::{Mutant, dll, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[
    (LOGON_03, &["the logon object lives on", "the store object lives on"]),
    (LOGON_04, &["the first support object for all stores", "the last one for all stores"]),
    (LOGON_07, &["nobody is asked", "an answer that says nothing of the user's cancel"]),
    (LOGON_11, &["the failure never comes"]),
    (LOGON_22, &["a dialog for the first store", "a dialog for the second store"]),
];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(LOGON_01, "knows no IMAPIProp", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match request.interface {
                Some(asked) if asked == IID_IMAPIProp => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
                _ => inner.logon(request),
            }))
        }),
        wrap(LOGON_01, "has another object for IMAPIProp", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                Ok(if request.interface == Some(IID_IMAPIProp) { another_pair(request) } else { answer })
            }))
        })
        .also(&[LOAD_23, SHUT_09]),
        wrap(LOGON_01, "knows no IUnknown", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match request.interface {
                Some(asked) if asked == IID_IUnknown => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
                _ => inner.logon(request),
            }))
        }),
        wrap(LOGON_02, "takes any interface for a store that is not open", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match inner.logon(request) {
                Err(error) if error.code() == MAPI_E_INTERFACE_NOT_SUPPORTED => {
                    let mut plain = *request;
                    plain.interface = None;
                    inner.logon(&plain)
                }
                answer => answer,
            }))
        })
        .also(&[LOAD_23])
        .even_lenient(),
        wrap(LOGON_02, "takes an unknown interface for a bad parameter", |wrapping| {
            wrapping.provider(on_unknown_interface(|_| Err(MAPI_E_INVALID_PARAMETER.into())))
        })
        .only_strict(),
        wrap(LOGON_02, "keeps the support object of a logon that failed", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_unknown_interface(move |request| {
                lock(&kept).push(request.support.clone());
                Ok(())
            }))
        })
        .even_lenient(),
        dll(LOGON_03, "has logon objects that hold themselves", self_referencing::from_logon)
            .also(&[STATUS_14]),
        wrap(LOGON_03, "keeps every store object", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_logon(move |inner, request| {
                let answer = inner.logon(request)?;
                lock(&kept).extend(answer.store.clone());
                Ok(answer)
            }))
        })
        .also(&[LOAD_18, SHUT_01, SHUT_02, SHUT_03, SHUT_07, SHUT_15]),
        wrap(LOGON_04, "tells its last support object of every store's end", |wrapping| {
            let last = LastSupport::default();
            wrapping.provider(last.clone()).support(last)
        })
        .also(&[LOAD_25, LOGON_03, MEM_07, SHUT_02, SHUT_03, SHUT_07, SHUT_09, SHUT_10, SHUT_14, STATUS_14]),
        wrap(LOGON_04, "tells its first support object of every store's end", |wrapping| {
            let first = FirstSupport::default();
            wrapping.provider(first.clone()).support(first)
        })
        .also(&[
            LOGON_03, MEM_07, OBS_07, SHUT_01, SHUT_02, SHUT_03, SHUT_07, SHUT_09, SHUT_10, SHUT_14,
            STATUS_14,
        ]),
        wrap(LOGON_05, "takes a missing identifier for a bad parameter", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match request.entry_id {
                None => Err(MAPI_E_INVALID_PARAMETER.into()),
                Some(_) => inner.logon(request),
            }))
        })
        .also(&[CLAIM_22, ERR_08]),
        wrap(LOGON_05, "does not find a missing identifier", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match request.entry_id {
                None => Err(MAPI_E_NOT_FOUND.into()),
                Some(_) => inner.logon(request),
            }))
        })
        .also(&[CLAIM_22, ERR_08]),
        wrap(LOGON_05, "panics about a missing identifier", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                assert!(request.entry_id.is_some(), "no identifier");
                inner.logon(request)
            }))
        })
        .also(&[
            CLAIM_02, CLAIM_16, CLAIM_22, ERR_05, ERR_08, ERR_14, INIT_07, LOAD_22, LOGON_08, PROFILE_12,
            PROFILE_20, SPOOL_01, SPOOL_03,
        ]),
        wrap(LOGON_07, "does not say that its dialog was cancelled", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request);
                if names(request, "away") && answer.as_ref().is_err_and(|e| e.code() == MAPI_E_USER_CANCEL) {
                    return Err(MAPI_E_LOGON_FAILED.into());
                }
                answer
            }))
        })
        .also(&[ERR_14]),
        wrap(LOGON_07, "gives up without asking", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let mut silent = *request;
                if names(request, "away") {
                    silent.flags |= StoreLogonFlags::MDB_NO_DIALOG;
                }
                inner.logon(&silent)
            }))
        }),
        wrap(LOGON_08, "asks for a password whatever the flags say", |wrapping| {
            wrapping.provider(asks_where(|request| names(request, "safe")))
        }),
        wrap(LOGON_08, "asks for a store whatever the flags say", |wrapping| {
            wrapping.provider(asks_where(|request| request.entry_id.is_none()))
        }),
        wrap(LOGON_08, "asks whatever the flags say", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request);
                if answer.is_err() && request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) {
                    ask(request.window);
                }
                answer
            }))
        }),
        wrap(LOGON_06, "writes another store's identifier into its section", |wrapping| {
            wrapping.section(OnSection::new().set_props(|inner, values| {
                let other = |value: &PropValue| match value.id() == PR_ENTRYID.id() {
                    true => PropValue::new(PR_ENTRYID, &other_store()),
                    false => value.clone(),
                };
                inner.set_props(&values.iter().map(other).collect::<Vec<_>>())
            }))
        })
        .also(&[LOGON_21, OBS_07, SPOOL_03, STATUS_10]),
        wrap(LOGON_06, "shows another store's identifier as its own", |wrapping| {
            wrapping.store(Shows(PR_ENTRYID, |_| other_store().as_bytes().to_vec().into()))
        })
        .also(&[EID_12, EID_14, LOAD_35]),
        wrap(LOGON_06, "shows another store's identifier", |wrapping| {
            wrapping.store(Shows(PR_STORE_ENTRYID, |_| other_store().as_bytes().to_vec().into()))
        })
        .also(&[EID_14]),
        wrap(LOGON_09, "takes any password", |wrapping| wrapping.section(KnowsPassword))
            .also(&[CLAIM_15, ERR_10, ERR_14, OBS_08, STATUS_10])
            .even_lenient(),
        wrap(LOGON_09, "takes a missing password for the right one", |wrapping| {
            wrapping.section(OnSection::new().get_props(|inner, tags, flags| {
                let mut props = inner.get_props(tags, flags)?;
                let missing = |prop: &&mut PropValue| {
                    prop.id() == PR_REFERENCE_PASSWORD.id() && prop.as_error().is_some()
                };
                for prop in props.value.iter_mut().filter(missing) {
                    *prop = PropValue::new(PR_REFERENCE_PASSWORD, "right");
                }
                Ok(props)
            }))
        })
        .also(&[ERR_10]),
        wrap(LOGON_09, "checks the password when the store is opened further", |wrapping| {
            wrapping.section(KnowsPassword).store(OnStore::new().open_entry(|inner, request| {
                if is_called(inner, "safe") {
                    Err(MAPI_E_NO_ACCESS.into())
                } else {
                    inner.open_entry(request)
                }
            }))
        })
        .also(&[CLAIM_15, ERR_10, ERR_14, OBS_08, STATUS_10]),
        wrap(LOGON_11, "opens another store in place of one that is away", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let other = store_entry_id("second");
                let mut request = *request;
                if names(&request, "away") && request.flags.contains(StoreLogonFlags::MAPI_DEFERRED_ERRORS) {
                    request.entry_id = Some(&other);
                }
                inner.logon(&request)
            }))
        }),
        wrap(LOGON_14, "is busy while another session has its store", |wrapping| {
            wrapping.provider(second_session(|_| Err(MAPI_E_BUSY.into())))
        })
        .unsettled(&[SHUT_20]),
        wrap(LOGON_14, "denies access in a second session", |wrapping| {
            wrapping.provider(second_session(|_| Err(MAPI_E_NO_ACCESS.into())))
        })
        .unsettled(&[SHUT_20]),
        wrap(LOGON_14, "fails in a second session", |wrapping| {
            wrapping.provider(second_session(|_| Err(MAPI_E_LOGON_FAILED.into())))
        })
        .unsettled(&[SHUT_20]),
        wrap(LOGON_13, "wakes the spooler for a store that is open", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                let _ = request.support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None);
                Ok(answer)
            }))
        }),
        wrap(LOGON_13, "wakes the spooler for its second store", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if names(request, "second") {
                    let _ = request.support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None);
                }
                Ok(answer)
            }))
        }),
        wrap(LOGON_13, "wakes the spooler at once", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                let _ = request.support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None);
                Ok(answer)
            }))
        }),
        wrap(LOGON_22, "asks even for a temporary logon to its second store", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                if request.flags.contains(StoreLogonFlags::MDB_TEMPORARY) && names(request, "second") {
                    ask(request.window);
                }
                inner.logon(request)
            }))
        }),
        wrap(LOGON_22, "asks even for a temporary logon", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                if request.flags.contains(StoreLogonFlags::MDB_TEMPORARY) {
                    ask(request.window);
                }
                inner.logon(request)
            }))
        }),
    ]
}

/// Asks whatever the flags say.
fn asks_where(asks: fn(&LogonRequest<'_>) -> bool) -> OnProvider {
    on_logon(move |inner, request| {
        if request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) && asks(request) {
            ask(request.window);
        }
        inner.logon(request)
    })
}

/// The answer of every provider object but the first one whose store is open.
fn second_session(answer: fn(&LogonRequest<'_>) -> MapiResult<LogonAnswer>) -> OnProvider {
    let first: Mutex<Option<(usize, Weak<dyn IMsgStore>)>> = Mutex::new(None);
    on_logon(move |inner, request| {
        let mut first = lock(&first);
        let open = first.as_ref().is_some_and(|(_, store)| store.strong_count() > 0);
        if open && first.as_ref().is_some_and(|(owner, _)| *owner != address(inner)) {
            return answer(request);
        }
        let logged_on = inner.logon(request)?;
        if !open {
            *first = Some((address(inner), Arc::downgrade(logged_on.store.as_ref().unwrap())));
        }
        Ok(logged_on)
    })
}

/// What else a provider does in a first `Logon` with an interface that it does not have.
fn on_unknown_interface<F>(refused: F) -> impl WrapProvider
where
    F: Fn(&LogonRequest<'_>) -> MapiResult<()> + Send + Sync + 'static,
{
    let open = Mutex::new(Vec::<Weak<dyn IMsgStore>>::new());
    on_logon(move |inner, request| {
        let first = lock(&open).iter().all(|store| store.strong_count() == 0);
        let answer = inner.logon(request);
        if first && answer.as_ref().is_err_and(|error| error.code() == MAPI_E_INTERFACE_NOT_SUPPORTED) {
            refused(request)?;
        }
        lock(&open).extend(answer.iter().filter_map(|answer| answer.store.as_ref()).map(Arc::downgrade));
        answer
    })
}

/// Keeps the support object of the last logon and calls no other when a store ends.
#[derive(Clone, Default)]
struct LastSupport(Arc<Mutex<Option<Support>>>);

impl WrapProvider for LastSupport {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        let before = lock(&self.0).replace(request.support.clone());
        drop(before);
        Ok(answer)
    }
}

impl WrapSupport for LastSupport {
    fn store_logoff_transports(
        &self,
        inner: &dyn IMAPISupport,
        flags: LogoffFlags,
    ) -> MapiResult<LogoffFlags> {
        // It is taken out, since the call may lead back to this object.
        let Some(last) = lock(&self.0).take() else { return inner.store_logoff_transports(flags) };
        let answer = last.store_logoff_transports(flags);
        *lock(&self.0) = Some(last);
        answer
    }
}

/// Keeps the support object of the first logon and calls no other when a store ends.
#[derive(Clone, Default)]
struct FirstSupport(Arc<Mutex<Option<Support>>>);

impl WrapProvider for FirstSupport {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        lock(&self.0).get_or_insert_with(|| request.support.clone());
        Ok(answer)
    }
}

impl WrapSupport for FirstSupport {
    fn store_logoff_transports(
        &self,
        inner: &dyn IMAPISupport,
        flags: LogoffFlags,
    ) -> MapiResult<LogoffFlags> {
        // It is taken out, since the call may lead back to this object.
        let Some(first) = lock(&self.0).take() else { return inner.store_logoff_transports(flags) };
        let answer = first.store_logoff_transports(flags);
        *lock(&self.0) = Some(first);
        answer
    }
}

fn other_store() -> EntryId {
    WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id("second") }.encode().unwrap()
}

/// Finds the right password in the section, whatever is there.
struct KnowsPassword;

impl WrapSection for KnowsPassword {
    fn get_props(
        &self,
        inner: &dyn IProfSect,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.id() == PR_REFERENCE_PASSWORD.id()) {
            *prop = PropValue::new(PR_REFERENCE_PASSWORD, "right");
        }
        Ok(props)
    }
}
