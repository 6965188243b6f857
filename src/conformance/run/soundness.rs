//! Whether a fixture can be used at all: before any rule is judged, its store has to open.

use super::judge::without_panic;
use crate::conformance::declare::{Fixture, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, log_off};
use crate::conformance::rule::{Breach, Verdict, error_text};
use crate::mapi::OpenStoreFlags;

/// Opens the fixture's first store as plainly as possible.
pub(in crate::conformance) fn check_fixture(fixture: &dyn Fixture) -> Verdict {
    without_panic(|| opens(fixture))
}

fn opens(fixture: &dyn Fixture) -> Verdict {
    let setup = fixture.setup();
    let machine = Machine::new(&setup, MachineOptions::default())?;
    let session = machine.session()?;
    let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_NO_MAIL;
    let opened = machine.try_open(&session, StoreSlot::Store, flags)?;
    if let Err(error) = &opened {
        let got = error_text(error);
        return Err(Breach::new("a first store that opens without dialogs", got).help(
            "Look at Setup::new: the DLL's name in the section, the identifier, and what Logon needs.",
        ));
    }
    drop(opened);
    log_off(&session)
}
