//! Step 1: the client's call, the identifier, and what is known before anybody is called.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use crate::load::readings::{Reading, Readings, Strictness};
use crate::load::{Input, OpenFacts, OpenState, ProviderObject};
use crate::mapi::codes::{
    MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION, MAPI_E_INVALID_ENTRYID, MAPI_E_NOT_FOUND,
};
use crate::mapi::{
    AnsiString, EntryId, LogonExFlags, MapiError, MapiResult, MapiUid, OpenStoreFlags, StoreLogonFlags,
    Warned, WrappedStoreEntryId,
};
use crate::sim::books::home::Home;
use crate::sim::books::live::ClientNo;
use crate::sim::books::opens::LogonFacts;
use crate::sim::books::state::State;
use crate::sim::books::waits::Busy;
use crate::sim::drive::open::section::Comparison;
use crate::sim::drive::open::{Opening, UnderWay};
use crate::sim::kernel::panics::Before;
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::fault::Fault;
use crate::spi::{IMsgStore, OpenStoreRequest, ParentWindow};
use crate::trace::{
    self, Actor, Args, Bytes, Call, Context, DllNo, Method, Object, OpenNo, OpenSpan, Out, SectionNo,
    SessionNo,
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

/// What the profile knows of the target before a provider is asked.
pub(super) struct Place {
    pub(super) profile: usize,
    pub(super) dll_name: Arc<str>,
    pub(super) dll: Option<DllNo>,
    /// The section whose stored identifier has the same bytes, or the one that was named.
    pub(super) section: Option<SectionNo>,
    /// The client has named the section.
    pub(super) named: bool,
}

/// What `OpenMsgStore` is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) target: OpenTarget<'a>,
    pub(crate) flags: OpenStoreFlags,
    pub(crate) interface: Option<MapiUid>,
    pub(crate) window: ParentWindow<'a>,
    /// The warning of this fault is what the client gets.
    pub(crate) warns: Option<Fault>,
}

impl<'a> From<&OpenStoreRequest<'a>> for Wanted<'a> {
    fn from(request: &OpenStoreRequest<'a>) -> Self {
        let OpenStoreRequest { entry_id, interface, flags, window, .. } = *request;
        Self { target: OpenTarget::Id(entry_id), flags, interface, window, warns: None }
    }
}

/// Opens a store for a client.
pub(crate) async fn open_msg_store(
    shared: &Arc<Shared>,
    opener: Opener,
    wanted: Wanted<'_>,
) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
    let span = trace::enabled().then(|| OpenSpan::of(opener.session));
    let mut driver = pin!(open(shared, opener, wanted, span.as_ref()));
    // Others that take turns are in spans of their own.
    poll_fn(|context| {
        let entered = span.as_ref().map(OpenSpan::enter);
        let polled = driver.as_mut().poll(context);
        drop(entered);
        polled
    })
    .await
}

/// `OpenMsgStore` answers what a fault says: nothing is begun.
#[cold]
pub(crate) fn refuse_open(shared: &Shared, opener: Opener, wanted: &Wanted<'_>, fault: Fault) -> MapiError {
    let called = shared.with(|state| {
        if let OpenTarget::Id(id) = wanted.target {
            state.recorder.tell(id);
        }
        state.record_call(Context::session(opener.session), wanted.call(opener))
    });
    let error = shared.strikes(fault).err().unwrap_or_else(|| MAPI_E_CALL_FAILED.into());
    shared.with(|state| state.recorder.returned(called, (error.code(), Out::None)));
    error
}

