//! What is on a machine besides the setup.

use crate::mapi::MapiInitFlags;
use crate::sim::{Dll, Reply, SpoolerModel};

/// What is on the machine besides the setup.
#[derive(Default)]
pub(in crate::conformance) struct MachineOptions {
    pub(super) replies: Vec<Reply>,
    pub(super) init: MapiInitFlags,
    pub(super) right_password: bool,
    pub(super) spooler: Option<SpoolerModel>,
    pub(super) nameless: bool,
    pub(super) without_section: bool,
    pub(super) dll: Option<Dll>,
}

impl MachineOptions {
    /// A user who gives these replies, one a dialog.
    pub(in crate::conformance) fn user(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.replies = replies.into_iter().collect();
        self
    }

    /// Flags of `MAPIInitialize`.
    pub(in crate::conformance) const fn init(mut self, flags: MapiInitFlags) -> Self {
        self.init = flags;
        self
    }

    /// The store with a password has the right one in its section.
    pub(in crate::conformance) const fn right_password(mut self) -> Self {
        self.right_password = true;
        self
    }

    /// Where the spooler runs, whatever the setup says.
    pub(in crate::conformance) const fn spooler(mut self, model: SpoolerModel) -> Self {
        self.spooler = Some(model);
        self
    }

    /// There is a section like the first store's in which no store is chosen yet.
    pub(in crate::conformance) const fn nameless(mut self) -> Self {
        self.nameless = true;
        self
    }

    /// The first store has no section in the profile: a client that knows its identifier opens it.
    pub(in crate::conformance) const fn without_section(mut self) -> Self {
        self.without_section = true;
        self
    }

    /// Another DLL in place of the setup's, usually that one wrapped.
    pub(in crate::conformance) fn dll(mut self, dll: Dll) -> Self {
        self.dll = Some(dll);
        self
    }
}
