//! A client that administers a profile, and a user who is asked: what leads to a provider beside its objects.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Trace, TraceDetail};
use mapi_sim::wrap::Wrapping;

use super::whole::SECRET;
use crate::common::reference::*;

/// Calls of which the trace has the answers.
macro_rules! calls {
    ($($call:expr;)+) => {
        $(drop($call);)+
    };
}

/// The other password of the story.
pub(super) const OTHER: &str = "open barley";

fn catalogue() -> ReferenceDll {
    let store = |name: &str| StoreSpec::new(name).writable();
    ReferenceDll::new(StoreCatalogue::new([store("mail").password(SECRET), store("more")]))
}

/// The reference provider, whose message service does what `bend` makes of it.
pub(super) fn machine_of(
    bend: impl FnOnce(Wrapping) -> Wrapping,
    details: TraceDetail,
    secure: bool,
    user: User,
) -> Subsystem {
    let wrapping = bend(Wrapping::new(catalogue()));
    let service = wrapping.service_entry(catalogue());
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let more = Service::new("MORE").with_entry(DLL_NAME).store(section("more"));
    let builder = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(service))
        .profile(Profile::new("P").service(Service::new("REF").with_entry(DLL_NAME).store(section("mail"))))
        .available_service(more)
        .user(user)
        .trace_detail(details);
    if secure { builder.trace_secure_properties() } else { builder }.build().unwrap()
}

