//! A provider that does what a script says, and a machine to load it in.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::memory::MemoryProps;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::support::KeptSupport;
use mapi_sim::trace::Trace;

pub const DLL: &str = "scripted.dll";
pub const PROFILE: &str = "Default";
pub const UID: MapiUid = MapiUid::from_fields(0x5C21_97ED, 1, 2, *b"scripted");

/// What one logon does.
#[derive(Clone)]
pub enum Act {
    /// What a good provider does: opens the store, or returns it if it is open.
    Well,
    /// As `Well`, with `MAPI_W_ERRORS_RETURNED` and a text.
    Warning(&'static str),
    /// Fails, with a text.
    Fail(HResult, &'static str),
    /// Fails and keeps a reference on the support object.
    FailKeeping(HResult),
    /// Succeeds and returns these parts of a new pair.
    Partly { store: bool, logon: bool },
    /// Opens the store without keeping a reference on the support object.
    WithoutSupport,
    /// Opens the store once more, although it is open.
    OpenTwice,
    /// Returns the open store, with another logon object.
    ExtraLogon,
    /// Returns the open store and keeps a reference on the support object.
    KeepAgain,
    /// Returns the client's very objects (for the spooler's logon).
    SameObjects,
    /// Opens another store than the one asked for.
    Other,
    /// Panics.
    Panic,
}

/// Something a provider does while MAPI waits for it.
pub type Callback = Arc<dyn Fn(&'static str, Option<&Support>) + Send + Sync>;

/// What a provider does, and what has become of it.
#[derive(Default)]
pub struct Script {
    pub logons: Mutex<VecDeque<Act>>,
    pub spooler_logons: Mutex<VecDeque<Act>>,
    /// Called from everywhere, with the name of the place.
    pub callback: Mutex<Option<Callback>>,
    /// References that were kept by acts that keep one too many.
    pub kept: Mutex<Vec<Support>>,
    /// The validation data that the spooler brought.
    pub brought: Mutex<Vec<Vec<u8>>>,
    /// Stores do not call `StoreLogoffTransports`.
    pub silent_release: Mutex<bool>,
    /// Stores answer nothing any more once they are logged off.
    pub mute_after_logoff: Mutex<bool>,
    /// `IMSLogon::Logoff` does not release the support object.
    pub hold_on: Mutex<bool>,
    /// `IMSLogon::Logoff` fails with this code.
    pub logoff_fails: Mutex<Option<HResult>>,
    /// `IMSProvider::Shutdown` fails with this code.
    pub shutdown_fails: Mutex<Option<HResult>>,
    /// `PR_STORE_SUPPORT_MASK` of stores.
    pub mask: Mutex<StoreSupportMask>,
    /// Whether logon objects keep sinks, and what they keep, by connection number.
    pub keeps_sinks: Mutex<bool>,
    pub sinks: Mutex<BTreeMap<u64, Arc<dyn IMAPIAdviseSink>>>,
}

impl Script {
    pub fn new(logons: impl IntoIterator<Item = Act>) -> Arc<Self> {
        let script = Self::default();
        *lock(&script.logons) = logons.into_iter().collect();
        Arc::new(script)
    }

    pub fn spooler(self: Arc<Self>, logons: impl IntoIterator<Item = Act>) -> Arc<Self> {
        *lock(&self.spooler_logons) = logons.into_iter().collect();
        self
    }

    pub fn called_back(&self, place: &'static str, support: Option<&Support>) {
        let callback = lock(&self.callback).clone();
        if let Some(callback) = callback {
            callback(place, support);
        }
    }

    fn keep_sink(&self, sink: Arc<dyn IMAPIAdviseSink>) -> MapiResult<Connection> {
        if !*lock(&self.keeps_sinks) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let mut sinks = lock(&self.sinks);
        let number = sinks.last_key_value().map_or(100, |(last, _)| last + 1);
        sinks.insert(number, sink);
        Ok(Connection::new(number).unwrap())
    }

    fn drop_sink(&self, connection: Connection) -> MapiResult<()> {
        let kept = lock(&self.sinks).remove(&connection.get());
        kept.map(drop).ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }

    /// The entry point of a DLL that works by this script.
    pub fn entry(self: &Arc<Self>) -> impl Fn(&InitRequest) -> MapiResult<InitAnswer> + Send + Sync + use<> {
        let script = Arc::clone(self);
        move |_| {
            script.called_back("MSProviderInit", None);
            let provider = ScriptedProvider { script: Arc::clone(&script), open: Mutex::default() };
            Ok(InitAnswer::new(Arc::new(provider)))
        }
    }
}

pub fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub struct ScriptedProvider {
    script: Arc<Script>,
    open: Mutex<BTreeMap<(Side, EntryId), Pair>>,
}

/// A pair of objects that somebody else holds.
type Pair = (Weak<ScriptedStore>, Weak<ScriptedLogon>);

/// Whose pair of objects it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Client,
    Spooler,
}

impl ScriptedProvider {
    fn act(&self, side: Side, act: Act, support: &Support, id: Option<&EntryId>) -> MapiResult<LogonAnswer> {
        let id = id.cloned().unwrap_or_else(|| store_id("none"));
        match act {
            Act::Well => self.open_or_join(side, support, id),
            Act::Warning(text) => {
                let warning = Warning::errors_returned().with_detail(MapiErrorDetail::new(text));
                Ok(self.open_or_join(side, support, id)?.with_warning(warning))
            }
            Act::Fail(code, text) => Err(MapiError::with_detail(code, MapiErrorDetail::new(text))),
            Act::FailKeeping(code) => {
                lock(&self.script.kept).push(support.clone());
                Err(code.into())
            }
            Act::Partly { store, logon } => {
                let mut answer = self.open(side, support, id, true)?;
                answer.store = answer.store.filter(|_| store);
                answer.logon = answer.logon.filter(|_| logon);
                Ok(answer)
            }
            Act::WithoutSupport => self.open(side, support, id, false),
            Act::OpenTwice => self.open(side, support, id, true),
            Act::ExtraLogon => {
                let mut answer = self.open_or_join(side, support, id)?;
                let inside = Arc::new(Inside::new(&self.script, None));
                answer.logon = Some(Arc::new(ScriptedLogon(inside)));
                Ok(answer)
            }
            Act::KeepAgain => {
                lock(&self.script.kept).push(support.clone());
                self.open_or_join(side, support, id)
            }
            Act::SameObjects => {
                let open = lock(&self.open)
                    .get(&(Side::Client, id))
                    .map(|(store, logon)| (store.upgrade(), logon.upgrade()));
                let (store, logon) = open.ok_or(MAPI_E_NOT_FOUND)?;
                let mut answer = LogonAnswer::already_open(store.ok_or(MAPI_E_NOT_FOUND)?);
                answer.logon = logon.map(|logon| logon as Arc<dyn IMSLogon>);
                Ok(answer)
            }
            Act::Other => self.open(side, support, store_id("some other store"), true),
            Act::Panic => panic!("the scripted provider panics"),
        }
    }

    fn open_or_join(&self, side: Side, support: &Support, id: EntryId) -> MapiResult<LogonAnswer> {
        let known = lock(&self.open).get(&(side, id.clone())).and_then(|(store, _)| store.upgrade());
        match known.filter(|store| store.0.is_open()) {
            Some(store) => Ok(LogonAnswer::already_open(store)),
            None => self.open(side, support, id, true),
        }
    }

    fn open(&self, side: Side, support: &Support, id: EntryId, keep: bool) -> MapiResult<LogonAnswer> {
        let wrapped = support.wrap_store_entry_id(&id)?;
        let inside = Arc::new(Inside::new(&self.script, keep.then(|| KeptSupport::new(support))));
        if side == Side::Client {
            register(support)?;
        }
        let mask = lock(&self.script.mask).bits();
        let props = MemoryProps::new(vec![
            PropValue::new(PR_ENTRYID, &wrapped),
            PropValue::new(PR_STORE_SUPPORT_MASK, mask),
        ]);
        let store = Arc::new(ScriptedStore(Arc::clone(&inside), props));
        let logon = Arc::new(ScriptedLogon(inside));
        lock(&self.open).insert((side, id), (Arc::downgrade(&store), Arc::downgrade(&logon)));
        Ok(LogonAnswer::first(logon, store).with_spool_security(b"validation".to_vec()))
    }
}

fn register(support: &Support) -> MapiResult<()> {
    support.set_provider_uid(&UID, 0)?;
    support.modify_profile(ModifyProfileFlags::empty())?;
    let row = [
        PropValue::new(PR_DISPLAY_NAME_W, "scripted"),
        PropValue::new(PR_STATUS_CODE, 1),
        PropValue::new(PR_RESOURCE_METHODS, 1),
    ];
    support.modify_status_row(&row, StatusRowFlags::empty())
}

impl IMSProvider for ScriptedProvider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.script.called_back("Logon", Some(request.support));
        let act = lock(&self.script.logons).pop_front().unwrap_or(Act::Well);
        self.act(Side::Client, act, request.support, request.entry_id)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.script.called_back("SpoolerLogon", Some(request.support));
        lock(&self.script.brought).push(request.spool_security.to_vec());
        let act = lock(&self.script.spooler_logons).pop_front().unwrap_or(Act::OpenTwice);
        self.act(Side::Spooler, act, request.support, request.entry_id)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        self.script.called_back("CompareStoreIDs", None);
        Ok(first == second)
    }

