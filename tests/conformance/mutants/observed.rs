//! What clients rely on, bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use mapi_sim::conformance::Capability;
use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::{Shows, edited};
use super::on_calls::names;
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
        wrap(OBS_01, "lists the properties of a list only", |wrapping| wrapping.table(KnownOnly)),
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
        wrap(OBS_03, "panics about messages of a store that has gone", |wrapping| wrapping.message(Brittle)),
        wrap(OBS_03, "panics about a store that has gone", |wrapping| wrapping.store(Brittle)),
        wrap(OBS_03, "panics about tables of a store that has gone", |wrapping| {
            let gone = Gone::default();
            wrapping.provider(gone.clone()).table(gone)
        })
        .also(&[OBS_02, OBS_07, SHUT_15]),
        wrap(OBS_04, "has no validation data", |wrapping| wrapping.provider(Data(|_| None))),
        wrap(OBS_04, "has empty validation data", |wrapping| wrapping.provider(Data(|_| Some(Vec::new())))),
        wrap(OBS_04, "has validation data for its first store only", |wrapping| {
            wrapping.provider(Data(|request| (!names(request, "second")).then(|| vec![1])))
        }),
        wrap(OBS_05, "names another provider in the status row", |wrapping| {
            wrapping.support(Columns(|column| {
                let other = || PropValue::new(PR_MDB_PROVIDER, vec![7_u8; 16]);
                Some(if column.id() == PR_MDB_PROVIDER.id() { other() } else { column })
            }))
        }),
        wrap(OBS_05, "names itself with a text", |wrapping| {
            wrapping.support(Columns(|column| {
                let text = || PropValue::new(PR_MDB_PROVIDER.with_type(PropType::PT_UNICODE), "reference");
                Some(if column.id() == PR_MDB_PROVIDER.id() { text() } else { column })
            }))
        }),
        wrap(OBS_05, "does not name itself in the status row", |wrapping| {
            wrapping.support(Columns(|column| (column.id() != PR_MDB_PROVIDER.id()).then_some(column)))
        }),
        wrap(OBS_06, "opens what it is asked for", |wrapping| wrapping.store(AnyInterface))
            .with(Capability::Wrapper)
            .also(&[ERR_16]),
        wrap(OBS_06, "opens what it is asked for in its logon object", |wrapping| {
            wrapping.logon(AnyInterface)
        })
        .with(Capability::Wrapper),
        wrap(OBS_06, "opens what it is asked for in its folders", |wrapping| wrapping.folder(AnyInterface))
            .with(Capability::Wrapper),
        wrap(OBS_07, "counts its sessions in its answers", |wrapping| wrapping.provider(Counts::default())),
        wrap(OBS_07, "lists no folders in a second session", |wrapping| {
            let gone = Gone::default();
            wrapping.provider(gone.clone()).folder(gone)
        })
        .also(&[OBS_02]),
        wrap(OBS_07, "adds no status row in a second session", |wrapping| {
            let gone = Gone::default();
            wrapping.provider(gone.clone()).support(gone)
        })
        .unsettled(&[OBS_05]),
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

impl WrapMessage for Brittle {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let answer = inner.get_props(tags, flags);
        assert!(answer.is_ok() || tags.is_some() || !flags.is_empty(), "the store has gone");
        answer
    }
}

impl WrapStore for Brittle {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let answer = inner.get_props(tags, flags);
        assert!(answer.is_ok() || tags.is_some() || !flags.is_empty(), "the store has gone");
        answer
    }
}

/// Knows whether a session has ended.
#[derive(Clone, Default)]
struct Gone(Arc<AtomicBool>);

impl Gone {
    fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl WrapProvider for Gone {
    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.store(true, Ordering::Relaxed);
        inner.shutdown(flags)
    }
}

/// Panics once a session has ended.
impl WrapTable for Gone {
    fn query_rows(&self, inner: &dyn IMAPITable, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        assert!(!self.is_so(), "the store has gone");
        inner.query_rows(rows, flags)
    }
}

/// Lists nothing once a session has ended.
impl WrapFolder for Gone {
    fn get_hierarchy_table(
        &self,
        inner: &dyn IMAPIFolder,
        flags: TableFlags,
    ) -> MapiResult<Arc<dyn IMAPITable>> {
        let table = inner.get_hierarchy_table(flags)?;
        if self.is_so() {
            table.seek_row(Bookmark::END, 0)?;
        }
        Ok(table)
    }
}

/// Adds no status row once a session has ended.
impl WrapSupport for Gone {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        if self.is_so() { Ok(()) } else { inner.modify_status_row(columns, flags) }
    }
}

/// Shows the properties that its author thought of, and no other.
struct KnownOnly;

impl WrapTable for KnownOnly {
    fn query_rows(&self, inner: &dyn IMAPITable, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        let known = |value: PropValue| match value.id() {
            0x6600.. => PropValue::error(value.tag(), codes::MAPI_E_NOT_FOUND),
            _ => value,
        };
        let shown = |row: Row| Row::new(row.into_props().into_iter().map(known).collect());
        Ok(inner.query_rows(rows, flags)?.into_iter().map(shown).collect())
    }
}

/// Other validation data.
struct Data(fn(&LogonRequest<'_>) -> Option<Vec<u8>>);

impl WrapProvider for Data {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        if answer.logon.is_some() {
            answer.spool_security = (self.0)(request);
        }
        Ok(answer)
    }
}

/// Other columns of the status row.
struct Columns(fn(PropValue) -> Option<PropValue>);

impl WrapSupport for Columns {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let columns: Vec<PropValue> = columns.iter().cloned().filter_map(self.0).collect();
        inner.modify_status_row(&columns, flags)
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

impl WrapLogon for AnyInterface {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let mut request = *request;
        request.interface = None;
        inner.open_entry(&request)
    }
}

impl WrapFolder for AnyInterface {
    fn open_entry(&self, inner: &dyn IMAPIFolder, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
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
