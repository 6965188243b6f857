//! `IMAPIProp` of objects that nobody can change.

/// Implements `IMAPIProp` for a type with `fn props(&self) -> MapiResult<&MemoryProps>` and
/// `fn open_object(&self, &OpenPropertyRequest) -> MapiResult<MapiObject>`.
macro_rules! read_only_props {
    ($object:ty) => {
        impl crate::spi::IMAPIProp for $object {
            fn get_props(
                &self,
                tags: Option<&[crate::mapi::PropTag]>,
                flags: crate::mapi::GetPropsFlags,
            ) -> crate::mapi::MapiResult<crate::mapi::Warned<Vec<crate::mapi::PropValue>>> {
                self.props()?.get_props(tags, flags)
            }

            fn get_prop_list(
                &self,
                flags: crate::mapi::GetPropListFlags,
            ) -> crate::mapi::MapiResult<Vec<crate::mapi::PropTag>> {
                Ok(self.props()?.get_prop_list(flags))
            }

            fn open_property(
                &self,
                request: &crate::spi::OpenPropertyRequest,
            ) -> crate::mapi::MapiResult<crate::spi::MapiObject> {
                crate::reference::read_only::check_open(self.props()?, request)?;
                self.open_object(request)
            }

            // [ACCESS-07]
            fn set_props(
                &self,
                _values: &[crate::mapi::PropValue],
            ) -> crate::mapi::MapiResult<Vec<crate::mapi::PropProblem>> {
                self.props()?;
                Err(crate::mapi::codes::MAPI_E_NO_ACCESS.into())
            }

            fn delete_props(
                &self,
                _tags: &[crate::mapi::PropTag],
            ) -> crate::mapi::MapiResult<Vec<crate::mapi::PropProblem>> {
                self.props()?;
                Err(crate::mapi::codes::MAPI_E_NO_ACCESS.into())
            }

            fn save_changes(&self, _flags: crate::mapi::SaveChangesFlags) -> crate::mapi::MapiResult<()> {
                self.props()?;
                Err(crate::mapi::codes::MAPI_E_NO_ACCESS.into())
            }
        }
    };
}

pub(super) use read_only_props;

use crate::mapi::codes::{
    MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
};
use crate::mapi::iids::{IID_IStream, IID_IUnknown};
use crate::mapi::{AnsiString, MapiResult, OpenPropertyFlags, PropType, Value};
use crate::memory::{MemoryProps, MemoryStream};
use crate::spi::{MapiObject, OpenPropertyRequest};

/// What every `OpenProperty` refuses \[PROP-28\] \[PROP-30\].
pub(super) fn check_open(props: &MemoryProps, request: &OpenPropertyRequest) -> MapiResult<()> {
    if request.tag.prop_type() == PropType::PT_UNSPECIFIED {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    if request.flags.intersects(OpenPropertyFlags::MAPI_MODIFY | OpenPropertyFlags::MAPI_CREATE) {
        return Err(MAPI_E_NO_ACCESS.into());
    }
    if props.find(request.tag).is_none() {
        return Err(MAPI_E_NOT_FOUND.into());
    }
    Ok(())
}

/// A stream on a string or on bytes.
pub(super) fn open_stream(props: &MemoryProps, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
    if request.interface != IID_IStream && request.interface != IID_IUnknown {
        return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
    }
    let value = props.find(request.tag).ok_or(MAPI_E_NOT_FOUND)?;
    let bytes = stream_bytes(request.tag.prop_type(), value).ok_or(MAPI_E_INTERFACE_NOT_SUPPORTED)?;
    Ok(MemoryStream::shared(bytes).into())
}

fn stream_bytes(wanted: PropType, value: &Value) -> Option<Vec<u8>> {
    if let Value::Binary(bytes) = value {
        return (wanted == PropType::PT_BINARY).then(|| bytes.clone());
    }
    let text = value.as_unicode()?;
    if wanted == PropType::PT_UNICODE {
        Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    } else if wanted == PropType::PT_STRING8 && text.is_ascii() {
        Some(AnsiString::from(text).as_bytes().to_vec())
    } else {
        None
    }
}
