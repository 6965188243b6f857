//! Record keys, and what keeps identifiers usable.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::Shows;
use super::super::on_calls::on_logon;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_14, "has another store's identifier in messages", |wrapping| {
            wrapping.message(other_store())
        })
        .also(&[OBS_01]),
        wrap(EID_14, "has another store's identifier in folders", |wrapping| wrapping.folder(other_store()))
            .also(&[OBS_01]),
        wrap(EID_14, "has another record key in messages", |wrapping| {
            wrapping.message(Shows(PR_STORE_RECORD_KEY, |_| vec![1; 16].into()))
        })
        .also(&[OBS_01]),
        wrap(EID_15, "has one record key for all stores", |wrapping| {
            wrapping.store(SameKey).folder(same_key()).message(same_key())
        })
        .also(&[INIT_08, OBS_01]),
        wrap(EID_15, "has a provider's MAPIUID for each store", |wrapping| wrapping.store(OwnProvider))
            .also(&[OBS_05]),
        wrap(EID_15, "makes up record keys anew", |wrapping| {
            let later = Later::default();
            wrapping.provider(later.clone()).store(later)
        })
        .also(&[OBS_05]),
        wrap(EID_19, "finds no store without its section", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let section = request.support.open_profile_section(None, OpenSectionFlags::empty())?;
                let name = section.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE)?;
                drop(section);
                if name.value[0].as_unicode().is_none() {
                    return Err(MAPI_E_UNCONFIGURED.into());
                }
                inner.logon(request)
            }))
        })
        .also(&[LOAD_26]),
        wrap(EID_19, "fails for good after a damaged identifier", |wrapping| {
            wrapping.provider(Stuck::default())
        }),
        wrap(EID_19, "panics about a damaged identifier", |wrapping| wrapping.provider(Panics)),
    ]
}

const fn other_store() -> Shows {
    Shows(PR_STORE_ENTRYID, |id| {
        let id = WrappedStoreEntryId::decode(&id.as_entry_id().unwrap()).unwrap();
        let store = mapi_sim::reference::store_entry_id("second");
        Value::from(&WrappedStoreEntryId { store, ..id }.encode().unwrap())
    })
}

const KEY: [u8; 16] = [7; 16];

const fn same_key() -> Shows {
    Shows(PR_STORE_RECORD_KEY, |_| KEY.to_vec().into())
}

struct SameKey;

impl WrapStore for SameKey {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let shown = |value: PropValue| {
            let key = [PR_RECORD_KEY, PR_STORE_RECORD_KEY].contains(&value.tag());
            if key { PropValue::new(value.tag(), KEY.to_vec()) } else { value }
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(shown).collect()))
    }
}

struct OwnProvider;

impl WrapStore for OwnProvider {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let key = inner.get_props(Some(&[PR_RECORD_KEY]), GetPropsFlags::empty())?.value;
        let key = key[0].as_binary().unwrap().to_vec();
        let shown = |value: PropValue| {
            if value.tag() == PR_MDB_PROVIDER { PropValue::new(PR_MDB_PROVIDER, key.clone()) } else { value }
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(shown).collect()))
    }
}

/// Another `PR_MDB_PROVIDER` once a session has ended.
#[derive(Clone, Default)]
struct Later(Arc<AtomicBool>);

impl WrapProvider for Later {
    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.store(true, Ordering::Relaxed);
        inner.shutdown(flags)
    }
}

impl WrapStore for Later {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let later = self.0.load(Ordering::Relaxed);
        let shown = |value: PropValue| {
            let key = later && value.tag() == PR_MDB_PROVIDER;
            if key { PropValue::new(value.tag(), KEY.to_vec()) } else { value }
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(shown).collect()))
    }
}

/// Whether an identifier is that of a store of the fixture.
fn is_sound(id: Option<&EntryId>) -> bool {
    id.is_none_or(|id| id.as_bytes().get(20..28).is_some_and(|data| data == [1, 0, 0, 0, 0, 0, 0, 0]))
}

#[derive(Default)]
struct Stuck(AtomicBool);

impl WrapProvider for Stuck {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.fetch_or(!is_sound(request.entry_id), Ordering::Relaxed);
        if self.0.load(Ordering::Relaxed) {
            return Err(MAPI_E_LOGON_FAILED.into());
        }
        inner.logon(request)
    }
}

struct Panics;

impl WrapProvider for Panics {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        assert!(is_sound(request.entry_id), "a damaged identifier");
        inner.logon(request)
    }
}