/// Somebody in front of a client's own window.
struct Window(Mutex<Option<&'static str>>);

impl Window {
    const fn fills(password: &'static str) -> Self {
        Self(Mutex::new(Some(password)))
    }

    const fn cancels() -> Self {
        Self(Mutex::new(None))
    }
}

impl DialogHost for Window {
    fn show(&self, _dialog: &Dialog) -> DialogAnswer {
        let password = *self.0.lock().unwrap();
        password.map_or(DialogAnswer::Cancelled, |password| {
            DialogAnswer::Completed(vec![("password".to_owned(), password.to_owned())])
        })
    }
}

/// The user of the machine: gives the password at the first logon, and is asked twice more.
pub(super) fn user() -> User {
    User::answering([Reply::fill("password", SECRET), Reply::fill("password", OTHER), Reply::Cancel])
}

fn status_of(session: &Session) -> Arc<dyn IMAPIStatus> {
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let opened = rows(&*table).into_iter().filter_map(|row| {
        let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
        session.open_entry(&OpenEntryRequest::new(&id)).and_then(MapiObject::into_status).ok()
    });
    let has_password = |status: &Arc<dyn IMAPIStatus>| {
        let methods = status.get_props(Some(&[PR_RESOURCE_METHODS]), GetPropsFlags::empty()).unwrap().value;
        let methods = ResourceMethods::from_bits_retain(methods[0].as_bits().unwrap());
        methods.contains(ResourceMethods::STATUS_CHANGE_PASSWORD)
    };
    opened.into_iter().find(has_password).unwrap()
}

/// What the status object of the store does for a user.
fn status(session: &Session) {
    let status = status_of(session);
    let (width, none) = (StringWidth::MAPI_UNICODE, SettingsDialogFlags::empty());
    let [old, new] = [SECRET, OTHER].map(MapiString::from);
    calls! {
        status.settings_dialog(ParentWindow::new(&Window::fills(SECRET)), none);
        status.settings_dialog(ParentWindow::new(&Window::cancels()), SettingsDialogFlags::UI_READONLY);
        status.settings_dialog(ParentWindow::none(), none);
        status.change_password(&old, &new, width);
        status.change_password(&old, &new, width);
        status.change_password(&new, &old, width);
    }
}

fn uid_in(table: &Arc<dyn IMAPITable>, tag: PropTag, row: usize) -> MapiUid {
    let bytes = rows(&**table)[row].get(tag).unwrap().as_binary().unwrap().to_vec();
    MapiUid::from_bytes(bytes.try_into().unwrap())
}

/// Services come, are configured, and go.
fn services(session: &Arc<Session>) {
    let admin = session.admin_services(0).unwrap();
    let (name, shown) = (MapiString::from("MORE"), MapiString::from("More stores"));
    let password = [PropValue::new(PR_REFERENCE_PASSWORD, OTHER)];
    let create = CreateServiceRequest::new(&name, &shown).flags(ServiceFlags::SERVICE_UI_ALLOWED);
    // The user gives the second password.
    admin.create_msg_service(&create).unwrap();
    let uid = uid_in(&admin.get_msg_service_table(0).unwrap(), PR_SERVICE_UID, 1);
    let configure = |flags| ConfigureServiceRequest::new(&uid).flags(flags);
    let (to, to_admin) = (
        MapiObject::Session(Arc::clone(session) as Arc<dyn IMAPISession>),
        MapiObject::ServiceAdmin(admin.clone()),
    );
    let quiet = CreateServiceRequest::new(&name, &shown);
    calls! {
        admin.get_last_error(MAPI_E_NOT_FOUND, StringWidth::MAPI_UNICODE);
        Arc::clone(&admin).query_admin2().unwrap().create_msg_service_ex(&quiet);
        admin.get_last_error(MAPI_E_UNCONFIGURED, StringWidth::MAPI_UNICODE);
        admin.configure_msg_service(&configure(ServiceFlags::empty()).props(&password));
        admin.configure_msg_service(&configure(ServiceFlags::SERVICE_UI_ALWAYS));
        admin.get_last_error(MAPI_E_USER_CANCEL, StringWidth::MAPI_UNICODE);
        admin.configure_msg_service(&configure(ServiceFlags::SERVICE_UI_ALWAYS));
        admin.configure_msg_service(&configure(ServiceFlags::SERVICE_UI_ALWAYS).window(ParentWindow::new(&Window::fills(SECRET))));
        admin.copy_msg_service(&CopyServiceRequest::new(&uid, &to));
        admin.copy_msg_service(&CopyServiceRequest::new(&uid, &to_admin).destination_interface(IID_IMsgServiceAdmin));
        admin.copy_msg_service(&CopyServiceRequest::new(&IID_IMessage, &to));
        admin.rename_msg_service(&uid, 0, &shown);
        admin.msg_service_transport_order(&[uid], 0);
        admin.set_primary_identity(Some(&uid), 0);
        admin.set_primary_identity(None, 0);
        admin.get_provider_table(0).map(|table| rows(&*table));
        admin.open_profile_section(&uid, None, OpenSectionFlags::empty()).map(|own| own.get_props(None, GetPropsFlags::empty()));
    }
    providers(&admin.admin_providers(&uid, 0).unwrap());
    calls! {
        admin.delete_msg_service(&uid);
        admin.delete_msg_service(&uid);
        admin.get_msg_service_table(0).map(|table| rows(&*table));
    }
}

/// The providers of a service come and go.
fn providers(admin: &Arc<dyn IProviderAdmin>) {
    let name = MapiString::from("more");
    let props =
        [PropValue::new(PR_DISPLAY_NAME_W, "One more"), PropValue::new(PR_PROVIDER_DLL_NAME_W, DLL_NAME)];
    let create = CreateProviderRequest::new(&name).props(&props);
    let made = admin.create_provider(&create).unwrap();
    let first = uid_in(&admin.get_provider_table(StringWidth::MAPI_UNICODE).unwrap(), PR_PROVIDER_UID, 0);
    calls! {
        admin.open_profile_section(Some(&made), None, OpenSectionFlags::MAPI_FORCE_ACCESS)
            .map(|section| section.get_prop_list(GetPropListFlags::MAPI_UNICODE));
        admin.open_profile_section(Some(&first), None, OpenSectionFlags::MAPI_MODIFY);
        admin.get_last_error(MAPI_E_NO_ACCESS, StringWidth::MAPI_UNICODE);
        admin.create_provider(&create.flags(CreateProviderFlags::MAPI_DIALOG));
        admin.delete_provider(&made);
        admin.delete_provider(&made);
        admin.get_provider_table(StringWidth::MAPI_UNICODE).map(|table| rows(&*table));
    }
}

/// What a setup program and the Control Panel have a service do.
fn setup(mapi: &Subsystem, session: &Session) {
    let uid = mapi.services("P")[0].1;
    let password = [PropValue::new(PR_REFERENCE_PASSWORD, SECRET)];
    let (window, quiet) = (ParentWindow::none(), ServiceFlags::empty());
    calls! {
        session.install_service("MORE", window, quiet);
        mapi.call_service_entry(session, &uid, ServiceContext::Configure, quiet, &password);
        mapi.call_service_entry(session, &uid, ServiceContext::Other(99), quiet, &[]);
        session.uninstall_service("MORE", window, quiet);
    }
}

/// The story, as it was recorded.
pub(super) fn administration(details: TraceDetail, secure: bool) -> Trace {
    let mapi = machine_of(|provider| provider, details, secure, user());
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    status(&session);
    services(&session);
    setup(&mapi, &session);
    drop(store);
    let of_section = session.open_store_of_section(&mapi.sections("P")[0], OpenStoreFlags::MDB_NO_DIALOG);
    drop(of_section.unwrap().value.get_prop_list(GetPropListFlags::empty()));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    drop(session);
    mapi.uninitialize();
    leaves(&mapi);
    mapi.trace()
}

/// Another client, which leaves fast.
fn leaves(mapi: &Subsystem) {
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    let leaving = Arc::clone(&session).client_shutdown().unwrap();
    calls! {
        leaving.query_fast_shutdown();
        leaving.notify_process_shutdown();
        leaving.do_fast_shutdown();
    }
    drop((leaving, store, session));
}
