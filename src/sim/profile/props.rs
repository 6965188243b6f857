//! Properties of a profile section.

use std::collections::BTreeMap;

use crate::mapi::codes::{MAPI_E_COMPUTED, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_UNEXPECTED_TYPE};
use crate::mapi::tags::{PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS};
use crate::mapi::{AnsiString, HResult, PropProblem, PropTag, PropType, PropValue, Value};

/// Property identifiers that name named properties, which sections do not have \[PROFILE-07\].
const FIRST_NAMED: u16 = 0x8000;
/// Identifiers that only a request by tag shows \[PROFILE-08\].
const HIDDEN: std::ops::RangeInclusive<u16> = 0x67F0..=0x67FF;

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

    pub(crate) fn set_all(&mut self, values: &[PropValue]) -> Vec<PropProblem> {
        let set = |(index, value): (usize, &PropValue)| {
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
    pub(crate) fn visible(&self) -> Vec<PropValue> {
        self.0.values().filter(|value| !HIDDEN.contains(&value.id())).cloned().collect()
    }

    fn one(&self, tag: PropTag) -> Result<PropValue, HResult> {
        let stored = self.0.get(&tag.id()).ok_or(MAPI_E_NOT_FOUND)?;
        let wanted = tag.prop_type();
        if wanted == PropType::PT_UNSPECIFIED || wanted == stored.value().prop_type() {
            return Ok(stored.clone());
        }
        in_other_width(tag, stored.value()).ok_or(MAPI_E_UNEXPECTED_TYPE)
    }
}

/// A text in the width that was asked for; only ASCII text has the same bytes in every code page.
fn in_other_width(tag: PropTag, stored: &Value) -> Option<PropValue> {
    if let Value::Unicode(text) = stored
        && tag.prop_type() == PropType::PT_STRING8
        && text.is_ascii()
    {
        return Some(PropValue::new(tag, Value::String8(AnsiString::from(text.as_str()))));
    }
    if let Value::String8(text) = stored
        && tag.prop_type() == PropType::PT_UNICODE
        && text.as_bytes().is_ascii()
    {
        return Some(PropValue::new(tag, Value::Unicode(text.to_string())));
    }
    None
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
