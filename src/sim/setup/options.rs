//! Settings of a subsystem, and what is wrong with its machine.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;

use crate::load::readings::Readings;
use crate::mapi::{MapiError, MapiInitFlags, MapiResult, SpiVersion};
use crate::methods::ShowDetail;
use crate::sim::setup::fast_shutdown::FastShutdown;
use crate::sim::setup::fault::Fault;
use crate::sim::setup::init_fault::InitFault;
use crate::sim::setup::quirk::Quirks;
use crate::sim::spooler::SpoolerModel;
use crate::trace::TraceDetail;

/// Settings of a subsystem.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) init: MapiInitFlags,
    pub(crate) version: SpiVersion,
    pub(crate) oldest: SpiVersion,
    pub(crate) detail: TraceDetail,
    /// A whole trace has secure properties, too.
    pub(crate) secure: bool,
    /// How many events a trace keeps at least.
    pub(crate) trace_limit: usize,
    pub(crate) fast_shutdown: FastShutdown,
    pub(crate) readings: Readings,
    pub(crate) spooler: SpoolerModel,
    pub(crate) quirks: Quirks,
}

impl Options {
    /// How much traces tell of arguments and answers.
    pub(crate) fn show_detail(&self) -> ShowDetail {
        match (self.detail, self.secure) {
            (TraceDetail::Whole, true) => ShowDetail::WithSecure,
            (TraceDetail::Whole, false) => ShowDetail::Whole,
            (TraceDetail::Off | TraceDetail::Steps | TraceDetail::Calls | TraceDetail::All, _) => {
                ShowDetail::Short
            }
        }
    }
}

/// What is wrong with the machine.
#[derive(Default, Debug)]
pub(crate) struct Faults {
    pub(crate) init: BTreeSet<InitFault>,
    pub(crate) address_book: Vec<AddressBookFault>,
    /// What the next calls of `MAPILogonEx` answer, if it is a failure.
    pub(crate) logons: Mutex<VecDeque<MapiResult<()>>>,
    /// What goes wrong with single calls.
    pub(crate) calls: Vec<Fault>,
}

/// An address book provider that does not load.
#[derive(Clone, Debug)]
pub(crate) struct AddressBookFault {
    pub(crate) provider: String,
    pub(crate) error: MapiError,
}
