//! A machine made from a setup, with the moves of a client and of the spooler.

use std::sync::Arc;

use super::breach::{Breach, OrBreach, Verdict};
use super::fixture::Setup;
use crate::mapi::codes::S_OK;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{
    EntryId, GetPropsFlags, HResult, LogonExFlags, MapiInitFlags, MapiResult, MapiUid, OpenEntryFlags,
    OpenStoreFlags, PropTag, PropValue, QueryRowsFlags, Row, ServiceContext, ServiceFlags,
    SessionLogoffFlags, SetColumnsFlags, StringWidth, WrappedStoreEntryId,
};
use crate::sim::SpoolerStore;
use crate::sim::{
    Dll, Profile, QueueSpooler, Reply, Service, Session, SpoolerModel, StoreSection, Subsystem, User,
};
use crate::spi::{
    IMAPIFolder, IMAPIProp, IMAPISession, IMAPITable, IMSLogon, IMsgStore, MapiObject, OpenEntryRequest,
    OpenStoreRequest, ParentWindow,
};
use crate::trace::Trace;

/// The one profile of a machine.
pub(super) const PROFILE: &str = "Conformance";

/// The stores of the profile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum StoreSlot {
    /// The first store.
    Store,
    /// The other store of the same service.
    Second,
    /// The store with a password, by default the wrong one in its section.
    Password,
    /// The section that lacks something.
    Unconfigured,
    /// The store that cannot be reached.
    Unreachable,
    /// The store whose logon warns.
    Warning,
    /// The store that refuses the client's locale.
    ForeignLocale,
    /// The store with a method that answers `MAPI_E_EXTENDED_ERROR`.
    ExtendedError,
    /// The first store's section without an identifier, where the options asks for it.
    Nameless,
}

/// What is on the machine besides the setup.
#[derive(Default)]
pub(super) struct MachineOptions {
    replies: Vec<Reply>,
    init: MapiInitFlags,
    right_password: bool,
    spooler: Option<SpoolerModel>,
    nameless: bool,
    without_section: bool,
    dll: Option<Dll>,
}

impl MachineOptions {
    /// A user who gives these replies, one a dialog.
    pub(super) fn user(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.replies = replies.into_iter().collect();
        self
    }

    /// Flags of `MAPIInitialize`.
    pub(super) const fn init(mut self, flags: MapiInitFlags) -> Self {
        self.init = flags;
        self
    }

    /// The store with a password has the right one in its section.
    pub(super) const fn right_password(mut self) -> Self {
        self.right_password = true;
        self
    }

    /// Where the spooler runs, whatever the setup says.
    pub(super) const fn spooler(mut self, model: SpoolerModel) -> Self {
        self.spooler = Some(model);
        self
    }

    /// There is a section like the first store's in which no store is chosen yet.
    pub(super) const fn nameless(mut self) -> Self {
        self.nameless = true;
        self
    }

    /// The first store has no section in the profile: a client that knows its identifier opens it.
    pub(super) const fn without_section(mut self) -> Self {
        self.without_section = true;
        self
    }

    /// Another DLL in place of the setup's, usually that one wrapped.
    pub(super) fn dll(mut self, dll: Dll) -> Self {
        self.dll = Some(dll);
        self
    }
}

/// A machine.
pub(super) struct Machine {
    pub(super) mapi: Subsystem,
    pub(super) spooler: Arc<QueueSpooler>,
    slots: Vec<(StoreSlot, MapiUid, Option<EntryId>)>,
    store_id: Option<EntryId>,
}

impl Machine {
    pub(super) fn new(setup: &Setup, options: MachineOptions) -> Result<Self, Breach> {
        let sections = sections(setup, &options);
        let dll = options.dll.unwrap_or_else(|| setup.dll.clone());
        let dll_name = dll.name.clone();
        let has_entry = dll.service.is_some();
        let mut profile = Profile::new(PROFILE);
        for services in services(&sections) {
            let mut service = services;
            if has_entry {
                service = service.with_entry(dll_name.clone());
            }
            profile = profile.service(service);
        }
        let spooler = Arc::new(QueueSpooler::new());
        let built = Subsystem::builder()
            .dll(dll)
            .profile(profile)
            .user(User::answering(options.replies))
            .init_flags(options.init)
            .spooler_model(options.spooler.unwrap_or(setup.spooler_model))
            .spooler(Arc::clone(&spooler) as Arc<_>)
            .build();
        let mapi = built.map_err(|error| Breach::new("a setup that a machine can be built of", error))?;
        let slots = sections.into_iter().zip(mapi.sections(PROFILE));
        let slots = slots.map(|((slot, section), uid)| (slot, uid, wrapped(&section))).collect();
        Ok(Self { mapi, spooler, slots, store_id: wrapped(&setup.store) })
    }

