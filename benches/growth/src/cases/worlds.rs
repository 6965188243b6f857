//! Worlds that are built, used once and left, as by who explores orders or runs property tests.

use std::sync::Arc;

use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
use mapi_sim::sim::Profile;
use mapi_sim::spi::{IMAPISession, ParentWindow};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, open, profile, subsystem};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "worlds::fresh",
        items: 200,
        most: Most::Instructions(57_300),
        run: with_profiles_of_their_own,
    },
    Case {
        name: "worlds::fresh_with_one_profile",
        items: 200,
        most: Most::Instructions(36_000),
        run: with_one_profile,
    },
];

fn with_profiles_of_their_own(worlds: u32) -> Outcome {
    (0..worlds).try_for_each(|_| live(profile(1)))
}

fn with_one_profile(worlds: u32) -> Outcome {
    let profile = profile(1);
    (0..worlds).try_for_each(|_| live(profile.clone()))
}

/// A subsystem, a session, an open with all nine steps, its release, and the end of the session.
fn live(profile: Profile) -> Outcome {
    let mapi = subsystem(profile, 1, TraceDetail::Calls, Mail::SameObjects)?;
    let session = mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION)?;
    let store = open(&session, 0)?;
    mapi.run_spooler();
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
    drop(Arc::into_inner(session));
    Ok(())
}
