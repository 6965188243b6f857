//! The profile section bent.

mod names;
mod secrets;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::{Capability, Setup, rules::*};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, PR_REFERENCE_PASSWORD, store_entry_id};
use mapi_sim::sim::{Reply, StoreSection};
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapSection, WrapSupport};

use super::bends::Shows;
use super::machines::{PLAIN, plain, with_section, wrapped};
use super::on_calls::{lock, names, on_logon};
use super::{Mutant, described, wrap};
use crate::fixture::chosen;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [sections(), names::mutants(), secrets::mutants()].into_iter().flatten().collect()
}

fn sections() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_09, "writes its password on the door", |wrapping| {
            let tells = TellsPassword::default();
            wrapping.section(tells.clone()).support(tells)
        }),
        wrap(PROFILE_09, "writes its password into a comment", |wrapping| {
            wrapping.provider(notes(PR_COMMENT_W, "right"))
        })
        .even_lenient(),
        wrap(PROFILE_09, "writes its password twice", |wrapping| {
            wrapping.provider(notes(PR_PRIVATE, "right"))
        })
        .only_strict(),
        described(PROFILE_09, "has its password where everybody can read it", |_| password_in(PR_COMMENT_W))
            .even_lenient(),
        described(PROFILE_09, "has its password among its own properties", |_| password_in(PR_PRIVATE))
            .only_strict(),
        wrap(PROFILE_11, "leaves its record key out of the section", |wrapping| {
            wrapping.section(Without(PR_RECORD_KEY))
        }),
        wrap(PROFILE_11, "leaves its name out of the section", |wrapping| {
            wrapping.section(Without(PR_DISPLAY_NAME_W))
        })
        .also(&[PROFILE_13]),
        wrap(PROFILE_11, "does not say in the section who provides it", |wrapping| {
            wrapping.section(Without(PR_PROVIDER_DISPLAY_W))
        })
        .only_strict(),
        wrap(PROFILE_13, "shows another name than the profile", |wrapping| {
            wrapping.store(Shows(PR_DISPLAY_NAME_W, |_| "Another name".into()))
        })
        .also(&[ERR_07]),
        wrap(PROFILE_13, "names itself otherwise in its section", |wrapping| {
            let misnames = Misnames { at_logon: true, ..Misnames::default() };
            wrapping.provider(misnames.clone()).section(misnames)
        }),
        wrap(PROFILE_13, "does not rename its section with the store", |wrapping| {
            let misnames = Misnames::default();
            wrapping.provider(misnames.clone()).section(misnames)
        }),
        wrap(PROFILE_11, "leaves the identifier out of the section", |wrapping| {
            wrapping.section(Without(PR_ENTRYID))
        })
        .also(&[SPOOL_01])
        .only_strict(),
        wrap(PROFILE_11, "does not fill in the section of its second store", |wrapping| {
            let second = OfSecond::default();
            wrapping.provider(second.clone()).section(second)
        })
        .also(&[PROFILE_13]),
        Mutant {
            capabilities: PLAIN,
            ..described(PROFILE_27, "has the suffix that MAPI adds", |_| {
                plain("store32.dll", NO_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE)
            })
        },
        Mutant {
            capabilities: PLAIN,
            ..described(PROFILE_27, "does not say that it is never the default", |_| {
                plain(DLL_NAME, NO_IDENTITY)
            })
        }
        .only_strict(),
        described(PROFILE_27, "has a section without a name", |_| {
            with_section(
                StoreSection::new(DLL_NAME, "").entry_id(store_entry_id("first")).resource_flags(NO_IDENTITY),
            )
        })
        .even_lenient(),
        described(PROFILE_27, "leaves open whether its store can be the default", |setup| setup)
            .without(Capability::DefaultStore)
            .also(&[CLAIM_06]),
        described(PROFILE_27, "says itself of which service it is", |_| {
            with_section(chosen("first").prop(PR_SERVICE_UID, vec![7_u8; 16]))
        }),
        described(PROFILE_27, "lists the providers of its service itself", |_| {
            with_section(chosen("first").prop(PR_STORE_PROVIDERS, vec![7_u8; 16]))
        }),
        described(PROFILE_27, "has a second section without a name", |setup| {
            let nameless = StoreSection::new(DLL_NAME, "").entry_id(store_entry_id("second"));
            setup.second_store(nameless.resource_flags(NO_IDENTITY))
        })
        .even_lenient(),
        described(PROFILE_27, "leaves open whether its second store can be the default", |_| {
            let never = NO_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
            with_section(chosen("first").resource_flags(never))
        })
        .without(Capability::DefaultStore),
    ]
}

