//! A value in the type that a caller asks for.

use super::{PropTag, PropType, PropValue, Value};
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_UNEXPECTED_TYPE};
use crate::mapi::{AnsiString, HResult};

impl PropTag {
    /// The same tag, a string's with the width that `MAPI_UNICODE` chooses.
    // [PROP-03]
    #[must_use]
    pub fn with_string_width(self, unicode: bool) -> Self {
        let (narrow, wide) = match self.prop_type() {
            PropType::PT_STRING8 | PropType::PT_UNICODE => (PropType::PT_STRING8, PropType::PT_UNICODE),
            PropType::PT_MV_STRING8 | PropType::PT_MV_UNICODE => {
                (PropType::PT_MV_STRING8, PropType::PT_MV_UNICODE)
            }
            _ => return self,
        };
        self.with_type(if unicode { wide } else { narrow })
    }
}

impl PropValue {
    /// The property in another type: its own, any for `PT_UNSPECIFIED`, and strings in the other width as
    /// long as they are ASCII, which has the same bytes in every code page.
    ///
    /// # Errors
    /// `MAPI_E_BAD_CHARWIDTH` for a string that cannot be converted, else `MAPI_E_UNEXPECTED_TYPE`.
    // [PROP-02] [PROP-07]
    pub fn in_type(&self, wanted: PropType) -> Result<Self, HResult> {
        let tag = self.tag();
        if wanted == PropType::PT_UNSPECIFIED || wanted == tag.prop_type() {
            return Ok(self.clone());
        }
        let unicode = wanted == PropType::PT_UNICODE || wanted == PropType::PT_MV_UNICODE;
        if tag.with_string_width(unicode).prop_type() != wanted {
            return Err(MAPI_E_UNEXPECTED_TYPE);
        }
        other_width(self.value()).map(|value| Self::new(tag, value)).ok_or(MAPI_E_BAD_CHARWIDTH)
    }
}

fn other_width(value: &Value) -> Option<Value> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "every other type has one width only")]
    match value {
        Value::Unicode(text) => narrow(text).map(Value::String8),
        Value::String8(text) => wide(text).map(Value::Unicode),
        Value::MvUnicode(texts) => {
            texts.iter().map(|text| narrow(text)).collect::<Option<_>>().map(Value::MvString8)
        }
        Value::MvString8(texts) => texts.iter().map(wide).collect::<Option<_>>().map(Value::MvUnicode),
        _ => None,
    }
}

fn narrow(text: &str) -> Option<AnsiString> {
    text.is_ascii().then(|| AnsiString::from(text))
}

fn wide(text: &AnsiString) -> Option<String> {
    text.as_ascii().map(str::to_owned)
}
