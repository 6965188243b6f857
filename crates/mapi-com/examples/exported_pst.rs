//! The example provider over PST files as a DLL that exports `MSProviderInit`.
//!
//! `cargo build -p mapi-com --example exported_pst` makes it; under Linux it is `libexported_pst.so`.

use mapi_spi::mapi::MapiResult;
use mapi_spi::spi::{InitAnswer, InitRequest, ProviderEntry};
use pst_store::PstDll;

fn provider(request: &InitRequest) -> MapiResult<InitAnswer> {
    PstDll.ms_provider_init(request)
}

mapi_com::export_msprovider!(provider);
