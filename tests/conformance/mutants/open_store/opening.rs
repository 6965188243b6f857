//! What an open store shows, and how its objects are opened.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::REFERENCE_UID;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::{Lacks, Shows};
use super::super::borrowed::Borrowed;
use super::super::{Mutant, wrap};

const OTHER_UID: MapiUid = MapiUid::from_fields(0x6D75_7461, 0x6E74, 0x0000, *b"otheruid");

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(LOGON_10, "registers no MAPIUID", |wrapping| wrapping.support(RegistersNothing))
            .also(&[EID_02, EID_03, EID_06]),
        wrap(LOGON_10, "registers when something is opened", |wrapping| {
            let late = Late::default();
            wrapping.provider(late.clone()).support(late.clone()).store(late)
        })
        .also(&[EID_02, EID_03, SHUT_14]),
        wrap(LOGON_10, "registers with flags", |wrapping| wrapping.support(RegistersWithFlags)),
        wrap(LOGON_10, "registers another MAPIUID", |wrapping| wrapping.support(RegistersAnother))
            .also(&[EID_02, EID_03]),
        wrap(LOGON_15, "lacks PR_MDB_PROVIDER", |wrapping| wrapping.store(Lacks(PR_MDB_PROVIDER))),
        wrap(LOGON_15, "lacks PR_STORE_RECORD_KEY", |wrapping| wrapping.store(Lacks(PR_STORE_RECORD_KEY)))
            .also(&[EID_14]),
        wrap(LOGON_15, "takes any PR_STORE_SUPPORT_MASK", |wrapping| wrapping.store(MaskIsSet(Ok(())))),
        wrap(LOGON_15, "denies access to PR_STORE_SUPPORT_MASK", |wrapping| {
            wrapping.store(MaskIsSet(Err(MAPI_E_NO_ACCESS)))
        }),
        wrap(LOGON_16, "opens no message through the store", |wrapping| wrapping.store(OnlyFolders))
            .even_lenient(),
        wrap(LOGON_16, "opens the root folder for messages", |wrapping| wrapping.store(RootForMessages))
            .even_lenient(),
        wrap(LOGON_16, "opens the root folder for folders", |wrapping| wrapping.store(RootForFolders))
            .even_lenient(),
        wrap(LOGON_16, "opens nothing by identifiers", |wrapping| {
            let root_only = |request: &OpenEntryRequest<'_>| match request.entry_id {
                Some(_) => Err(MapiError::from(MAPI_E_NOT_FOUND)),
                None => Ok(()),
            };
            wrapping
                .store(OnStore::new().open_entry(move |inner, request| {
                    root_only(request).and_then(|()| inner.open_entry(request))
                }))
                .logon(OnLogon::new().open_entry(move |inner, request| {
                    root_only(request).and_then(|()| inner.open_entry(request))
                }))
        })
        .also(&[EID_03, EID_08, LOGON_10, LOGON_17, LOGON_21, SPOOL_07, SPOOL_14])
        .unsettled(&[EID_18])
        .even_lenient(),
        wrap(LOGON_17, "opens everything for writing through the store", |wrapping| {
            wrapping.store(OnStore::new().open_entry(|inner, request| {
                inner.open_entry(&request.flags(OpenEntryFlags::MAPI_BEST_ACCESS))
            }))
        })
        .also(&[LOGON_12]),
        wrap(LOGON_17, "knows no best access through its folders", |wrapping| {
            wrapping.folder(OnFolder::new().open_entry(|inner, request| {
                inner.open_entry(&request.flags(request.flags - OpenEntryFlags::MAPI_BEST_ACCESS))
            }))
        }),
        wrap(LOGON_16, "opens no root through the logon object", |wrapping| wrapping.logon(NoRoot))
            .only_strict(),
        wrap(LOGON_16, "has no root folder", |wrapping| wrapping.store(Rootless))
            .also(&[ERR_16, STATUS_04])
            .even_lenient(),
        wrap(LOGON_17, "opens everything for writing", |wrapping| {
            wrapping.logon(Opens(|_| OpenEntryFlags::MAPI_BEST_ACCESS))
        }),
        wrap(LOGON_17, "knows no best access", |wrapping| {
            wrapping.logon(Opens(|flags| flags - OpenEntryFlags::MAPI_BEST_ACCESS))
        }),
        wrap(LOGON_17, "opens nothing for writing", |wrapping| {
            wrapping.logon(Opens(|_| OpenEntryFlags::empty()))
        }),
        wrap(LOGON_17, "shows full access always", |wrapping| {
            wrapping.folder(Shows(PR_ACCESS_LEVEL, |_| Value::Long(1)))
        }),
        wrap(LOGON_17, "shows no access ever", |wrapping| {
            wrapping.folder(Shows(PR_ACCESS_LEVEL, |_| Value::Long(0)))
        }),
        wrap(LOGON_17, "refuses MAPI_MODIFY", |wrapping| wrapping.logon(NoModify)),
    ]
}