    /// A new session with mail.
    pub(super) fn session(&self) -> Result<Arc<Session>, Breach> {
        self.session_with(LogonExFlags::empty())
    }

    pub(super) fn session_with(&self, flags: LogonExFlags) -> Result<Arc<Session>, Breach> {
        self.mapi.logon(PROFILE, flags | LogonExFlags::MAPI_NEW_SESSION).or_breach("MAPILogonEx")
    }

    /// The MAPIUID of a slot's section.
    pub(super) fn section(&self, slot: StoreSlot) -> Result<MapiUid, Breach> {
        self.slot(slot).map(|(_, uid, _)| *uid)
    }

    /// The identifier of a slot's store as the profile has it, wrapped; `None` while no store is chosen.
    pub(super) fn id(&self, slot: StoreSlot) -> Result<Option<EntryId>, Breach> {
        self.slot(slot).map(|(_, _, id)| id.clone())
    }

    /// The identifier of the first store, wrapped, from the fixture or else from the open store.
    pub(super) fn store_id(&self, session: &Session) -> Result<EntryId, Breach> {
        match &self.store_id {
            Some(id) => Ok(id.clone()),
            None => entry_id(&*self.open_store(session)?, "the store"),
        }
    }

    /// The identifier of the first store as the provider knows it.
    pub(super) fn private_store_id(&self) -> Result<EntryId, Breach> {
        if let Some(id) = self.private_id(StoreSlot::Store)? {
            return Ok(id);
        }
        let session = self.session()?;
        let id = unwrapped(&entry_id(&*self.open_store(&session)?, "the store")?)?;
        log_off(&session)?;
        Ok(id)
    }

    /// The identifier of a slot's store as the provider knows it, if the fixture says it.
    pub(super) fn private_id(&self, slot: StoreSlot) -> Result<Option<EntryId>, Breach> {
        self.id(slot)?.as_ref().map(unwrapped).transpose()
    }

    /// Whether the fixture has the section of a slot.
    pub(super) fn has(&self, slot: StoreSlot) -> bool {
        self.slot(slot).is_ok()
    }

    /// Changes a section behind everybody's back.
    pub(super) fn edit(&self, slot: StoreSlot, set: &[PropValue], delete: &[PropTag]) -> Verdict {
        let section = self.section(slot)?;
        let edited = self.mapi.edit_section(PROFILE, &section, set, delete);
        edited.then_some(()).or_breach(format!("the section of {slot:?} in the profile"))
    }

    fn slot(&self, slot: StoreSlot) -> Result<&(StoreSlot, MapiUid, Option<EntryId>), Breach> {
        let found = self.slots.iter().find(|(known, ..)| *known == slot);
        found.or_breach(format!("a fixture with the section of {slot:?}"))
    }

    /// `OpenMsgStore` with these flags, whatever comes of it.
    pub(super) fn try_open(
        &self,
        session: &Session,
        slot: StoreSlot,
        flags: OpenStoreFlags,
    ) -> Result<MapiResult<Arc<dyn IMsgStore>>, Breach> {
        let (_, uid, id) = self.slot(slot)?;
        let opened = match id {
            Some(id) => session.open_msg_store(&OpenStoreRequest::new(id).flags(flags)),
            None => session.open_store_of_section(uid, flags),
        };
        Ok(opened.map(|warned| warned.value))
    }

    /// `OpenMsgStore` without dialogs, which has to succeed.
    pub(super) fn open(
        &self,
        session: &Session,
        slot: StoreSlot,
        flags: OpenStoreFlags,
    ) -> Result<Arc<dyn IMsgStore>, Breach> {
        let flags = flags | OpenStoreFlags::MDB_NO_DIALOG;
        self.try_open(session, slot, flags)?.or_breach(format!("OpenMsgStore of {slot:?}"))
    }

