//! `IMAPIProp` for everything in a store that has properties.

use std::sync::Arc;

use super::abilities::AccessLevel;
use super::open_store::OpenStore;
use super::stream::open_stream;
use crate::mapi::codes::{
    MAPI_E_BAD_VALUE, MAPI_E_COMPUTED, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    MAPI_E_UNEXPECTED_ID,
};
use crate::mapi::tags::PR_MESSAGE_CLASS_W;
use crate::mapi::{
    HResult, MapiResult, OpenPropertyFlags, PropProblem, PropTag, PropType, PropValue, SaveChangesFlags,
    Value,
};
use crate::memory::MemoryProps;
use crate::spi::{MapiObject, OpenPropertyRequest};

/// How long a message class may be.
// [MSG-04]
const LONGEST_CLASS: usize = 255;

/// The properties of one opening of an object, wherever they lie.
pub(super) trait Properties: Send + Sync + 'static {
    /// The open store that the object belongs to.
    fn inside(&self) -> &Arc<OpenStore>;

    /// What this opening may do.
    fn access(&self) -> AccessLevel;

    /// All properties as they are now. Fails once the store has ended \[SHUT-15\].
    fn read(&self) -> MapiResult<MemoryProps>;

    /// Whether the store alone sets a property.
    // [PROP-21]
    fn computed(&self, tag: PropTag) -> bool;

    /// Why a property cannot have this value.
    fn check(&self, _value: &PropValue) -> Result<(), HResult> {
        Ok(())
    }

    /// Whether a property may be changed, but not taken away.
    fn required(&self, _tag: PropTag) -> bool {
        false
    }

    /// Changes what clients may set. `work` may be called more than once and calls nobody.
    fn change(&self, work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()>;

    /// `SaveChanges` of a writable object; nothing to do where changes are permanent at once.
    // [PROP-36]
    fn save(&self, _flags: SaveChangesFlags) -> MapiResult<()> {
        Ok(())
    }

    /// Whether identifiers of names are good for it.
    fn knows_names(&self) -> bool {
        self.inside().file.abilities.write
    }
}

/// An object of MAPI on top of its properties.
pub(super) trait HasProperties: Send + Sync + 'static {
    type Props: Properties;

    fn properties(&self) -> &Arc<Self::Props>;

    /// A property that opens as something else than a stream.
    fn open_object(&self, _request: &OpenPropertyRequest) -> Option<MapiResult<MapiObject>> {
        None
    }

    /// What `CopyTo` copies beside the properties, as far as `wanted` names it.
    // [PROP-50]
    fn copy_parts(
        &self,
        _wanted: &dyn Fn(PropTag) -> bool,
        _destination: &MapiObject,
        _moving: bool,
    ) -> MapiResult<()> {
        Ok(())
    }
}

/// Implements `IMAPIProp` for a type that [`HasProperties`].
macro_rules! props_of {
    ($object:ty) => {
        impl $crate::spi::IMAPIProp for $object {
            fn save_changes(&self, flags: $crate::mapi::SaveChangesFlags) -> $crate::mapi::MapiResult<()> {
                $crate::reference::props::save_changes(&**self.properties(), flags)
            }

            fn get_props(
                &self,
                tags: Option<&[$crate::mapi::PropTag]>,
                flags: $crate::mapi::GetPropsFlags,
            ) -> $crate::mapi::MapiResult<$crate::mapi::Warned<Vec<$crate::mapi::PropValue>>> {
                $crate::reference::props::Properties::read(&**self.properties())?.get_props(tags, flags)
            }

            fn get_prop_list(
                &self,
                flags: $crate::mapi::GetPropListFlags,
            ) -> $crate::mapi::MapiResult<Vec<$crate::mapi::PropTag>> {
                Ok($crate::reference::props::Properties::read(&**self.properties())?.get_prop_list(flags))
            }

            fn open_property(
                &self,
                request: &$crate::spi::OpenPropertyRequest,
            ) -> $crate::mapi::MapiResult<$crate::spi::MapiObject> {
                $crate::reference::props::open_property(self, request)
            }

            fn set_props(
                &self,
                values: &[$crate::mapi::PropValue],
            ) -> $crate::mapi::MapiResult<Vec<$crate::mapi::PropProblem>> {
                $crate::reference::props::set_props(&**self.properties(), values)
            }

            fn delete_props(
                &self,
                tags: &[$crate::mapi::PropTag],
            ) -> $crate::mapi::MapiResult<Vec<$crate::mapi::PropProblem>> {
                $crate::reference::props::delete_props(&**self.properties(), tags)
            }

            fn copy_to(
                &self,
                request: &$crate::spi::CopyToRequest<'_>,
            ) -> $crate::mapi::MapiResult<Vec<$crate::mapi::PropProblem>> {
                $crate::reference::copy::copy_to(self, request)
            }

            fn copy_props(
                &self,
                request: &$crate::spi::CopyPropsRequest<'_>,
            ) -> $crate::mapi::MapiResult<Vec<$crate::mapi::PropProblem>> {
                $crate::reference::copy::copy_props(self, request)
            }

            fn get_names_from_ids(
                &self,
                tags: Option<&[$crate::mapi::PropTag]>,
                set: Option<$crate::mapi::MapiUid>,
                flags: $crate::mapi::NamesFlags,
            ) -> $crate::mapi::MapiResult<$crate::mapi::Warned<$crate::spi::NamesFromIds>> {
                $crate::reference::named::names_from_ids(&**self.properties(), tags, set, flags)
            }

            fn get_ids_from_names(
                &self,
                names: Option<&[$crate::mapi::NamedProp]>,
                flags: $crate::mapi::IdsFlags,
            ) -> $crate::mapi::MapiResult<$crate::mapi::Warned<Vec<$crate::mapi::PropTag>>> {
                $crate::reference::named::ids_from_names(&**self.properties(), names, flags)
            }
        }
    };
}

