//! Cases told as traces.

use std::fmt::Write;
use std::sync::Arc;

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// Stores that are released after the case was told.
pub(crate) type Held = Vec<Arc<dyn IMsgStore>>;

/// A text of several cases, each with what happened since the last one.
#[derive(Default)]
pub(crate) struct Stories(pub String);

impl Stories {
    /// Runs a case in a machine of its own; what `before` does is not told.
    pub(crate) fn case(
        &mut self,
        title: &str,
        script: &Arc<Script>,
        before: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
        run: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
    ) {
        self.tell(entry_point(), title, script, before, run);
    }

    /// The same with this entry point of the service, and nothing before it.
    pub(crate) fn case_with(
        &mut self,
        entry: Option<Arc<dyn ServiceEntry>>,
        title: &str,
        script: &Arc<Script>,
        run: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
    ) {
        self.tell(entry, title, script, nothing, run);
    }

    fn tell(
        &mut self,
        entry: Option<Arc<dyn ServiceEntry>>,
        title: &str,
        script: &Arc<Script>,
        before: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
        run: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
    ) {
        let mapi = subsystem(script, entry).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let held = before(&mapi, &session);
        let told = mapi.trace().events().len();
        let kept = run(&mapi, &session);
        writeln!(self.0, "{title}\n\n{}", mapi.trace().since(told)).unwrap();
        drop((held, kept));
    }
}

/// An entry point of the service that always succeeds.
pub(crate) fn entry_point() -> Option<Arc<dyn ServiceEntry>> {
    Some(Arc::new(|_: &ServiceRequest<'_>| Ok(())))
}

pub(crate) fn nothing(_: &Subsystem, _: &Arc<Session>) -> Held {
    Vec::new()
}

pub(crate) fn opened(name: &'static str) -> impl FnOnce(&Subsystem, &Arc<Session>) -> Held {
    move |_, session| vec![open(session, name).unwrap()]
}

/// Opens a store, which may fail, and runs the spooler.
pub(crate) fn opening(
    name: &'static str,
    flags: OpenStoreFlags,
) -> impl FnOnce(&Subsystem, &Arc<Session>) -> Held {
    move |mapi, session| {
        let store = open_with(session, &wrapped(name), flags);
        mapi.run_spooler();
        store.into_iter().collect()
    }
}
