//! What clients rely on, bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::conformance::Capability;
use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::{Shows, edited};
use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(OBS_01, "lists subjects in capitals", |wrapping| {
            wrapping.table(Shows(PR_SUBJECT_W, |subject| subject.as_text().unwrap().to_uppercase().into()))
        }),
        wrap(OBS_01, "lists names in capitals", |wrapping| {
            wrapping.table(Shows(PR_DISPLAY_NAME_W, |name| name.as_text().unwrap().to_uppercase().into()))
        }),
        wrap(OBS_02, "gives all folders one record key", |wrapping| {
            wrapping.folder(Shows(PR_RECORD_KEY, |_| b"one for all".to_vec().into()))
        })
        .also(&[OBS_01]),
        wrap(OBS_02, "makes up record keys anew", |wrapping| {
            let anew = Anew::default();
            wrapping.provider(anew.clone()).message(anew)
        }),
        wrap(OBS_02, "gives all messages one record key", |wrapping| {
            wrapping.message(Shows(PR_RECORD_KEY, |_| b"one for all".to_vec().into()))
        })
        .also(&[OBS_01]),
        wrap(OBS_03, "panics about folders of a store that has gone", |wrapping| wrapping.folder(Brittle)),
        wrap(OBS_04, "has no validation data", |wrapping| wrapping.provider(NoValidationData)),
        wrap(OBS_05, "does not name itself in the status row", |wrapping| wrapping.support(NoProviderColumn)),
        wrap(OBS_06, "opens what it is asked for", |wrapping| wrapping.store(AnyInterface))
            .with(Capability::Wrapper)
            .also(&[ERR_16]),
        wrap(OBS_07, "counts its sessions in its answers", |wrapping| wrapping.provider(Counts::default())),
        wrap(OBS_08, "fails and does not say why", |wrapping| {
            wrapping.provider(Says(|said| said.error = None))
        }),
        wrap(OBS_08, "fails and does not say who", |wrapping| {
            wrapping.provider(Says(|said| said.component = None))
        }),
        wrap(OBS_08, "fails without a word", |wrapping| wrapping.provider(Silent)),
    ]
}

/// Other record keys of messages in each further session.
#[derive(Clone, Default)]
struct Anew(Arc<AtomicU32>);

impl WrapProvider for Anew {
    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        inner.shutdown(flags)
    }
}

impl WrapMessage for Anew {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let session = self.0.load(Ordering::Relaxed).to_le_bytes();
        let other = |value: PropValue| {
            if value.tag() != PR_RECORD_KEY || session == [0; 4] {
                return value;
            }
            PropValue::new(PR_RECORD_KEY, edited(&value, |bytes| bytes.extend(session)))
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(other).collect()))
    }
}

/// Leaves something out of what a failing `Logon` says.
struct Says(fn(&mut MapiErrorDetail));

impl WrapProvider for Says {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        inner.logon(request).map_err(|error| {
            let code = error.code();
            let Some(mut detail) = error.into_detail() else { return code.into() };
            self.0(&mut detail);
            MapiError::with_detail(code, detail)
        })
    }
}

struct Brittle;

impl WrapFolder for Brittle {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let answer = inner.get_props(tags, flags);
        assert!(answer.is_ok() || tags.is_some() || !flags.is_empty(), "the store has gone");
        answer
    }
}

struct NoValidationData;

impl WrapProvider for NoValidationData {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        answer.spool_security = None;
        Ok(answer)
    }
}

struct NoProviderColumn;

impl WrapSupport for NoProviderColumn {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let other = columns.iter().filter(|column| column.id() != PR_MDB_PROVIDER.id());
        inner.modify_status_row(&other.cloned().collect::<Vec<_>>(), flags)
    }
}

struct AnyInterface;

impl WrapStore for AnyInterface {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let mut request = *request;
        request.interface = None;
        inner.open_entry(&request)
    }
}

/// Wraps its identifier once in the first session, twice in the second, and so on.
#[derive(Default)]
struct Counts(AtomicU32);

impl WrapProvider for Counts {
    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        inner.shutdown(flags)
    }

    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        for _ in 0..self.0.load(Ordering::Relaxed) {
            request.support.new_uid()?;
        }
        inner.logon(request)
    }
}

struct Silent;

impl WrapProvider for Silent {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        inner.logon(request).map_err(|error| error.code().into())
    }
}
