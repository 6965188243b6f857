//! The provider's DLL and its stores, from which machines are made.

use std::fmt;
use std::sync::Arc;

use crate::mapi::{EntryId, PropValue};
use crate::sim::{Dll, Reply, SpoolerModel, StoreSection};

/// The machine for one rule: the provider's DLL and the sections of the profile, each a store in another condition.
///
/// Only the first store is a must. Each further part belongs to the [`Capability`] of the same name: both are there, or
/// neither.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(in crate::conformance) dll: Dll,
    pub(in crate::conformance) store: StoreSection,
    pub(in crate::conformance) second_store: Option<StoreSection>,
    pub(in crate::conformance) password: Option<PasswordStore>,
    pub(in crate::conformance) unconfigured: Option<StoreSection>,
    pub(in crate::conformance) configuration: Vec<PropValue>,
    pub(in crate::conformance) unreachable: Option<StoreSection>,
    pub(in crate::conformance) other_id: Option<EntryId>,
    pub(in crate::conformance) warning: Option<StoreSection>,
    pub(in crate::conformance) foreign_locale: Option<StoreSection>,
    pub(in crate::conformance) extended_error: Option<StoreSection>,
    pub(in crate::conformance) chooses_store: Option<Reply>,
    pub(in crate::conformance) goes_offline: Option<Offline>,
    pub(in crate::conformance) spooler_model: SpoolerModel,
}

/// Takes the first store off the network.
#[derive(Clone)]
pub(in crate::conformance) struct Offline(pub(in crate::conformance) Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Offline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offline")
    }
}

/// A store with a password.
#[derive(Clone, Debug)]
pub(in crate::conformance) struct PasswordStore {
    pub(in crate::conformance) section: StoreSection,
    pub(in crate::conformance) right: PropValue,
    pub(in crate::conformance) wrong: PropValue,
    pub(in crate::conformance) typed: Option<Reply>,
}

impl Setup {
    /// The DLL and the section of a store that opens without asking anybody.
    #[must_use]
    pub const fn new(dll: Dll, store: StoreSection) -> Self {
        Self {
            dll,
            store,
            second_store: None,
            password: None,
            unconfigured: None,
            configuration: Vec::new(),
            unreachable: None,
            other_id: None,
            warning: None,
            foreign_locale: None,
            extended_error: None,
            chooses_store: None,
            goes_offline: None,
            spooler_model: SpoolerModel::SameProcess,
        }
    }

    /// The name of the DLL under test.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.dll.name
    }

    /// The section of another store of the same provider, which opens like the first (capability `second_store`).
    #[must_use]
    pub fn second_store(mut self, section: StoreSection) -> Self {
        self.second_store = Some(section);
        self
    }

    /// The section of a store with a password, without the password; the property of the section that holds the right
    /// password, and the same property with a wrong one (capability `password`).
    #[must_use]
    pub fn password(mut self, section: StoreSection, right: PropValue, wrong: PropValue) -> Self {
        self.password = Some(PasswordStore { section, right, wrong, typed: None });
        self
    }

    /// How a user types the right password into the provider's dialog (for rules with `ui` and `password`).
    #[must_use]
    pub fn types_password(mut self, reply: Reply) -> Self {
        if let Some(password) = &mut self.password {
            password.typed = Some(reply);
        }
        self
    }

    /// A section that lacks what `Logon` needs, and the properties for `MSG_SERVICE_CONFIGURE` that complete it, none
    /// where the service cannot be configured without its user (capability `unconfigured`).
    #[must_use]
    pub fn unconfigured(
        mut self,
        section: StoreSection,
        configuration: impl IntoIterator<Item = PropValue>,
    ) -> Self {
        self.unconfigured = Some(section);
        self.configuration = configuration.into_iter().collect();
        self
    }

    /// A complete section whose store cannot be reached: the server is off, the file is gone (capability
    /// `unreachable`).
    #[must_use]
    pub fn unreachable(mut self, section: StoreSection) -> Self {
        self.unreachable = Some(section);
        self
    }

    /// Another identifier of the first store, with other bytes and the same meaning (capability `other_id`).
    #[must_use]
    pub fn other_id(mut self, private: EntryId) -> Self {
        self.other_id = Some(private);
        self
    }

    /// The section of a store whose `Logon` succeeds with `MAPI_W_ERRORS_RETURNED` (capability `warning`).
    #[must_use]
    pub fn warning(mut self, section: StoreSection) -> Self {
        self.warning = Some(section);
        self
    }

    /// The section of a store whose server does not serve the client's code page or locale (capability
    /// `foreign_locale`).
    #[must_use]
    pub fn foreign_locale(mut self, section: StoreSection) -> Self {
        self.foreign_locale = Some(section);
        self
    }

    /// The section of a store that opens and whose `GetProps` of `PR_STORE_STATE` fails with `MAPI_E_EXTENDED_ERROR`
    /// (capability `extended_error`).
    #[must_use]
    pub fn extended_error(mut self, section: StoreSection) -> Self {
        self.extended_error = Some(section);
        self
    }

    /// What takes the first store off the network, while it is open (capability `offline`).
    #[must_use]
    pub fn goes_offline(mut self, offline: impl Fn() + Send + Sync + 'static) -> Self {
        self.goes_offline = Some(Offline(Arc::new(offline)));
        self
    }

    /// Where the spooler runs on every machine of the kit, except where a rule is about the other place. Without a word
    /// it runs in the client's process. A provider that serves both kinds of spooler is tested twice, with a fixture
    /// for each.
    #[must_use]
    pub const fn spooler_model(mut self, model: SpoolerModel) -> Self {
        self.spooler_model = model;
        self
    }

    /// How a user chooses the first store in the dialog that the provider shows when it does not know which store to
    /// open (capability `chooses_store`).
    #[must_use]
    pub fn chooses_store(mut self, reply: Reply) -> Self {
        self.chooses_store = Some(reply);
        self
    }
}
