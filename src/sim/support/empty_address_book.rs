//! `OpenAddressBook`: an address book without containers, and the providers that could not be loaded \[SESSION-16\].

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_SUPPORT};
use crate::mapi::iids::IID_IAddrBook;
use crate::mapi::{GetPropsFlags, MapiErrorDetail, MapiResult, MapiUid, PropTag, PropValue, Warned, Warning};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::options::AddressBookFault;
use crate::spi::{IAddrBook, IMAPIProp};
use crate::trace::Context;

/// The address book; with it what `GetLastError` says of providers that are missing from it.
pub(crate) struct OpenedBook {
    pub(crate) book: Warned<Arc<dyn IAddrBook>>,
    pub(crate) detail: Option<MapiErrorDetail>,
}

/// Opens the address book. Providers that fail cost their containers, never the address book.
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED` for another interface than `IAddrBook`.
pub(crate) fn open_address_book(
    shared: &Shared,
    context: Context,
    interface: Option<MapiUid>,
) -> MapiResult<OpenedBook> {
    if interface.is_some_and(|interface| interface != IID_IAddrBook) {
        return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
    }
    let detail = combined(shared.missing_address_books());
    if let Some(detail) = &detail {
        shared.with(|state| state.record_kept(context, detail));
    }
    let warning = detail.as_ref().map(|_| Warning::errors_returned());
    Ok(OpenedBook { book: Warned { value: Arc::new(AddressBook), warning }, detail })
}

/// One `MAPIERROR` for all providers: their names, codes and texts, and the low-level error and context of the first.
fn combined(faults: &[AddressBookFault]) -> Option<MapiErrorDetail> {
    let first = faults.first()?.error.detail();
    let texts: Vec<String> =
        faults.iter().map(|AddressBookFault { provider, error }| format!("{provider}: {error}")).collect();
    let (code, context) = first.map_or((0, 0), |first| (first.low_level_error, first.context));
    let detail = MapiErrorDetail::new(texts.join("\n")).component("MAPI address book");
    Some(detail.low_level_error(code).context(context))
}

/// The integrated address book of a profile without address book providers. Nothing in it is simulated, and every method
/// answers `MAPI_E_NO_SUPPORT`.
struct AddressBook;

impl IAddrBook for AddressBook {}

impl IMAPIProp for AddressBook {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}
