//! The provider's DLL and its stores, from which machines are made.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::StoreSlot;
use super::rows::capability_rows;
use crate::conformance::rule::Finding;
use crate::load::readings::{Reading, Readings, Strictness};
use crate::mapi::{EntryId, PropValue};
use crate::sim::{Dll, Reply, SpoolerModel, StoreSection};

/// The machine for one rule: the provider's DLL and the sections of the profile, each a store in another condition.
///
/// Only the first store has to be there. Each further part belongs to the [`Capability`](super::Capability) of the same
/// name: both are there, or neither.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(in crate::conformance) dll: Dll,
    pub(in crate::conformance) store: StoreSection,
    /// The sections of the other slots.
    pub(in crate::conformance) others: BTreeMap<StoreSlot, StoreSection>,
    pub(in crate::conformance) password: Option<Passwords>,
    pub(in crate::conformance) configuration: Vec<PropValue>,
    pub(in crate::conformance) other_id: Option<EntryId>,
    pub(in crate::conformance) chooses_store: Vec<Reply>,
    pub(in crate::conformance) goes_offline: Option<Offline>,
    pub(in crate::conformance) spooler_model: SpoolerModel,
    pub(in crate::conformance) readings: Readings,
    pub(in crate::conformance) watchers: Vec<Watcher>,
}

/// Takes the first store off the network.
#[derive(Clone)]
pub(in crate::conformance) struct Offline(pub(in crate::conformance) Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Offline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offline")
    }
}

/// The passwords of the store that has one.
#[derive(Clone, Debug)]
pub(in crate::conformance) struct Passwords {
    pub(in crate::conformance) right: PropValue,
    pub(in crate::conformance) wrong: PropValue,
    pub(in crate::conformance) typed: Vec<Reply>,
}

/// Something beside the kit that watches the provider.
#[derive(Clone)]
pub(in crate::conformance) struct Watcher(Arc<dyn Fn() -> Vec<Finding> + Send + Sync>);

impl Watcher {
    pub(in crate::conformance) fn findings(&self) -> Vec<Finding> {
        (self.0)()
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

impl Setup {
    /// The DLL and the section of a store that opens without asking anybody.
    #[must_use]
    pub const fn new(dll: Dll, store: StoreSection) -> Self {
        Self {
            dll,
            store,
            others: BTreeMap::new(),
            password: None,
            configuration: Vec::new(),
            other_id: None,
            chooses_store: Vec::new(),
            goes_offline: None,
            spooler_model: SpoolerModel::SameProcess,
            readings: Readings::DEFAULT,
            watchers: Vec::new(),
        }
    }

    /// The name of the DLL under test.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.dll.name
    }

    /// Whether the fixture gives a section for a slot.
    #[must_use]
    pub fn has(&self, slot: StoreSlot) -> bool {
        slot == StoreSlot::Store || self.others.contains_key(&slot)
    }

    /// Whether the first store's section has more than MAPI puts into every section: credentials, for instance.
    pub(in crate::conformance) const fn store_needs_its_section(&self) -> bool {
        !self.store.props.is_empty()
    }

    /// The section of a store with a password, without the password; the property of the section that holds the right
    /// password, and the same property with a wrong one (capability `password`).
    #[must_use]
    pub fn password(mut self, section: StoreSection, right: PropValue, wrong: PropValue) -> Self {
        self.password = Some(Passwords { right, wrong, typed: Vec::new() });
        self.others.insert(StoreSlot::Password, section);
        self
    }

    /// How a user types the right password into the provider's dialogs, one reply a dialog in their order (for rules with
    /// `ui` and `password`).
    #[must_use]
    pub fn types_password(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        if let Some(password) = &mut self.password {
            password.typed = replies.into_iter().collect();
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
        self.others.insert(StoreSlot::Unconfigured, section);
        self.configuration = configuration.into_iter().collect();
        self
    }

    /// Another identifier of the first store, with other bytes and the same meaning (capability `other_id`).
    #[must_use]
    pub fn other_id(mut self, private: EntryId) -> Self {
        self.other_id = Some(private);
        self
    }

    /// What takes the first store off the network, while it is open (capability `offline`).
    #[must_use]
    pub fn goes_offline(mut self, offline: impl Fn() + Send + Sync + 'static) -> Self {
        self.goes_offline = Some(Offline(Arc::new(offline)));
        self
    }

    /// Something beside the kit that watches the provider: the ledger of a bridge, for instance. It is asked after the
    /// trial for which this setup was made, and says what has been found since it was asked last.
    ///
    /// The report has a [`Finding`] under its own rule, which is usually not one of this crate: see
    /// [`RuleSet`](crate::conformance::RuleSet).
    #[must_use]
    pub fn watched_by(mut self, watcher: impl Fn() -> Vec<Finding> + Send + Sync + 'static) -> Self {
        self.watchers.push(Watcher(Arc::new(watcher)));
        self
    }

    /// Where the spooler runs on every machine of the kit, except where a rule is about one place. By default it runs in
    /// the client's process. A provider that serves both kinds of spooler is tested twice, with a fixture for each.
    #[must_use]
    pub const fn spooler_model(mut self, model: SpoolerModel) -> Self {
        self.spooler_model = model;
        self
    }

    /// How every machine of the kit reads an open point of the documentation; [`readings`](crate::load::readings) has the
    /// points and their defaults. A provider that has to get along with both readings is tested twice, with a fixture for
    /// each, as with [`spooler_model`](Self::spooler_model).
    ///
    /// This says what MAPI does. How a rule is read that asks something of the provider says
    /// [`Declaration::lenient`](super::Declaration::lenient).
    #[must_use]
    pub const fn reading(mut self, reading: Reading, choice: Strictness) -> Self {
        self.readings = self.readings.with(reading, choice);
        self
    }

    /// How a user chooses the first store in the dialogs that the provider shows when it does not know which store to
    /// open, one reply a dialog in their order (capability `chooses_store`).
    ///
    /// ```
    /// use mapi_sim::conformance::Setup;
    /// use mapi_sim::sim::Reply;
    ///
    /// fn asks_twice(setup: Setup) -> Setup {
    ///     setup.chooses_store([Reply::fill("server", "mail"), Reply::fill("store", "mine")])
    /// }
    /// ```
    #[must_use]
    pub fn chooses_store(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.chooses_store = replies.into_iter().collect();
        self
    }
}

macro_rules! section_setters {
    (
        {}
        $($(#[$doc:meta])* $word:ident = $name:ident {
            ignored: $ignored:literal,
            claim: $claim:tt,
            slot: [$($slot:ident $slot_doc:literal $(given $given:literal)?)?],
        })+
    ) => {
        /// Stores for which a section is all that there is to give.
        impl Setup {
            $($($(
                #[doc = concat!($given, " (capability `", stringify!($word), "`).")]
                #[must_use]
                pub fn $word(mut self, section: StoreSection) -> Self {
                    self.others.insert(StoreSlot::$slot, section);
                    self
                }
            )?)?)+
        }
    };
}

capability_rows! { section_setters {} }
