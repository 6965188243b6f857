//! Property values.

use super::{FileTime, PropTag, PropType, RuleActions};
use crate::mapi::{AnsiString, HResult, MapiUid, Restriction};

macro_rules! values {
    ($($(#[$doc:meta])* $variant:ident $(($data:ty))? = $type:ident;)+) => {
        /// The value of a property, one variant a type.
        ///
        /// Two types have no variant: `PT_UNSPECIFIED`, which only tags have, and `PT_PTR`, which is good inside one
        /// process only.
        #[derive(Clone, PartialEq, Debug)]
        #[non_exhaustive]
        pub enum Value {
            $($(#[$doc])* $variant $(($data))?,)+
        }

        impl Value {
            /// The type of this value.
            #[must_use]
            #[allow(unused_variables, reason = "the type does not depend on the data")]
            pub const fn prop_type(&self) -> PropType {
                match self {
                    $(values!(@pattern $variant $(($data))?) => PropType::$type,)+
                }
            }
        }
    };
    (@pattern $variant:ident) => { Value::$variant };
    (@pattern $variant:ident ($data:ty)) => { Value::$variant(_) };
}

values! {
    /// `PT_NULL`: a property without a value.
    Null = PT_NULL;
    /// `PT_I2`.
    I2(i16) = PT_I2;
    /// `PT_LONG`.
    Long(i32) = PT_LONG;
    /// `PT_R4`.
    R4(f32) = PT_R4;
    /// `PT_DOUBLE`.
    Double(f64) = PT_DOUBLE;
    /// `PT_CURRENCY`: ten-thousandths.
    Currency(i64) = PT_CURRENCY;
    /// `PT_APPTIME`: days since 1899-12-30.
    AppTime(f64) = PT_APPTIME;
    /// `PT_ERROR`: why the property could not be had.
    Error(HResult) = PT_ERROR;
    /// `PT_BOOLEAN`.
    Boolean(bool) = PT_BOOLEAN;
    /// `PT_OBJECT`: the property is opened with `OpenProperty`.
    Object = PT_OBJECT;
    /// `PT_I8`.
    I8(i64) = PT_I8;
    /// `PT_STRING8`: bytes in some code page.
    String8(AnsiString) = PT_STRING8;
    /// `PT_UNICODE`.
    Unicode(String) = PT_UNICODE;
    /// `PT_SYSTIME`.
    SysTime(FileTime) = PT_SYSTIME;
    /// `PT_CLSID`.
    ClsId(MapiUid) = PT_CLSID;
    /// `PT_BINARY`.
    Binary(Vec<u8>) = PT_BINARY;
    /// `PT_SVREID`: a server's identifier, as bytes.
    ServerEntryId(Vec<u8>) = PT_SVREID;
    /// `PT_ACTIONS`: the actions of a rule.
    Actions(RuleActions) = PT_ACTIONS;
    /// `PT_SRESTRICTION`.
    Restriction(Box<Restriction>) = PT_SRESTRICTION;
    /// `PT_MV_I2`.
    MvI2(Vec<i16>) = PT_MV_I2;
    /// `PT_MV_LONG`.
    MvLong(Vec<i32>) = PT_MV_LONG;
    /// `PT_MV_R4`.
    MvR4(Vec<f32>) = PT_MV_R4;
    /// `PT_MV_DOUBLE`.
    MvDouble(Vec<f64>) = PT_MV_DOUBLE;
    /// `PT_MV_CURRENCY`.
    MvCurrency(Vec<i64>) = PT_MV_CURRENCY;
    /// `PT_MV_APPTIME`.
    MvAppTime(Vec<f64>) = PT_MV_APPTIME;
    /// `PT_MV_I8`.
    MvI8(Vec<i64>) = PT_MV_I8;
    /// `PT_MV_STRING8`.
    MvString8(Vec<AnsiString>) = PT_MV_STRING8;
    /// `PT_MV_UNICODE`.
    MvUnicode(Vec<String>) = PT_MV_UNICODE;
    /// `PT_MV_SYSTIME`.
    MvSysTime(Vec<FileTime>) = PT_MV_SYSTIME;
    /// `PT_MV_CLSID`.
    MvClsId(Vec<MapiUid>) = PT_MV_CLSID;
    /// `PT_MV_BINARY`.
    MvBinary(Vec<Vec<u8>>) = PT_MV_BINARY;
}

/// A property: an identifier and a value (`SPropValue`). Page: `spropvalue`.
///
/// The type in the tag is always that of the value, so that the two cannot disagree.
///
/// ```
/// use mapi_spi::mapi::{PropValue, Value, tags::PR_DISPLAY_NAME_W};
///
/// let name = PropValue::new(PR_DISPLAY_NAME_W, "Inbox");
/// assert_eq!(name.tag(), PR_DISPLAY_NAME_W);
/// assert_eq!(name.value(), &Value::Unicode("Inbox".into()));
/// ```
#[doc(alias = "SPropValue")]
#[derive(Clone, PartialEq, Debug)]
pub struct PropValue {
    id: u16,
    value: Value,
}

impl PropValue {
    /// A property with the identifier of `tag` and this value. The tag's type gives way to the value's.
    #[must_use]
    pub fn new(tag: PropTag, value: impl Into<Value>) -> Self {
        Self { id: tag.id(), value: value.into() }
    }

    /// A property that could not be had.
    #[must_use]
    pub const fn error(tag: PropTag, code: HResult) -> Self {
        Self { id: tag.id(), value: Value::Error(code) }
    }

    /// The tag: identifier and type.
    #[must_use]
    #[doc(alias = "ulPropTag")]
    pub const fn tag(&self) -> PropTag {
        PropTag::new(self.id, self.value.prop_type())
    }

    /// The identifier.
    #[must_use]
    pub const fn id(&self) -> u16 {
        self.id
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    pub(in crate::mapi) const fn value_mut(&mut self) -> &mut Value {
        &mut self.value
    }

    /// The value without its identifier.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }
}

/// Why one property of several could not be set, deleted or copied (`SPropProblem`). Page: `spropproblem`.
#[doc(alias = "SPropProblem")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PropProblem {
    /// Its position in the list that was passed, from 0.
    pub index: u32,
    /// Its tag.
    pub tag: PropTag,
    /// What went wrong.
    pub code: HResult,
}
