//! What a provider passes to MAPI, in full: a trace keeps numbers and lengths only.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Machine, MachineOptions, Trial};
use crate::conformance::rule::{OrBreach, Reached, way};
use crate::mapi::{MapiErrorDetail, MapiResult, MapiUid, PropProblem, PropTag, PropValue, StatusRowFlags};
use crate::sim::Dll;
use crate::spi::{
    IMAPISupport, IMSProvider, IProfSect, InitRequest, LogonAnswer, LogonRequest, SpoolerLogonRequest,
};
use crate::wrap::{WrapProvider, WrapSection, WrapSupport, Wrapping};

/// What was passed, in order.
#[derive(Default)]
pub(in crate::conformance) struct Notes {
    pub(in crate::conformance) status_rows: Vec<(Vec<PropValue>, StatusRowFlags)>,
    /// The properties of sections that a `Logon` has set or deleted.
    pub(in crate::conformance) section_writes: Vec<PropTag>,
    pub(in crate::conformance) uids: Vec<(MapiUid, u32)>,
    pub(in crate::conformance) new_uids: Vec<MapiUid>,
    /// The texts of logons that fail or warn, whatever MAPI makes of them.
    pub(in crate::conformance) logon_errors: Vec<MapiErrorDetail>,
    /// The same of the spooler's logons.
    pub(in crate::conformance) spooler_errors: Vec<MapiErrorDetail>,
    /// How many calls of `Logon` are under way.
    logons: usize,
}

impl Notes {
    fn writes(&mut self, tags: impl Iterator<Item = PropTag>) {
        if self.logons > 0 {
            self.section_writes.extend(tags);
        }
    }
}

/// Notes what the provider passes to the support objects and profile sections that it is given, and changes nothing.
#[derive(Clone, Default)]
pub(in crate::conformance) struct CallLog(Arc<Mutex<Notes>>);

impl CallLog {
    /// A machine on which this is noted.
    pub(in crate::conformance) fn machine(&self, trial: &Trial, options: MachineOptions) -> Reached<Machine> {
        self.machine_of(trial, trial.setup.dll.clone(), options)
    }

    /// The same with a DLL that remembers nothing of the machines before it.
    pub(in crate::conformance) fn fresh_machine(
        &self,
        trial: &Trial,
        options: MachineOptions,
    ) -> Reached<Machine> {
        self.machine_of(trial, trial.fresh_setup().dll, options)
    }

    fn machine_of(&self, trial: &Trial, mut dll: Dll, options: MachineOptions) -> Reached<Machine> {
        let inner = dll.provider.take().or_not_reached(way::INIT, "a DLL that exports MSProviderInit")?;
        let entry = Wrapping::new(move |request: &InitRequest| inner.ms_provider_init(request));
        dll = dll.provider_entry(entry.provider(self.clone()).support(self.clone()).section(self.clone()));
        trial.machine_with(options.dll(dll))
    }

    /// What was passed so far.
    pub(in crate::conformance) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WrapProvider for CallLog {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.notes().logons += 1;
        let answer = inner.logon(request);
        let mut notes = self.notes();
        notes.logons -= 1;
        notes.logon_errors.extend(detail_of(&answer));
        drop(notes);
        answer
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request);
        self.notes().spooler_errors.extend(detail_of(&answer));
        answer
    }
}

/// What a logon says of its error or of its warning.
fn detail_of(answer: &MapiResult<LogonAnswer>) -> Option<MapiErrorDetail> {
    match answer {
        Ok(answer) => answer.warning.as_ref().and_then(|warning| warning.detail().cloned()),
        Err(error) => error.detail().cloned(),
    }
}

impl WrapSupport for CallLog {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        self.notes().status_rows.push((columns.to_vec(), flags));
        inner.modify_status_row(columns, flags)
    }

    fn set_provider_uid(&self, inner: &dyn IMAPISupport, uid: &MapiUid, flags: u32) -> MapiResult<()> {
        self.notes().uids.push((*uid, flags));
        inner.set_provider_uid(uid, flags)
    }

    fn new_uid(&self, inner: &dyn IMAPISupport) -> MapiResult<MapiUid> {
        let uid = inner.new_uid()?;
        self.notes().new_uids.push(uid);
        Ok(uid)
    }
}

impl WrapSection for CallLog {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.notes().writes(values.iter().map(PropValue::tag));
        inner.set_props(values)
    }

    fn delete_props(&self, inner: &dyn IProfSect, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.notes().writes(tags.iter().copied());
        inner.delete_props(tags)
    }
}
