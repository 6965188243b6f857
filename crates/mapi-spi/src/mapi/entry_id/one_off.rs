//! Identifiers of recipients that no address book has.

use super::{EntryId, EntryIdError, HEADER};
use crate::mapi::guids::MAPI_ONE_OFF_UID;
use crate::mapi::{AnsiString, EntryIdFlags, MapiString};

/// Where the strings begin: version and flags lie between the MAPIUID and them.
const STRINGS: usize = HEADER + 4;
/// The flags word: no rich text to this recipient.
const NO_RICH_INFO: u16 = 0x0001;
/// The flags word: the strings are UTF-16.
const UNICODE: u16 = 0x8000;

/// A one-off identifier. Page: `one-off-entry-identifiers`.
///
/// | offset | size | what |
/// |--:|--:|:--|
/// | 0 | 4 | flags, zero |
/// | 4 | 16 | `MAPI_ONE_OFF_UID` |
/// | 20 | 2 | version, 0 |
/// | 22 | 2 | flags: 0x0001 no rich text, 0x8000 Unicode; others are kept |
/// | 24 | | display name, address type, address, each with its zero; all 8-bit or all UTF-16 |
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OneOff {
    /// `PR_DISPLAY_NAME`.
    pub display_name: MapiString,
    /// `PR_ADDRTYPE`.
    pub address_type: MapiString,
    /// `PR_EMAIL_ADDRESS`.
    pub address: MapiString,
    /// Bits of the flags word; the one for Unicode follows the strings and is not part of it.
    pub flags: u16,
}

impl OneOff {
    /// A recipient that may get rich text.
    #[must_use]
    pub fn new(
        display_name: impl Into<MapiString>,
        address_type: impl Into<MapiString>,
        address: impl Into<MapiString>,
    ) -> Self {
        let (display_name, address_type) = (display_name.into(), address_type.into());
        Self { display_name, address_type, address: address.into(), flags: 0 }
    }

    /// Sets the flag that keeps rich text from this recipient (`MAPI_ONE_OFF_NO_RICH_INFO`).
    #[must_use]
    pub const fn without_rich_info(mut self) -> Self {
        self.flags |= NO_RICH_INFO;
        self
    }

    /// Makes the bytes.
    ///
    /// # Errors
    /// [`EntryIdError::MixedStrings`] and [`EntryIdError::EmbeddedZero`].
    pub fn encode(&self) -> Result<EntryId, EntryIdError> {
        let strings = [
            ("display name", &self.display_name),
            ("address type", &self.address_type),
            ("address", &self.address),
        ];
        let unicode = self.display_name.is_unicode();
        let mut flags = self.flags & !UNICODE;
        if unicode {
            flags |= UNICODE;
        }
        let mut data = vec![0, 0];
        data.extend(flags.to_le_bytes());
        for (part, string) in strings {
            if string.is_unicode() != unicode {
                return Err(EntryIdError::MixedStrings);
            }
            write_string(&mut data, part, string)?;
        }
        Ok(EntryId::build(EntryIdFlags::empty(), MAPI_ONE_OFF_UID, &data))
    }

    /// Reads the bytes. Flag bits that have no name are kept.
    ///
    /// # Errors
    /// [`EntryIdError`] that says which part is missing or wrong, and where.
    pub fn decode(id: &EntryId) -> Result<Self, EntryIdError> {
        let len = id.len();
        let too_short = |part, offset| EntryIdError::TooShort { part, offset, len };
        let found = id.provider_uid().ok_or(too_short("MAPIUID", 4))?;
        if found != MAPI_ONE_OFF_UID {
            return Err(EntryIdError::OtherUid { found, wanted: "a one-off identifier" });
        }
        let header = id.provider_data().and_then(<[u8]>::first_chunk::<4>);
        let [_, _, low, high] = *header.ok_or(too_short("version and flags", HEADER))?;
        let word = u16::from_le_bytes([low, high]);
        let mut reader = Reader { bytes: id.as_bytes(), offset: STRINGS, unicode: word & UNICODE != 0 };
        let display_name = reader.string("display name")?;
        let address_type = reader.string("address type")?;
        let address = reader.string("address")?;
        reader.end()?;
        Ok(Self { display_name, address_type, address, flags: word & !UNICODE })
    }
}

fn write_string(data: &mut Vec<u8>, part: &'static str, string: &MapiString) -> Result<(), EntryIdError> {
    match string {
        MapiString::Ansi(text) if text.as_bytes().contains(&0) => {
            return Err(EntryIdError::EmbeddedZero(part));
        }
        MapiString::Unicode(text) if text.contains('\0') => return Err(EntryIdError::EmbeddedZero(part)),
        MapiString::Ansi(text) => {
            data.extend(text.as_bytes());
            data.push(0);
        }
        MapiString::Unicode(text) => {
            text.encode_utf16().chain([0]).for_each(|unit| data.extend_from_slice(&unit.to_le_bytes()));
        }
    }
    Ok(())
}

/// Reads strings one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
    unicode: bool,
}

impl Reader<'_> {
    fn string(&mut self, part: &'static str) -> Result<MapiString, EntryIdError> {
        let offset = self.offset;
        let rest = self.bytes.get(offset..).unwrap_or_default();
        let unterminated = EntryIdError::Unterminated { part, offset };
        if self.unicode {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .filter_map(|pair| pair.first_chunk().copied())
                .map(u16::from_le_bytes)
                .collect();
            let end = units.iter().position(|unit| *unit == 0).ok_or(unterminated)?;
            self.offset += (end + 1) * 2;
            let text = String::from_utf16(units.get(..end).unwrap_or_default());
            text.map(MapiString::Unicode).map_err(|_| EntryIdError::NotUtf16 { part, offset })
        } else {
            let end = rest.iter().position(|byte| *byte == 0).ok_or(unterminated)?;
            self.offset += end + 1;
            Ok(MapiString::Ansi(AnsiString::from_bytes(rest.get(..end).unwrap_or_default())))
        }
    }

    fn end(&self) -> Result<(), EntryIdError> {
        match self.bytes.len().saturating_sub(self.offset) {
            0 => Ok(()),
            count => Err(EntryIdError::Trailing { offset: self.offset, count }),
        }
    }
}
