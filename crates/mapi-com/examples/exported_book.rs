//! A provider in Rust that asks its host for dialogs and the address book, and whose logon object has storages: what the other exported
//! providers leave out, for the host in C++ of the tests.

// Behind a test they stand; here a panic is what the host sees as a failure.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what does not hold is a panic, which the host sees as MAPI_E_CALL_FAILED"
)]

#[path = "../tests/addresses/host.rs"]
#[allow(dead_code, reason = "the host here is the one in C++")]
mod host;
#[path = "../tests/addresses/uses.rs"]
mod uses;

use std::sync::Arc;

use mapi_spi::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use mapi_spi::mapi::{EntryId, GetPropsFlags, MapiResult, PropTag, PropValue, RecipientNeeds, Warned, iids};
use mapi_spi::spi::{
    IMAPIProp, IMSLogon, IMSProvider, IMessage, InitAnswer, InitRequest, LogonAnswer, LogonRequest,
    MapiObject, OpenEntryRequest,
};

use host::Storage;

struct Provider;

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        uses::use_all(request.support);
        let draft: Arc<dyn IMessage> = Arc::new(Draft);
        // A number of the host's is taken as it comes, though it looks as if half of it was left unwritten.
        assert_eq!(request.support.expand_recips(&draft), Ok(RecipientNeeds::from_bits_retain(0xE770_0002)));
        let mut answer = LogonAnswer::default();
        answer.logon = Some(Arc::new(Logon));
        Ok(answer)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

/// A message that is about to be sent.
struct Draft;

impl IMAPIProp for Draft {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IMessage for Draft {}

struct Logon;

impl IMSLogon for Logon {
    fn logoff(&self, _: u32) -> MapiResult<()> {
        Ok(())
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        if request.interface != Some(iids::IID_IStorage) {
            return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
        }
        let count = usize::try_from(request.flags.bits()).unwrap();
        Ok(MapiObject::Storage(Arc::new(Storage(count))))
    }
}

fn provider(_: &InitRequest) -> MapiResult<InitAnswer> {
    Ok(InitAnswer::new(Arc::new(Provider)))
}

mapi_com::export_msprovider!(provider);
