//! The header of identifiers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::{Shows, edited};
use super::super::{Mutant, wrap};

const OTHER_UID: MapiUid = MapiUid::from_fields(0x6D75_7461, 0x6E74, 0x0001, *b"otheruid");

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_01, "sets a reserved byte in its store's identifier", |wrapping| {
            wrapping.store(Shows(PR_ENTRYID, |id| edited_inside(id, |bytes| bytes[1] = 1)))
        })
        .also(&[LOGON_21]),
        wrap(EID_01, "sets a reserved byte in rows of folders", |wrapping| {
            wrapping
                .table(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[1] |= u8::from(bytes[21] == FOLDER))))
        }),
        wrap(EID_01, "sets a reserved byte in rows of messages", |wrapping| {
            wrapping
                .table(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[2] |= u8::from(bytes[21] == MESSAGE))))
        }),
        wrap(EID_01, "sets a reserved byte in folders", |wrapping| {
            wrapping.folder(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[2] = 1)))
        }),
        wrap(EID_01, "sets a reserved byte in messages", |wrapping| {
            wrapping.message(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[3] = 1)))
        }),
        wrap(EID_02, "has identifiers with another MAPIUID", |wrapping| wrapping.support(Registers(other)))
            .also(&[EID_03, LOGON_10])
            .even_lenient(),
        wrap(EID_02, "has another MAPIUID in the identifiers of messages", |wrapping| {
            wrapping.message(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[4..20].reverse())))
        })
        .also(&[EID_03, EID_12, EID_18, LOGON_16, SPOOL_07, SPOOL_14])
        .unsettled(&[EID_17])
        .even_lenient(),
        wrap(EID_02, "has store identifiers of a private form", |wrapping| {
            wrapping.support(PrivateIds).provider(PrivateIds).logon(PrivateIds).store(PrivateIds)
        })
        .also(&[SPOOL_01])
        .only_strict(),
        wrap(EID_03, "has a flag in what the store says", |wrapping| wrapping.store(flagged())),
        wrap(EID_03, "has a flag in what folders say", |wrapping| wrapping.folder(flagged())),
        wrap(EID_03, "has a flag in what messages say", |wrapping| wrapping.message(flagged())),
        wrap(EID_03, "forgets its identifiers with the session", |wrapping| {
            let ended = Ended::default();
            wrapping.provider(ended.clone()).logon(ended)
        })
        .also(&[LOGON_17]),
        wrap(EID_06, "counts its MAPIUID on in each session", |wrapping| {
            wrapping.support(Counted::default())
        })
        .also(&[EID_02, EID_03, LOGON_10])
        .even_lenient(),
        wrap(EID_06, "makes up a MAPIUID in each session", |wrapping| wrapping.support(Registers(new)))
            .also(&[EID_02, EID_03, LOGON_10])
            .even_lenient(),
    ]
}

/// The kinds of objects in identifiers of the reference provider.
const FOLDER: u8 = 1;
const MESSAGE: u8 = 2;

const fn flagged() -> Shows {
    Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[0] = 0x40))
}

/// A wrapped identifier with other bytes inside.
fn edited_inside(id: &PropValue, edit: impl FnOnce(&mut Vec<u8>)) -> Value {
    let id = WrappedStoreEntryId::decode(&id.as_entry_id().unwrap()).unwrap();
    let mut bytes = id.store.as_bytes().to_vec();
    edit(&mut bytes);
    Value::from(&WrappedStoreEntryId { store: EntryId::from_bytes(&bytes), ..id }.encode().unwrap())
}

fn other(_support: &dyn IMAPISupport) -> MapiUid {
    OTHER_UID
}

fn new(support: &dyn IMAPISupport) -> MapiUid {
    support.new_uid().unwrap()
}

/// Registers the next MAPIUID each time.
#[derive(Default)]
struct Counted(AtomicU32);

impl WrapSupport for Counted {
    fn set_provider_uid(&self, inner: &dyn IMAPISupport, _uid: &MapiUid, flags: u32) -> MapiResult<()> {
        let next = self.0.fetch_add(1, Ordering::Relaxed);
        inner.set_provider_uid(&MapiUid::from_fields(next, 0x6E74, 0x0002, *b"otheruid"), flags)
    }
}

struct Registers(fn(&dyn IMAPISupport) -> MapiUid);

impl WrapSupport for Registers {
    fn set_provider_uid(&self, inner: &dyn IMAPISupport, _uid: &MapiUid, flags: u32) -> MapiResult<()> {
        inner.set_provider_uid(&(self.0)(inner), flags)
    }
}

/// The bytes behind the flags are others in store identifiers that leave the provider.
struct PrivateIds;

fn private(id: &EntryId) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), OTHER_UID, id.provider_data().unwrap())
}

fn public(id: &EntryId) -> EntryId {
    if id.provider_uid() != Some(OTHER_UID) {
        return id.clone();
    }
    EntryId::build(EntryIdFlags::empty(), mapi_sim::reference::REFERENCE_UID, id.provider_data().unwrap())
}

impl WrapSupport for PrivateIds {
    fn wrap_store_entry_id(&self, inner: &dyn IMAPISupport, entry_id: &EntryId) -> MapiResult<EntryId> {
        inner.wrap_store_entry_id(&private(entry_id))
    }
}

impl WrapProvider for PrivateIds {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let id = request.entry_id.map(public);
        let mut request = *request;
        request.entry_id = id.as_ref();
        inner.logon(&request)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let id = request.entry_id.map(public);
        let mut request = *request;
        request.entry_id = id.as_ref();
        inner.spooler_logon(&request)
    }

    fn compare_store_ids(
        &self,
        inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_store_ids(&public(first), &public(second), flags)
    }
}

impl WrapLogon for PrivateIds {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_entry_ids(&public(first), &public(second), flags)
    }
}

impl WrapStore for PrivateIds {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMsgStore,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_entry_ids(&public(first), &public(second), flags)
    }
}

/// Opens nothing once a session has ended.
#[derive(Clone, Default)]
struct Ended(Arc<AtomicBool>);

impl WrapProvider for Ended {
    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.store(true, Ordering::Relaxed);
        inner.shutdown(flags)
    }
}

impl WrapLogon for Ended {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if self.0.load(Ordering::Relaxed) {
            return Err(MAPI_E_NOT_FOUND.into());
        }
        inner.open_entry(request)
    }
}
