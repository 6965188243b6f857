//! The two sides of a wrapping: a provider that expects its own objects bare, and MAPI that expects its own bare.

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

pub(crate) const UID: MapiUid = MapiUid::from_bytes([9; 16]);

/// An object of one side, either of the provider or of MAPI, and what that side was given.
#[derive(Clone, Default)]
pub(crate) struct Own(pub(crate) Arc<Given>);

#[derive(Default)]
pub(crate) struct Given {
    pub(crate) references: AtomicU32,
    pub(crate) support: Mutex<Option<Support>>,
    pub(crate) sink: Mutex<Option<Arc<dyn IMAPIAdviseSink>>>,
    /// The text that the request of a logon must have.
    pub(crate) expected: Mutex<String>,
    pub(crate) entry: Mutex<Option<MapiObject>>,
}

impl Own {
    pub(crate) fn new_object(&self) -> Arc<Self> {
        Arc::new(self.clone())
    }

    /// Whether an object belongs to this side.
    pub(crate) fn owns(&self, object: &dyn Any) -> bool {
        object.downcast_ref::<Self>().is_some_and(|own| Arc::ptr_eq(&own.0, &self.0))
    }

    /// Success for an object of this side.
    fn expect<T>(&self, object: &dyn Any, answer: T) -> MapiResult<T> {
        if self.owns(object) { Ok(answer) } else { Err(MAPI_E_INVALID_OBJECT.into()) }
    }

    /// Success for an object of the other side that is wrapped.
    fn expect_wrapped<T>(&self, object: &dyn Any, answer: T) -> MapiResult<T> {
        if object.is::<Self>() { Err(MAPI_E_INVALID_OBJECT.into()) } else { Ok(answer) }
    }
}

impl IMSProvider for Own {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        *self.0.support.lock().unwrap() = Some(request.support.clone());
        assert_eq!(format!("{request:?}"), *self.0.expected.lock().unwrap());
        Ok(LogonAnswer::first(self.new_object(), self.new_object()))
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        assert_eq!(format!("{request:?}"), *self.0.expected.lock().unwrap());
        Err(MAPI_E_LOGON_FAILED.into())
    }

    fn compare_store_ids(&self, _first: &EntryId, _second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(true)
    }
}

impl IMSLogon for Own {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        Ok(())
    }

    fn advise(
        &self,
        _: Option<&EntryId>,
        _: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        *self.0.sink.lock().unwrap() = Some(sink);
        Ok(Connection::FIRST)
    }
}

impl IMAPIProp for Own {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::props(vec![]))
    }

    fn copy_to(&self, request: &CopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        assert_eq!((request.exclude_interfaces, request.interface), (&[UID][..], UID));
        self.expect(&*request.destination.clone().into_prop()?, vec![])
    }

    fn copy_props(&self, request: &CopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        assert_eq!(request.include_props, [tags::PR_BODY_W]);
        self.expect(&*request.destination.clone().into_folder()?, vec![])
    }
}

impl IMsgStore for Own {
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        Ok(match request.flags.bits() {
            1 => MapiObject::Folder(self.new_object()),
            2 => MapiObject::Message(self.new_object()),
            _ => MapiObject::Stream(self.new_object()),
        })
    }

    fn set_lock_state(&self, message: &Arc<dyn IMessage>, _state: LockState) -> MapiResult<()> {
        self.expect(&**message, ())
    }
}

impl IMAPIContainer for Own {}

impl IMAPIFolder for Own {
    fn copy_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        assert_eq!((request.messages.len(), request.interface), (1, Some(UID)));
        self.expect(&**request.destination, ().into())
    }

    fn copy_folder(&self, request: &CopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        assert_eq!(request.new_name, Some(&MapiString::from("new")));
        self.expect(&**request.destination, ().into())
    }

    fn empty_folder(&self, ui: ProgressUi<'_>, _flags: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        match ui.window.show(&Dialog::new("Empty?")) {
            DialogAnswer::Completed(_) => Ok(().into()),
            DialogAnswer::Cancelled => Err(MAPI_E_USER_CANCEL.into()),
            DialogAnswer::Unavailable => Err(MAPI_E_NO_ACCESS.into()),
        }
    }
}

impl IMessage for Own {}
impl ISequentialStream for Own {}

impl IStream for Own {
    fn copy_to(&self, destination: &Arc<dyn IStream>, count: u64) -> MapiResult<(u64, u64)> {
        self.expect(&**destination, (count, count))
    }
}

impl IProfSect for Own {}

/// MAPI's side: every object of the provider is expected wrapped, every one of MAPI's bare.
impl IMAPISupport for Own {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        self.0.references.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn release(&self, _counted: CountedBy) -> u32 {
        self.0.references.fetch_sub(1, Ordering::SeqCst) - 1
    }

    fn subscribe(&self, request: &SubscribeRequest<'_>) -> MapiResult<Connection> {
        *self.0.sink.lock().unwrap() = Some(Arc::clone(request.sink));
        Ok(Connection::FIRST)
    }