    /// The first store, for writing where the provider writes.
    pub(super) fn open_store(&self, session: &Session) -> Result<Arc<dyn IMsgStore>, Breach> {
        self.open(session, StoreSlot::Store, OpenStoreFlags::MDB_WRITE)
    }

    /// The first store by the identifier that the fixture gives, whatever sections the profile has.
    pub(super) fn open_by_id(&self, session: &Session) -> Result<Arc<dyn IMsgStore>, Breach> {
        let id = self.store_id.as_ref().or_breach("a fixture that gives the identifier of its store")?;
        let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_WRITE;
        let opened = session.open_msg_store(&OpenStoreRequest::new(id).flags(flags));
        Ok(opened.or_breach("OpenMsgStore with an identifier that no section has")?.value)
    }

    /// The provider's logon object of a client's store.
    pub(super) fn logon_object(&self, store: &Arc<dyn IMsgStore>) -> Result<Arc<dyn IMSLogon>, Breach> {
        self.mapi.provider_logon(store).or_breach("a logon object of the open store")
    }

    /// The three calls of a fast shutdown.
    pub(super) fn fast_shutdown(&self, session: &Session) -> Verdict {
        let client = session.client_shutdown().or_breach("IMAPIClientShutdown of the session")?;
        client.query_fast_shutdown().or_breach("QueryFastShutdown")?;
        client.notify_process_shutdown().or_breach("NotifyProcessShutdown")?;
        client.do_fast_shutdown().or_breach("DoFastShutdown")
    }

    /// Calls the entry point of the first store's message service, whatever comes of it.
    pub(super) fn call_service(
        &self,
        session: &Session,
        context: ServiceContext,
        flags: ServiceFlags,
    ) -> Result<HResult, Breach> {
        let services = self.mapi.services(PROFILE);
        let (_, uid) = services.first().or_breach("a message service in the profile")?;
        let called = self.mapi.call_service_entry(session, uid, context, flags, &[]);
        Ok(called.map_or_else(|error| error.code(), |()| S_OK))
    }

    /// Lets the spooler log on; gives what it holds afterwards.
    pub(super) fn run_spooler(&self) -> Vec<SpoolerStore> {
        self.mapi.run_spooler();
        self.spooler.stores()
    }

    pub(super) fn trace(&self) -> Trace {
        self.mapi.trace()
    }

    /// Nothing was found in the whole trace under this rule's number.
    pub(super) fn no_deviation(&self, rule: &str) -> Verdict {
        no_deviation(&self.trace(), rule)
    }
}

/// The first deviation of `rule` in a trace is a breach.
pub(super) fn no_deviation(trace: &Trace, rule: &str) -> Verdict {
    match trace.deviations().iter().find(|deviation| deviation.rule == rule) {
        Some(deviation) => Err(deviation.into()),
        None => Ok(()),
    }
}

/// The sections of a setup with their slots, in the order in which they come into the profile.
fn sections(setup: &Setup, options: &MachineOptions) -> Vec<(StoreSlot, StoreSection)> {
    let store = setup.store.clone();
    let password = setup.password.as_ref().map(|password| {
        let value = if options.right_password { &password.right } else { &password.wrong };
        password.section.clone().prop(value.tag(), value.value().clone())
    });
    let mut nameless = store.clone();
    nameless.entry_id = None;
    let optional = [
        (StoreSlot::Second, setup.second_store.clone()),
        (StoreSlot::Nameless, options.nameless.then_some(nameless)),
        (StoreSlot::Password, password),
        (StoreSlot::Unconfigured, setup.unconfigured.clone()),
        (StoreSlot::Unreachable, setup.unreachable.clone()),
        (StoreSlot::Warning, setup.warning.clone()),
        (StoreSlot::ForeignLocale, setup.foreign_locale.clone()),
        (StoreSlot::ExtendedError, setup.extended_error.clone()),
    ];
    let optional = optional.into_iter().filter_map(|(slot, section)| Some((slot, section?)));
    let first = (!options.without_section).then_some((StoreSlot::Store, store));
    first.into_iter().chain(optional).collect()
}

