//! The name in the section bent: by the spooler, of some stores, and when it changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapSection, WrapStore};

use super::super::bends::is_called;
use super::super::on_calls::{names, on_logon, on_spooler_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_13, "names itself otherwise in its section for the spooler", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                let answer = inner.spooler_logon(request)?;
                misnames(request.support)?;
                Ok(answer)
            }))
        }),
        wrap(PROFILE_13, "names its second store otherwise in its section", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if answer.logon.is_some() && names(request, "second") {
                    misnames(request.support)?;
                }
                Ok(answer)
            }))
        }),
        wrap(PROFILE_13, "names itself otherwise when its store is opened again", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if answer.logon.is_none() {
                    misnames(request.support)?;
                }
                Ok(answer)
            }))
        })
        .also(&[LOAD_26]),
        wrap(PROFILE_13, "does not rename the section of its second store", |wrapping| {
            let forgets = Forgets::when(|store, _| is_called(store, "second"));
            wrapping.store(forgets.clone()).section(forgets)
        }),
        wrap(PROFILE_13, "does not rename its section by a narrow name", |wrapping| {
            let forgets =
                Forgets::when(|_, values| values.iter().any(|value| value.tag() == PR_DISPLAY_NAME_A));
            wrapping.store(forgets.clone()).section(forgets)
        }),
    ]
}

fn misnames(support: &Support) -> MapiResult<()> {
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
    section.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "Another name")]).map(drop)
}

type When = fn(&dyn IMsgStore, &[PropValue]) -> bool;

/// Writes nothing to the section while some properties of some store are set.
#[derive(Clone)]
struct Forgets {
    when: When,
    now: Arc<AtomicBool>,
}

impl Forgets {
    fn when(when: When) -> Self {
        Self { when, now: Arc::default() }
    }
}

impl WrapStore for Forgets {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.now.store((self.when)(inner, values), Ordering::Relaxed);
        let answer = inner.set_props(values);
        self.now.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapSection for Forgets {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if self.now.load(Ordering::Relaxed) { Ok(Vec::new()) } else { inner.set_props(values) }
    }
}
