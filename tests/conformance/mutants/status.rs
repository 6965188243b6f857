//! The row of the status table bent.

mod identity;
mod stores;
mod updates;

use std::sync::Arc;

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::MAPI_E_NO_SUPPORT;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [rows(), stores::mutants(), updates::mutants(), identity::mutants()].into_iter().flatten().collect()
}

fn rows() -> Vec<Mutant> {
    vec![
        wrap(STATUS_01, "adds its row as a change of another", |wrapping| {
            wrapping.support(Rows(|columns, flags| (columns, flags | StatusRowFlags::from_bits_retain(1))))
        }),
        wrap(STATUS_01, "adds no row", |wrapping| wrapping.support(NoRow)).also(&[CLAIM_09]).even_lenient(),
        wrap(STATUS_01, "has neither row nor status object", |wrapping| {
            wrapping.support(NoRow).logon(NoStatus)
        })
        .also(&[CLAIM_09])
        .only_strict(),
        wrap(STATUS_02, "names no methods", |wrapping| {
            wrapping.support(Rows(|columns, flags| (without(columns, PR_RESOURCE_METHODS), flags)))
        })
        .also(&[CLAIM_09, STATUS_08, STATUS_13]),
        wrap(STATUS_02, "has no name in its row", |wrapping| {
            wrapping.support(Rows(|columns, flags| (without(columns, PR_DISPLAY_NAME_W), flags)))
        })
        .also(&[STATUS_13]),
        wrap(STATUS_02, "tells no state in its row", |wrapping| {
            wrapping.support(Rows(|columns, flags| (without(columns, PR_STATUS_CODE), flags)))
        })
        .also(&[STATUS_04, STATUS_13]),
        wrap(STATUS_04, "can do less with each change", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                let methods = PropValue::new(PR_RESOURCE_METHODS, 0);
                (if update { with(columns, methods) } else { columns }, flags)
            }))
        }),
        wrap(STATUS_04, "adds a row for each change", |wrapping| {
            wrapping.support(Rows(|columns, _| (columns, StatusRowFlags::empty())))
        }),
        wrap(STATUS_04, "adds a row besides each change", |wrapping| wrapping.support(AddsToo)),
        wrap(STATUS_04, "says nothing of changes", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                (if update { without(columns, PR_STATUS_CODE) } else { columns }, flags)
            }))
        }),
        wrap(STATUS_04, "names its row otherwise with each change", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                let name = PropValue::new(PR_DISPLAY_NAME_W, "Offline");
                (if update { with(columns, name) } else { columns }, flags)
            }))
        }),
        wrap(STATUS_06, "says that it downloads", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let code = StatusCode::STATUS_AVAILABLE | StatusCode::STATUS_INBOUND_ACTIVE;
                (with(columns, PropValue::new(PR_STATUS_CODE, code.bits())), flags)
            }))
        })
        .also(&[STATUS_04, STATUS_13]),
        wrap(STATUS_06, "says when it goes offline that it still uploads", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update =
                    flags.contains(StatusRowFlags::STATUSROW_UPDATE) && shows(&columns, PR_STATUS_CODE);
                let code = StatusCode::STATUS_OFFLINE | StatusCode::STATUS_OUTBOUND_ACTIVE;
                let code = PropValue::new(PR_STATUS_CODE, code.bits());
                (if update { with(columns, code) } else { columns }, flags)
            }))
        })
        .also(&[STATUS_13]),
        wrap(STATUS_06, "says that it is remote", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                let code = StatusCode::STATUS_AVAILABLE | StatusCode::STATUS_REMOTE_ACCESS;
                let code = PropValue::new(PR_STATUS_CODE, code.bits());
                (if update { columns } else { with(columns, code) }, flags)
            }))
        })
        .also(&[STATUS_13]),
    ]
}

/// What asks for the row or for the object behind it.
type Row = (Vec<PropValue>, StatusRowFlags);

/// Passes other rows on.
struct Rows(fn(Vec<PropValue>, StatusRowFlags) -> Row);

impl WrapSupport for Rows {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let (columns, flags) = self.0(columns.to_vec(), flags);
        inner.modify_status_row(&columns, flags)
    }
}

struct AddsToo;

impl WrapSupport for AddsToo {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        inner.modify_status_row(columns, flags)?;
        if flags.contains(StatusRowFlags::STATUSROW_UPDATE) {
            let another = with(columns.to_vec(), PropValue::new(PR_DISPLAY_NAME_W, "One more"));
            inner.modify_status_row(&another, StatusRowFlags::empty())?;
        }
        Ok(())
    }
}

struct NoRow;

impl WrapSupport for NoRow {
    fn modify_status_row(
        &self,
        _inner: &dyn IMAPISupport,
        _columns: &[PropValue],
        _flags: StatusRowFlags,
    ) -> MapiResult<()> {
        Ok(())
    }
}

struct NoStatus;

impl WrapLogon for NoStatus {
    fn open_status_entry(
        &self,
        _inner: &dyn IMSLogon,
        _interface: Option<MapiUid>,
        _flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

fn shows(columns: &[PropValue], tag: PropTag) -> bool {
    columns.iter().any(|column| column.id() == tag.id())
}

fn without(mut columns: Vec<PropValue>, tag: PropTag) -> Vec<PropValue> {
    columns.retain(|column| column.id() != tag.id());
    columns
}

fn with(columns: Vec<PropValue>, column: PropValue) -> Vec<PropValue> {
    let mut columns = without(columns, column.tag());
    columns.push(column);
    columns
}
