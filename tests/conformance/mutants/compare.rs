//! Comparisons bent.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::id_of;
use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_08, "opens its own objects only", |wrapping| {
            wrapping.logon(Sibling(|_| Err(MAPI_E_NOT_FOUND)))
        }),
        wrap(EID_08, "takes every folder for its own", |wrapping| wrapping.logon(OwnRoot)),
        wrap(EID_08, "compares its own objects only", |wrapping| {
            wrapping.logon(SiblingCompare(Err(MAPI_E_UNKNOWN_ENTRYID)))
        }),
        wrap(EID_08, "finds a sibling's objects different", |wrapping| {
            wrapping.logon(SiblingCompare(Ok(false)))
        }),
        wrap(EID_11, "compares bytes", |wrapping| {
            wrapping.provider(StoreIds(|first, second| Ok(first == second)))
        }),
        wrap(EID_11, "finds all its stores equal", |wrapping| {
            wrapping.provider(StoreIds(|first, second| Ok(first.as_bytes()[..28] == second.as_bytes()[..28])))
        })
        .also(&[LOAD_12, PROFILE_11]),
        wrap(EID_11, "finds the second store equal to any", |wrapping| {
            wrapping.provider(StoreIds(|first, second| Ok(is_second(first) || same(first, second))))
        })
        .also(&[PROFILE_11]),
        wrap(EID_11, "finds any store equal to the second", |wrapping| {
            wrapping.provider(StoreIds(|first, second| Ok(is_second(second) || same(first, second))))
        })
        .also(&[LOAD_12]),
        wrap(EID_11, "fails for an identifier of an older version", |wrapping| {
            wrapping.provider(StoreIds(|first, second| current(first).map(|()| same(first, second))))
        }),
        wrap(EID_11, "fails for comparisons with an identifier of an older version", |wrapping| {
            wrapping.provider(StoreIds(|first, second| current(second).map(|()| same(first, second))))
        }),
        wrap(EID_12, "finds all objects equal", |wrapping| {
            wrapping.logon(EntryIds(|_, _| Ok(true))).store(EntryIds(|_, _| Ok(true)))
        }),
        wrap(EID_12, "finds all objects different", |wrapping| wrapping.logon(EntryIds(|_, _| Ok(false)))),
        wrap(EID_12, "does not know its own store", |wrapping| {
            wrapping.logon(EntryIds(|first, second| Ok(first == second && first.as_bytes()[21] != STORE)))
        }),
        wrap(EID_12, "compares nothing", |wrapping| wrapping.logon(EntryIds(|_, _| Err(MAPI_E_NO_SUPPORT)))),
        wrap(EID_12, "compares otherwise in the store", |wrapping| wrapping.store(EntryIds(|_, _| Ok(true)))),
        wrap(EID_12, "compares nothing in the store", |wrapping| {
            wrapping.store(EntryIds(|_, _| Err(MAPI_E_NO_SUPPORT)))
        }),
        wrap(EID_11, "takes an identifier that is one byte short for the whole", |wrapping| {
            wrapping.provider(StoreIds(|first, second| {
                let cut = first.len().min(second.len());
                Ok(same(first, second) || cut > 20 && first.as_bytes()[..cut] == second.as_bytes()[..cut])
            }))
        }),
        wrap(EID_11, "panics about an identifier without a header", |wrapping| {
            wrapping.provider(StoreIds(|first, second| {
                let _ = (&first.as_bytes()[..20], &second.as_bytes()[..20]);
                Ok(same(first, second))
            }))
        })
        .also(&[EID_19]),
        wrap(EID_12, "does not know the other identifier of its store", |wrapping| {
            wrapping.logon(EntryIds(|first, second| Ok(first == second)))
        }),
        wrap(EID_12, "panics about an identifier without a header", |wrapping| {
            wrapping.logon(OnLogon::new().compare_entry_ids(|inner, first, second, flags| {
                let _ = (&first.as_bytes()[..20], &second.as_bytes()[..20]);
                inner.compare_entry_ids(first, second, flags)
            }))
        }),
        wrap(EID_12, "compares the bytes that both have", |wrapping| wrapping.logon(Prefixes)),
        wrap(EID_12, "calls damaged identifiers bad parameters", |wrapping| wrapping.logon(BadParameter)),
    ]
}

/// The logon object's answer where the identifier is another store's.
struct Sibling(fn(&OpenEntryRequest<'_>) -> Result<MapiObject, HResult>);

fn is_own(logon: &dyn IMSLogon, id: &EntryId) -> bool {
    let root = logon.open_entry(&OpenEntryRequest::root()).unwrap().into_prop().unwrap();
    let name = |id: &EntryId| id.as_bytes().get(28..).unwrap_or_default().to_ascii_lowercase();
    name(&id_of(&*root)) == name(id)
}

impl WrapLogon for Sibling {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.entry_id.is_some_and(|id| !is_own(inner, id)) {
            return Ok((self.0)(request)?);
        }
        inner.open_entry(request)
    }
}

struct OwnRoot;

impl WrapLogon for OwnRoot {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.entry_id.is_some_and(|id| !is_own(inner, id)) {
            return inner.open_entry(&OpenEntryRequest::root());
        }
        inner.open_entry(request)
    }
}

struct SiblingCompare(Result<bool, HResult>);

impl WrapLogon for SiblingCompare {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        if first.len() > 28 && !is_own(inner, first) {
            return Ok(self.0?);
        }
        inner.compare_entry_ids(first, second, flags)
    }
}

/// Refuses an identifier of an older version.
fn current(id: &EntryId) -> Result<(), HResult> {
    if id.as_bytes().ends_with(b"FIRST") { Err(MAPI_E_UNKNOWN_ENTRYID) } else { Ok(()) }
}

fn is_second(id: &EntryId) -> bool {
    *id == store_entry_id("second")
}

fn same(first: &EntryId, second: &EntryId) -> bool {
    first.as_bytes().eq_ignore_ascii_case(second.as_bytes())
}

/// The kind of a store in identifiers of the reference provider.
const STORE: u8 = 0;

struct StoreIds(fn(&EntryId, &EntryId) -> Result<bool, HResult>);

impl WrapProvider for StoreIds {
    fn compare_store_ids(
        &self,
        _inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        _flags: u32,
    ) -> MapiResult<bool> {
        Ok((self.0)(first, second)?)
    }
}

/// An answer for two whole identifiers.
struct EntryIds(fn(&EntryId, &EntryId) -> Result<bool, HResult>);

impl WrapLogon for EntryIds {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        let right = inner.compare_entry_ids(first, second, flags)?;
        // Those of another store are looked at by EID-08.
        if is_own(inner, first) { Ok((self.0)(first, second)?) } else { Ok(right) }
    }
}

impl WrapStore for EntryIds {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMsgStore,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_entry_ids(first, second, flags)?;
        Ok((self.0)(first, second)?)
    }
}

struct Prefixes;

impl WrapLogon for Prefixes {
    fn compare_entry_ids(
        &self,
        _inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        _flags: u32,
    ) -> MapiResult<bool> {
        Ok(first.as_bytes().starts_with(second.as_bytes()))
    }
}

struct BadParameter;

impl WrapLogon for BadParameter {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_entry_ids(first, second, flags).map_err(|_| MAPI_E_INVALID_PARAMETER.into())
    }
}
