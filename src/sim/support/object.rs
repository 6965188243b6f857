//! `IMAPISupport` for stores, spooler logons and message services, and its counted references.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_NO_SUPPORT};
use crate::mapi::{
    EntryId, HResult, LogoffFlags, MapiErrorDetail, MapiResult, MapiUid, ModifyProfileFlags, Notification,
    NotificationKey, NotifyFlags, OneOff, OpenSectionFlags, PropValue, SpoolerNotifyFlags, StatusRowFlags,
    StringWidth, WrappedStoreEntryId,
};
use crate::methods::Show;
use crate::sim::books::home::Home;
use crate::sim::books::state::State;
use crate::sim::books::supports::SupportFacts;
use crate::sim::books::supports::{SupportData, SupportKind};
use crate::sim::drive::made_support::{MadeSupport, finish_release};
use crate::sim::drive::routing;
use crate::sim::kernel::asked::About;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::sim::kernel::turn::run_to_end;
use crate::spi::{
    Connection, CountedBy, IMAPISupport, IProfSect, MapiObject, MemAllocRoutines, OneOffRequest,
    OpenEntryRequest, SpoolerNotifyData, SubscribeRequest, Support,
};
use crate::trace::{
    Actor, Args, Bytes, Call, Context, DllNo, Method, Object, Out, ProviderNo, SessionNo, SupportNo,
};

/// The object behind the handle. All that changes is in the state, under its number.
pub(crate) struct SupportObject {
    pub(super) shared: Arc<Shared>,
    pub(super) no: SupportNo,
    pub(super) context: Context,
    pub(super) dll: DllNo,
    pub(super) kind: SupportKind,
}

impl SupportObject {
    pub(crate) const fn new(
        shared: Arc<Shared>,
        no: SupportNo,
        context: Context,
        dll: DllNo,
        kind: SupportKind,
    ) -> Self {
        Self { shared, no, context, dll, kind }
    }

    pub(super) fn call_to(&self, method: Method, args: Args) -> Call {
        Call { from: Actor::Provider(self.dll), to: Object::Support(self.no), method, args }
    }

    /// A method that only looks at or changes the state: one lock for call, work and return.
    pub(super) fn answer<R>(
        &self,
        method: Method,
        args: Args,
        work: impl FnOnce(&mut State) -> MapiResult<R>,
        out: impl FnOnce(&R) -> Out,
    ) -> MapiResult<R> {
        let call = self.call_to(method, args);
        let fault = self.shared.support_fault(method, self.context);
        let result = self.shared.with(|state| {
            let called = state.recorder.call(self.context, call);
            let result = fault.refuses().and_then(|()| work(state));
            if result.is_err() {
                state.check_support_call((self.no, self.kind), self.context, method);
            }
            let out = result.as_ref().map_or(Out::None, out);
            state.recorder.returned(called, (code(&result), out));
            if let Err(error) = &result
                && let Some(data) = state.supports.get_mut(self.no)
            {
                data.keep_error(error.detail().cloned());
            }
            result
        });
        self.shared.after_support_call(fault);
        result
    }

    /// [`answer`](Self::answer) for a method that changes what tables show: their sinks are told before it returns.
    pub(super) fn change(
        &self,
        method: Method,
        args: Args,
        work: impl FnOnce(&mut State) -> MapiResult<()>,
    ) -> MapiResult<()> {
        let result = self.answer(method, args, work, |()| Out::None);
        if !self.shared.is_settled() {
            run_to_end(self.shared.settle());
        }
        result
    }

    /// A method that calls foreign code.
    pub(super) fn forward<R: Show>(
        &self,
        method: Method,
        args: Args,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let fault = self.shared.support_fault(method, self.context);
        let called = self.shared.with(|state| {
            let called = state.record_call(self.context, self.call_to(method, args));
            if !state.supports.get(self.no).is_some_and(SupportData::is_alive) {
                state.check_support_call((self.no, self.kind), self.context, method);
            }
            called
        });
        let mut result = self.shared.foreign(called, || fault.refuses().and_then(|()| run()));
        result.iter_mut().for_each(|answer| self.shared.support_warns(fault, answer));
        let out = out(&result);
        self.shared.with(|state| state.recorder.returned(called, out));
        self.shared.after_support_call(fault);
        result
    }

