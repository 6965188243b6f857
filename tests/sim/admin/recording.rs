//! A message service that notes down what it is asked and what it finds then.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock};

use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::{DLL, PROFILE, Script, lock, store_id};

/// One call of the entry point.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Seen {
    pub(crate) context: ServiceContext,
    pub(crate) flags: ServiceFlags,
    pub(crate) props: usize,
    /// The services of the profile by name.
    pub(crate) services: Vec<String>,
    /// The sections of the profile by display name.
    pub(crate) sections: Vec<String>,
    /// The section that NULL opens.
    pub(crate) null: Option<String>,
}

type Act = Arc<dyn Fn(&ServiceRequest<'_>) -> MapiResult<()> + Send + Sync>;

#[derive(Default)]
struct Recording {
    mapi: OnceLock<Subsystem>,
    seen: Mutex<Vec<Seen>>,
    answers: Mutex<VecDeque<MapiResult<()>>>,
    act: Mutex<Option<Act>>,
}

impl Recording {
    fn called(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        let mapi = self.mapi.get().unwrap();
        let open = || request.provider_admin.open_profile_section(None, None, OpenSectionFlags::empty());
        let name = |section: Arc<dyn IProfSect>| {
            let value = section.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::empty()).unwrap().value;
            value[0].as_unicode().unwrap_or_default().to_owned()
        };
        let seen = Seen {
            context: request.context,
            flags: request.flags,
            props: request.props.len(),
            services: mapi.services(PROFILE).into_iter().map(|(name, _)| name).collect(),
            sections: section_names(mapi),
            null: open().ok().map(name),
        };
        lock(&self.seen).push(seen);
        let answer = lock(&self.answers).pop_front();
        if let Some(answer) = answer {
            return answer;
        }
        let act = lock(&self.act).clone();
        act.map_or(Ok(()), |act| act(request))
    }
}

/// The sections of the profile by display name.
pub(crate) fn section_names(mapi: &Subsystem) -> Vec<String> {
    let name = |uid: &MapiUid| {
        let props = Row::new(mapi.section_props(PROFILE, uid).unwrap());
        props.get(PR_DISPLAY_NAME_W).and_then(PropValue::as_unicode).unwrap_or_default().to_owned()
    };
    mapi.sections(PROFILE).iter().map(name).collect()
}

/// A machine with an empty profile and another, and with an installable service of two providers.
pub(crate) struct ServiceMachine {
    pub(crate) mapi: Subsystem,
    pub(crate) session: Arc<Session>,
    pub(crate) admin: Arc<dyn IMsgServiceAdmin>,
    pub(crate) script: Arc<Script>,
    pub(crate) name: MapiString,
    pub(crate) shown: MapiString,
    recording: Arc<Recording>,
}

impl ServiceMachine {
    pub(crate) fn new() -> Self {
        Self::with(|service| service)
    }

    /// The same, with a service that `change` has changed.
    pub(crate) fn with(change: impl FnOnce(Service) -> Service) -> Self {
        let (recording, script) = (Arc::new(Recording::default()), Script::new([]));
        let entry = Arc::clone(&recording);
        let store = |name: &str| {
            let id = store_id(&name.to_lowercase());
            StoreSection::new(DLL, name).entry_id(id).prop(PR_COMMENT_W, "of the provider")
        };
        let service = Service::new("INSTALLABLE")
            .with_entry(DLL)
            .prop(PR_COMMENT_W, "of the service")
            .store(store("First"))
            .store(store("Second"));
        let dll = Dll::new(DLL)
            .provider_entry(script.entry())
            .service_entry(move |request: &ServiceRequest<'_>| entry.called(request));
        let mapi = Subsystem::builder()
            .dll(dll)
            .profile(Profile::new(PROFILE))
            .profile(Profile::new("Other"))
            .available_service(change(service))
            .build()
            .unwrap();
        recording.mapi.set(mapi.clone()).unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let admin = session.admin_services(0).unwrap();
        let (name, shown) = ("installable".into(), "Shown to users".into());
        Self { mapi, session, admin, script, name, shown, recording }
    }

    /// What the entry point has seen so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        lock(&self.recording.seen).clone()
    }

    /// What the entry point answers to its next call.
    pub(crate) fn answer(&self, answer: MapiResult<()>) {
        lock(&self.recording.answers).push_back(answer);
    }

    /// What the entry point does from now on.
    pub(crate) fn act(&self, act: impl Fn(&ServiceRequest<'_>) -> MapiResult<()> + Send + Sync + 'static) {
        *lock(&self.recording.act) = Some(Arc::new(act));
    }

    /// Adds the service to the profile.
    pub(crate) fn create(&self) -> MapiUid {
        let request = CreateServiceRequest::new(&self.name, &self.shown);
        Arc::clone(&self.admin).query_admin2().unwrap().create_msg_service_ex(&request).unwrap()
    }

    /// The names of the profile's services.
    pub(crate) fn services(&self) -> Vec<String> {
        self.mapi.services(PROFILE).into_iter().map(|(name, _)| name).collect()
    }

    pub(crate) fn uid(&self, service: &str) -> MapiUid {
        self.mapi.services(PROFILE).into_iter().find(|(name, _)| name == service).unwrap().1
    }
}
