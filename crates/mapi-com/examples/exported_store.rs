//! The reference provider of `mapi-sim` as a DLL that exports `MSProviderInit` and `ServiceEntry`.
//!
//! `cargo build -p mapi-com --example exported_store` makes it; under Linux it is `libexported_store.so`.

use std::sync::LazyLock;

use mapi_sim::reference::{ReferenceDll, StoreCatalogue, StoreSpec};
use mapi_spi::mapi::MapiResult;
use mapi_spi::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

static DLL: LazyLock<ReferenceDll> = LazyLock::new(|| {
    let full = |name: &str| StoreSpec::new(name).default_store().coupled().with_sample_mail();
    ReferenceDll::new(StoreCatalogue::new([full("first"), full("second"), full("safe").password("right")]))
});

fn provider(request: &InitRequest) -> MapiResult<InitAnswer> {
    DLL.ms_provider_init(request)
}

fn service(request: &ServiceRequest<'_>) -> MapiResult<()> {
    DLL.msg_service_entry(request)
}

mapi_com::export_msprovider!(provider);
mapi_com::export_msgservice!(service);
