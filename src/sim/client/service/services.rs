//! `IMsgServiceAdmin` and `IMsgServiceAdmin2`, as `IMAPISession::AdminServices` returns them.

use std::any::Any;
use std::sync::Arc;

use crate::mapi::codes::{
    MAPI_E_BUSY, MAPI_E_END_OF_SESSION, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_SUPPORT,
};
use crate::mapi::iids::{IID_IMAPISession, IID_IMsgServiceAdmin, IID_IMsgServiceAdmin2};
use crate::mapi::{HResult, MapiErrorDetail, MapiResult, MapiString, MapiUid, OpenSectionFlags, StringWidth};
use crate::methods::{Interface, Named, ObjectNo, Show, Value};
use crate::sim::books::profile::{profile_provider_table, service_table};
use crate::sim::books::state::State;
use crate::sim::client::service::change;
use crate::sim::client::service::last_error::LastError;
use crate::sim::client::service::provider_admin::ProviderAdmin;
use crate::sim::client::service::section::open_for_client;
use crate::sim::client::session::Session;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::run_to_end;
use crate::spi::{
    ConfigureServiceRequest, CopyServiceRequest, CreateServiceRequest, IMAPITable, IMsgServiceAdmin,
    IMsgServiceAdmin2, IProfSect, IProviderAdmin, MapiObject,
};
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out, ServiceNo, SessionNo};

/// The message services of a session's profile.
pub(crate) struct ServiceAdmin {
    shared: Arc<Shared>,
    session: SessionNo,
    last_error: LastError,
}

/// Objects of a session that was logged off accept no calls \[SHUT-19\].
pub(super) fn check_alive(state: &State, session: SessionNo) -> MapiResult<()> {
    state.check_initialized()?;
    let alive = state.sessions.get(session).is_some_and(|data| !data.has_ended());
    if alive { Ok(()) } else { Err(MAPI_E_END_OF_SESSION.into()) }
}

impl ServiceAdmin {
    pub(crate) fn new(shared: Arc<Shared>, session: SessionNo) -> Self {
        Self { shared, session, last_error: LastError::default() }
    }

    fn call<R>(
        &self,
        method: Method,
        args: Args,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        run_to_end(self.serve(Object::Services(self.session), method, args, async { run() }, out))
    }

    /// A call about one service, which shows by its name as long as there is such a one.
    fn call_about<R>(
        &self,
        service: &MapiUid,
        method: Method,
        args: Args,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        run_to_end(self.serve(self.about(service), method, args, async { run() }, out))
    }

    /// A table of the profile, for the client.
    fn table(
        &self,
        method: Method,
        flags: u32,
        table: impl FnOnce(&mut State) -> Arc<dyn IMAPITable>,
    ) -> MapiResult<Arc<dyn IMAPITable>> {
        let args = self.shared.args_told(Args::Width(width(flags)), |values| flags.show("flags", values));
        let run = || {
            let receiver = Receiver::client(Context::session(self.session));
            Ok(self.shared.hand_out_table(receiver, self.shared.with(table)))
        };
        self.call(method, args, run, |table| self.shared.opened_told(table))
    }

    fn about(&self, service: &MapiUid) -> Object {
        let named = self.shared.with(|state| state.service_named(self.session, *service));
        named.map_or(Object::Services(self.session), Object::Service)
    }

    async fn serve<R>(
        &self,
        to: Object,
        method: Method,
        args: Args,
        run: impl Future<Output = MapiResult<R>>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let call = Call { from: Actor::Client, to, method, args };
        let run = async {
            self.shared.with(|state| check_alive(state, self.session))?;
            self.shared.session_fault(method)?;
            run.await
        };
        let result = self.shared.serve(Context::session(self.session), call, run, out).await;
        self.last_error.keep(&result);
        result
    }

    fn profile(&self, state: &State) -> usize {
        state.sessions.get(self.session).map_or(0, |data| data.profile())
    }

