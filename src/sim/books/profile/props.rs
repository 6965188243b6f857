//! Properties of a profile section.

use std::collections::BTreeMap;

use crate::load::readings::Strictness;
use crate::mapi::codes::{MAPI_E_COMPUTED, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND};
use crate::mapi::tags::{
    PR_NULL, PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS,
};
use crate::mapi::{HResult, PropProblem, PropTag, PropValue, Value};

/// Property identifiers that name named properties, which sections do not have \[PROFILE-07\].
pub(super) const FIRST_NAMED: u16 = 0x8000;

/// The private properties of a provider; those from the second number on are secure.
const FIRST_PRIVATE: u16 = 0x6600;
const FIRST_SECURE: u16 = 0x67F0;
const LAST_SECURE: u16 = 0x67FF;

/// The properties of one section, by identifier.
#[derive(Clone, Default, Debug)]
pub(crate) struct SectionProps(BTreeMap<u16, PropValue>);

/// Who writes: some properties belong to MAPI or are fixed at logon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Writer {
    /// MAPI itself, or the test that describes the profile.
    Mapi,
    /// A client or a provider, through `IProfSect`.
    Caller,
}

impl SectionProps {
    pub(crate) fn set(&mut self, value: PropValue, writer: Writer) -> Result<(), HResult> {
        match writer {
            Writer::Mapi => {}
            Writer::Caller => check_writable(value.id())?,
        }
        self.0.insert(value.id(), value);
        Ok(())
    }

    /// Sets what is a value; `PR_NULL` and errors are passed over without a report.
    pub(crate) fn set_all(&mut self, values: &[PropValue]) -> Vec<PropProblem> {
        let set = |(index, value): (usize, &PropValue)| {
            if value.tag() == PR_NULL || value.as_error().is_some() {
                return None;
            }
            let code = self.set(value.clone(), Writer::Caller).err()?;
            Some(problem(index, value.tag(), code))
        };
        values.iter().enumerate().filter_map(set).collect()
    }

    pub(crate) fn delete_all(&mut self, tags: &[PropTag]) -> Vec<PropProblem> {
        let delete = |(index, tag): (usize, &PropTag)| {
            let code = match check_writable(tag.id()) {
                Err(code) => code,
                Ok(()) if self.0.remove(&tag.id()).is_none() => MAPI_E_NOT_FOUND,
                Ok(()) => return None,
            };
            Some(problem(index, *tag, code))
        };
        tags.iter().enumerate().filter_map(delete).collect()
    }

    pub(crate) fn remove(&mut self, tag: PropTag) {
        self.0.remove(&tag.id());
    }

    /// One value a tag, in the order asked for; what is missing comes as `PT_ERROR`.
    pub(crate) fn get(&self, tags: &[PropTag]) -> Vec<PropValue> {
        let get = |tag: &PropTag| match self.one(*tag) {
            Ok(value) => value,
            Err(code) => PropValue::error(*tag, code),
        };
        tags.iter().map(get).collect()
    }

    pub(crate) fn find(&self, tag: PropTag) -> Option<&Value> {
        self.0.get(&tag.id()).map(PropValue::value)
    }

    /// All properties but the hidden ones \[PROFILE-08\].
    pub(crate) fn visible(&self, hidden: Strictness) -> Vec<PropValue> {
        let first = match hidden {
            Strictness::Strict => FIRST_PRIVATE,
            Strictness::Lenient => FIRST_SECURE,
        };
        self.0.values().filter(|value| !(first..=LAST_SECURE).contains(&value.id())).cloned().collect()
    }

    /// Whether it has properties that are private and not secure, which one reading hides and the other does not.
    pub(crate) fn has_private(&self) -> bool {
        self.0.range(FIRST_PRIVATE..FIRST_SECURE).next().is_some()
    }

    /// All properties, the hidden ones among them.
    pub(super) fn all(&self) -> impl Iterator<Item = &PropValue> {
        self.0.values()
    }

    fn one(&self, tag: PropTag) -> Result<PropValue, HResult> {
        self.0.get(&tag.id()).ok_or(MAPI_E_NOT_FOUND)?.in_type(tag.prop_type())
    }
}

fn check_writable(id: u16) -> Result<(), HResult> {
    // [PROFILE-10] [PROFILE-12]
    let fixed = [PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS];
    if id >= FIRST_NAMED {
        Err(MAPI_E_NO_SUPPORT)
    } else if fixed.iter().any(|tag| tag.id() == id) {
        Err(MAPI_E_COMPUTED)
    } else {
        Ok(())
    }
}

fn problem(index: usize, tag: PropTag, code: HResult) -> PropProblem {
    PropProblem { index: u32::try_from(index).unwrap_or(u32::MAX), tag, code }
}
