//! `IProviderAdmin`: the providers of one message service, for clients and for entry points.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND};
use crate::mapi::{HResult, MapiErrorDetail, MapiResult, MapiUid, OpenSectionFlags, StringWidth};
use crate::methods::{Show, Values};
use crate::sim::books::ledger::SectionUser;
use crate::sim::books::profile::provider_table;
use crate::sim::books::state::State;
use crate::sim::client::service::last_error::LastError;
use crate::sim::client::service::provider_change::{
    create_for_client, create_inside, delete_for_client, delete_inside,
};
use crate::sim::client::service::section::open_for_client;
use crate::sim::client::service::services::check_alive;
use crate::sim::kernel::objects::NewEntryAdmin;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::run_to_end;
use crate::sim::support::section::ProfileSection;
use crate::spi::{CreateProviderRequest, IMAPITable, IProfSect, IProviderAdmin};
use crate::trace::{
    Actor, Args, Call, Context, DllNo, Method, Object, OpenNo, Out, SectionNo, ServiceNo, SessionNo,
};

/// The administration object of a service's providers.
pub(crate) struct ProviderAdmin {
    shared: Arc<Shared>,
    session: SessionNo,
    service: Option<ServiceNo>,
    inside: Option<EntryAdmin>,
    last_error: LastError,
}

/// What the object of an entry point knows of the call.
struct EntryAdmin {
    dll: DllNo,
    open: Option<OpenNo>,
    section: Option<SectionNo>,
    asked: Option<String>,
    answered: AtomicBool,
}

impl EntryAdmin {
    fn new(admin: NewEntryAdmin<'_>) -> Self {
        let NewEntryAdmin { open, dll, section, asked, .. } = admin;
        Self { dll, open, section, asked: asked.map(str::to_owned), answered: AtomicBool::new(false) }
    }

    /// The provider that MAPI has added already and asks the entry point about, the first time it is named.
    fn added(&self, provider: &str) -> Option<SectionNo> {
        let asked = self.asked.as_ref().is_some_and(|asked| asked.eq_ignore_ascii_case(provider));
        self.section.filter(|_| asked && !self.answered.swap(true, Ordering::Relaxed))
    }
}

impl ProviderAdmin {
    pub(crate) fn inside_entry(shared: Arc<Shared>, admin: NewEntryAdmin<'_>) -> Self {
        let NewEntryAdmin { session, service, .. } = admin;
        let inside = EntryAdmin::new(admin);
        Self { shared, session, service, inside: Some(inside), last_error: LastError::default() }
    }

    pub(crate) fn for_client(shared: Arc<Shared>, session: SessionNo, service: ServiceNo) -> Self {
        Self { shared, session, service: Some(service), inside: None, last_error: LastError::default() }
    }

    fn context(&self) -> Context {
        Context::of(self.session, self.inside.as_ref().and_then(|inside| inside.open))
    }

    fn traced(&self, method: Method, args: Args) -> Call {
        let (from, whole) = match &self.inside {
            Some(inside) => (Actor::Provider(inside.dll), Object::Dll(inside.dll)),
            None => (Actor::Client, Object::Services(self.session)),
        };
        Call { from, to: self.service.map_or(whole, Object::Service), method, args }
    }

    fn call<R>(
        &self,
        method: Method,
        args: Args,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        run_to_end(self.serve(method, args, async { run() }, out))
    }

    async fn serve<R>(
        &self,
        method: Method,
        args: Args,
        run: impl Future<Output = MapiResult<R>>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let call = self.traced(method, args);
        let run = async {
            self.check_usable()?;
            self.shared.session_fault(method)?;
            run.await
        };
        let result = self.shared.serve(self.context(), call, run, out).await;
        self.last_error.keep(&result);
        result
    }

    const fn client(&self) -> Receiver {
        Receiver::client(Context::session(self.session))
    }

    /// Every argument of a client's call, where calls on what is opened are recorded with theirs.
    fn told(&self, args: Args, show: impl FnOnce(&mut Values)) -> Args {
        if self.inside.is_some() { args } else { self.shared.args_told(args, show) }
    }

    fn out_told<R: Show>(&self, result: &MapiResult<R>) -> (HResult, Out) {
        if self.inside.is_some() { plain(result) } else { self.shared.opened_told(result) }
    }