    /// `CreateMsgService` and `CreateMsgServiceEx`, which can be suspended.
    pub(crate) async fn creates(
        &self,
        method: Method,
        request: &CreateServiceRequest<'_>,
    ) -> MapiResult<(ServiceNo, MapiUid)> {
        let to = Object::Services(self.session);
        let args = Args::ServiceFlags(request.flags);
        let args = self.shared.args_told(args, |values| request.show("request", values));
        let run = Box::pin(change::create(&self.shared, self.session, request));
        let out = |result: &MapiResult<(ServiceNo, MapiUid)>| {
            (code(result), result.as_ref().map_or(Out::None, |(service, _)| Out::Service(*service)))
        };
        self.serve(to, method, args, run, out).await
    }

    /// `DeleteMsgService`, which can be suspended.
    pub(crate) async fn deletes(&self, uid: &MapiUid) -> MapiResult<()> {
        let run = Box::pin(change::delete(&self.shared, self.session, *uid));
        let args = self.shared.args_told(Args::Uid(*uid), |values| uid.show("uid", values));
        self.serve(self.about(uid), Method::ServicesDeleteMsgService, args, run, plain).await
    }

    /// `ConfigureMsgService`, which can be suspended.
    pub(crate) async fn configures(&self, request: &ConfigureServiceRequest<'_>) -> MapiResult<()> {
        let run = Box::pin(change::configure(&self.shared, self.session, request));
        let args = Args::Props(u32::try_from(request.props.len()).unwrap_or(u32::MAX));
        let args = self.shared.args_told(args, |values| request.show("request", values));
        self.serve(self.about(request.uid), Method::ServicesConfigureMsgService, args, run, plain).await
    }

    /// `AdminProviders`.
    pub(crate) fn providers(&self, uid: &MapiUid) -> MapiResult<Arc<ProviderAdmin>> {
        let run = || {
            let service = self.shared.with(|state| state.service_named(self.session, *uid))?;
            Ok(Arc::new(ProviderAdmin::for_client(Arc::clone(&self.shared), self.session, service)))
        };
        let args = self.shared.args_told(Args::Uid(*uid), |values| uid.show("uid", values));
        self.call_about(uid, Method::ServicesAdminProviders, args, run, plain)
    }

    /// The arguments of a copy. Where it goes to is told by the number of its session.
    fn copy_args(&self, request: &CopyServiceRequest<'_>) -> Args {
        self.shared.args_told(Args::ServiceFlags(request.flags), |values| {
            request.uid.show("uid", values);
            request.display_name.show("display_name", values);
            request.interface_to_copy.show("interface_to_copy", values);
            request.destination_interface.show("destination_interface", values);
            let to_services = matches!(request.destination, MapiObject::ServiceAdmin(_));
            let interface = if to_services { Interface::IMsgServiceAdmin } else { Interface::IMAPISession };
            let number = self.destination(request).map_or(0, SessionNo::number);
            let value = Value::Object(ObjectNo { interface, number });
            values.push(Named { name: "destination", value });
            request.flags.show("flags", values);
        })
    }

    /// The session of the object that a copy goes to.
    fn destination(&self, request: &CopyServiceRequest<'_>) -> Option<SessionNo> {
        let wanted = request.destination_interface.unwrap_or(IID_IMAPISession);
        #[allow(clippy::wildcard_enum_match_arm, reason = "every other kind of object has no profile")]
        let (shared, session) = match request.destination {
            MapiObject::Session(object) if wanted == IID_IMAPISession => {
                let session: &Session = (&**object as &dyn Any).downcast_ref()?;
                (session.shared(), session.number())
            }
            MapiObject::ServiceAdmin(object)
                if [IID_IMsgServiceAdmin, IID_IMsgServiceAdmin2].contains(&wanted) =>
            {
                let admin: &Self = (&**object as &dyn Any).downcast_ref()?;
                (&admin.shared, admin.session)
            }
            _ => return None,
        };
        Arc::ptr_eq(shared, &self.shared).then_some(session)
    }
}

/// The flags that most pages call reserved or zero select the width of strings, as one page says.
const fn width(flags: u32) -> StringWidth {
    StringWidth::from_bits_retain(flags)
}

