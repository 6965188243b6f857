//! What changes in the sections of profiles.

use std::sync::Arc;

use crate::mapi::tags::PR_RESOURCE_FLAGS;
use crate::mapi::{MapiUid, PropProblem, PropTag, PropValue, ResourceFlags};
use crate::sim::books::profile::props::Writer;
use crate::sim::books::profile::records::Section;
use crate::sim::books::profile::set::{ProfileSet, long, section_uid};
use crate::trace::SectionNo;

impl ProfileSet {
    pub(crate) fn set_props(&mut self, no: SectionNo, values: &[PropValue]) -> Option<Vec<PropProblem>> {
        let problems = self.props_mut(no)?.set_all(values);
        self.index(no);
        self.changed(no);
        Some(problems)
    }

    pub(crate) fn delete_props(&mut self, no: SectionNo, tags: &[PropTag]) -> Option<Vec<PropProblem>> {
        let problems = self.props_mut(no)?.delete_all(tags);
        self.index(no);
        self.changed(no);
        Some(problems)
    }

    /// Writes and deletes as MAPI itself may.
    pub(crate) fn edit(&mut self, no: SectionNo, set: &[PropValue], delete: &[PropTag]) {
        for value in set {
            self.put(no, value.clone());
        }
        if let Some(props) = self.props_mut(no) {
            for tag in delete {
                props.remove(*tag);
            }
        }
        self.index(no);
    }

    /// One section of a profile has a role from now on, or none has.
    pub(crate) fn give_role(&mut self, profile: usize, role: ResourceFlags, to: Option<SectionNo>) {
        let changed: Vec<_> = self
            .sections_of(profile)
            .map(|(no, section)| (no, section.resource_flags()))
            .filter(|(no, flags)| flags.contains(role) != (to == Some(*no)))
            .collect();
        for (no, mut flags) in changed {
            flags.toggle(role);
            self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
        }
    }

    /// `ModifyProfile`: the section stays and the store is listed, unless it was opened as a temporary one
    /// \[PROFILE-15\].
    pub(crate) fn mark_listed(&mut self, no: SectionNo) {
        let temporary = ResourceFlags::STATUS_TEMP_SECTION;
        let is_to_be_listed = |section: &Section| {
            !section.leaving
                && (section.temporary || !section.listed)
                && !section.resource_flags().contains(temporary)
        };
        if self.section(no).is_some_and(is_to_be_listed)
            && let Some(section) = self.section_mut(no)
        {
            section.listed = true;
            section.temporary = false;
            self.changed(no);
        }
    }

    /// A section that belongs to no service, for an identifier that a client built itself \[LOAD-14\], or an empty
    /// one for a writer that names a new MAPIUID \[PROFILE-03\].
    pub(crate) fn make_bare(
        &mut self,
        profile: usize,
        dll: &str,
        uid: Option<MapiUid>,
        temporary: bool,
    ) -> SectionNo {
        let no = self.next_section();
        let uid = uid.unwrap_or_else(|| section_uid(no));
        let mut flags = ResourceFlags::STATUS_NO_DEFAULT_STORE;
        flags.set(ResourceFlags::STATUS_TEMP_SECTION, temporary);
        // The section of a store stays only if the provider makes it permanent with ModifyProfile.
        self.add_section(profile, None, uid, dll, !dll.is_empty(), Vec::new());
        self.join_profile(no);
        self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
        no
    }

    pub(crate) fn remove(&mut self, no: SectionNo) {
        self.changed(no);
        self.unindex(no);
        let Some((profile, uid)) = self.section(no).map(|section| (section.profile, section.uid)) else {
            return;
        };
        let content = self.content_mut();
        content.by_uid.remove(&(profile, uid));
        if let Some(data) = content.profiles.get_mut(profile)
            && let Ok(index) = data.sections.binary_search(&no)
        {
            data.sections.remove(index);
        }
        if let Some(slot) = content.sections.get_mut(no.index()) {
            *slot = None;
        }
    }

    pub(super) fn put(&mut self, no: SectionNo, value: PropValue) {
        if let Some(props) = self.props_mut(no) {
            // Writing as MAPI is never refused.
            let _ = props.set(value, Writer::Mapi);
            self.changed(no);
        }
    }

    /// What tables show of a section may have changed.
    pub(super) fn changed(&mut self, no: SectionNo) {
        let Some(profile) = self.section(no).map(|section| section.profile) else { return };
        self.prop_writes += 1;
        if let Some(data) = Arc::make_mut(&mut self.content).profiles.get_mut(profile) {
            data.revision.count_up();
        }
    }
}