    /// `CreateProvider`, which can be suspended.
    pub(crate) async fn creates(&self, request: &CreateProviderRequest<'_>) -> MapiResult<MapiUid> {
        let run = async {
            let service = self.service()?;
            match &self.inside {
                None => create_for_client(&self.shared, self.session, service, request).await,
                Some(inside) => {
                    let added = inside.added(&request.provider.to_string());
                    create_inside(&self.shared, self.context(), service, added, request)
                }
            }
        };
        let args = Args::Props(u32::try_from(request.props.len()).unwrap_or(u32::MAX));
        let args = self.told(args, |values| request.show("request", values));
        let out = |result: &MapiResult<MapiUid>| {
            (code(result), result.as_ref().map_or(Out::None, |uid| Out::Uid(*uid)))
        };
        self.serve(Method::AdminCreateProvider, args, run, out).await
    }

    /// `DeleteProvider`, which can be suspended.
    pub(crate) async fn deletes(&self, uid: &MapiUid) -> MapiResult<()> {
        let run = async {
            let service = self.service()?;
            match &self.inside {
                None => delete_for_client(&self.shared, self.session, service, *uid).await,
                Some(_) => delete_inside(&self.shared, self.context(), service, *uid),
            }
        };
        let args = self.told(Args::Uid(*uid), |values| uid.show("uid", values));
        self.serve(Method::AdminDeleteProvider, args, run, plain).await
    }

    /// An entry point is called while it may work; a client can come when the session or the service has gone.
    fn check_usable(&self) -> MapiResult<()> {
        if self.inside.is_some() {
            Ok(())
        } else {
            self.shared.with(|state| check_alive(state, self.session))
        }
    }

    /// A service that no profile has, has no providers.
    fn service(&self) -> MapiResult<ServiceNo> {
        self.service.ok_or_else(|| MAPI_E_NO_SUPPORT.into())
    }

    fn open(
        &self,
        inside: &EntryAdmin,
        state: &mut State,
        uid: Option<&MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<(SectionNo, Arc<dyn IProfSect>)> {
        // [PROFILE-26]
        let section = match uid {
            None => inside.section.ok_or(MAPI_E_NOT_FOUND)?,
            Some(uid) => state.open_named(self.session, *uid, flags)?,
        };
        let (by, method) = (Actor::Provider(inside.dll), Method::AdminOpenProfileSection);
        let user = SectionUser { context: self.context(), by, method, support: None };
        Ok((section, ProfileSection::open(&self.shared, state, section, flags.into(), user)?))
    }
}

impl IProviderAdmin for ProviderAdmin {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        let args = self.told(Args::Width(width), |values| {
            result.show("result", values);
            width.show("width", values);
        });
        let call = self.traced(Method::AdminGetLastError, args);
        let out = |last: &MapiResult<Option<MapiErrorDetail>>| self.out_told(last);
        self.shared.cross(self.context(), call, || Ok(self.last_error.of(result)), out)
    }

    fn get_provider_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        let run = || {
            let service = self.service()?;
            let table = self.shared.with(|state| provider_table(&state.profiles, service, width));
            Ok(if self.inside.is_some() { table } else { self.shared.hand_out_table(self.client(), table) })
        };
        let args = self.told(Args::Width(width), |values| width.show("width", values));
        self.call(Method::AdminGetProviderTable, args, run, |table| self.out_told(table))
    }

    fn create_provider(&self, request: &CreateProviderRequest<'_>) -> MapiResult<MapiUid> {
        run_to_end(self.creates(request))
    }

    fn delete_provider(&self, uid: &MapiUid) -> MapiResult<()> {
        run_to_end(self.deletes(uid))
    }

    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let opened = std::cell::Cell::new(None);
        let run = || match (&self.inside, uid) {
            (Some(inside), uid) => {
                let (section, object) = self.shared.with(|state| self.open(inside, state, uid, flags))?;
                opened.set(Some(section));
                Ok(object)
            }
            // [PROFILE-26] clients have no section of their own.
            (None, None) => Err(MAPI_E_INVALID_PARAMETER.into()),
            (None, Some(uid)) => open_for_client(&self.shared, self.session, *uid, flags),
        };
        let args = Args::Section(uid.copied(), flags);
        self.call(Method::AdminOpenProfileSection, args, run, |result| match opened.get() {
            Some(section) => (code(result), Out::Section(section)),
            None => self.out_told(result),
        })
    }
}
