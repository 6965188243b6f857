//! The nine steps of loading a store, without the rules of the kit.

use std::fmt::Write as _;

use mapi_sim::load::Step;
use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use mapi_sim::sim::{Profile, Service, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};

use crate::exit::Trouble;
use crate::profile::ProviderFixture;

/// What came of the nine steps.
pub(crate) struct Steps {
    pub(crate) text: String,
    pub(crate) is_good: bool,
}

/// Opens the first store, lets the spooler run, and ends the session.
pub(crate) fn nine_steps(fixture: &ProviderFixture) -> Result<Steps, Trouble> {
    const PROFILE: &str = "Default";
    let stage = fixture.stage()?;
    let system = |error: &dyn std::fmt::Display| {
        Trouble::Profile(format!("no session can be begun with this profile: {error}"))
    };
    let service = Service::new("STORES").with_entry(stage.dll_name).store(stage.section);
    let mapi = Subsystem::builder()
        .dll(stage.dll)
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .map_err(|error| system(&error))?;
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).map_err(|error| system(&error))?;
    let request = OpenStoreRequest::new(&stage.entry_id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let store = session.open_msg_store(&request);
    mapi.run_spooler();
    let opened = store.map(drop);
    let ended = session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0);
    drop(session);
    let trace = mapi.trace();
    let mut wrong = Vec::new();
    wrong.extend(opened.err().map(|error| format!("OpenMsgStore: {error}")));
    wrong.extend(ended.err().map(|error| format!("Logoff: {error}")));
    let steps =
        trace.opens().first().map(|open| open.expect_steps(&Step::ALL).map_err(|error| error.to_string()));
    wrong.extend(steps.unwrap_or_else(|| Err("no open was begun".to_owned())).err());
    wrong.extend(trace.deviations().iter().map(ToString::to_string));
    wrong.extend(trace.expect_references_balanced().err().map(|error| error.to_string()));
    let mut text = trace.to_string();
    let verdict =
        if wrong.is_empty() { "all nine steps, and nothing wrong was seen" } else { "not as it should be:" };
    _ = write!(text, "\n{verdict}");
    for one in &wrong {
        _ = write!(text, "\n  {}", first_lines(one));
    }
    Ok(Steps { text, is_good: wrong.is_empty() })
}

/// A mismatch has the trace below it, which stands there already.
fn first_lines(text: &str) -> &str {
    text.split("\n\n").next().unwrap_or(text)
}
