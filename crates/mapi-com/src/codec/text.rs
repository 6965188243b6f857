//! Strings: bytes in a code page, or UTF-16. Which one a call means is said by its flag `MAPI_UNICODE`.

use std::ffi::c_void;

use mapi_spi::mapi::{AnsiString, MapiResult, MapiString, StringWidth};

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

/// Writes a string in the width that the call says, whatever width it has.
pub(crate) fn put(blocks: &mut dyn Blocks, text: &MapiString, wide: bool) -> MapiResult<*mut c_void> {
    match (text, wide) {
        (MapiString::Unicode(text), true) => put_wide(blocks, text),
        (MapiString::Ansi(text), false) => put_narrow(blocks, text),
        (MapiString::Ansi(text), true) => put_wide(blocks, &widened(text)),
        (MapiString::Unicode(text), false) => put_narrow(blocks, &narrowed(text)),
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
    Ok(String::from_utf16_lossy(&units))
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

/// Windows-1252 where it is more than Latin-1: the characters of the bytes from 0x80 on.
const HIGH: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}',
    '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

/// A narrow string for a call that says that its strings are wide: Windows-1252 is taken for its code page.
fn widened(text: &AnsiString) -> String {
    let wide = |byte: u8| HIGH.get(usize::from(byte.wrapping_sub(0x80))).copied().unwrap_or(char::from(byte));
    text.as_bytes().iter().map(|byte| wide(*byte)).collect()
}

/// A wide string for a call that says that its strings are narrow. What Windows-1252 lacks becomes a question mark.
fn narrowed(text: &str) -> AnsiString {
    let narrow = |letter: char| {
        let high = (0x80_u8..).zip(HIGH).find(|(_, known)| *known == letter).map(|(byte, _)| byte);
        high.unwrap_or_else(|| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
    };
    AnsiString::from_bytes(text.chars().map(narrow).collect::<Vec<u8>>())
}
