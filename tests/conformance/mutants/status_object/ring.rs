//! Status object, section and logon object hold each other for good.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::lock;
use super::super::self_referencing;
use super::super::{Mutant, dll, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        dll(
            STATUS_14,
            "holds itself for the sake of its status object",
            self_referencing::from_status_object,
        ),
        dll(STATUS_14, "keeps its status objects", self_referencing::keeping_status_objects),
        wrap(STATUS_14, "keeps the section of its status object", |wrapping| {
            let sections = Sections::default();
            wrapping.provider(sections.clone()).logon(sections)
        })
        .also(&[MEM_07, STATUS_10]),
    ]
}

/// Opens the section for each status object, and keeps it.
#[derive(Clone, Default)]
struct Sections {
    support: Arc<Mutex<Option<Support>>>,
    kept: Arc<Mutex<Vec<Arc<dyn IProfSect>>>>,
}

impl WrapProvider for Sections {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if answer.logon.is_some() {
            *lock(&self.support) = Some(request.support.lend(|object| object));
        }
        Ok(answer)
    }
}

impl WrapLogon for Sections {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        let section = lock(&self.support)
            .as_ref()
            .map(|support| support.open_profile_section(None, OpenSectionFlags::empty()));
        lock(&self.kept).extend(section.transpose()?);
        inner.open_status_entry(interface, flags)
    }
}
