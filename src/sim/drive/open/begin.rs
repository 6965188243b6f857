//! Step 1: the client's call, the identifier, and what is known before anybody is called.

use std::borrow::Cow;
use std::sync::Arc;

use crate::load::readings::{Choice, Reading, Readings};
use crate::load::{OpenFacts, ProviderObject};
use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_INVALID_ENTRYID, MAPI_E_NOT_FOUND};
use crate::mapi::{
    AnsiString, EntryId, LogonExFlags, MapiError, MapiResult, MapiUid, OpenStoreFlags, StoreLogonFlags,
    Warned, WrappedStoreEntryId,
};
use crate::sim::books::live::ClientNo;
use crate::sim::books::process::Home;
use crate::sim::books::state::{LogonFacts, State};
use crate::sim::client::client_store::ClientStore;
use crate::sim::drive::open::{Mail, Opening, UnderWay};
use crate::sim::kernel::shared::Shared;
use crate::spi::ParentWindow;
use crate::trace::{
    self, Actor, Args, Bytes, Call, DllNo, Method, Object, OpenNo, OpenSpan, Out, SectionNo, SessionNo,
};

/// The client that opens.
#[derive(Clone, Copy)]
pub(crate) struct Opener {
    pub(crate) session: SessionNo,
    pub(crate) client: ClientNo,
    pub(crate) flags: LogonExFlags,
}

/// What is to be opened.
#[derive(Clone, Copy)]
pub(crate) enum OpenTarget<'a> {
    /// The store of this identifier, wrapped or not.
    Id(&'a EntryId),
    /// The store of this section, which may have no identifier yet (case J).
    Section(SectionNo),
}

/// The target as the profile knows it.
struct Resolved<'a> {
    dll_name: Arc<str>,
    id: Option<Cow<'a, EntryId>>,
    /// The section whose stored identifier has the same bytes, or the one that was named.
    section: Option<SectionNo>,
}

/// Opens a store for a client.
pub(crate) async fn open_msg_store(
    shared: &Arc<Shared>,
    opener: Opener,
    target: OpenTarget<'_>,
    flags: OpenStoreFlags,
    interface: Option<MapiUid>,
    window: ParentWindow<'_>,
) -> MapiResult<Warned<Arc<ClientStore>>> {
    let span = trace::enabled().then(|| OpenSpan::enter(opener.session));
    let args = match target {
        OpenTarget::Id(id) => Args::OpenStore(Bytes::of_id(id), flags),
        OpenTarget::Section(_) => Args::OpenStore(Bytes::of(&[]), flags),
    };
    let mut opening = Opening::new(shared, opener, window);
    let (called, begun) = shared.with(|state| {
        state.check_initialized()?;
        opening.open = state.numbers.next_open();
        let (from, to) = (Actor::Client, Object::Session(opener.session));
        let call = Call { from, to, method: Method::SessionOpenMsgStore, args };
        let called = state.record_call(opening.context(), call);
        Ok::<_, MapiError>((called, opening.begin(state, opener.flags, target, flags, interface)))
    })?;
    if let Some(span) = span.as_ref() {
        span.name(opening.open);
    }
    let guard = shared.under_way(called);
    let result = match begun {
        Ok(()) => UnderWay(&mut opening).drive().await,
        Err(error) => Err(error),
    };
    shared.tell_news();
    guard.returns();
    let out = match &result {
        Ok(opened) => (opened.code(), Out::Store(opened.value.number())),
        Err(error) => (error.code(), Out::None),
    };
    shared.with(|state| state.recorder.returned(called, out));
    result
}

impl<'a> Opening<'a> {
    /// An open that has no number yet.
    fn new(shared: &'a Arc<Shared>, opener: Opener, window: ParentWindow<'a>) -> Self {
        Self {
            shared,
            session: opener.session,
            client: opener.client,
            open: OpenNo::from_index(0),
            now: None,
            profile: 0,
            facts: LogonFacts { id: None, shown: None, interface: None, flags: StoreLogonFlags::empty() },
            window,
            dll_name: None,
            dll: None,
            provider: None,
            section: None,
            resolved: None,
            held: None,
            made_section: false,
            store: None,
            opened: None,
            folders_due: None,
            compared: None,
            begun: None,
            mail: Mail::Undecided,
            ended: false,
            warning: None,
            failure: None,
            detail: None,
        }
    }

