//! Properties as streams.

use std::sync::Arc;

use super::props::Properties;
use crate::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS};
use crate::mapi::iids::{IID_IStream, IID_IUnknown};
use crate::mapi::{AnsiString, MapiResult, OpenPropertyFlags, PropTag, PropType, PropValue, Value};
use crate::memory::{EditStream, MemoryProps, MemoryStream};
use crate::spi::{IStream, MapiObject, OpenPropertyRequest};

/// A stream on a string or on bytes: for reading, or for writing into the object that `properties` belong to.
pub(super) fn open_stream<P: Properties>(
    properties: &Arc<P>,
    props: &MemoryProps,
    request: &OpenPropertyRequest,
) -> MapiResult<MapiObject> {
    if request.interface != IID_IStream && request.interface != IID_IUnknown {
        return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
    }
    let creates = request.flags.contains(OpenPropertyFlags::MAPI_CREATE);
    let writes = creates || request.flags.contains(OpenPropertyFlags::MAPI_MODIFY);
    // [PROP-29] what was there is thrown away.
    let present = if creates { None } else { props.find(request.tag) };
    let bytes = match present {
        Some(value) => to_bytes(request.tag.prop_type(), value),
        None => from_bytes(request.tag, &[]).map(|_| Vec::new()),
    };
    let bytes = bytes.ok_or(MAPI_E_INTERFACE_NOT_SUPPORTED)?;
    if !writes {
        return Ok(MemoryStream::shared(bytes).into());
    }
    if creates {
        put(&**properties, request.tag, &[])?;
    }
    let (properties, tag) = (Arc::clone(properties), request.tag);
    let stream = EditStream::new(bytes, move |bytes: &[u8]| put(&*properties, tag, bytes));
    let append = request.flags.contains(OpenPropertyFlags::STREAM_APPEND);
    let stream: Arc<dyn IStream> = Arc::new(if append { stream.at_end() } else { stream });
    Ok(stream.into())
}

/// The object takes what was written as `SetProps` would; a message keeps it until it is saved.
// [PROP-35]
fn put<P: Properties>(properties: &P, tag: PropTag, bytes: &[u8]) -> MapiResult<()> {
    properties.inside().check_open()?;
    let value = from_bytes(tag, bytes).ok_or(MAPI_E_NO_ACCESS)?;
    properties.check(&value)?;
    properties.change(&mut |props| props.set(value.clone()))
}

fn to_bytes(wanted: PropType, value: &Value) -> Option<Vec<u8>> {
    if let Value::Binary(bytes) = value {
        return (wanted == PropType::PT_BINARY).then(|| bytes.clone());
    }
    if let Value::String8(text) = value
        && wanted == PropType::PT_STRING8
    {
        return Some(text.as_bytes().to_vec());
    }
    let text = value.as_unicode()?;
    if wanted == PropType::PT_UNICODE {
        Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    } else if wanted == PropType::PT_STRING8 && text.is_ascii() {
        Some(text.as_bytes().to_vec())
    } else {
        None
    }
}

/// The value that has these bytes; `None` for a type that is no stream.
fn from_bytes(tag: PropTag, bytes: &[u8]) -> Option<PropValue> {
    let value = match tag.prop_type() {
        PropType::PT_BINARY => Value::Binary(bytes.to_vec()),
        PropType::PT_UNICODE => {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))
                .collect();
            Value::Unicode(String::from_utf16_lossy(&units))
        }
        PropType::PT_STRING8 => {
            let text = AnsiString::from_bytes(bytes);
            text.as_ascii().map(|ascii| Value::Unicode(ascii.to_owned())).unwrap_or(Value::String8(text))
        }
        _ => return None,
    };
    Some(PropValue::new(tag, value))
}
