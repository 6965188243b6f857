//! The profile of a machine.

use std::sync::{Mutex, PoisonError};

use super::options::MachineOptions;
use crate::conformance::declare::{Setup, StoreSlot};
use crate::mapi::{EntryId, WrappedStoreEntryId};
use crate::sim::{Profile, Service, StoreSection};

/// The one profile of a machine.
pub(in crate::conformance) const PROFILE: &str = "Conformance";

/// How many descriptions are remembered: a test of a rule has few, and a thread tries one rule at a time.
const REMEMBERED: usize = 16;

/// The descriptions that were used last, the latest one first. Nearly all machines of nearly all trials have the same one, and
/// those with the same one share what MAPI makes of it until they write.
static LATEST: Mutex<Vec<Described>> = Mutex::new(Vec::new());

struct Described {
    sections: Vec<(StoreSlot, StoreSection)>,
    entry_dll: Option<String>,
    profile: Profile,
}

/// The profile with these sections, whose services have their entry point in a DLL if it has one.
pub(super) fn profile(sections: &[(StoreSlot, StoreSection)], entry_dll: Option<&str>) -> Profile {
    let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |known: &Described| known.sections == sections && known.entry_dll.as_deref() == entry_dll;
    let known = latest.iter().position(same).map(|place| latest.remove(place));
    let described = known.unwrap_or_else(|| describe(sections, entry_dll));
    let profile = described.profile.clone();
    latest.truncate(REMEMBERED - 1);
    latest.insert(0, described);
    profile
}

fn describe(sections: &[(StoreSlot, StoreSection)], entry_dll: Option<&str>) -> Described {
    let profile = services(sections).into_iter().fold(Profile::new(PROFILE), |profile, service| {
        profile.service(match entry_dll {
            Some(dll) => service.with_entry(dll),
            None => service,
        })
    });
    Described { sections: sections.to_vec(), entry_dll: entry_dll.map(str::to_owned), profile }
}

/// The sections of a machine with their slots, in the order in which they come into the profile.
pub(super) fn sections(setup: &Setup, options: &MachineOptions) -> Vec<(StoreSlot, StoreSection)> {
    let first = (!options.without_section).then(|| (StoreSlot::Store, setup.store.clone()));
    let others = setup.others.iter().map(|(slot, section)| (*slot, section.clone()));
    let mut sections: Vec<_> = first.into_iter().chain(others).collect();
    if options.nameless {
        let mut section = setup.store.clone();
        section.entry_id = None;
        let after = sections.iter().take_while(|(slot, _)| shares_a_service(*slot)).count();
        sections.insert(after, (StoreSlot::Nameless, section));
    }
    if let Some(passwords) = &setup.password {
        let value = if options.right_password { &passwords.right } else { &passwords.wrong };
        for (_, section) in sections.iter_mut().filter(|(slot, _)| *slot == StoreSlot::Password) {
            *section = section.clone().prop(value.tag(), value.value().clone());
        }
    }
    sections
}

/// Whether a store is one of the first two, which share a message service.
const fn shares_a_service(slot: StoreSlot) -> bool {
    matches!(slot, StoreSlot::Store | StoreSlot::Second)
}

/// The message services of a machine: one for the first two stores, and one for each other store, which may disable
/// its own.
fn services(sections: &[(StoreSlot, StoreSection)]) -> Vec<Service> {
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
