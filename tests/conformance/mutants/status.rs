//! The row of the status table bent.

use mapi_sim::conformance::{Capability, rules::*};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_01, "adds its row as a change of another", |wrapping| {
            wrapping.support(Rows(|columns, flags| (columns, flags | StatusRowFlags::from_bits_retain(1))))
        }),
        wrap(STATUS_02, "names no methods", |wrapping| {
            wrapping.support(Rows(|columns, flags| (without(columns, PR_RESOURCE_METHODS), flags)))
        })
        .also(&[CLAIM_09, STATUS_07, STATUS_08, STATUS_13]),
        wrap(STATUS_04, "adds a row for each change", |wrapping| {
            wrapping.support(Rows(|columns, _| (columns, StatusRowFlags::empty())))
        }),
        wrap(STATUS_06, "says that it downloads", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let code = StatusCode::STATUS_AVAILABLE | StatusCode::STATUS_INBOUND_ACTIVE;
                (with(columns, PropValue::new(PR_STATUS_CODE, code.bits())), flags)
            }))
        })
        .also(&[STATUS_04, STATUS_13]),
        wrap(STATUS_15, "gives one column of an identity", |wrapping| {
            wrapping.support(Rows(half_an_identity))
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_17, "shows an identity and says that it has none", |wrapping| {
            wrapping.support(Rows(half_an_identity))
        })
        .also(&[CLAIM_10]),
    ]
}

type Row = (Vec<PropValue>, StatusRowFlags);

/// Passes other rows on.
struct Rows(fn(Vec<PropValue>, StatusRowFlags) -> Row);

impl BendSupport for Rows {
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

fn half_an_identity(columns: Vec<PropValue>, flags: StatusRowFlags) -> Row {
    (with(columns, PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody")), flags)
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
