//! What the row shows of an identity bent.

use mapi_sim::conformance::{Capability, rules::*};
use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;

use super::super::machines::with_section;
use super::super::{Mutant, described, wrap};
use super::stores::RowsOf;
use super::{Row, Rows, with, without};
use crate::fixture::chosen;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_15, "gives one column of an identity", |wrapping| {
            wrapping.support(Rows(half_an_identity))
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_17, "shows an identity and says that it has none", |wrapping| {
            wrapping.support(Rows(|columns, flags| (whole(columns), flags)))
        })
        .also(&[CLAIM_10])
        .even_lenient(),
        described(STATUS_17, "does not say that it has no identity", |_| {
            with_section(chosen("first").resource_flags(ResourceFlags::empty()))
        })
        .only_strict(),
        wrap(STATUS_15, "gives an identity without its search key", |wrapping| {
            let lacks = |columns, flags| (without(whole(columns), PR_IDENTITY_SEARCH_KEY), flags);
            wrapping.support(Rows(lacks))
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_15, "gives an identity without its identifier", |wrapping| {
            wrapping.support(Rows(|columns, flags| (without(whole(columns), PR_IDENTITY_ENTRYID), flags)))
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_15, "gives half an identity of its second store", |wrapping| {
            let second = RowsOf::new("second", |columns| {
                Some(with(columns, PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody")))
            });
            wrapping.provider(second.clone()).support(second)
        })
        .also(&[STATUS_17]),
        wrap(STATUS_15, "is somebody else in its second store", |wrapping| {
            let first = RowsOf::new("first", |columns| Some(whole(columns)));
            let both = first.and("second", |columns| {
                Some(with(whole(columns), PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody else")))
            });
            wrapping.provider(both.clone()).support(both)
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_15, "loses a part of its identity with a change", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                let none = PropValue::error(PR_IDENTITY_ENTRYID, MAPI_E_NOT_FOUND);
                (if update { with(columns, none) } else { whole(columns) }, flags)
            }))
        })
        .with(Capability::Identity)
        .also(&[STATUS_17]),
        wrap(STATUS_17, "shows a whole identity and says that it has none", |wrapping| {
            wrapping.support(Rows(|columns, flags| (whole(columns), flags)))
        })
        .with(Capability::Identity)
        .even_lenient(),
        wrap(STATUS_17, "shows an identity in its second store and says that it has none", |wrapping| {
            let second = RowsOf::new("second", |columns| Some(whole(columns)));
            wrapping.provider(second.clone()).support(second)
        })
        .even_lenient(),
        wrap(STATUS_17, "shows an identity from a change on and says that it has none", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
                (if update { whole(columns) } else { columns }, flags)
            }))
        })
        .even_lenient(),
        described(STATUS_17, "does not say that its second store has no identity", |setup| {
            setup.second_store(chosen("second").resource_flags(ResourceFlags::empty()))
        })
        .only_strict(),
    ]
}

fn half_an_identity(columns: Vec<PropValue>, flags: StatusRowFlags) -> Row {
    (with(columns, PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody")), flags)
}

/// All three columns of an identity.
fn whole(columns: Vec<PropValue>) -> Vec<PropValue> {
    let columns = with(columns, PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody"));
    let columns = with(columns, PropValue::new(PR_IDENTITY_ENTRYID, vec![0_u8; 24]));
    with(columns, PropValue::new(PR_IDENTITY_SEARCH_KEY, b"SMTP:SOMEBODY".to_vec()))
}