    /// Step 1.
    fn begin(
        &mut self,
        state: &mut State,
        client: LogonExFlags,
        target: OpenTarget<'_>,
        flags: OpenStoreFlags,
        interface: Option<MapiUid>,
    ) -> MapiResult<()> {
        let session = self.session;
        let data = state.session(session).filter(|data| !data.logged_off);
        self.profile = data.ok_or(MAPI_E_END_OF_SESSION)?.profile;
        let Resolved { dll_name, id, section } = resolve(state, self.profile, target)?;
        self.facts.id = id.map(Cow::into_owned);
        self.facts.shown = self.facts.id.as_ref().map(Bytes::of_id);
        self.dll = self.shared.dll(&dll_name);
        self.dll_name = Some(dll_name);
        self.resolved = section;
        self.section = match target {
            OpenTarget::Id(_) => None,
            OpenTarget::Section(section) => Some(section),
        };
        let facts = OpenFacts {
            provider_object: provider_object(state, session, self.dll, section),
            service_disabled: section.is_some_and(|section| state.service_disabled(session, section)),
            client_no_mail: client.contains(LogonExFlags::MAPI_NO_MAIL),
            store_no_mail: flags.contains(OpenStoreFlags::MDB_NO_MAIL),
            no_dialog: flags.contains(OpenStoreFlags::MDB_NO_DIALOG),
            temporary: flags.contains(OpenStoreFlags::MDB_TEMPORARY),
            service_known: section.is_some_and(|section| state.has_service(section)),
            readings: self.shared.options.readings,
        };
        self.facts.interface = interface;
        self.facts.flags = logon_flags(flags, facts.readings);
        self.failure = state.begin_open(session, self.open, facts, &self.facts, flags.intersects(UNLISTED));
        self.now = state.open_state(self.open);
        self.provider = self.dll.and_then(|dll| state.provider_of(session, Home::Client, dll));
        self.compare_with(state, self.resolved);
        Ok(())
    }
}

/// The name of a DLL out of a wrapping, where it is bytes; a name that is no text names no DLL.
pub(crate) fn dll_text(name: &AnsiString) -> String {
    String::from_utf8_lossy(name.as_bytes()).into_owned()
}

/// Finds DLL and identifier: from the wrapping, or from the section whose identifier has the same bytes [LOAD-04].
fn resolve<'a>(state: &'a State, profile: usize, target: OpenTarget<'a>) -> MapiResult<Resolved<'a>> {
    let id = match target {
        OpenTarget::Section(no) => {
            let section = state.profiles.section(no).ok_or(MAPI_E_NOT_FOUND)?;
            let (dll_name, id) = (Arc::clone(&section.dll), section.private_id().map(Cow::Borrowed));
            return Ok(Resolved { dll_name, id, section: Some(no) });
        }
        OpenTarget::Id(id) => id,
    };
    if id.provider_uid().is_none() {
        return Err(MAPI_E_INVALID_ENTRYID.into());
    }
    if !id.is_wrapped_store() {
        let (no, section) = state.profiles.section_with_bare_id(profile, id).ok_or(MAPI_E_NOT_FOUND)?;
        return Ok(Resolved {
            dll_name: Arc::clone(&section.dll),
            id: Some(Cow::Borrowed(id)),
            section: Some(no),
        });
    }
    let WrappedStoreEntryId { dll_name, store } = WrappedStoreEntryId::decode(id).map_err(MapiError::from)?;
    let dll_name = dll_text(&dll_name);
    let section = state.profiles.section_with_id(profile, &dll_name, &store);
    Ok(Resolved { dll_name: dll_name.into(), id: Some(Cow::Owned(store)), section })
}

fn provider_object(
    state: &State,
    session: SessionNo,
    dll: Option<DllNo>,
    section: Option<SectionNo>,
) -> ProviderObject {
    let Some(data) = state.session(session) else { return ProviderObject::Missing };
    if section.is_some_and(|section| data.open_sections.get(section).is_some()) {
        ProviderObject::PresentStoreOpen
    } else if dll.is_some_and(|dll| data.client.provider(dll).is_some()) {
        ProviderObject::Present
    } else {
        ProviderObject::Missing
    }
}

/// Flags of `OpenMsgStore` that `Logon` does not list.
const UNLISTED: OpenStoreFlags = OpenStoreFlags::MAPI_BEST_ACCESS.union(OpenStoreFlags::MDB_ONLINE);

/// What of the client's flags `Logon` sees [LOAD-17]; the profile's name is Unicode.
fn logon_flags(flags: OpenStoreFlags, readings: Readings) -> StoreLogonFlags {
    let listed = [
        (OpenStoreFlags::MAPI_DEFERRED_ERRORS, StoreLogonFlags::MAPI_DEFERRED_ERRORS),
        (OpenStoreFlags::MDB_NO_DIALOG, StoreLogonFlags::MDB_NO_DIALOG),
        (OpenStoreFlags::MDB_NO_MAIL, StoreLogonFlags::MDB_NO_MAIL),
        (OpenStoreFlags::MDB_TEMPORARY, StoreLogonFlags::MDB_TEMPORARY),
        (OpenStoreFlags::MDB_WRITE, StoreLogonFlags::MDB_WRITE),
    ];
    let unlisted = match readings.of(Reading::OpenFlagsAtLogon) {
        Choice::Lenient => StoreLogonFlags::from_bits_retain((flags & UNLISTED).bits()),
        Choice::Strict if flags.contains(OpenStoreFlags::MAPI_BEST_ACCESS) => StoreLogonFlags::MDB_WRITE,
        Choice::Strict => StoreLogonFlags::empty(),
    };
    let given = listed.into_iter().filter(|(client, _)| flags.contains(*client));
    given.fold(StoreLogonFlags::MAPI_UNICODE | unlisted, |all, (_, logon)| all | logon)
}