    fn shutdown(&self, _flags: u32) -> MapiResult<()> {
        self.script.called_back("Shutdown", None);
        lock(&self.script.shutdown_fails).map_or(Ok(()), |code| Err(code.into()))
    }
}

pub struct Inside {
    script: Arc<Script>,
    support: Option<KeptSupport>,
}

impl Inside {
    fn new(script: &Arc<Script>, support: Option<KeptSupport>) -> Self {
        Self { script: Arc::clone(script), support }
    }

    fn is_open(&self) -> bool {
        self.support.as_ref().is_none_or(KeptSupport::is_open)
    }
}

pub struct ScriptedLogon(Arc<Inside>);

impl IMSLogon for ScriptedLogon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        self.0.script.called_back("Logoff", None);
        if let Some(support) = &self.0.support
            && !*lock(&self.0.script.hold_on)
        {
            support.logged_off();
        }
        lock(&self.0.script.logoff_fails).map_or(Ok(()), |code| Err(code.into()))
    }

    fn advise(
        &self,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.0.script.keep_sink(sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.0.script.drop_sink(connection)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.0.script.called_back("OpenEntry", None);
        let _ = request;
        Err(MAPI_E_NOT_FOUND.into())
    }
}

pub struct ScriptedStore(Arc<Inside>, MemoryProps);

