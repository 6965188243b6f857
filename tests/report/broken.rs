//! The reference provider with bends that give a report at least one entry of each outcome.

use mapi_sim::conformance::rules::{INIT_09, LOAD_12};
use mapi_sim::conformance::{Capability, Declaration, Fixture, Report, Setup, run};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_OBJECT_TYPE;
use mapi_sim::mapi::{
    GetPropsFlags, MapiError, MapiErrorDetail, MapiResult, PropTag, PropValue, ResourceFlags, SpiVersion,
    Warned,
};
use mapi_sim::reference::*;
use mapi_sim::sim::{Dll, StoreSection};
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapInit, WrapProvider, WrapStatus, Wrapping};

/// HTML that a page must show as text.
pub(crate) const HOSTILE: &str = "<script>alert('1')</script>&\"";

/// A provider whose DLL has this name.
pub(crate) struct Broken(pub(crate) &'static str);

const CAPABILITIES: &[Capability] = &[
    Capability::Mail,
    Capability::Write,
    Capability::ChangePassword,
    Capability::FastShutdown,
    Capability::Password,
];

impl Fixture for Broken {
    fn setup(&self) -> Setup {
        let full = |name: &str| StoreSpec::new(name).writable().with_sample_mail();
        let entry = ReferenceDll::new(StoreCatalogue::new([full("first"), full("safe").password("right")]));
        let flags = ResourceFlags::STATUS_NO_DEFAULT_STORE | ResourceFlags::STATUS_NO_PRIMARY_IDENTITY;
        let section =
            |name: &str| StoreSection::new(self.0, name).entry_id(store_entry_id(name)).resource_flags(flags);
        let password = |text: &str| PropValue::new(PR_REFERENCE_PASSWORD, text);
        let dll = Dll::new(self.0)
            .provider_entry(Wrapping::new(entry).init(AnyMapi).provider(Logon).status(NoType));
        Setup::new(dll, section("first")).password(section("safe"), password("right"), password("wrong"))
    }

    fn declaration(&self) -> Declaration {
        Declaration {
            capabilities: CAPABILITIES,
            waivers: &[(INIT_09, "older versions are <good> enough"), (LOAD_12, "kept all the same")],
            lenient: &[],
        }
    }
}

/// Works with any version of MAPI (`INIT-09`, waived), and reports that version as its own (`INIT-10`).
struct AnyMapi;

impl WrapInit for AnyMapi {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        let answer = inner.ms_provider_init(&request.mapi_version(SpiVersion::CURRENT))?;
        Ok(answer.with_version(request.mapi_version))
    }
}

/// Has no validation data for the spooler (`OBS-04`), and fails with its own text where the password is wrong.
struct Logon;

impl WrapProvider for Logon {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request).map_err(with_own_text)?;
        answer.spool_security = None;
        Ok(answer)
    }
}

/// Does not say what its status object is (`STATUS-13`), so that it is not known for one (`STATUS-11`, not reached).
struct NoType;

impl WrapStatus for NoType {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let typeless = |value: PropValue| {
            if value.id() == PR_OBJECT_TYPE.id() {
                PropValue::error(value.tag(), MAPI_E_NOT_FOUND)
            } else {
                value
            }
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(typeless).collect()))
    }
}

fn with_own_text(error: MapiError) -> MapiError {
    if error.code() != MAPI_E_FAILONEPROVIDER {
        return error;
    }
    let mut detail = MapiErrorDetail::new(HOSTILE).component("broken");
    detail.version = 7;
    MapiError::with_detail(MAPI_E_CALL_FAILED, detail)
}

pub(crate) fn report() -> Report {
    run(Broken("broken.dll"))
}