/// The first two stores share a message service; the others, which may disable theirs, have one each.
fn services(sections: &[(StoreSlot, StoreSection)]) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for (slot, section) in sections {
        match (slot, services.pop()) {
            (StoreSlot::Second, Some(first)) => services.push(first.store(section.clone())),
            (_, last) => {
                services.extend(last);
                services.push(Service::new(format!("{slot:?}")).store(section.clone()));
            }
        }
    }
    services
}

fn wrapped(section: &StoreSection) -> Option<EntryId> {
    let store = section.entry_id.clone()?;
    WrappedStoreEntryId { dll_name: section.dll.as_str().into(), store }.encode().ok()
}

/// The provider's own identifier inside a wrapped one.
pub(super) fn unwrapped(id: &EntryId) -> Result<EntryId, Breach> {
    let decoded = WrappedStoreEntryId::decode(id).map_err(crate::mapi::MapiError::from);
    decoded.map(|wrapped| wrapped.store).or_breach("an identifier of a store that is wrapped")
}

/// `IMAPISession::Logoff`, which has to succeed.
pub(super) fn log_off(session: &Session) -> Verdict {
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).or_breach("IMAPISession::Logoff")
}

/// One property of an object. A value that is missing there is a breach.
pub(super) fn get(object: &dyn IMAPIProp, tag: PropTag, whose: &str) -> Result<PropValue, Breach> {
    let got = object.get_props(Some(&[tag]), GetPropsFlags::MAPI_UNICODE);
    let value = got.or_breach(format!("GetProps of {tag} of {whose}"))?.value.pop();
    let value = value.or_breach(format!("a value for {tag} of {whose}"))?;
    match value.as_error() {
        Some(code) => Err(Breach::new(format!("{tag} of {whose}"), code)),
        None => Ok(value),
    }
}

/// `PR_ENTRYID` of an object.
pub(super) fn entry_id(object: &dyn IMAPIProp, whose: &str) -> Result<EntryId, Breach> {
    let value = get(object, PR_ENTRYID, whose)?;
    value.as_entry_id().or_breach(format!("a binary PR_ENTRYID of {whose}"))
}

/// The root folder of a store: `OpenEntry` without an identifier.
pub(super) fn root_folder(
    store: &dyn IMsgStore,
    flags: OpenEntryFlags,
) -> Result<Arc<dyn IMAPIFolder>, Breach> {
    let request = OpenEntryRequest::root().flags(flags);
    let opened = store.open_entry(&request).or_breach("IMsgStore::OpenEntry of the root folder")?;
    opened.into_folder().or_breach("a folder from IMsgStore::OpenEntry without identifier")
}

/// All rows of a table with these columns.
pub(super) fn rows_of(table: &dyn IMAPITable, what: &str) -> Result<Vec<Row>, Breach> {
    table.query_rows(i32::MAX, QueryRowsFlags::empty()).or_breach(format!("QueryRows of {what}"))
}

/// The columns of status rows that rules look at; those of an identity are not among the ones a table shows by itself.
const STATUS_COLUMNS: [PropTag; 8] = [
    PR_DISPLAY_NAME_W,
    PR_ENTRYID,
    PR_RESOURCE_METHODS,
    PR_RESOURCE_TYPE,
    PR_STATUS_CODE,
    PR_IDENTITY_DISPLAY_W,
    PR_IDENTITY_ENTRYID,
    PR_IDENTITY_SEARCH_KEY,
];

/// The status rows of a session that came from providers' logons.
pub(super) fn status_rows(session: &Session) -> Result<Vec<Row>, Breach> {
    let table =
        session.get_status_table(StringWidth::MAPI_UNICODE).or_breach("IMAPISession::GetStatusTable")?;
    table
        .set_columns(&STATUS_COLUMNS, SetColumnsFlags::empty())
        .or_breach("SetColumns of the status table")?;
    let there = |row: Row| row.into_props().into_iter().filter(|value| value.as_error().is_none()).collect();
    Ok(rows_of(&*table, "the status table")?.into_iter().map(there).map(Row::new).collect())
}

/// An object by its identifier through the session, as a client opens it.
pub(super) fn open_by_session(
    session: &Session,
    id: &EntryId,
    flags: OpenEntryFlags,
) -> MapiResult<MapiObject> {
    session.open_entry(&OpenEntryRequest::new(id).flags(flags))
}
