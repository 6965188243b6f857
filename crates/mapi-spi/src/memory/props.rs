//! What `IMAPIProp` works on: a list of values.

use super::table::value_size;
use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NOT_FOUND};
use crate::mapi::{GetPropListFlags, GetPropsFlags, MapiResult, PropTag, PropType, PropValue, Value, Warned};

/// The properties of an object, in the order in which `GetPropList` names them.
///
/// A [`Value::Object`] stands for a property that `OpenProperty` opens: `GetPropList` names it, `GetProps` has no value
/// for it.
///
/// ```
/// use mapi_spi::mapi::{GetPropsFlags, PropValue, codes::MAPI_E_NOT_FOUND, tags::*};
/// use mapi_spi::memory::MemoryProps;
///
/// let props = MemoryProps::new(vec![PropValue::new(PR_DISPLAY_NAME_W, "Inbox")]);
/// let answer = props.get_props(Some(&[PR_DISPLAY_NAME_A, PR_COMMENT_W]), GetPropsFlags::empty())?;
/// assert_eq!(answer.value[0].as_text().as_deref(), Some("Inbox"));
/// assert_eq!(answer.value[1].as_error(), Some(MAPI_E_NOT_FOUND));
/// assert!(answer.warning.is_some());
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
// [PROP-12] [PROP-13]
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MemoryProps {
    values: Vec<PropValue>,
}

impl MemoryProps {
    /// An object with these properties; of two with the same identifier the first one counts.
    #[must_use]
    pub const fn new(values: Vec<PropValue>) -> Self {
        Self { values }
    }

    /// The stored value, whatever type `tag` has.
    #[must_use]
    pub fn find(&self, tag: PropTag) -> Option<&Value> {
        self.values.iter().find(|value| value.id() == tag.id()).map(PropValue::value)
    }

    /// Puts a value in place of the one with its identifier, whatever type that has; a new one goes to the end.
    // [PROP-22]
    pub fn set(&mut self, value: PropValue) {
        match self.values.iter_mut().find(|held| held.id() == value.id()) {
            Some(held) => *held = value,
            None => self.values.push(value),
        }
    }

    /// Takes the value of an identifier out, whatever type the tag has.
    // [PROP-26]
    pub fn remove(&mut self, tag: PropTag) -> Option<PropValue> {
        let at = self.values.iter().position(|held| held.id() == tag.id())?;
        Some(self.values.remove(at))
    }

    /// How many bytes the values have together, each as `RES_SIZE` counts it.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.values.iter().fold(0, |sum, value| sum.saturating_add(value_size(value.value())))
    }

    /// All values in order.
    #[must_use]
    pub fn values(&self) -> &[PropValue] {
        &self.values
    }

    /// `IMAPIProp::GetProps`: one value for each tag, in order; strings asked for as `PT_UNSPECIFIED`, or with all
    /// others, have the width that `flags` says.
    ///
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` for a list without tags.
    // [PROP-01] to [PROP-05] [PROP-08]
    pub fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let unicode = flags.contains(GetPropsFlags::MAPI_UNICODE);
        let Some(tags) = tags else { return Ok(Warned::props(self.all(unicode))) };
        if tags.is_empty() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        Ok(Warned::props(tags.iter().map(|tag| self.one(*tag, unicode)).collect()))
    }

    /// `IMAPIProp::GetPropList`: every tag, strings in the width that `flags` says.
    // [PROP-14]
    #[must_use]
    pub fn get_prop_list(&self, flags: GetPropListFlags) -> Vec<PropTag> {
        let unicode = flags.contains(GetPropListFlags::MAPI_UNICODE);
        self.values.iter().map(|value| value.tag().with_string_width(unicode)).collect()
    }

    fn all(&self, unicode: bool) -> Vec<PropValue> {
        let readable = self.values.iter().filter(|value| value.tag().prop_type() != PropType::PT_OBJECT);
        readable.map(|value| in_type(value, value.tag().with_string_width(unicode))).collect()
    }

    fn one(&self, tag: PropTag, unicode: bool) -> PropValue {
        let Some(stored) = self.values.iter().find(|value| value.id() == tag.id()) else {
            return PropValue::error(tag, MAPI_E_NOT_FOUND);
        };
        let open = tag.prop_type() == PropType::PT_UNSPECIFIED;
        in_type(stored, if open { stored.tag().with_string_width(unicode) } else { tag })
    }
}

fn in_type(stored: &PropValue, tag: PropTag) -> PropValue {
    stored.in_type(tag.prop_type()).unwrap_or_else(|code| PropValue::error(tag, code))
}
