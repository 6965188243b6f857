//! Passwords that come later than with the section, told on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::PR_COMMENT_W;
use mapi_sim::mapi::*;
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapSection, WrapService};

use super::super::service::sections;
use super::super::{Mutant, wrap};
use crate::bending::Bending;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_09, "writes a password that is typed into a comment", |wrapping| notes(wrapping, true))
            .even_lenient(),
        wrap(PROFILE_09, "writes a changed password into a comment", |wrapping| notes(wrapping, false))
            .even_lenient(),
        wrap(PROFILE_09, "writes the password that it is configured with into a comment", |wrapping| {
            wrapping.service(NotesData)
        })
        .even_lenient(),
    ]
}

/// Writes each password that the provider writes into a comment as well, in `Logon` or later.
fn notes(wrapping: Bending, at_logon: bool) -> Bending {
    let notes = Notes { at_logon, logs_on: Arc::default() };
    wrapping.provider(notes.clone()).section(notes)
}

#[derive(Clone)]
struct Notes {
    at_logon: bool,
    logs_on: Arc<AtomicBool>,
}

impl WrapProvider for Notes {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.logs_on.store(true, Ordering::Relaxed);
        let answer = inner.logon(request);
        self.logs_on.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapSection for Notes {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let now = self.at_logon == self.logs_on.load(Ordering::Relaxed);
        let comments = comments(values).filter(|_| now);
        inner.set_props(&values.iter().cloned().chain(comments).collect::<Vec<_>>())
    }
}

/// The passwords among some properties, as comments.
fn comments(values: &[PropValue]) -> impl Iterator<Item = PropValue> {
    let passwords = values.iter().filter(|value| value.tag() == PR_REFERENCE_PASSWORD);
    passwords.map(|password| PropValue::new(PR_COMMENT_W, password.value().clone()))
}

struct NotesData;

impl WrapService for NotesData {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        inner.msg_service_entry(request)?;
        let comments: Vec<_> = comments(request.props).collect();
        if comments.is_empty() {
            return Ok(());
        }
        sections(request)?.iter().try_for_each(|section| section.set_props(&comments).map(drop))
    }
}
