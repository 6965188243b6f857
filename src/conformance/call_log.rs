//! What a provider passes to MAPI, in full: a trace keeps numbers and lengths only.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::breach::{Breach, OrBreach};
use super::machine::{Machine, MachineOptions};
use super::trial::Trial;
use crate::mapi::{MapiResult, MapiUid, PropProblem, PropTag, PropValue, StatusRowFlags};
use crate::spi::{IMAPISupport, IProfSect, InitRequest};
use crate::wrap::{BendSection, BendSupport, Wrapping};

/// What was passed, in order.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) status_rows: Vec<(Vec<PropValue>, StatusRowFlags)>,
    pub(super) section_writes: Vec<PropTag>,
    pub(super) uids: Vec<(MapiUid, u32)>,
    pub(super) new_uids: Vec<MapiUid>,
}

/// Listens at the support objects and profile sections that the provider is given, and changes nothing.
#[derive(Clone, Default)]
pub(super) struct CallLog(Arc<Mutex<Notes>>);

impl CallLog {
    /// A machine on which the provider is listened to.
    pub(super) fn machine(&self, trial: &Trial<'_>, options: MachineOptions) -> Result<Machine, Breach> {
        let mut dll = trial.setup.dll.clone();
        let inner = dll.provider.take().or_breach("a DLL that exports MSProviderInit")?;
        let entry = Wrapping::new(move |request: &InitRequest| inner.ms_provider_init(request));
        dll = dll.provider_entry(entry.support(self.clone()).section(self.clone()));
        trial.machine_with(options.dll(dll))
    }

    /// What was passed so far.
    pub(super) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BendSupport for CallLog {
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

impl BendSection for CallLog {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.notes().section_writes.extend(values.iter().map(PropValue::tag));
        inner.set_props(values)
    }
}
