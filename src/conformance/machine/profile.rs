//! The profile of a machine.

use super::options::MachineOptions;
use crate::conformance::declare::{Setup, StoreSlot};
use crate::mapi::{EntryId, WrappedStoreEntryId};
use crate::sim::{Service, StoreSection};

/// The one profile of a machine.
pub(in crate::conformance) const PROFILE: &str = "Conformance";

/// The sections of a setup with their slots, in the order in which they come into the profile.
pub(super) fn sections(setup: &Setup, options: &MachineOptions) -> Vec<(StoreSlot, StoreSection)> {
    let store = setup.store.clone();
    let password = setup.password.as_ref().map(|password| {
        let value = if options.right_password { &password.right } else { &password.wrong };
        password.section.clone().prop(value.tag(), value.value().clone())
    });
    let mut nameless = store.clone();
    nameless.entry_id = None;
    let optional = [
        (StoreSlot::Second, setup.second_store.clone()),
        (StoreSlot::Nameless, options.nameless.then_some(nameless)),
        (StoreSlot::Password, password),
        (StoreSlot::Unconfigured, setup.unconfigured.clone()),
        (StoreSlot::Unreachable, setup.unreachable.clone()),
        (StoreSlot::Warning, setup.warning.clone()),
        (StoreSlot::ForeignLocale, setup.foreign_locale.clone()),
        (StoreSlot::ExtendedError, setup.extended_error.clone()),
    ];
    let optional = optional.into_iter().filter_map(|(slot, section)| Some((slot, section?)));
    let first = (!options.without_section).then_some((StoreSlot::Store, store));
    first.into_iter().chain(optional).collect()
}

/// The first two stores share a message service; the others, which may disable theirs, have one each.
pub(super) fn services(sections: &[(StoreSlot, StoreSection)]) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for (slot, section) in sections {
        match (slot, services.pop()) {
            (StoreSlot::Second, Some(first)) => services.push(first.store(section.clone())),
            (_, last) => {
                services.extend(last);
                services.push(Service::new(format!("{slot:?}")).store(section.clone()));
            }
        }
    }
    services
}

/// The identifier of a section's store as MAPI hands it out.
pub(super) fn wrapped(section: &StoreSection) -> Option<EntryId> {
    let store = section.entry_id.clone()?;
    WrappedStoreEntryId { dll_name: section.dll.as_str().into(), store }.encode().ok()
}
