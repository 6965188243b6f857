//! How store identifiers leave the provider.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::Shows;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_09, "has a bare identifier in the store", |wrapping| wrapping.store(bare())).only_strict(),
        wrap(EID_09, "has a bare identifier in folders", |wrapping| wrapping.folder(bare()))
            .also(&[OBS_01])
            .only_strict(),
        wrap(EID_09, "has a bare identifier in messages", |wrapping| wrapping.message(bare()))
            .also(&[OBS_01])
            .only_strict(),
        wrap(EID_09, "has a bare identifier in the section", |wrapping| wrapping.section(BareSection))
            .also(&[PROFILE_11])
            .only_strict(),
        wrap(EID_09, "has a number in place of an identifier", |wrapping| {
            wrapping.message(Shows(PR_STORE_ENTRYID, |_| vec![1, 2, 3].into()))
        })
        .also(&[EID_14, OBS_01])
        .even_lenient(),
        wrap(EID_10, "wraps with a name of its own", |wrapping| {
            wrapping.store(Shows(PR_ENTRYID, |id| named(id, "other.dll")))
        })
        .also(&[EID_03, EID_09, LOGON_06, LOGON_21]),
        wrap(EID_10, "wraps with its name without the extension", |wrapping| {
            wrapping.store(Shows(PR_ENTRYID, |id| named(id, "refstore")))
        })
        .also(&[EID_03, EID_09, LOGON_06, LOGON_21]),
        wrap(EID_10, "wraps with a full path where the profile has none", |wrapping| {
            wrapping.store(Shows(PR_ENTRYID, |id| named(id, "C:\\Programs\\refstore.dll")))
        })
        .also(&[EID_03, EID_09, LOGON_06, LOGON_21]),
    ]
}

/// The wrapped identifier with another name of a DLL.
fn named(id: &PropValue, name: &str) -> Value {
    let id = WrappedStoreEntryId::decode(&id.as_entry_id().unwrap()).unwrap();
    let wrapped = WrappedStoreEntryId { dll_name: name.into(), ..id };
    Value::from(&wrapped.encode().unwrap())
}

fn unwrapped(id: &PropValue) -> Value {
    let id = WrappedStoreEntryId::decode(&id.as_entry_id().unwrap()).unwrap();
    Value::from(&id.store)
}

const fn bare() -> Shows {
    Shows(PR_STORE_ENTRYID, unwrapped)
}

struct BareSection;

impl WrapSection for BareSection {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let bare = |value: &PropValue| {
            let is_id = value.tag() == PR_ENTRYID;
            if is_id { PropValue::new(PR_ENTRYID, unwrapped(value)) } else { value.clone() }
        };
        inner.set_props(&values.iter().map(bare).collect::<Vec<_>>())
    }
}
