//! Sessions of one subsystem.

use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
use mapi_sim::spi::{IMAPISession, ParentWindow};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Outcome};
use crate::provider::{Mail, machine};

pub(super) const CASES: &[Case] =
    &[Case { name: "sessions::one_after_another", items: 1000, most: 8000, run: one_after_another }];

fn one_after_another(sessions: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sessions {
        let session = mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION)?;
        session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
    }
    Ok(())
}