const NO_IDENTITY: ResourceFlags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY;

/// One of the properties that are the provider's own and not hidden.
const PR_PRIVATE: PropTag = PropTag::new(0x6600, PropType::PT_UNICODE);

/// Writes a text into another property of the section of the store with the password.
pub(super) fn notes(tag: PropTag, text: &'static str) -> impl WrapProvider {
    on_logon(move |inner, request| {
        let answer = inner.logon(request)?;
        if names(request, "safe") {
            let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
            section.set_props(&[PropValue::new(tag, text)])?;
        }
        Ok(answer)
    })
}

/// The reference provider with its password in another property.
fn password_in(tag: PropTag) -> Setup {
    let password = |text: &str| PropValue::new(tag, text);
    wrapped(|wrapping| wrapping.section(Moved(tag)))
        .password(chosen("safe"), password("right"), password("wrong"))
        .types_password([Reply::fill("password", "right")])
}

/// The password is in another property, although the reference provider uses its own.
struct Moved(PropTag);

impl WrapSection for Moved {
    fn get_props(
        &self,
        inner: &dyn IProfSect,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if tags != Some(&[PR_REFERENCE_PASSWORD]) {
            return inner.get_props(tags, flags);
        }
        inner.get_props(Some(&[self.0]), flags)
    }

    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let moved = |value: &PropValue| {
            let is_password = value.tag() == PR_REFERENCE_PASSWORD;
            if is_password { PropValue::new(self.0, value.value().clone()) } else { value.clone() }
        };
        inner.set_props(&values.iter().map(moved).collect::<Vec<_>>())
    }
}

/// Writes another name of the store to the section than the store has.
#[derive(Clone, Default)]
struct Misnames {
    /// Whether this is done in `Logon` or later.
    at_logon: bool,
    logs_on: Arc<AtomicBool>,
}

impl WrapProvider for Misnames {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.logs_on.store(true, Ordering::Relaxed);
        let answer = inner.logon(request);
        self.logs_on.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapSection for Misnames {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let wrong = self.at_logon == self.logs_on.load(Ordering::Relaxed);
        let named = |value: &PropValue| match value.id() == PR_DISPLAY_NAME_W.id() && wrong {
            true => PropValue::new(PR_DISPLAY_NAME_W, "Another name"),
            false => value.clone(),
        };
        inner.set_props(&values.iter().map(named).collect::<Vec<_>>())
    }
}

/// Shows the password that it finds in its section in its status row.
#[derive(Clone, Default)]
struct TellsPassword(Arc<Mutex<Option<String>>>);

impl WrapSection for TellsPassword {
    fn get_props(
        &self,
        inner: &dyn IProfSect,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let props = inner.get_props(tags, flags)?;
        let password = props.value.iter().find(|prop| prop.id() == PR_REFERENCE_PASSWORD.id());
        if let Some(password) = password.and_then(PropValue::as_unicode) {
            *lock(&self.0) = Some(password.to_owned());
        }
        Ok(props)
    }
}

impl WrapSupport for TellsPassword {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let mut columns = columns.to_vec();
        let known = lock(&self.0).clone();
        if let Some(password) = known {
            columns.retain(|column| column.id() != PR_DISPLAY_NAME_W.id());
            columns.push(PropValue::new(PR_DISPLAY_NAME_W, password));
        }
        inner.modify_status_row(&columns, flags)
    }
}

/// Does not write one property to its section.
struct Without(PropTag);

impl WrapSection for Without {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let kept: Vec<_> = values.iter().filter(|value| value.id() != self.0.id()).cloned().collect();
        inner.set_props(&kept)
    }
}

/// Writes nothing to the section while it logs on to its second store.
#[derive(Clone, Default)]
struct OfSecond(Arc<AtomicBool>);

impl WrapProvider for OfSecond {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.store(names(request, "second"), Ordering::Relaxed);
        let answer = inner.logon(request);
        self.0.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapSection for OfSecond {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if self.0.load(Ordering::Relaxed) { Ok(Vec::new()) } else { inner.set_props(values) }
    }
}
