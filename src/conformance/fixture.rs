//! What an author gives to the kit: a provider, a profile for it, and what it claims to be able to do.

use std::fmt;
use std::sync::Arc;

use super::{Capability, RuleId};
use crate::mapi::{EntryId, PropValue};
use crate::sim::{Dll, Reply, SpoolerModel, StoreSection};

/// A provider under test.
///
/// The one thing to write is [`setup`](Self::setup); what else a provider can do is declared, by the macro or by
/// [`declaration`](Self::declaration).
///
/// ```
/// use mapi_sim::conformance::{Fixture, Setup};
/// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// use mapi_sim::sim::{Dll, StoreSection};
///
/// struct MyProvider;
///
/// impl Fixture for MyProvider {
///     fn setup(&self) -> Setup {
///         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
///         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
///         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
///     }
/// }
/// # assert_eq!(MyProvider.setup().name(), DLL_NAME);
/// ```
pub trait Fixture {
    /// A machine on which nothing has happened yet: fresh DLLs, fresh files. Called for each rule anew, so that no rule
    /// sees what another one did.
    fn setup(&self) -> Setup;

    /// What the provider claims, for [`run`](super::run). The macro has a list of its own.
    fn declaration(&self) -> Declaration {
        Declaration::NOTHING
    }
}

/// What is claimed of a provider, what is waived, and where the lenient reading is taken.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// What the provider can do and the fixture can stage.
    pub capabilities: &'static [Capability],
    /// Rules that the provider is known not to keep, each with the reason.
    pub waivers: &'static [(RuleId, &'static str)],
    /// Rules that are read leniently where pages of the documentation disagree.
    pub lenient: &'static [RuleId],
}

impl Declaration {
    /// No capability, no waiver, everything strict.
    pub const NOTHING: Self = Self { capabilities: &[], waivers: &[], lenient: &[] };

    /// Whether `capability` is declared.
    #[must_use]
    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// The reason for which `rule` is waived, if it is.
    #[must_use]
    pub fn waiver(&self, rule: RuleId) -> Option<&'static str> {
        self.waivers.iter().find(|(waived, _)| *waived == rule).map(|(_, reason)| *reason)
    }

    /// How `rule` is read.
    #[must_use]
    pub fn reading(&self, rule: RuleId) -> Reading {
        if self.lenient.contains(&rule) { Reading::Lenient } else { Reading::Strict }
    }
}

/// How a rule is read where pages of the documentation disagree. Rules without such a conflict have one reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Reading {
    /// As the page that asks for most.
    #[default]
    Strict,
    /// As the page that asks for least.
    Lenient,
}

impl Reading {
    /// The word in messages and reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lenient => "lenient",
        }
    }
}

/// The machine for one rule: the provider's DLL and the sections of the profile, each a store in another condition.
///
/// Only the first store is a must. Each further part belongs to the [`Capability`] of the same name: both are there, or
/// neither.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) dll: Dll,
    pub(super) store: StoreSection,
    pub(super) second_store: Option<StoreSection>,
    pub(super) password: Option<PasswordStore>,
    pub(super) unconfigured: Option<StoreSection>,
    pub(super) configuration: Vec<PropValue>,
    pub(super) unreachable: Option<StoreSection>,
    pub(super) other_id: Option<EntryId>,
    pub(super) warning: Option<StoreSection>,
    pub(super) foreign_locale: Option<StoreSection>,
    pub(super) extended_error: Option<StoreSection>,
    pub(super) chooses_store: Option<Reply>,
    pub(super) goes_offline: Option<Offline>,
    pub(super) spooler_model: SpoolerModel,
}

/// Takes the first store off the network.
#[derive(Clone)]
pub(super) struct Offline(pub(super) Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Offline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offline")
    }
}

/// A store with a password.
#[derive(Clone, Debug)]
pub(super) struct PasswordStore {
    pub(super) section: StoreSection,
    pub(super) right: PropValue,
    pub(super) wrong: PropValue,
    pub(super) typed: Option<Reply>,
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
