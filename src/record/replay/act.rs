//! Makes the calls of the actions.

use std::sync::Arc;

use super::arguments::told;
use super::calls::{Called, call};
use super::kept::Kept;
use super::not_played;
use super::player::{NO_OBJECT, NO_SESSION, Player};
use super::recall::{LONGEST, Missing, Recall, Recorded};
use super::script::Action;
use crate::mapi::{
    LogonExFlags, MapiResult, MapiUid, OpenStoreFlags, PropValue, ServiceContext, ServiceFlags,
    SessionLogoffFlags,
};
use crate::methods::{ILockBytes, IStream, Interface, Method, Named, Value};
use crate::sim::Session;
use crate::sim::played::{section_uid, service_uid};
use crate::spi::{IMAPISession, MapiObject, OpenStoreRequest, ParentWindow};
use crate::trace::{Args, Fact, Object, Out, ServiceNo, SessionNo, StoreNo, What};

impl Player<'_> {
    pub(super) fn log_on(
        &mut self,
        profile: &str,
        flags: LogonExFlags,
        session: Option<SessionNo>,
    ) -> Result<(), Missing> {
        let live = self.mapi.logon(profile, flags);
        if let (Some(session), Ok(live)) = (session, live) {
            self.live.sessions.insert(session, live);
        }
        Ok(())
    }

    /// A session. What was logged inside of a provider has no logon of its client.
    fn session(&mut self, session: SessionNo) -> Result<Arc<Session>, Missing> {
        if self.recorded.is_seen_by_provider() && !self.live.sessions.contains_key(&session) {
            self.log_on(self.profile, LogonExFlags::MAPI_NEW_SESSION, Some(session))?;
        }
        self.live.sessions.get(&session).map(Arc::clone).ok_or_else(|| NO_SESSION.to_owned())
    }

    pub(super) fn open(
        &mut self,
        action: &Action,
        (session, id): (SessionNo, usize),
        flags: OpenStoreFlags,
        store: Option<StoreNo>,
    ) -> Result<(), Missing> {
        let id = self.recorded.whole_ids(id).first().map(|id| self.live.mapping.of(id));
        let section = if id.is_none() { self.section_in(action) } else { None };
        let live = match (id, section) {
            (Some(id), _) => self.session(session)?.open_msg_store(&OpenStoreRequest::new(&id).flags(flags)),
            (None, Some(section)) => self.session(session)?.open_store_of_section(&section, flags),
            (None, None) => return Err("the identifier is not whole".to_owned()),
        };
        if let (Some(store), Ok(live)) = (store, live) {
            self.live.add_store(store, MapiObject::Store(live.value));
        }
        Ok(())
    }

    /// The section that is opened without an identifier.
    fn section_in(&self, action: &Action) -> Option<MapiUid> {
        let events = self.recorded.events().get(action.events.clone())?;
        let What::Call { args: Args::OpenStore(id, _), .. } = events.first()?.what else { return None };
        let chosen = events.iter().find_map(|event| {
            if let What::Fact(Fact::SectionChosen(section)) = event.what { Some(section) } else { None }
        });
        section_uid(self.mapi, chosen.filter(|_| id.len == 0)?)
    }

    pub(super) fn log_off(&mut self, session: SessionNo, flags: SessionLogoffFlags) -> Result<(), Missing> {
        let live = self.live.sessions.get(&session).ok_or(NO_SESSION)?;
        drop(live.logoff(ParentWindow::none(), flags, 0));
        Ok(())
    }

    pub(super) fn call(
        &mut self,
        action: &Action,
        session: Option<SessionNo>,
        (object, method, args): (Object, Method, Args),
    ) -> Result<(), Missing> {
        if let Some(why) = not_played(method) {
            return Err(why.to_owned());
        }
        let values = self.arguments(action.events.start, args);
        is_within_reason(method, &values)?;
        let live = self.called(session, object, method)?;
        let window = self.sitter.window();
        let kept = call(&live, method, &Recorded { object, values: &values, live: &self.live, window })?;
        match (kept, session) {
            (Kept::Object(store @ MapiObject::Store(_)), _) => {
                if let Some(name) = self.store_in(action) {
                    self.live.add_store(name, store);
                }
            }
            (Kept::Object(services @ MapiObject::ServiceAdmin(_)), Some(session)) => {
                self.live.add_services(session, services);
            }
            (kept, _) => {
                let answered = self.recorded.events().get(action.returned).map(|event| event.what);
                let values = if let Some(What::Return { out: Out::Values(values), .. }) = answered {
                    self.recorded.values(values)
                } else {
                    &[]
                };
                self.live.keep(object, kept, values);
            }
        }
        Ok(())
    }

    /// The store that is opened inside of a call.
    fn store_in(&self, action: &Action) -> Option<StoreNo> {
        let events = self.recorded.events().get(action.events.start..=action.returned)?;
        events.iter().find_map(|event| {
            let What::Return { method: Method::SessionOpenMsgStore, out, .. } = event.what else {
                return None;
            };
            if let Out::Store(store) = out { Some(store) } else { None }
        })
    }

    /// Administration objects have the name of what they are asked about.
    fn called(&self, session: Option<SessionNo>, object: Object, method: Method) -> Result<Called, Missing> {
        let services = session.map(Object::Services);
        let name = match (method.interface(), object) {
            (Interface::IProviderAdmin, _) => {
                return Ok(Called::Providers(self.live.providers(object).ok_or(NO_OBJECT)?));
            }
            (Interface::IMAPIClientShutdown, Object::Session(session)) => {
                let live = Arc::clone(self.live.sessions.get(&session).ok_or(NO_SESSION)?);
                return Ok(Called::Leaving(live.client_shutdown().ok_or(NO_OBJECT)?));
            }
            (_, Object::Service(_)) => services.unwrap_or(object),
            (_, object) => object,
        };
        let missing = if matches!(name, Object::Session(_)) { NO_SESSION } else { NO_OBJECT };
        Ok(Called::Object(self.live.object(name).ok_or(missing)?))
    }

    /// The arguments with the identifiers of the live run.
    fn arguments(&self, event: usize, args: Args) -> Vec<Named> {
        let mut values = if let Args::Values(values) = args {
            self.recorded.values(values).to_vec()
        } else {
            told(args, &self.recorded.whole_ids(event))
        };
        values.iter_mut().for_each(|named| self.live.mapping.map(&mut named.value));
        values
    }

    /// An entry point is called for its own sake.
    pub(super) fn enter(
        &mut self,
        action: &Action,
        session: SessionNo,
        entry: Object,
        args: Args,
    ) -> Result<(), Missing> {
        let mut values = self.arguments(action.events.start, args);
        if self.recorded.is_seen_by_provider() && !values.iter().any(|named| named.name == "props") {
            values.push(Named { name: "props", value: Value::Props(Vec::new()) });
        }
        let session = self.session(session)?;
        let recorded = Recorded { object: entry, values: &values, live: &self.live, window: None };
        let context = <ServiceContext as Recall<'_>>::own(&recorded, "context")?;
        let flags = <ServiceFlags as Recall<'_>>::own(&recorded, "flags")?;
        let props = <&[PropValue] as Recall<'_>>::own(&recorded, "props")?;
        if let Object::Service(service) = entry {
            let uid = self.live_service(service).ok_or("the profile has no such service")?;
            drop(self.mapi.call_service_entry(&session, &uid, context, flags, &props));
            return Ok(());
        }
        let service = <&str as Recall<'_>>::own(&recorded, "service")?;
        installed(&session, context, &service, flags)
    }

    /// A provider knows its services by their places in the profile.
    fn live_service(&self, service: ServiceNo) -> Option<MapiUid> {
        if self.recorded.is_seen_by_provider() {
            return self.mapi.services(self.profile).get(service.index()).map(|(_, uid)| *uid);
        }
        service_uid(self.mapi, service)
    }
}

/// A stream is not made as long as a file says that it was: no story is about so many bytes.
fn is_within_reason(method: Method, values: &[Named]) -> Result<(), Missing> {
    let lengthens = [IStream::SetSize, IStream::Seek, ILockBytes::SetSize, ILockBytes::WriteAt];
    let longest = i64::try_from(LONGEST).unwrap_or(i64::MAX);
    let too_long = |named: &Named| matches!(named.value, Value::Number(number) if number > longest);
    if lengthens.contains(&method) && values.iter().any(too_long) {
        return Err(format!("a stream of more than {LONGEST} bytes is not made"));
    }
    Ok(())
}

/// What a setup program does.
fn installed(
    session: &Session,
    context: ServiceContext,
    service: &str,
    flags: ServiceFlags,
) -> Result<(), Missing> {
    let none = ParentWindow::none();
    let answered: MapiResult<()> = if context == ServiceContext::Install {
        session.install_service(service, none, flags)
    } else if context == ServiceContext::Uninstall {
        session.uninstall_service(service, none, flags)
    } else {
        return Err("no such call is about a service that no profile has".to_owned());
    };
    drop(answered);
    Ok(())
}
