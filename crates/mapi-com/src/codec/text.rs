//! Strings: bytes in a code page, or UTF-16. Which one a call means is said by its flag `MAPI_UNICODE`.

use std::ffi::c_void;

use mapi_spi::mapi::{AnsiString, MapiResult, MapiString, StringWidth};

use crate::CodePage;
use crate::findings::Breach;
use crate::memory::{Blocks, Reader, place_list};

/// Whether flags say that strings are UTF-16.
pub(crate) const fn is_wide(flags: u32) -> bool {
    flags & StringWidth::MAPI_UNICODE.bits() != 0
}

pub(crate) fn put_wide(blocks: &mut dyn Blocks, text: &str) -> MapiResult<*mut c_void> {
    let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
    Ok(place_list(blocks, &units)?.cast())
}

pub(crate) fn put_narrow(blocks: &mut dyn Blocks, text: &AnsiString) -> MapiResult<*mut c_void> {
    let bytes: Vec<u8> = text.as_bytes().iter().copied().chain([0]).collect();
    Ok(place_list(blocks, &bytes)?.cast())
}

/// Writes a string in the width that the call says, by the code page of the process if it has the other one.
pub(crate) fn put(blocks: &mut dyn Blocks, text: &MapiString, wide: bool) -> MapiResult<*mut c_void> {
    match (text, wide) {
        (MapiString::Unicode(text), true) => put_wide(blocks, text),
        (MapiString::Ansi(text), false) => put_narrow(blocks, text),
        (MapiString::Ansi(text), true) => put_wide(blocks, &CodePage::current().widened(text.as_bytes())),
        (MapiString::Unicode(text), false) => {
            put_narrow(blocks, &AnsiString::from_bytes(CodePage::current().narrowed(text)))
        }
    }
}

/// The same for a string that may be absent.
pub(crate) fn put_optional(
    blocks: &mut dyn Blocks,
    text: Option<&MapiString>,
    wide: bool,
) -> MapiResult<*mut c_void> {
    text.map_or(Ok(std::ptr::null_mut()), |text| put(blocks, text, wide))
}

/// # Safety
/// `pointer` is NULL or a string of UTF-16.
pub(crate) unsafe fn get_wide(reader: Reader<'_>, pointer: *const c_void) -> MapiResult<String> {
    // SAFETY: as this function says.
    let units = unsafe { reader.text(pointer.cast::<u16>()) }?;
    Ok(String::from_utf16(&units).unwrap_or_else(|_| {
        // The traits have no place for what is no text, so it is lost here, but not without a word.
        reader.find(Breach::LoneSurrogate, "a surrogate without its other half in a wide string");
        String::from_utf16_lossy(&units)
    }))
}

/// # Safety
/// `pointer` is NULL or a string of bytes.
pub(crate) unsafe fn get_narrow(reader: Reader<'_>, pointer: *const c_void) -> MapiResult<AnsiString> {
    // SAFETY: as this function says.
    let bytes = unsafe { reader.text(pointer.cast::<u8>()) }?;
    Ok(AnsiString::from_bytes(bytes))
}

/// # Safety
/// `pointer` is NULL or a string of the width that `wide` says.
pub(crate) unsafe fn get(reader: Reader<'_>, pointer: *const c_void, wide: bool) -> MapiResult<MapiString> {
    // SAFETY: as this function says.
    unsafe {
        Ok(if wide {
            MapiString::Unicode(get_wide(reader, pointer)?)
        } else {
            MapiString::Ansi(get_narrow(reader, pointer)?)
        })
    }
}

/// The same for a string that may be absent.
///
/// # Safety
/// As [`get`].
pub(crate) unsafe fn get_optional(
    reader: Reader<'_>,
    pointer: *const c_void,
    wide: bool,
) -> MapiResult<Option<MapiString>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: as this function says.
    unsafe { get(reader, pointer, wide) }.map(Some)
}
