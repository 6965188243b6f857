//! The object inside, the two wrappings around it, and what the caller has.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Interface, Method};
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

/// What one wrapping was told of.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    told: Arc<Mutex<BTreeSet<Method>>>,
    refuses: Arc<AtomicBool>,
}

impl Recorder {
    fn around(&self, inner: impl ProviderEntry + 'static) -> Wrapping {
        Wrapping::new(inner)
            .provider(self.clone())
            .logon(self.clone())
            .store(self.clone())
            .folder(self.clone())
            .message(self.clone())
            .attach(self.clone())
            .table(self.clone())
            .stream(self.clone())
            .storage(self.clone())
            .status(self.clone())
            .support(self.clone())
            .section(self.clone())
            .progress(self.clone())
    }

    fn told(&self, method: Method) -> MapiResult<()> {
        self.told.lock().unwrap().insert(method);
        if self.refuses.load(Ordering::SeqCst) {
            return Err(MapiError::with_detail(MAPI_E_CALL_FAILED, MapiErrorDetail::new(name_of(method))));
        }
        Ok(())
    }

    fn refuse(&self, refuses: bool) {
        self.told.lock().unwrap().clear();
        self.refuses.store(refuses, Ordering::SeqCst);
    }
}

macro_rules! recorders {
    ($($wrap:ident: $interface:ident,)+) => {$(
        impl $wrap for Recorder {
            fn before(&self, _inner: &dyn $interface, method: Method) -> MapiResult<()> {
                self.told(method)
            }
        }
    )+};
}

recorders! {
    WrapProvider: IMSProvider,
    WrapLogon: IMSLogon,
    WrapStore: IMsgStore,
    WrapFolder: IMAPIFolder,
    WrapMessage: IMessage,
    WrapAttach: IAttach,
    WrapTable: IMAPITable,
    WrapStream: IStream,
    WrapStorage: IStorage,
    WrapStatus: IMAPIStatus,
    WrapSupport: IMAPISupport,
    WrapSection: IProfSect,
    WrapProgress: IMAPIProgress,
}

/// An object of every interface, of the provider and of MAPI. It opens others, and keeps what it is given.
#[derive(Clone, Default)]
pub(crate) struct Bare(pub(crate) Arc<Mutex<Given>>);

#[derive(Default)]
pub(crate) struct Given {
    pub(crate) support: Option<Support>,
    pub(crate) progress: Option<Arc<dyn IMAPIProgress>>,
}

impl IMSProvider for Bare {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.lock().unwrap().support = Some(request.support.clone());
        Ok(LogonAnswer::first(Arc::new(self.clone()), Arc::new(self.clone())))
    }

    fn compare_store_ids(&self, _first: &EntryId, _second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(true)
    }
}

impl IMSLogon for Bare {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        Ok(())
    }
}

impl IMAPIProp for Bare {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::props(vec![]))
    }
}

impl IMsgStore for Bare {
    /// The flags say which kind.
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let object = self.clone();
        Ok(match request.flags.bits() {
            1 => MapiObject::Folder(Arc::new(object)),
            2 => MapiObject::Message(Arc::new(object)),
            3 => MapiObject::Attach(Arc::new(object)),
            4 => MapiObject::Table(Arc::new(object)),
            5 => MapiObject::Stream(Arc::new(object)),
            6 => MapiObject::Storage(Arc::new(object)),
            _ => MapiObject::Status(Arc::new(object)),
        })
    }
}

impl IMAPIContainer for Bare {}
impl IMAPIFolder for Bare {
    fn empty_folder(&self, ui: ProgressUi<'_>, _flags: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        self.0.lock().unwrap().progress = ui.progress.cloned();
        Ok(().into())
    }
}
impl IMessage for Bare {}
impl IAttach for Bare {}
impl IMAPIStatus for Bare {}
impl IProfSect for Bare {}
impl ISequentialStream for Bare {}
impl IStream for Bare {}
impl IStorage for Bare {}

impl IMAPITable for Bare {
    fn set_columns(&self, _: &[PropTag], _: SetColumnsFlags) -> MapiResult<()> {
        Ok(())
    }

    fn query_columns(&self, _: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        Ok(vec![])
    }

    fn get_row_count(&self, _: u32) -> MapiResult<Warned<u32>> {
        Ok(0.into())
    }