async fn open(
    shared: &Arc<Shared>,
    opener: Opener,
    wanted: Wanted<'_>,
    span: Option<&OpenSpan>,
) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
    let before = Before::now();
    let mut opening = None;
    let (open, called, begun) = shared.with(|state| {
        state.check_initialized()?;
        let open = state.numbers.next_open();
        if let OpenTarget::Id(id) = wanted.target {
            state.recorder.tell(id);
        }
        let called = state.record_call(Context::of(opener.session, Some(open)), wanted.call(opener));
        let begun = Opening::begin(shared, state, (opener, open), wanted, Waiting::Can, &mut opening);
        Ok::<_, MapiError>((open, called, begun))
    })?;
    if let Some(span) = span {
        span.name(open);
    }
    let call = shared.under_way(called);
    let mut begun = begun;
    while let Err(NotBegun::Waits(other)) = begun {
        let wait =
            if shared.wait_for(other, Busy::Initialising).await { Waiting::Can } else { Waiting::Cannot };
        begun =
            shared.with(|state| Opening::begin(shared, state, (opener, open), wanted, wait, &mut opening));
    }
    let mut result = match (begun, opening.as_mut()) {
        (Ok(comparison), Some(opening)) => {
            let open = UnderWay(opening);
            let result = open.0.drive(comparison).await;
            if result.is_err() {
                open.0.fail().await;
            }
            result
        }
        (Ok(_), None) => Err(MAPI_E_CALL_FAILED.into()),
        (Err(NotBegun::Failed(error)), _) => Err(error),
        (Err(NotBegun::Waits(_)), _) => Err(MAPI_E_CALL_FAILED.into()),
    };
    if !shared.is_settled() {
        shared.settle().await;
    }
    if !call.returns(before) {
        return result;
    }
    if let (Some(fault), Ok(opened)) = (wanted.warns, &mut result) {
        shared.warns(fault, opened);
    }
    let out = match &result {
        Ok(opened) => {
            let store = opening.as_ref().and_then(|opening| opening.store);
            (opened.code(), store.map_or(Out::None, Out::Store))
        }
        Err(error) => (error.code(), Out::None),
    };
    shared.with(|state| state.recorder.returned(called, out));
    result
}

/// Why an open has not begun.
enum NotBegun {
    Failed(MapiError),
    /// This one initialises the DLL for the same session, on another stack.
    Waits(OpenNo),
}

impl<E: Into<MapiError>> From<E> for NotBegun {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Whether an open can wait for another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Can,
    /// The other one waits for this one.
    Cannot,
}

impl Wanted<'_> {
    fn call(&self, opener: Opener) -> Call {
        let id = match self.target {
            OpenTarget::Id(id) => Bytes::of_id(id),
            OpenTarget::Section(_) => Bytes::of(&[]),
        };
        Call {
            from: Actor::Client,
            to: Object::Session(opener.session),
            method: Method::SessionOpenMsgStore,
            args: Args::OpenStore(id, self.flags),
        }
    }
}

impl<'a> Opening<'a> {
    /// Step 1. If the provider object and a section that fits are there, its first comparison is on record already.
    fn begin(
        shared: &'a Arc<Shared>,
        state: &mut State,
        (opener, open): (Opener, OpenNo),
        wanted: Wanted<'a>,
        waiting: Waiting,
        opening: &mut Option<Self>,
    ) -> Result<Option<Comparison>, NotBegun> {
        let (session, flags) = (opener.session, wanted.flags);
        let data = state.sessions.live(session);
        let profile = data.ok_or(MAPI_E_END_OF_SESSION)?.profile();
        let (place, id) = resolve(shared, state, profile, wanted.target)?;
        let id = id.map(Cow::into_owned);
        id.iter().for_each(|id| state.recorder.tell(id));
        let section = place.section;
        let facts = OpenFacts {
            provider_object: provider_object(state, session, place.dll, section),
            service_disabled: state.nobody_to_ask(session, section, &place.dll_name),
            client_no_mail: opener.flags.contains(LogonExFlags::MAPI_NO_MAIL),
            store_no_mail: flags.contains(OpenStoreFlags::MDB_NO_MAIL),
            no_dialog: flags.contains(OpenStoreFlags::MDB_NO_DIALOG),
            temporary: flags.contains(OpenStoreFlags::MDB_TEMPORARY),
            service_known: section.is_some_and(|section| state.has_service(section)),
            readings: shared.options.readings,
        };
        if facts.provider_object == ProviderObject::Missing
            && waiting == Waiting::Can
            && let Some(other) = state.initialising(session, place.dll)
        {
            return Err(NotBegun::Waits(other));
        }
        let logon = LogonFacts {
            shown: id.as_ref().map(Bytes::of_id),
            id,
            interface: wanted.interface,
            flags: logon_flags(flags, facts.readings),
        };
        state.begin_open(
            (session, place.dll),
            open,
            facts,
            &logon,
            flags.contains(OpenStoreFlags::MAPI_BEST_ACCESS),
        );
        let opening = opening.insert(Self {
            shared,
            opener,
            open,
            window: wanted.window,
            provider: place.dll.and_then(|dll| state.provider_of(session, Home::Client, dll)),
            place,
            facts: logon,
            now: state.opens.state(open),
            section: None,
            made_section: false,
            store: None,
            object: None,
            under_way: true,
            waiting,
            held_up_by: None,
            detail: None,
        });
        if opening.now == Some(OpenState::Resolving) {
            // Whoever comes next sees who initialises the DLL.
            opening.advance(state, Input::InitCalled);
            opening.now = state.opens.state(open);
        }
        Ok(opening.compare_with(state, section))
    }
}