    /// This support object's record; it is gone once the last reference is, and out of reach once the logon has ended.
    pub(super) fn data<'a>(&self, state: &'a mut State) -> MapiResult<&'a mut SupportData> {
        let data = state.supports.get_mut(self.no).filter(|data| data.is_alive());
        data.ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }

    /// The session and the process in which the provider calls.
    fn place(&self) -> MapiResult<(SessionNo, Home)> {
        self.shared.with(|state| {
            let (session, provider) =
                self.data(state).map(|data| (data.facts().session, data.facts().provider))?;
            Ok((session, state.providers.home_of(provider)))
        })
    }

    fn refuse<R>(&self, method: Method) -> MapiResult<R> {
        self.answer(method, Args::None, |_| Err(MAPI_E_NO_SUPPORT.into()), |_| Out::None)
    }
}

/// Methods that are not simulated, or that no store provider may use, answer `MAPI_E_NO_SUPPORT` and show in the trace.
macro_rules! refused {
    ($($name:ident($($arg:ident: $type:ty),*) -> $answer:ty = $method:ident;)+) => {$(
        fn $name(&self, $($arg: $type),*) -> MapiResult<$answer> {
            let _ = ($($arg,)*);
            self.refuse(Method::$method)
        }
    )+};
}

impl IMAPISupport for SupportObject {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        self.shared.with(|state| {
            let Some(data) = state.supports.get_mut(self.no) else {
                state.check_support_call((self.no, self.kind), self.context, "AddRef");
                return 0;
            };
            let count = data.add_reference();
            state.recorder.add_ref(self.context, Object::Support(self.no), Actor::Provider(self.dll), count);
            count
        })
    }

    fn release(&self, _counted: CountedBy) -> u32 {
        let by = Actor::Provider(self.dll);
        let released = self.shared.with(|state| {
            let released = state.release_support(self.no, by);
            if released.is_none() {
                state.released_again(self.no, self.context);
            }
            released
        });
        let (count, last) = released.unwrap_or((0, None));
        if let Some(last) = last {
            run_to_end(finish_release(&self.shared, last));
        } else if count == 0 && !self.shared.is_settled() {
            run_to_end(self.shared.settle());
        }
        count
    }

    fn get_last_error(&self, _result: HResult, _width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        let last = |state: &mut State| Ok(self.data(state)?.last_error().cloned());
        self.answer(Method::SupportGetLastError, Args::None, last, |_| Out::None)
    }

    fn get_mem_alloc_routines(&self) -> MapiResult<MemAllocRoutines> {
        // [MEM-11] the routines of the provider's initialisation.
        let routines = |state: &mut State| {
            let provider = self.data(state)?.facts().provider;
            Ok(MemAllocRoutines::new(provider.map_or(0, ProviderNo::number)))
        };
        self.answer(Method::SupportGetMemAllocRoutines, Args::None, routines, |_| Out::None)
    }

    fn subscribe(&self, request: &SubscribeRequest<'_>) -> MapiResult<Connection> {
        self.subscribe_sink(request)
    }

    fn unsubscribe(&self, connection: Connection) -> MapiResult<()> {
        self.unsubscribe_sink(connection)
    }

    fn notify(
        &self,
        key: &NotificationKey,
        notifications: &[Notification],
        flags: NotifyFlags,
    ) -> MapiResult<NotifyFlags> {
        self.notify_sinks(key, notifications, flags)
    }

    fn modify_status_row(&self, columns: &[PropValue], flags: StatusRowFlags) -> MapiResult<()> {
        self.change_status_row(columns, flags)
    }

    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        self.open_section(uid, flags)
    }

    fn new_uid(&self) -> MapiResult<MapiUid> {
        self.answer(
            Method::SupportNewUid,
            Args::None,
            |state| {
                self.data(state)?;
                Ok(state.numbers.new_uid())
            },
            |uid| Out::Uid(*uid),
        )
    }

    fn spooler_notify(&self, flags: SpoolerNotifyFlags, _data: Option<&SpoolerNotifyData>) -> MapiResult<()> {
        let run = || {
            let id = self.shared.with(|state| {
                let store = self.data(state)?.store();
                Ok::<_, crate::mapi::MapiError>(
                    store.and_then(|store| state.spooler_id(state.stores.client_store_of(store))),
                )
            })?;
            if let Some(id) = id {
                let heard = || {
                    let about = About::Store(id);
                    self.shared.ask_spooler("notified", about, (), |spooler| spooler.notified(id, flags));
                };
                run_to_end(async { heard() });
            }
            Ok(())
        };
        self.forward(Method::SupportSpoolerNotify, Args::SpoolerNotify(flags), run, plain)
    }

    fn create_one_off(&self, request: &OneOffRequest<'_>) -> MapiResult<EntryId> {
        let make = |state: &mut State| {
            self.data(state)?;
            let address = request.address.clone();
            // [one-off identifiers] without a name the address stands for it.
            let name = request.name.map_or_else(|| address.clone(), Clone::clone);
            let one_off = OneOff::new(name, request.address_type.clone(), address);
            let rich = !request.flags.contains(crate::mapi::OneOffFlags::MAPI_SEND_NO_RICH_INFO);
            let one_off = if rich { one_off } else { one_off.without_rich_info() };
            let id = one_off.encode()?;
            state.recorder.tell(&id);
            Ok(id)
        };
        self.answer(Method::SupportCreateOneOff, Args::None, make, |id| Out::Id(Bytes::of_id(id)))
    }

    fn set_provider_uid(&self, uid: &MapiUid, _flags: u32) -> MapiResult<()> {
        let register = |state: &mut State| {
            let turn = state.numbers.next_route();
            let data = self.data(state)?;
            data.register(*uid, turn);
            let (SupportFacts { session, provider, .. }, store) = (*data.facts(), data.store());
            let home = state.providers.home_of(provider);
            if let (Some(store), Some(session)) = (store, state.sessions.get_mut(session)) {
                session.process_mut(home).add_route((*uid, turn), store);
            }
            Ok(())
        };
        self.answer(Method::SupportSetProviderUid, Args::Uid(*uid), register, |()| Out::None)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        let args = Args::Ids(Bytes::of_id(first), Bytes::of_id(second));
        self.shared.tell([first, second]);
        let run =
            || run_to_end(routing::compare_entry_ids(&self.shared, self.place()?, first, second, flags));
        let out = |result: &MapiResult<bool>| {
            (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
        };
        self.forward(Method::SupportCompareEntryIds, args, run, out)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let args = Args::Entry(request.entry_id.map(Bytes::of_id), request.flags);
        self.shared.tell(request.entry_id);
        let run = || {
            let opened = run_to_end(routing::open_routed(&self.shared, self.place()?, request))?;
            Ok(opened.object)
        };
        self.forward(Method::SupportOpenEntry, args, run, plain)
    }

    fn store_logoff_transports(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.log_off_transports(flags)
    }

    fn wrap_store_entry_id(&self, entry_id: &EntryId) -> MapiResult<EntryId> {
        let wrap = |state: &mut State| {
            let section = self.data(state)?.facts().section;
            let section = section.and_then(|section| state.profiles.section(section));
            // [EID-10] the name that the profile has.
            let dll_name = section.ok_or(MAPI_E_INVALID_OBJECT)?.dll().as_ref().into();
            let id = WrappedStoreEntryId { dll_name, store: entry_id.clone() }.encode()?;
            state.recorder.tell(&id);
            Ok(id)
        };
        let args = Args::Id(Bytes::of_id(entry_id));
        self.shared.tell([entry_id]);
        self.answer(Method::SupportWrapStoreEntryId, args, wrap, |id| Out::Id(Bytes::of_id(id)))
    }

    fn modify_profile(&self, flags: ModifyProfileFlags) -> MapiResult<()> {
        self.make_permanent(flags)
    }

    fn get_svc_config_support_obj(&self, _flags: u32) -> MapiResult<Support> {
        let run = || {
            self.shared.with(|state| {
                let new = SupportFacts { kind: SupportKind::Service, ..*self.data(state)?.facts() };
                Ok(MadeSupport::new(&self.shared, state, new).into_handle(state))
            })
        };
        self.forward(Method::SupportGetSvcConfigSupportObj, Args::None, run, plain)
    }

    fn open_address_book(
        &self,
        interface: Option<MapiUid>,
        flags: u32,
    ) -> MapiResult<crate::mapi::Warned<Arc<dyn crate::spi::IAddrBook>>> {
        self.open_book(interface, flags)
    }

    refused! {
        register_preprocessor(request: &crate::spi::RegisterPreprocessorRequest<'_>) -> () = SupportRegisterPreprocessor;
        make_invalid(request: &crate::spi::MakeInvalidRequest<'_>) -> () = SupportMakeInvalid;
        spooler_yield(flags: u32) -> crate::mapi::Warned<()> = SupportSpoolerYield;
        open_template_id(request: &crate::spi::OpenTemplateRequest<'_>) -> MapiObject = SupportOpenTemplateId;
        get_one_off_table(width: StringWidth) -> Arc<dyn crate::spi::IMAPITable> = SupportGetOneOffTable;
        address(request: &crate::spi::AddressRequest<'_>) -> crate::spi::AddressAnswer = SupportAddress;
        details(request: &crate::spi::DetailsRequest<'_>) -> crate::spi::DetailsAnswer = SupportDetails;
        new_entry(request: &crate::spi::NewEntryRequest<'_>) -> EntryId = SupportNewEntry;
        do_config_propsheet(request: &crate::spi::PropsheetRequest<'_>) -> () = SupportDoConfigPropsheet;
        copy_messages(request: &crate::spi::SupportCopyMessagesRequest<'_>) -> () = SupportCopyMessages;
        copy_folder(request: &crate::spi::SupportCopyFolderRequest<'_>) -> crate::mapi::Warned<()> = SupportCopyFolder;
        do_copy_to(request: &crate::spi::DoCopyToRequest<'_>) -> Vec<crate::mapi::PropProblem> = SupportDoCopyTo;
        do_copy_props(request: &crate::spi::DoCopyPropsRequest<'_>) -> Vec<crate::mapi::PropProblem> = SupportDoCopyProps;
        do_progress_dialog(window: crate::spi::ParentWindow<'_>, flags: crate::mapi::ProgressFlags) -> Arc<dyn crate::spi::IMAPIProgress> = SupportDoProgressDialog;
        read_receipt(flags: crate::mapi::ReadReceiptFlags, message: &Arc<dyn crate::spi::IMessage>, report: Option<Arc<dyn crate::spi::IMessage>>) -> Option<Arc<dyn crate::spi::IMessage>> = SupportReadReceipt;
        prepare_submit(message: &Arc<dyn crate::spi::IMessage>, flags: u32) -> () = SupportPrepareSubmit;
        expand_recips(message: &Arc<dyn crate::spi::IMessage>) -> crate::mapi::RecipientNeeds = SupportExpandRecips;
        do_sent_mail(flags: u32, message: &Arc<dyn crate::spi::IMessage>) -> () = SupportDoSentMail;
        complete_msg(flags: u32, entry_id: &EntryId) -> () = SupportCompleteMsg;
        status_recips(message: &Arc<dyn crate::spi::IMessage>, recipients: &[crate::mapi::Row]) -> crate::mapi::Warned<()> = SupportStatusRecips;
        i_storage_from_stream(stream: &MapiObject, interface: Option<MapiUid>, flags: crate::mapi::StorageFlags) -> Arc<dyn crate::spi::IStorage> = SupportIStorageFromStream;
    }
}
