//! What is on a machine besides the setup.

use crate::mapi::MapiInitFlags;
use crate::sim::{Dll, Reply, SpoolerModel};

/// What is on a machine besides the setup, or in place of a part of it. By default there is nothing: no user answers a
/// dialog, and the spooler runs where the fixture has it.
#[derive(Clone, Default, Debug)]
pub struct MachineOptions {
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
    #[must_use]
    pub fn user(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.replies = replies.into_iter().collect();
        self
    }

    /// Flags of `MAPIInitialize`.
    #[must_use]
    pub const fn init(mut self, flags: MapiInitFlags) -> Self {
        self.init = flags;
        self
    }

    /// The store with a password has the right one in its section.
    #[must_use]
    pub const fn right_password(mut self) -> Self {
        self.right_password = true;
        self
    }

    /// Where the spooler runs, whatever the setup says.
    #[must_use]
    pub const fn spooler(mut self, model: SpoolerModel) -> Self {
        self.spooler = Some(model);
        self
    }

    /// There is a section like the first store's in which no store is chosen yet.
    #[must_use]
    pub const fn nameless(mut self) -> Self {
        self.nameless = true;
        self
    }

    /// The first store has no section in the profile: a client that knows its identifier opens it.
    #[must_use]
    pub const fn without_section(mut self) -> Self {
        self.without_section = true;
        self
    }

    /// Another DLL in place of the setup's; usually that one, wrapped.
    #[must_use]
    pub fn dll(mut self, dll: Dll) -> Self {
        self.dll = Some(dll);
        self
    }
}