/// The name of a DLL out of a wrapping, where it is bytes; a name that is no text names no DLL.
pub(crate) fn dll_text(name: &AnsiString) -> String {
    String::from_utf8_lossy(name.as_bytes()).into_owned()
}

/// Finds DLL and identifier: from the wrapping, or from the section whose identifier has the same bytes [LOAD-04].
fn resolve<'a>(
    shared: &Shared,
    state: &'a State,
    profile: usize,
    target: OpenTarget<'a>,
) -> MapiResult<(Place, Option<Cow<'a, EntryId>>)> {
    let place = |dll_name: Arc<str>, section, named| {
        let dll = shared.dll(&dll_name);
        Place { profile, dll_name, dll, section, named }
    };
    let id = match target {
        OpenTarget::Section(no) => {
            let section = state.profiles.section(no).ok_or(MAPI_E_NOT_FOUND)?;
            let id = section.private_id().map(Cow::Borrowed);
            return Ok((place(Arc::clone(section.dll()), Some(no), true), id));
        }
        OpenTarget::Id(id) => id,
    };
    if id.provider_uid().is_none() {
        return Err(MAPI_E_INVALID_ENTRYID.into());
    }
    if !id.is_wrapped_store() {
        let (no, section) = state.profiles.section_with_bare_id(profile, id).ok_or(MAPI_E_NOT_FOUND)?;
        return Ok((place(Arc::clone(section.dll()), Some(no), false), Some(Cow::Borrowed(id))));
    }
    let WrappedStoreEntryId { dll_name, store } = WrappedStoreEntryId::decode(id).map_err(MapiError::from)?;
    let dll_name = dll_text(&dll_name);
    let section = state.profiles.section_with_id(profile, &dll_name, &store);
    Ok((place(dll_name.into(), section, false), Some(Cow::Owned(store))))
}

fn provider_object(
    state: &State,
    session: SessionNo,
    dll: Option<DllNo>,
    section: Option<SectionNo>,
) -> ProviderObject {
    let Some(data) = state.sessions.get(session) else { return ProviderObject::Missing };
    if section.is_some_and(|section| state.open_store(session, section).is_some()) {
        ProviderObject::PresentStoreOpen
    } else if dll.is_some_and(|dll| data.process(Home::Client).provider(dll).is_some()) {
        ProviderObject::Present
    } else {
        ProviderObject::Missing
    }
}

/// What of the client's flags `Logon` sees [LOAD-17]; the profile's name is Unicode. `MDB_ONLINE` is not in its list, but
/// meant for the provider alone.
fn logon_flags(flags: OpenStoreFlags, readings: Readings) -> StoreLogonFlags {
    let given = [
        (OpenStoreFlags::MAPI_DEFERRED_ERRORS, StoreLogonFlags::MAPI_DEFERRED_ERRORS),
        (OpenStoreFlags::MDB_NO_DIALOG, StoreLogonFlags::MDB_NO_DIALOG),
        (OpenStoreFlags::MDB_NO_MAIL, StoreLogonFlags::MDB_NO_MAIL),
        (OpenStoreFlags::MDB_ONLINE, as_it_is(OpenStoreFlags::MDB_ONLINE)),
        (OpenStoreFlags::MDB_TEMPORARY, StoreLogonFlags::MDB_TEMPORARY),
        (OpenStoreFlags::MDB_WRITE, StoreLogonFlags::MDB_WRITE),
        (OpenStoreFlags::MAPI_BEST_ACCESS, best_access(readings)),
    ];
    let given = given.into_iter().filter(|(client, _)| flags.contains(*client));
    given.fold(StoreLogonFlags::MAPI_UNICODE, |all, (_, logon)| all | logon)
}

const fn best_access(readings: Readings) -> StoreLogonFlags {
    match readings.of(Reading::OpenFlagsAtLogon) {
        Strictness::Strict => StoreLogonFlags::MDB_WRITE,
        Strictness::Lenient => as_it_is(OpenStoreFlags::MAPI_BEST_ACCESS),
    }
}

const fn as_it_is(flag: OpenStoreFlags) -> StoreLogonFlags {
    StoreLogonFlags::from_bits_retain(flag.bits())
}
