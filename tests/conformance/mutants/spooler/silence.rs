//! `SpoolerLogon` with `MDB_NO_DIALOG` bent.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{ask, on_spooler_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_08, "asks for the password in the spooler", |wrapping| wrapping.provider(Asks))
            .even_lenient(),
        wrap(SPOOL_08, "fails with the client's code", |wrapping| wrapping.provider(ClientsCode))
            .only_strict(),
        wrap(SPOOL_08, "asks in the spooler what to do without a network", |wrapping| {
            wrapping.provider(asks_if(|request, failed| failed && named(request, "first")))
        })
        .even_lenient(),
        wrap(SPOOL_08, "asks in the spooler for what its section lacks", |wrapping| {
            wrapping.provider(asks_if(|request, _| lacks_its_id(request)))
        })
        .even_lenient(),
        wrap(SPOOL_08, "greets the spooler in its second store", |wrapping| {
            wrapping.provider(asks_if(|request, _| named(request, "second")))
        })
        .even_lenient(),
        wrap(SPOOL_08, "has a code of its own for the spooler without a network", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                let first = named(request, "first");
                inner
                    .spooler_logon(request)
                    .map_err(|error| if first { MAPI_E_NETWORK_ERROR.into() } else { error })
            }))
        })
        .only_strict(),
    ]
}

fn named(request: &SpoolerLogonRequest<'_>, store: &str) -> bool {
    request.entry_id == Some(&store_entry_id(store))
}

/// Whether there is no identifier in the section of a store.
fn lacks_its_id(request: &SpoolerLogonRequest<'_>) -> bool {
    let section = request.support.open_profile_section(None, OpenSectionFlags::empty());
    let id = section.and_then(|section| section.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty()));
    id.is_ok_and(|id| id.value[0].as_error().is_some())
}

/// Shows a dialog in some calls of `SpoolerLogon`, which fail or not.
fn asks_if(asks: fn(&SpoolerLogonRequest<'_>, bool) -> bool) -> OnProvider {
    on_spooler_logon(move |inner, request| {
        let answer = inner.spooler_logon(request);
        if asks(request, answer.is_err()) {
            ask(request.window);
        }
        answer
    })
}

/// Forgets the flag and the validation data.
struct Asks;

impl WrapProvider for Asks {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let mut request = request.spool_security(&[]);
        request.flags.remove(SpoolerLogonFlags::MDB_NO_DIALOG);
        inner.spooler_logon(&request)
    }
}

struct ClientsCode;

impl WrapProvider for ClientsCode {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        inner.spooler_logon(&request.spool_security(&[])).map_err(|_| MAPI_E_FAILONEPROVIDER.into())
    }
}
