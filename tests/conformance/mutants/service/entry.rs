//! The answers of the message service entry point bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_COMMENT_W;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{OnSupport, WrapProvider, WrapService};

use super::super::on_calls::ask;
use super::super::{Mutant, wrap};
use super::{asks, sections};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_21, "asks where it may not", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS) {
                    return inner.msg_service_entry(request);
                }
                ask(request.window);
                inner.msg_service_entry(request)
            }))
        })
        .also(&[INIT_07, LOGON_08])
        .even_lenient(),
        wrap(PROFILE_21, "is content without data", |wrapping| {
            wrapping.service(Silently(ServiceContext::Configure, |inner, request| {
                if request.props.is_empty() { Ok(()) } else { inner.msg_service_entry(request) }
            }))
        })
        .only_strict(),
        wrap(PROFILE_21, "takes no data in silence", |wrapping| {
            wrapping.service(Silently(ServiceContext::Configure, |_, _| Err(MAPI_E_UNCONFIGURED.into())))
        })
        .only_strict(),
        wrap(PROFILE_21, "asks though the data is complete", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED) && !request.props.is_empty() {
                    ask(request.window);
                }
                inner.msg_service_entry(request)
            }))
        })
        .only_strict(),
        wrap(PROFILE_21, "loses the data", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.props.is_empty() { inner.msg_service_entry(request) } else { Ok(()) }
            }))
        })
        .only_strict(),
        wrap(PROFILE_21, "does not ask for what is missing", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                let allowed = request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED);
                if allowed && request.props.is_empty() {
                    return Err(MAPI_E_UNCONFIGURED.into());
                }
                inner.msg_service_entry(request)
            }))
        })
        .only_strict(),
        wrap(PROFILE_21, "shows no sheet where data is given", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.props.is_empty() {
                    inner.msg_service_entry(request)
                } else {
                    silently(inner, request)
                }
            }))
        })
        .only_strict(),
        wrap(PROFILE_21, "asks about data that it does not know", |wrapping| {
            wrapping.service(Silently(ServiceContext::Configure, |inner, request| {
                if request.props.iter().any(|prop| prop.id() == PR_COMMENT_W.id()) {
                    ask(request.window);
                }
                inner.msg_service_entry(request)
            }))
        })
        .also(&[LOGON_08])
        .even_lenient(),
        wrap(PROFILE_22, "creates without its sheet where one is allowed", |wrapping| {
            wrapping.service(Context(ServiceContext::Create, |inner, request| {
                let allowed = request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED);
                if allowed { Ok(()) } else { inner.msg_service_entry(request) }
            }))
        })
        .even_lenient(),
        wrap(PROFILE_22, "creates without its sheet", |wrapping| {
            wrapping.service(Context(ServiceContext::Create, |_, _| Ok(())))
        })
        .even_lenient(),
        wrap(PROFILE_22, "creates with its sheet always", |wrapping| {
            wrapping.service(Silently(ServiceContext::Create, |inner, request| {
                ask(request.window);
                inner.msg_service_entry(request)
            }))
        })
        .also(&[LOGON_08])
        .even_lenient(),
        wrap(PROFILE_22, "fails with another code", |wrapping| {
            wrapping.service(Silently(ServiceContext::Create, |_, _| Err(MAPI_E_BUSY.into())))
        })
        .only_strict(),
        wrap(PROFILE_23, "is too busy to be deleted", |wrapping| {
            wrapping.service(Context(ServiceContext::Delete, |_, _| Err(MAPI_E_BUSY.into())))
        })
        .even_lenient(),
        wrap(PROFILE_23, "does not support to be deleted", |wrapping| {
            wrapping.service(Context(ServiceContext::Delete, |_, _| Err(MAPI_E_NO_SUPPORT.into())))
        })
        .only_strict(),
        wrap(PROFILE_23, "is gone though its user keeps it", |wrapping| {
            let gone = Gone::default();
            wrapping.service(gone.clone()).provider(gone)
        })
        .even_lenient(),
        wrap(PROFILE_23, "is too busy to be installed", |wrapping| {
            wrapping.service(Context(ServiceContext::Install, |_, _| Err(MAPI_E_BUSY.into())))
        })
        .even_lenient(),
        wrap(PROFILE_23, "cannot be uninstalled while it is not configured", |wrapping| {
            wrapping.service(Context(ServiceContext::Uninstall, |_, _| Err(MAPI_E_UNCONFIGURED.into())))
        })
        .even_lenient(),
        wrap(PROFILE_23, "fails to make another provider", |wrapping| {
            wrapping.service(Context(ServiceContext::ProviderCreate, |_, _| Err(MAPI_E_CALL_FAILED.into())))
        })
        .even_lenient(),
        wrap(PROFILE_23, "fails to take a provider away", |wrapping| {
            wrapping.service(Context(ServiceContext::ProviderDelete, |_, _| Err(MAPI_E_CALL_FAILED.into())))
        })
        .even_lenient(),
        wrap(PROFILE_23, "lets its user cancel that it is deleted", |wrapping| {
            wrapping.service(Context(ServiceContext::Delete, |_, request| {
                if asks(request) {
                    ask(request.window);
                    return Err(MAPI_E_USER_CANCEL.into());
                }
                Ok(())
            }))
        })
        .even_lenient(),
        wrap(PROFILE_28, "takes a cancel for an answer", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                match inner.msg_service_entry(request) {
                    Err(error) if error.code() == MAPI_E_USER_CANCEL => Ok(()),
                    answer => answer,
                }
            }))
        })
        .also(&[ERR_14])
        .even_lenient(),
        wrap(PROFILE_28, "cancels for its user", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS) {
                    return Err(MAPI_E_USER_CANCEL.into());
                }
                inner.msg_service_entry(request)
            }))
        })
        .also(&[PROFILE_21])
        .even_lenient(),
        wrap(PROFILE_28, "writes to the section before the sheet is done", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                for section in sections(request)? {
                    section.set_props(&[PropValue::new(PR_COMMENT_W, "half done")])?;
                }
                inner.msg_service_entry(request)
            }))
        })
        .only_strict(),
        wrap(PROFILE_28, "writes the data that is given before the sheet is done", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if asks(request) && !request.props.is_empty() {
                    silently(inner, request)?;
                }
                inner.msg_service_entry(request)
            }))
        })
        .only_strict(),
        wrap(PROFILE_28, "writes to the section while the settings are shown", |wrapping| {
            wrapping.support(OnSupport::new().get_svc_config_support_obj(|inner, flags| {
                let section = inner.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
                section.set_props(&[PropValue::new(PR_COMMENT_W, "half done")])?;
                inner.get_svc_config_support_obj(flags)
            }))
        })
        .only_strict(),
    ]
}

