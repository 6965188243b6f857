//! What was given to the provider, kept when the session is over.

use std::sync::Mutex;

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;

use super::super::on_calls::{lock, on_logon, on_spooler_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(MEM_07, "keeps the section that it has opened in a Logon that fails", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_logon(move |inner, request| {
                inner.logon(request).inspect_err(|_| {
                    let section = request.support.open_profile_section(None, OpenSectionFlags::empty());
                    lock(&kept).extend(section);
                })
            }))
        })
        // Nobody can write in the section any more.
        .also(&[ERR_10, STATUS_10]),
        wrap(MEM_07, "keeps the section that it has opened in SpoolerLogon", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_spooler_logon(move |inner, request| {
                let answer = inner.spooler_logon(request)?;
                lock(&kept).push(request.support.open_profile_section(None, OpenSectionFlags::empty())?);
                Ok(answer)
            }))
        }),
    ]
}
