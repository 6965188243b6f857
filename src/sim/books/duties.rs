//! What an input leaves the driver of a load machine to do.

use crate::mapi::HResult;
use crate::mapi::codes::S_OK;

/// Something that a driver has to do; what it means is said beside the effect of the same name
/// ([`Effect`](crate::load::Effect)).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Duty {
    KeepProvider,
    ReleaseProvider,
    KeepLogon,
    ValidateFolders,
    JoinStore,
    Configure,
    DisableService,
    LogOffAtOnce,
    CallLogoff,
    KeepSpoolerObjects,
    ReleaseSpoolerObjects,
    ConfigureForSpooler,
}

impl Duty {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The duties of one input. They are all different, and their order is that in which a driver asks for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duties {
    bits: u16,
    /// Fits into a register beside the bits, as an `Option` would not.
    code: HResult,
}

impl Default for Duties {
    fn default() -> Self {
        Self { bits: 0, code: S_OK }
    }
}

impl Duties {
    pub(crate) const fn add(&mut self, duty: Duty) {
        self.bits |= duty.bit();
    }

    pub(crate) const fn fail(&mut self, code: HResult) {
        self.code = code;
    }

    pub(crate) const fn contains(self, duty: Duty) -> bool {
        self.bits & duty.bit() != 0
    }

    /// The code that `OpenMsgStore` fails with, if it fails.
    pub(crate) const fn failure(self) -> Option<HResult> {
        if self.code.is_failure() { Some(self.code) } else { None }
    }
}
