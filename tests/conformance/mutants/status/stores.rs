//! The rows of some stores bent, and rows that logons add which should not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{names, on_logon, on_spooler_logon};
use super::super::{Mutant, wrap};
use super::{with, without};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_01, "adds no row for its second store", |wrapping| {
            let second = RowsOf::new("second", |_| None);
            wrapping.provider(second.clone()).support(second)
        })
        // What has no row cannot be renamed.
        .also(&[PROFILE_13])
        .even_lenient(),
        wrap(STATUS_01, "adds a row for who has not the right password", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request);
                if answer.is_err() && names(request, "safe") {
                    adds_a_row(request.support, StatusCode::STATUS_FAILURE)?;
                }
                answer
            }))
        })
        .even_lenient(),
        wrap(STATUS_02, "has no name in the row of its second store", |wrapping| {
            let second = RowsOf::new("second", |columns| Some(without(columns, PR_DISPLAY_NAME_W)));
            wrapping.provider(second.clone()).support(second)
        })
        .also(&[STATUS_13]),
        wrap(STATUS_06, "says that its second store downloads", |wrapping| {
            let second = RowsOf::new("second", |columns| {
                let code = StatusCode::STATUS_AVAILABLE | StatusCode::STATUS_INBOUND_FLUSH;
                Some(with(columns, PropValue::new(PR_STATUS_CODE, code.bits())))
            });
            wrapping.provider(second.clone()).support(second)
        })
        .also(&[STATUS_13]),
        wrap(STATUS_06, "says that the spooler's logon uploads", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                let answer = inner.spooler_logon(request)?;
                adds_a_row(request.support, StatusCode::STATUS_OUTBOUND_ACTIVE)?;
                Ok(answer)
            }))
        })
        // What is added in another process comes into another table.
        .in_one_process(),
    ]
}

fn adds_a_row(support: &Support, code: StatusCode) -> MapiResult<()> {
    let row = [
        PropValue::new(PR_DISPLAY_NAME_W, "One more"),
        PropValue::new(PR_STATUS_CODE, code.bits()),
        PropValue::new(PR_RESOURCE_METHODS, 0),
    ];
    support.modify_status_row(&row, StatusRowFlags::empty())
}

type Edit = fn(Vec<PropValue>) -> Option<Vec<PropValue>>;

/// Passes other rows on while it logs on to one store, or none.
#[derive(Clone)]
pub(super) struct RowsOf {
    bent: Vec<(&'static str, Edit)>,
    now: Arc<[AtomicBool; 2]>,
}

impl RowsOf {
    pub(super) fn new(store: &'static str, edit: Edit) -> Self {
        Self { bent: vec![(store, edit)], now: Arc::default() }
    }

    /// The rows of another store as well.
    pub(super) fn and(mut self, store: &'static str, edit: Edit) -> Self {
        self.bent.push((store, edit));
        self
    }
}

impl WrapProvider for RowsOf {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        for ((store, _), now) in self.bent.iter().zip(&*self.now) {
            now.store(names(request, store), Ordering::Relaxed);
        }
        let answer = inner.logon(request);
        self.now.iter().for_each(|now| now.store(false, Ordering::Relaxed));
        answer
    }
}

impl WrapSupport for RowsOf {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let mut bent = self.bent.iter().zip(&*self.now);
        let edit = bent.find(|(_, now)| now.load(Ordering::Relaxed)).map(|((_, edit), _)| edit);
        match edit.map_or_else(|| Some(columns.to_vec()), |edit| edit(columns.to_vec())) {
            Some(columns) => inner.modify_status_row(&columns, flags),
            None => Ok(()),
        }
    }
}