impl IMsgServiceAdmin for ServiceAdmin {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        let call = Call {
            from: Actor::Client,
            to: Object::Services(self.session),
            method: Method::ServicesGetLastError,
            args: self.shared.args_told(Args::Width(width), |values| {
                result.show("result", values);
                width.show("width", values);
            }),
        };
        let run = || Ok(self.last_error.of(result));
        let told = |last: &MapiResult<Option<MapiErrorDetail>>| self.shared.opened_told(last);
        self.shared.cross(Context::session(self.session), call, run, told)
    }

    fn get_msg_service_table(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        let table = |state: &mut State| service_table(&state.profiles, self.profile(state), width(flags));
        self.table(Method::ServicesGetMsgServiceTable, flags, table)
    }

    fn create_msg_service(&self, request: &CreateServiceRequest<'_>) -> MapiResult<()> {
        run_to_end(self.creates(Method::ServicesCreateMsgService, request)).map(drop)
    }

    fn delete_msg_service(&self, uid: &MapiUid) -> MapiResult<()> {
        run_to_end(self.deletes(uid))
    }

    fn copy_msg_service(&self, request: &CopyServiceRequest<'_>) -> MapiResult<()> {
        let run = || {
            let to = self.destination(request).ok_or(MAPI_E_INTERFACE_NOT_SUPPORTED)?;
            self.shared.with(|state| check_alive(state, to))?;
            change::copy(&self.shared, self.session, *request.uid, to)
        };
        let args = self.copy_args(request);
        let out = |result: &MapiResult<ServiceNo>| {
            (code(result), result.as_ref().map_or(Out::None, |copy| Out::Service(*copy)))
        };
        self.call_about(request.uid, Method::ServicesCopyMsgService, args, run, out).map(drop)
    }

    fn rename_msg_service(&self, uid: &MapiUid, flags: u32, display_name: &MapiString) -> MapiResult<()> {
        let run = || Err(MAPI_E_NO_SUPPORT.into());
        let args = self.shared.args_told(Args::Uid(*uid), |values| {
            uid.show("uid", values);
            flags.show("flags", values);
            display_name.show("display_name", values);
        });
        self.call_about(uid, Method::ServicesRenameMsgService, args, run, plain)
    }

    fn configure_msg_service(&self, request: &ConfigureServiceRequest<'_>) -> MapiResult<()> {
        run_to_end(self.configures(request))
    }

    fn open_profile_section(
        &self,
        uid: &MapiUid,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let run = || open_for_client(&self.shared, self.session, *uid, flags);
        let args = Args::Section(Some(*uid), flags);
        self.call(Method::ServicesOpenProfileSection, args, run, |opened| self.shared.opened_told(opened))
    }

    fn msg_service_transport_order(&self, uids: &[MapiUid], flags: u32) -> MapiResult<()> {
        let args = self.shared.args_told(Args::None, |values| {
            uids.show("uids", values);
            flags.show("flags", values);
        });
        // No simulated profile has a transport, so that the list that names all of them is empty.
        let run = || if uids.is_empty() { Ok(()) } else { Err(MAPI_E_BUSY.into()) };
        self.call(Method::ServicesMsgServiceTransportOrder, args, run, plain)
    }

    fn admin_providers(&self, uid: &MapiUid, _flags: u32) -> MapiResult<Arc<dyn IProviderAdmin>> {
        Ok(self.providers(uid)?)
    }

    fn set_primary_identity(&self, uid: Option<&MapiUid>, _flags: u32) -> MapiResult<()> {
        let run = || change::give_identity(&self.shared, self.session, uid.copied());
        let args = uid.map_or(Args::None, |uid| Args::Uid(*uid));
        let args = self.shared.args_told(args, |values| uid.show("uid", values));
        self.call(Method::ServicesSetPrimaryIdentity, args, run, plain)
    }

    fn get_provider_table(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        let table =
            |state: &mut State| profile_provider_table(&state.profiles, self.profile(state), width(flags));
        self.table(Method::ServicesGetProviderTable, flags, table)
    }

    fn query_admin2(self: Arc<Self>) -> MapiResult<Arc<dyn IMsgServiceAdmin2>> {
        Ok(self)
    }
}

impl IMsgServiceAdmin2 for ServiceAdmin {
    fn create_msg_service_ex(&self, request: &CreateServiceRequest<'_>) -> MapiResult<MapiUid> {
        run_to_end(self.creates(Method::ServicesCreateMsgServiceEx, request)).map(|(_, uid)| uid)
    }
}