pub(super) use props_of;

// [ACCESS-07]
pub(super) fn check_write<P: Properties + ?Sized>(object: &P) -> MapiResult<()> {
    object.inside().check_open()?;
    if object.access().may_modify() { Ok(()) } else { Err(MAPI_E_NO_ACCESS.into()) }
}

pub(super) fn save_changes<P: Properties>(object: &P, flags: SaveChangesFlags) -> MapiResult<()> {
    check_write(object)?;
    object.save(flags)
}

/// `SetProps`.
// [PROP-15] to [PROP-17]
pub(super) fn set_props<P: Properties>(object: &P, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
    check_write(object)?;
    if values.is_empty() || values.iter().any(|value| *value.value() == Value::Object || is_long_class(value))
    {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let mut problems = Vec::new();
    let mut accepted = Vec::new();
    for (index, value) in (0..).zip(values).filter(|(_, value)| !is_ignored(value)) {
        match check(object, value) {
            Ok(()) => accepted.push(value),
            Err(code) => problems.push(PropProblem { index, tag: value.tag(), code }),
        }
    }
    if !accepted.is_empty() {
        object.change(&mut |props| accepted.iter().for_each(|value| props.set(wide(value))))?;
    }
    Ok(problems)
}

fn check<P: Properties>(object: &P, value: &PropValue) -> Result<(), HResult> {
    let tag = value.tag();
    if object.computed(tag) {
        return Err(MAPI_E_COMPUTED);
    }
    // [NPROP-03] a name comes first.
    let known = || object.inside().file.with(|data| data.names.name(tag.id()).is_some());
    if tag.is_named() && !(object.knows_names() && known()) {
        return Err(MAPI_E_UNEXPECTED_ID);
    }
    // [PROP-10]
    if is_empty_list(value.value()) {
        return Err(MAPI_E_BAD_VALUE);
    }
    object.check(value)
}

/// `PR_NULL` and `PT_ERROR` stand for nothing.
// [PROP-15]
fn is_ignored(value: &PropValue) -> bool {
    value.id() == 0 || value.as_error().is_some()
}

fn is_long_class(value: &PropValue) -> bool {
    value.id() == PR_MESSAGE_CLASS_W.id()
        && value.as_text().is_some_and(|class| class.chars().count() > LONGEST_CLASS)
}

#[allow(clippy::wildcard_enum_match_arm, reason = "only lists can be empty")]
fn is_empty_list(value: &Value) -> bool {
    match value {
        Value::MvI2(list) => list.is_empty(),
        Value::MvLong(list) => list.is_empty(),
        Value::MvR4(list) => list.is_empty(),
        Value::MvDouble(list) | Value::MvAppTime(list) => list.is_empty(),
        Value::MvCurrency(list) | Value::MvI8(list) => list.is_empty(),
        Value::MvString8(list) => list.is_empty(),
        Value::MvUnicode(list) => list.is_empty(),
        Value::MvSysTime(list) => list.is_empty(),
        Value::MvClsId(list) => list.is_empty(),
        Value::MvBinary(list) => list.is_empty(),
        _ => false,
    }
}

/// Strings are kept as Unicode where their characters are known, so that either width can be had.
pub(super) fn wide(value: &PropValue) -> PropValue {
    let tag = value.tag().with_string_width(true);
    value.in_type(tag.prop_type()).unwrap_or_else(|_| value.clone())
}

/// `DeleteProps`. What is not there is deleted already.
// [PROP-26] [PROP-27]
pub(super) fn delete_props<P: Properties>(object: &P, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
    check_write(object)?;
    if tags.is_empty() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let mut problems = Vec::new();
    let mut accepted = Vec::new();
    for (index, tag) in (0..).zip(tags.iter().copied()) {
        if object.computed(tag) {
            problems.push(PropProblem { index, tag, code: MAPI_E_COMPUTED });
        } else if object.required(tag) {
            problems.push(PropProblem { index, tag, code: MAPI_E_NO_ACCESS });
        } else {
            accepted.push(tag);
        }
    }
    object.change(&mut |props| {
        for tag in &accepted {
            props.remove(*tag);
        }
    })?;
    Ok(problems)
}

/// `OpenProperty`.
// [PROP-28] to [PROP-30]
pub(super) fn open_property<O: HasProperties>(
    object: &O,
    request: &OpenPropertyRequest,
) -> MapiResult<MapiObject> {
    let properties = object.properties();
    let props = properties.read()?;
    if request.tag.prop_type() == PropType::PT_UNSPECIFIED {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let writes = request.flags.intersects(OpenPropertyFlags::MAPI_MODIFY | OpenPropertyFlags::MAPI_CREATE);
    if writes {
        check_write(&**properties)?;
    }
    if let Some(opened) = object.open_object(request) {
        return opened;
    }
    if writes && properties.computed(request.tag) {
        return Err(MAPI_E_NO_ACCESS.into());
    }
    let creates = request.flags.contains(OpenPropertyFlags::MAPI_CREATE);
    if !creates && props.find(request.tag).is_none() {
        return Err(MAPI_E_NOT_FOUND.into());
    }
    open_stream(properties, &props, request)
}
