//! A machine made from a setup.

use std::sync::Arc;

use super::objects::{Whose, entry_id, log_off, unwrapped};
use super::options::MachineOptions;
use super::profile::{PROFILE, profile, sections, wrapped};
use crate::conformance::declare::{Setup, StoreSlot};
use crate::conformance::rule::{Breach, OrBreach, Reached, Verdict, way};
use crate::load::readings::{Reading, Readings};
use crate::mapi::{EntryId, LogonExFlags, MapiUid, PropTag, PropValue};
use crate::sim::{QueueSpooler, Session, Subsystem, SubsystemBuilder, User};
use crate::trace::{Trace, TraceDetail};

/// A machine with the DLL of a setup on it, and one profile with a section for each of the setup's stores.
pub struct Machine {
    pub(in crate::conformance) mapi: Subsystem,
    pub(in crate::conformance) spooler: Arc<QueueSpooler>,
    slots: Vec<(StoreSlot, MapiUid, Option<EntryId>)>,
    pub(super) store_id: Option<EntryId>,
    /// Whether stores are opened for writing: a provider that only reads may refuse that.
    pub(super) writes: bool,
}

impl Machine {
    pub(in crate::conformance) fn new(setup: &Setup, options: MachineOptions, writes: bool) -> Reached<Self> {
        let sections = sections(setup, &options);
        let dll = options.dll.unwrap_or_else(|| setup.dll.clone());
        let profile = profile(&sections, dll.service.is_some().then_some(&*dll.name));
        let spooler = Arc::new(QueueSpooler::new());
        let builder = Subsystem::builder()
            .dll(dll)
            .profile(profile)
            .user(User::answering(options.replies))
            .init_flags(options.init)
            .spooler_model(options.spooler.unwrap_or(setup.spooler_model))
            .spooler(Arc::clone(&spooler) as Arc<_>)
            .trace_detail(TraceDetail::All);
        let mapi = read_as(builder, setup.readings).build();
        let mapi = mapi.map_err(|error| {
            Breach::new("a setup that a machine can be built of", error).help(
                "Look at Setup::new and the sections: names of DLLs and sections that a profile can have.",
            )
        })?;
        let slots = sections.into_iter().zip(mapi.sections(PROFILE));
        let slots = slots.map(|((slot, section), uid)| (slot, uid, wrapped(&section))).collect();
        Ok(Self { mapi, spooler, slots, store_id: wrapped(&setup.store), writes })
    }

    /// The simulated subsystem of the machine.
    #[must_use]
    pub const fn subsystem(&self) -> &Subsystem {
        &self.mapi
    }

    /// A new session with mail.
    ///
    /// # Errors
    /// A breach if `MAPILogonEx` fails.
    pub fn session(&self) -> Reached<Arc<Session>> {
        self.session_with(LogonExFlags::empty())
    }

    /// A new session with these flags.
    ///
    /// # Errors
    /// A breach if `MAPILogonEx` fails.
    pub fn session_with(&self, flags: LogonExFlags) -> Reached<Arc<Session>> {
        self.mapi.logon(PROFILE, flags | LogonExFlags::MAPI_NEW_SESSION).or_breach("MAPILogonEx")
    }

    /// The MAPIUID of a slot's section.
    ///
    /// # Errors
    /// A breach if the machine has no such section.
    pub fn section(&self, slot: StoreSlot) -> Reached<MapiUid> {
        self.slot(slot).map(|(_, uid, _)| *uid)
    }

    /// The identifier of a slot's store as the profile has it, wrapped; `None` while no store is chosen.
    pub(in crate::conformance) fn id(&self, slot: StoreSlot) -> Reached<Option<EntryId>> {
        self.slot(slot).map(|(_, _, id)| id.clone())
    }

    /// The identifier of the first store, wrapped, from the fixture or else from the open store.
    ///
    /// # Errors
    /// A breach if the store does not open or has no identifier.
    pub fn store_id(&self, session: &Session) -> Reached<EntryId> {
        match &self.store_id {
            Some(id) => Ok(id.clone()),
            None => entry_id(&*self.open_store(session)?, Whose::store("the store")),
        }
    }

    /// The identifier of the first store as the provider knows it.
    pub(in crate::conformance) fn private_store_id(&self) -> Reached<EntryId> {
        if let Some(id) = self.private_id(StoreSlot::Store)? {
            return Ok(id);
        }
        let session = self.session()?;
        let id = unwrapped(&entry_id(&*self.open_store(&session)?, Whose::store("the store"))?)?;
        log_off(&session)?;
        Ok(id)
    }

    /// The identifier of a slot's store as the provider knows it, if the fixture says it.
    pub(in crate::conformance) fn private_id(&self, slot: StoreSlot) -> Reached<Option<EntryId>> {
        self.id(slot)?.as_ref().map(unwrapped).transpose()
    }

    /// Whether the profile has the section of a slot.
    #[must_use]
    pub fn has(&self, slot: StoreSlot) -> bool {
        self.slot(slot).is_ok()
    }

    /// A property of a section, as the profile has it now.
    #[must_use]
    pub fn section_prop(&self, section: &MapiUid, tag: PropTag) -> Option<PropValue> {
        let props = self.mapi.section_props(PROFILE, section)?;
        props.into_iter().find(|value| value.id() == tag.id())
    }

    /// Changes a section without a call of MAPI.
    ///
    /// # Errors
    /// A breach if the machine has no such section.
    pub fn edit(&self, slot: StoreSlot, set: &[PropValue], delete: &[PropTag]) -> Verdict {
        let section = self.section(slot)?;
        let edited = self.mapi.edit_section(PROFILE, &section, set, delete);
        edited
            .then_some(())
            .or_not_reached(way::slot(slot), format_args!("the section of {slot} in the profile"))
    }

    pub(super) fn slot(&self, slot: StoreSlot) -> Reached<&(StoreSlot, MapiUid, Option<EntryId>)> {
        let found = self.slots.iter().find(|(known, ..)| *known == slot);
        found.or_not_reached(way::slot(slot), format_args!("a fixture with the section of {slot}"))
    }

    /// What has happened on the machine.
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.mapi.trace()
    }

    /// Nothing was found in the whole trace under this rule's number.
    pub(in crate::conformance) fn no_deviation(&self, rule: &str) -> Verdict {
        no_deviation(&self.trace(), rule)
    }
}

/// The same with these readings of the open points.
fn read_as(builder: SubsystemBuilder, readings: Readings) -> SubsystemBuilder {
    let choose = |builder: SubsystemBuilder, reading| builder.reading(reading, readings.of(reading));
    Reading::ALL.iter().copied().fold(builder, choose)
}

/// The first deviation of `rule` in a trace is a breach.
pub(in crate::conformance) fn no_deviation(trace: &Trace, rule: &str) -> Verdict {
    match trace.deviations().iter().find(|deviation| deviation.rule == rule) {
        Some(deviation) => Err(Breach::from(deviation).into()),
        None => Ok(()),
    }
}
