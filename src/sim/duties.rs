//! What an input leaves the driver of a load machine to do.

use crate::mapi::HResult;

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
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Duties {
    bits: u16,
    failure: Option<HResult>,
}

impl Duties {
    pub(super) const fn add(&mut self, duty: Duty) {
        self.bits |= duty.bit();
    }

    pub(super) const fn fail(&mut self, code: HResult) {
        self.failure = Some(code);
    }

    pub(crate) const fn contains(self, duty: Duty) -> bool {
        self.bits & duty.bit() != 0
    }

    /// The code that `OpenMsgStore` fails with, if it fails.
    pub(crate) const fn failure(self) -> Option<HResult> {
        self.failure
    }
}
