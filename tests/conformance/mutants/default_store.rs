//! The default store and fast shutdown bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::{Lacks, Shows};
use super::{Mutant, wrap};
use crate::bending::Bending;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    let lost = |wrapping: Bending| {
        let lost = Lost::default();
        wrapping.provider(lost.clone()).table(lost)
    };
    vec![
        wrap(LOGON_21, "has no receive folder", |wrapping| wrapping.store(NoInbox)).even_lenient(),
        wrap(LOGON_21, "names a message as receive folder", |wrapping| wrapping.store(WrongInbox))
            .even_lenient(),
        wrap(LOGON_21, "names no outbox", |wrapping| wrapping.store(Lacks(PR_IPM_OUTBOX_ENTRYID)))
            .even_lenient(),
        wrap(LOGON_21, "names an outbox that is not there", |wrapping| {
            wrapping.store(Shows(PR_IPM_OUTBOX_ENTRYID, |_| nowhere()))
        })
        .even_lenient(),
        wrap(LOGON_21, "names a finder that is not there", |wrapping| {
            wrapping.store(Shows(PR_FINDER_ENTRYID, |_| nowhere()))
        })
        .even_lenient(),
        wrap(LOGON_21, "knows no named properties", |wrapping| wrapping.message(NoNames)).even_lenient(),
        wrap(LOGON_21, "names with plain identifiers", |wrapping| wrapping.message(PlainNames))
            .even_lenient(),
        wrap(LOGON_21, "has no associated contents", |wrapping| wrapping.folder(NoAssociated)).only_strict(),
        wrap(LOGON_21, "refuses several values", |wrapping| wrapping.message(Several(refused))).only_strict(),
        wrap(LOGON_21, "drops several values", |wrapping| wrapping.message(Several(Vec::new))).only_strict(),
        wrap(LOGON_21, "refuses to be the default store", |wrapping| {
            wrapping
                .store(Shows(PR_STORE_SUPPORT_MASK, |mask| without(mask, StoreSupportMask::STORE_SUBMIT_OK)))
        })
        .also(&[CLAIM_04, CLAIM_06])
        .even_lenient(),
        wrap(SHUT_20, "refuses with another code", |wrapping| wrapping.provider(Refuses)),
        wrap(SHUT_20, "fails at the end", |wrapping| wrapping.provider(FailsAtTheEnd)),
        wrap(SHUT_20, "loses what came last", lost),
    ]
}

fn without(mask: &PropValue, bit: StoreSupportMask) -> Value {
    (mask.as_bits().unwrap() & !bit.bits()).into()
}

fn nowhere() -> Value {
    vec![0_u8; 24].into()
}

struct NoInbox;

impl WrapStore for NoInbox {
    fn get_receive_folder(
        &self,
        _inner: &dyn IMsgStore,
        _message_class: Option<&MapiString>,
        _flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

struct WrongInbox;

impl WrapStore for WrongInbox {
    fn get_receive_folder(
        &self,
        inner: &dyn IMsgStore,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        let mut folder = inner.get_receive_folder(message_class, flags)?;
        folder.entry_id = EntryId::from_bytes(&[0; 24]);
        Ok(folder)
    }
}

struct NoNames;

impl WrapMessage for NoNames {
    fn get_ids_from_names(
        &self,
        _inner: &dyn IMessage,
        _names: Option<&[NamedProp]>,
        _flags: IdsFlags,
    ) -> MapiResult<Warned<Vec<PropTag>>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

struct PlainNames;

impl WrapMessage for PlainNames {
    fn get_ids_from_names(
        &self,
        inner: &dyn IMessage,
        names: Option<&[NamedProp]>,
        flags: IdsFlags,
    ) -> MapiResult<Warned<Vec<PropTag>>> {
        let plain = |tag: PropTag| PropTag::new(tag.id() & 0x7FFF, tag.prop_type());
        Ok(inner.get_ids_from_names(names, flags)?.map(|tags| tags.into_iter().map(plain).collect()))
    }
}

struct NoAssociated;

impl WrapFolder for NoAssociated {
    fn get_contents_table(
        &self,
        inner: &dyn IMAPIFolder,
        flags: TableFlags,
    ) -> MapiResult<Arc<dyn IMAPITable>> {
        if flags.contains(TableFlags::MAPI_ASSOCIATED) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        inner.get_contents_table(flags)
    }
}

/// Takes no property of several values.
struct Several(fn() -> Vec<PropProblem>);

fn refused() -> Vec<PropProblem> {
    vec![PropProblem {
        index: 0,
        tag: PropTag::new(0x6600, PropType::PT_MV_LONG),
        code: MAPI_E_UNEXPECTED_TYPE,
    }]
}

impl WrapMessage for Several {
    fn set_props(&self, inner: &dyn IMessage, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if values.iter().any(|value| value.tag().prop_type().is_multi_valued()) {
            return Ok((self.0)());
        }
        inner.set_props(values)
    }
}

struct Refuses;

impl WrapProvider for Refuses {
    fn provider_shutdown(&self, _inner: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(Arc::new(Refuses))
    }
}

impl IMAPIProviderShutdown for Refuses {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        Err(MAPI_E_BUSY.into())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }
}

struct FailsAtTheEnd;

impl WrapProvider for FailsAtTheEnd {
    fn provider_shutdown(&self, _inner: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(Arc::new(FailsAtTheEnd))
    }
}

impl IMAPIProviderShutdown for FailsAtTheEnd {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        Err(MAPI_E_CALL_FAILED.into())
    }
}

/// Writes its latest changes only when it is released, so that fast shutdown loses them.
#[derive(Clone, Default)]
struct Lost(Arc<AtomicBool>);

impl WrapProvider for Lost {
    fn provider_shutdown(&self, _inner: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(Arc::new(self.clone()))
    }
}

impl IMAPIProviderShutdown for Lost {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        self.0.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl WrapTable for Lost {
    fn query_rows(&self, inner: &dyn IMAPITable, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        let mut found = inner.query_rows(rows, flags)?;
        if self.0.load(Ordering::Relaxed) {
            found.pop();
        }
        Ok(found)
    }
}