struct RegistersNothing;

impl WrapSupport for RegistersNothing {
    fn set_provider_uid(&self, _inner: &dyn IMAPISupport, _uid: &MapiUid, _flags: u32) -> MapiResult<()> {
        Ok(())
    }
}

/// Registers its MAPIUID at the first `OpenEntry` on the store.
#[derive(Clone, Default)]
struct Late {
    logs_on: Arc<AtomicBool>,
    support: Borrowed,
}

impl WrapProvider for Late {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.logs_on.store(true, Ordering::Relaxed);
        let answer = inner.logon(request);
        self.logs_on.store(false, Ordering::Relaxed);
        self.support.hold(request.support);
        answer
    }
}

impl WrapSupport for Late {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.support.add_ref(inner, counted)
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.support.release(inner, counted)
    }

    fn set_provider_uid(&self, inner: &dyn IMAPISupport, uid: &MapiUid, flags: u32) -> MapiResult<()> {
        if self.logs_on.load(Ordering::Relaxed) { Ok(()) } else { inner.set_provider_uid(uid, flags) }
    }
}

impl WrapStore for Late {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.support.use_up(|support| drop(support.set_provider_uid(&REFERENCE_UID, 0)));
        inner.open_entry(request)
    }
}

struct RegistersWithFlags;

impl WrapSupport for RegistersWithFlags {
    fn set_provider_uid(&self, inner: &dyn IMAPISupport, uid: &MapiUid, _flags: u32) -> MapiResult<()> {
        // If MAPI refuses the flags, it is registered without them.
        inner.set_provider_uid(uid, 1).or_else(|_| inner.set_provider_uid(uid, 0))
    }
}

struct RegistersAnother;

impl WrapSupport for RegistersAnother {
    fn set_provider_uid(&self, inner: &dyn IMAPISupport, _uid: &MapiUid, flags: u32) -> MapiResult<()> {
        inner.set_provider_uid(&OTHER_UID, flags)
    }
}

struct MaskIsSet(Result<(), HResult>);

impl WrapStore for MaskIsSet {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if values.iter().any(|value| value.id() == PR_STORE_SUPPORT_MASK.id()) {
            return self.0.map(|()| Vec::new()).map_err(MapiError::from);
        }
        inner.set_props(values)
    }
}

/// Opens an object. If it is named and there are no flags, `instead` replaces it.
fn opened(
    inner: &dyn IMsgStore,
    request: &OpenEntryRequest<'_>,
    instead: impl FnOnce(MapiObject) -> MapiResult<MapiObject>,
) -> MapiResult<MapiObject> {
    let object = inner.open_entry(request)?;
    if request.flags.is_empty() && request.entry_id.is_some() { instead(object) } else { Ok(object) }
}

struct OnlyFolders;

impl WrapStore for OnlyFolders {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        opened(inner, request, |object| {
            if matches!(object, MapiObject::Message(_)) { Err(MAPI_E_NOT_FOUND.into()) } else { Ok(object) }
        })
    }
}

struct RootForMessages;

impl WrapStore for RootForMessages {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        opened(inner, request, |object| {
            if matches!(object, MapiObject::Message(_)) {
                return inner.open_entry(&OpenEntryRequest::root());
            }
            Ok(object)
        })
    }
}

struct RootForFolders;

impl WrapStore for RootForFolders {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        opened(inner, request, |object| {
            if matches!(object, MapiObject::Folder(_)) {
                return inner.open_entry(&OpenEntryRequest::root());
            }
            Ok(object)
        })
    }
}

struct Rootless;

impl WrapStore for Rootless {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.entry_id.is_none() {
            return Err(MAPI_E_NOT_FOUND.into());
        }
        inner.open_entry(request)
    }
}

struct NoRoot;

impl WrapLogon for NoRoot {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.entry_id.is_none() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        inner.open_entry(request)
    }
}

struct Opens(fn(OpenEntryFlags) -> OpenEntryFlags);

impl WrapLogon for Opens {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        inner.open_entry(&request.flags((self.0)(request.flags)))
    }
}

struct NoModify;

impl WrapLogon for NoModify {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.flags.contains(OpenEntryFlags::MAPI_MODIFY) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        inner.open_entry(request)
    }
}
