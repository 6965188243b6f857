//! Properties of a profile section.

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

/// The properties of one section, in the order of their identifiers.
#[derive(Clone, Default, Debug)]
pub(crate) struct SectionProps(Vec<PropValue>);

/// Who writes: some properties belong to MAPI or are fixed at logon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Writer {
    /// MAPI itself, or the test that describes the profile.
    Mapi,
    /// A client or a provider, through `IProfSect`.
    Caller,
}

impl SectionProps {
    /// Properties as MAPI writes them, of which each takes the place of an earlier one with its identifier.
    pub(super) fn written(mut values: Vec<PropValue>) -> Self {
        values.reverse();
        values.sort_by_key(PropValue::id);
        values.dedup_by_key(|value| value.id());
        Self(values)
    }

    pub(crate) fn set(&mut self, value: PropValue, writer: Writer) -> Result<(), HResult> {
        match writer {
            Writer::Mapi => {}
            Writer::Caller => check_writable(value.id())?,
        }
        match self.position(value.id()) {
            Ok(index) => {
                if let Some(place) = self.0.get_mut(index) {
                    *place = value;
                }
            }
            Err(index) => self.0.insert(index, value),
        }
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
                Ok(()) if !self.remove(*tag) => MAPI_E_NOT_FOUND,
                Ok(()) => return None,
            };
            Some(problem(index, *tag, code))
        };
        tags.iter().enumerate().filter_map(delete).collect()
    }

    /// Says whether there was such a property.
    pub(crate) fn remove(&mut self, tag: PropTag) -> bool {
        let position = self.position(tag.id());
        if let Ok(index) = position {
            self.0.remove(index);
        }
        position.is_ok()
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
        self.value(tag).map(PropValue::value)
    }

    /// All properties but the hidden ones \[PROFILE-08\].
    pub(crate) fn visible(&self, hidden: Strictness) -> Vec<PropValue> {
        let first = match hidden {
            Strictness::Strict => FIRST_PRIVATE,
            Strictness::Lenient => FIRST_SECURE,
        };
        self.0.iter().filter(|value| !(first..=LAST_SECURE).contains(&value.id())).cloned().collect()
    }

    /// Whether it has properties that are private and not secure, which one reading hides and the other does not.
    pub(crate) fn has_private(&self) -> bool {
        self.0.iter().any(|value| (FIRST_PRIVATE..FIRST_SECURE).contains(&value.id()))
    }

    /// All properties, the hidden ones among them.
    pub(super) fn all(&self) -> impl Iterator<Item = &PropValue> {
        self.0.iter()
    }

    fn one(&self, tag: PropTag) -> Result<PropValue, HResult> {
        self.value(tag).ok_or(MAPI_E_NOT_FOUND)?.in_type(tag.prop_type())
    }

    fn value(&self, tag: PropTag) -> Option<&PropValue> {
        self.0.get(self.position(tag.id()).ok()?)
    }

    /// Where the property with this identifier is, or has to be.
    fn position(&self, id: u16) -> Result<usize, usize> {
        self.0.binary_search_by_key(&id, PropValue::id)
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