    fn open_profile_section(
        &self,
        _: Option<&MapiUid>,
        _: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        Ok(self.new_object())
    }

    fn open_entry(&self, _request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.0.entry.lock().unwrap().clone().ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }

    fn make_invalid(&self, request: &MakeInvalidRequest<'_>) -> MapiResult<()> {
        self.expect_wrapped(&*request.object.clone().into_message()?, ())
    }

    fn do_config_propsheet(&self, request: &PropsheetRequest<'_>) -> MapiResult<()> {
        self.expect(&**request.config_data, ())
    }

    fn copy_messages(&self, request: &SupportCopyMessagesRequest<'_>) -> MapiResult<()> {
        self.expect_wrapped(&**request.copy.destination, ())?;
        self.expect_wrapped(&**request.source, ())
    }

    fn copy_folder(&self, request: &SupportCopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        self.expect_wrapped(&**request.copy.destination, ())?;
        self.expect_wrapped(&**request.source, ().into())
    }

    fn do_copy_to(&self, request: &DoCopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        self.expect_wrapped(&*request.copy.destination.clone().into_folder()?, ())?;
        self.expect(&*request.source.clone().into_profile_section()?, vec![])
    }

    fn do_copy_props(&self, request: &DoCopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        self.expect_wrapped(&*request.source.clone().into_folder()?, ())?;
        self.expect(&*request.copy.destination.clone().into_profile_section()?, vec![])
    }

    /// Gives the message back that was read.
    fn read_receipt(
        &self,
        _flags: ReadReceiptFlags,
        read: &Arc<dyn IMessage>,
        empty: Option<Arc<dyn IMessage>>,
    ) -> MapiResult<Option<Arc<dyn IMessage>>> {
        self.expect_wrapped(&*empty.unwrap(), ())?;
        self.expect_wrapped(&**read, Some(Arc::clone(read)))
    }

    fn prepare_submit(&self, message: &Arc<dyn IMessage>, _flags: u32) -> MapiResult<()> {
        self.expect_wrapped(&**message, ())
    }

    fn get_svc_config_support_obj(&self, _flags: u32) -> MapiResult<Support> {
        self.0.references.fetch_add(1, Ordering::SeqCst);
        Ok(Support::from_object(self.new_object()))
    }
}

/// A store of one wrapping, and both sides of it.
pub(crate) struct Side {
    pub(crate) provider: Own,
    pub(crate) mapi: Own,
    pub(crate) logon: Arc<dyn IMSLogon>,
    pub(crate) store: Arc<dyn IMsgStore>,
}

impl Side {
    /// Another session of the wrapping, for `provider`.
    pub(crate) fn of(wrapping: &Wrapping, provider: &Own) -> Self {
        let mapi = Own::default();
        mapi.0.references.fetch_add(1, Ordering::SeqCst);
        let support = Support::from_object(mapi.new_object());
        let init = wrapping.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap();
        let profile = MapiString::from("profile");
        let (id, wrapped) = (EntryId::from_bytes(&[1, 2]), init.provider.unwrap());
        let request =
            LogonRequest::new(&support, &profile, Some(&id), StoreLogonFlags::MDB_WRITE).interface(UID);
        *provider.0.expected.lock().unwrap() = format!("{request:?}");
        let answer = wrapped.logon(&request).unwrap();
        let flags = SpoolerLogonFlags::MDB_WRITE;
        let request = SpoolerLogonRequest::new(&support, &profile, Some(&id), flags)
            .interface(UID)
            .spool_security(&[7]);
        *provider.0.expected.lock().unwrap() = format!("{request:?}");
        assert!(
            wrapped.spooler_logon(&request).is_err(),
            "the inner provider fails, after it has seen the request"
        );
        let (logon, store) = (answer.logon.unwrap(), answer.store.unwrap());
        Self { provider: provider.clone(), mapi, logon, store }
    }

    pub(crate) fn open(&self, kind: u32) -> MapiObject {
        let flags = OpenEntryFlags::from_bits_retain(kind);
        self.store.open_entry(&OpenEntryRequest::root().flags(flags)).unwrap()
    }

    pub(crate) fn folder(&self) -> Arc<dyn IMAPIFolder> {
        self.open(1).into_folder().unwrap()
    }

    pub(crate) fn message(&self) -> Arc<dyn IMessage> {
        self.open(2).into_message().unwrap()
    }

    /// The support object as the provider has it.
    pub(crate) fn support(&self) -> Support {
        self.provider.0.support.lock().unwrap().clone().unwrap()
    }
}

pub(crate) fn wrapping(provider: &Own) -> Wrapping {
    let provider = provider.clone();
    Wrapping::new(move |_: &InitRequest| Ok(InitAnswer::new(provider.new_object())))
}

pub(crate) fn side() -> Side {
    let provider = Own::default();
    Side::of(&wrapping(&provider), &provider)
}