    fn seek_row(&self, _: Bookmark, _: i32) -> MapiResult<Warned<i32>> {
        Ok(0.into())
    }

    fn query_rows(&self, _: i32, _: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        Ok(vec![])
    }
}

impl IMAPIProgress for Bare {
    fn progress(&self, _value: u32, _count: u32, _total: u32) -> MapiResult<()> {
        Ok(())
    }
}

impl IMAPISupport for Bare {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        0
    }

    fn release(&self, _counted: CountedBy) -> u32 {
        0
    }

    fn open_profile_section(
        &self,
        _: Option<&MapiUid>,
        _: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        Ok(Arc::new(self.clone()))
    }
}

/// The object inside, both wrappings, and what the caller has.
pub(crate) struct Stack {
    pub(crate) bottom: Bare,
    pub(crate) inside: Recorder,
    pub(crate) outside: Recorder,
    pub(crate) provider: Arc<dyn IMSProvider>,
    pub(crate) logon: Arc<dyn IMSLogon>,
    pub(crate) store: Arc<dyn IMsgStore>,
    /// From here on: what the arguments of calls are made of.
    pub(crate) id: EntryId,
    pub(crate) text: MapiString,
    pub(crate) uid: MapiUid,
    pub(crate) support: Support,
    pub(crate) folder: Arc<dyn IMAPIFolder>,
    pub(crate) message: Arc<dyn IMessage>,
    pub(crate) object: MapiObject,
    pub(crate) sink: Arc<dyn IMAPIAdviseSink>,
}

pub(crate) const WINDOW: ParentWindow<'static> = ParentWindow::none();
pub(crate) const UI: ProgressUi<'static> = ProgressUi::none();
pub(crate) const TAG: PropTag = tags::PR_DISPLAY_NAME_W;

pub(crate) fn stack() -> Stack {
    let (bottom, inside, outside) = (Bare::default(), Recorder::default(), Recorder::default());
    let made = bottom.clone();
    let entry = move |_: &InitRequest| Ok(InitAnswer::new(Arc::new(made.clone())));
    let wrapping = outside.around(inside.around(entry));
    let provider =
        wrapping.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap().provider.unwrap();
    let (text, support) = (MapiString::from("text"), Support::from_object(Arc::new(Bare::default())));
    let answer = provider.logon(&LogonRequest::new(&support, &text, None, StoreLogonFlags::empty())).unwrap();
    let folder: Arc<dyn IMAPIFolder> = Arc::new(Bare::default());
    Stack {
        bottom,
        inside,
        outside,
        provider,
        logon: answer.logon.unwrap(),
        store: answer.store.unwrap(),
        id: EntryId::from_bytes(&[1, 2, 3]),
        text,
        uid: MapiUid::from_bytes([9; 16]),
        support,
        message: Arc::new(Bare::default()),
        object: MapiObject::Folder(folder.clone()),
        folder,
        sink: Arc::new(|_: &[Notification]| ()),
    }
}

impl Stack {
    pub(crate) fn object(&self, kind: u32) -> MapiObject {
        let flags = OpenEntryFlags::from_bits_retain(kind);
        self.store.open_entry(&OpenEntryRequest::root().flags(flags)).unwrap()
    }

    /// Makes the calls on an object of the provider, which the inner wrapping refuses, or on one of MAPI, which the
    /// outer one refuses. Then compares what both wrappings were told with the methods of the interface.
    pub(crate) fn all_methods(&self, provider_side: bool, interface: Interface, calls: impl FnOnce()) {
        self.inside.refuse(provider_side);
        self.outside.refuse(!provider_side);
        calls();
        let declared = |method: &Method| method.row().is_some_and(|row| row.function.is_some());
        let methods: BTreeSet<Method> = interface.methods().filter(declared).collect();
        for (place, recorder) in [("inside", &self.inside), ("outside", &self.outside)] {
            let mut told = recorder.told.lock().unwrap().clone();
            told.remove(&methods::IUnknown::QueryInterface);
            assert_eq!(told, methods, "{place}");
            recorder.refuse(false);
        }
    }
}

/// `::name`, as the trait has it.
fn name_of(method: Method) -> String {
    let name =
        method.row().and_then(|row| row.function).map_or("provider_shutdown", |function| function.name);
    format!("::{name}")
}
