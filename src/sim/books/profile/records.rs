//! Sections and message services of profiles, and what can be asked about them.

use std::cell::Cell;
use std::sync::Arc;

use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_RESOURCE_FLAGS};
use crate::mapi::{EntryId, MapiUid, ResourceFlags, Value};
use crate::sim::books::profile::props::SectionProps;
use crate::trace::{SectionNo, ServiceNo};

thread_local! {
    /// Subsystems share sections, and a section knows none of them.
    static PROP_READS: Cell<u64> = const { Cell::new(0) };
}

/// How often properties of sections were read on this thread.
pub(super) fn prop_reads() -> u64 {
    PROP_READS.get()
}

pub(super) fn note_prop_read() {
    PROP_READS.set(PROP_READS.get() + 1);
}

/// One section of a profile.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(super) uid: MapiUid,
    pub(super) profile: usize,
    /// A bare section belongs to no service \[LOAD-14\].
    pub(super) service: Option<ServiceNo>,
    pub(super) dll: Arc<str>,
    pub(super) temporary: bool,
    /// In the stores table \[PROFILE-14\].
    pub(super) listed: bool,
    /// Its provider has been deleted while somebody used it: it goes with the last user \[PROFILE-26\].
    pub(super) leaving: bool,
    pub(super) props: SectionProps,
    /// `PR_ENTRYID` without its wrapping: what the provider's methods see \[LOAD-03\].
    pub(super) private_id: Option<EntryId>,
}

impl Section {
    pub(crate) const fn uid(&self) -> MapiUid {
        self.uid
    }

    /// A bare section belongs to no service \[LOAD-14\].
    pub(crate) const fn service(&self) -> Option<ServiceNo> {
        self.service
    }

    /// The DLL of its provider; empty for a section that belongs to MAPI or to a service as a whole.
    pub(crate) const fn dll(&self) -> &Arc<str> {
        &self.dll
    }

    /// Whether it goes with the store that was opened as a temporary one.
    pub(crate) const fn is_temporary(&self) -> bool {
        self.temporary
    }

    /// Whether it is in the stores table \[PROFILE-14\].
    pub(crate) const fn is_listed(&self) -> bool {
        self.listed
    }

    pub(crate) fn props(&self) -> &SectionProps {
        note_prop_read();
        &self.props
    }

    /// The name that users see, if it has one.
    pub(super) fn name(&self) -> Option<Arc<str>> {
        Some(self.props().find(PR_DISPLAY_NAME_W)?.as_text()?.as_ref().into())
    }

    pub(crate) fn resource_flags(&self) -> ResourceFlags {
        let bits = self.props().find(PR_RESOURCE_FLAGS).and_then(Value::as_bits);
        ResourceFlags::from_bits_retain(bits.unwrap_or(0))
    }

    pub(crate) const fn private_id(&self) -> Option<&EntryId> {
        self.private_id.as_ref()
    }
}

/// A message service of a profile.
#[derive(Clone, Debug)]
pub(crate) struct ServiceData {
    pub(super) name: Arc<str>,
    pub(super) uid: MapiUid,
    pub(super) profile: usize,
    pub(super) entry_dll: Option<String>,
    /// The sections of its providers, without those that are marked for deletion.
    pub(super) sections: Vec<SectionNo>,
}

impl ServiceData {
    pub(crate) const fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) const fn uid(&self) -> MapiUid {
        self.uid
    }

    pub(crate) const fn profile(&self) -> usize {
        self.profile
    }

    /// The DLL that exports its entry point, if it has one.
    pub(crate) fn entry_dll(&self) -> Option<&str> {
        self.entry_dll.as_deref()
    }

    /// Whether it has this section.
    pub(crate) fn has_section(&self, section: SectionNo) -> bool {
        self.sections.binary_search(&section).is_ok()
    }

    /// The sections of its providers, in their order, without those that are marked for deletion.
    pub(crate) fn sections(&self) -> &[SectionNo] {
        &self.sections
    }
}
