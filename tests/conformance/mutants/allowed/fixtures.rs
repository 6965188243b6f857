//! The reference provider with other stores, or under another name.

use mapi_sim::conformance::Setup;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{PropValue, ResourceFlags};
use mapi_sim::reference::*;
use mapi_sim::sim::{Dll, Reply, StoreSection};

use crate::bending::Bending;
use crate::conditions::{CONDITIONS, with_conditions};

/// What is on the machine.
struct World {
    dll: &'static str,
    first: &'static str,
    /// The same name in other letters.
    first_again: &'static str,
    second: &'static str,
    /// The password of the first store, which is in its section.
    credentials: Option<&'static str>,
    /// Whether there is mail in the stores.
    mail: bool,
    flags: ResourceFlags,
    bend: fn(Bending) -> Bending,
}

const PLAIN: World = World {
    dll: DLL_NAME,
    first: "first",
    first_again: "FIRST",
    second: "second",
    credentials: None,
    mail: true,
    flags: ResourceFlags::STATUS_NO_PRIMARY_IDENTITY,
    bend: |wrapping| wrapping,
};

/// A DLL of another name.
pub(crate) fn with_dll(dll: &'static str, bend: fn(Bending) -> Bending) -> Setup {
    World { dll, bend, ..PLAIN }.setup()
}

/// The first store has a password, which is in its section.
pub(crate) fn credentials(bend: fn(Bending) -> Bending) -> Setup {
    World { credentials: Some("open sesame"), bend, ..PLAIN }.setup()
}

/// Two names, and so two identifiers, of very different lengths.
pub(super) fn long_name() -> Setup {
    World { second: "the mail of the whole company since the year in which it was founded", ..PLAIN }.setup()
}

/// Names that a narrow string cannot show.
pub(super) fn foreign_names() -> Setup {
    World {
        first: "a почта 📬", first_again: "A почта 📬", second: "b почта 📬", ..PLAIN
    }
    .setup()
}

/// Stores with a root folder and no message.
pub(super) fn empty() -> Setup {
    World { mail: false, ..PLAIN }.setup()
}

/// A provider that is bent so that its stores can never be the default, which their sections say.
pub(super) fn never_the_default(bend: fn(Bending) -> Bending) -> Setup {
    let flags = PLAIN.flags.union(ResourceFlags::STATUS_NO_DEFAULT_STORE);
    World { flags, bend, ..PLAIN }.setup()
}

impl World {
    fn setup(self) -> Setup {
        let stores = self.stores();
        stores.set_offline("away", true);
        let entry = ReferenceDll::new(stores.clone());
        let provider = (self.bend)(Bending::new(with_conditions(entry.clone())));
        let dll = Dll::new(self.dll).provider_entry(provider.into_wrapping()).service_entry(entry);
        let mut first = self.chosen(self.first);
        if let Some(password) = self.credentials {
            first = first.prop(PR_REFERENCE_PASSWORD, password);
        }
        let password = |text: &str| PropValue::new(PR_REFERENCE_PASSWORD, text);
        let name = self.first;
        let setup = Setup::new(dll, first)
            .second_store(self.chosen(self.second))
            .password(self.chosen("safe"), password("right"), password("wrong"))
            .types_password([Reply::fill("password", "right")])
            .chooses_store([Reply::fill("store", name)])
            .unconfigured(
                self.section("not chosen"),
                [PropValue::new(PR_ENTRYID, &store_entry_id(self.second))],
            )
            .unreachable(self.chosen("away"))
            .other_id(store_entry_id(self.first_again))
            .goes_offline(move || stores.set_offline(name, true));
        let conditions = CONDITIONS.iter();
        conditions.fold(setup, |setup, one| (one.give)(setup, self.chosen(one.store)))
    }

    fn stores(&self) -> StoreCatalogue {
        let spec = |name: &str| {
            let spec = StoreSpec::new(name).default_store().coupled();
            if self.mail { spec.with_sample_mail() } else { spec }
        };
        let first = match self.credentials {
            Some(password) => spec(self.first).password(password),
            None => spec(self.first),
        };
        let others = [spec(self.second), spec("safe").password("right"), spec("away")];
        let conditions = CONDITIONS.iter().map(|condition| spec(condition.store));
        StoreCatalogue::new([first].into_iter().chain(others).chain(conditions))
    }

    fn chosen(&self, name: &str) -> StoreSection {
        self.section(name).entry_id(store_entry_id(name))
    }

    fn section(&self, name: &str) -> StoreSection {
        StoreSection::new(self.dll, name).resource_flags(self.flags)
    }
}