/// The same call where nobody may be asked.
fn silently(inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
    let quiet = ServiceRequest::new(request.support, request.context, request.provider_admin);
    inner.msg_service_entry(&quiet.props(request.props))
}

/// Removes its files before it asks whether it should.
#[derive(Clone, Default)]
struct Gone(Arc<AtomicBool>);

impl WrapService for Gone {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if request.context == ServiceContext::Uninstall {
            self.0.store(true, Ordering::Relaxed);
            return Err(MAPI_E_USER_CANCEL.into());
        }
        inner.msg_service_entry(request)
    }
}

impl WrapProvider for Gone {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        if self.0.load(Ordering::Relaxed) { Err(MAPI_E_NOT_FOUND.into()) } else { inner.logon(request) }
    }
}

type Entry = fn(&dyn ServiceEntry, &ServiceRequest<'_>) -> MapiResult<()>;

/// Bends the call for one context where nobody may be asked.
struct Silently(ServiceContext, Entry);

impl WrapService for Silently {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if request.context == self.0 && !asks(request) {
            self.1(inner, request)
        } else {
            inner.msg_service_entry(request)
        }
    }
}

/// Bends the call for one context.
struct Context(ServiceContext, Entry);

impl WrapService for Context {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if request.context == self.0 { self.1(inner, request) } else { inner.msg_service_entry(request) }
    }
}