impl Drop for ScriptedStore {
    fn drop(&mut self) {
        self.0.script.called_back("release of the store", None);
        if let Some(support) = &self.0.support {
            if *lock(&self.0.script.silent_release) {
                support.logged_off();
            } else {
                support.store_released();
            }
        }
    }
}

impl IMAPIProp for ScriptedStore {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.0.script.called_back("GetProps", None);
        if *lock(&self.0.script.mute_after_logoff) && !self.0.is_open() {
            return Err(MAPI_E_INVALID_OBJECT.into());
        }
        self.1.get_props(tags, flags)
    }
}

impl IMsgStore for ScriptedStore {
    fn advise(
        &self,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.0.script.keep_sink(sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.0.script.drop_sink(connection)
    }

    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.0.script.called_back("StoreLogoff", None);
        if let Some(support) = &self.0.support {
            support.note_logoff(flags);
        }
        Ok(LogoffFlags::empty())
    }
}

/// The provider's own identifier of a store.
pub fn store_id(name: &str) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, name.as_bytes())
}

/// The identifier that a client has.
pub fn wrapped(name: &str) -> EntryId {
    WrappedStoreEntryId { dll_name: DLL.into(), store: store_id(name) }.encode().unwrap()
}

/// A subsystem in which `scripted.dll` works by `script`, with a service `SCRIPTED` of the stores "a" and "b" that has
/// an entry point if one is given.
pub fn subsystem(script: &Arc<Script>, entry: Option<Arc<dyn ServiceEntry>>) -> SubsystemBuilder {
    let section = |name: &str| StoreSection::new(DLL, format!("Store {name}")).entry_id(store_id(name));
    let mut dll = Dll::new(DLL).provider_entry(script.entry());
    let mut service = Service::new("SCRIPTED").store(section("a")).store(section("b"));
    if let Some(entry) = entry {
        dll = dll.service_entry(move |request: &ServiceRequest<'_>| entry.msg_service_entry(request));
        service = service.with_entry(DLL);
    }
    Subsystem::builder().dll(dll).profile(Profile::new(PROFILE).service(service))
}

/// The same, built, with a session.
pub fn machine(script: &Arc<Script>) -> (Subsystem, Arc<Session>) {
    let mapi = subsystem(script, None).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

pub fn open_with(session: &Session, id: &EntryId, flags: OpenStoreFlags) -> MapiResult<Arc<dyn IMsgStore>> {
    Ok(session.open_msg_store(&OpenStoreRequest::new(id).flags(flags))?.value)
}

pub fn open(session: &Session, name: &str) -> MapiResult<Arc<dyn IMsgStore>> {
    open_with(session, &wrapped(name), OpenStoreFlags::empty())
}

pub fn end(session: &Session) {
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
}

/// The rules that the deviations of a trace are about, in order.
pub fn broken_rules(trace: &Trace) -> Vec<&'static str> {
    trace.deviations().iter().map(|deviation| deviation.rule).collect()
}
