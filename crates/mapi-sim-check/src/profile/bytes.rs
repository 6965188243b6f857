//! Texts and bytes in which the place of a folder may stand.

use std::fmt;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// What stands for a place in texts of the profile file.
#[derive(Clone, Debug)]
pub(super) struct Places {
    folder: String,
    profile: String,
}

impl Places {
    /// The copy of the template folder, and the folder of the profile file.
    pub(super) fn new(folder: &Path, profile: &Path) -> Self {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        Self { folder: text(folder), profile: text(profile) }
    }

    pub(super) fn text(&self, text: &str) -> String {
        text.replace("{folder}", &self.folder).replace("{profile}", &self.profile)
    }
}

/// Bytes, piece by piece.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Bytes(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Hex(Vec<u8>),
    Utf8(String),
    Utf16(String),
}

impl Bytes {
    pub(super) fn at(&self, places: &Places) -> Vec<u8> {
        self.0.iter().flat_map(|part| part.at(places)).collect()
    }

    /// The bytes, if no place stands in them.
    pub(super) fn fixed(&self) -> Option<Vec<u8>> {
        let hex = |part: &Part| if let Part::Hex(bytes) = part { Some(bytes.clone()) } else { None };
        self.0.iter().map(hex).collect::<Option<Vec<_>>>().map(|parts| parts.concat())
    }
}

impl Part {
    fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("hex", digits)) => hex(digits).map(Self::Hex),
            Some(("utf8", text)) => Ok(Self::Utf8(text.to_owned())),
            Some(("utf16", text)) => Ok(Self::Utf16(text.to_owned())),
            _ => Err(format!(
                "expected bytes as \"hex:00 01 FE\", \"utf8:{{folder}}/first.store\" or \"utf16:..\"; got \"{text}\""
            )),
        }
    }

    fn at(&self, places: &Places) -> Vec<u8> {
        match self {
            Self::Hex(bytes) => bytes.clone(),
            Self::Utf8(text) => places.text(text).into_bytes(),
            Self::Utf16(text) => places.text(text).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }
}

fn hex(digits: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> =
        digits.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    if !digits.len().is_multiple_of(2) {
        return Err(format!("expected two hexadecimal digits a byte; got {} digits", digits.len()));
    }
    let byte = |pair: &[char]| {
        let text: String = pair.iter().collect();
        u8::from_str_radix(&text, 16).map_err(|_| format!("expected hexadecimal digits; got \"{text}\""))
    };
    digits.chunks(2).map(byte).collect()
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;

        impl<'de> Visitor<'de> for Parts {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes as \"hex:00 01 FE\", or a list of such pieces")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
                Part::parse(text).map(|part| Bytes(vec![part])).map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = list.next_element::<PartText>()? {
                    parts.push(part.0);
                }
                Ok(Bytes(parts))
            }
        }

        deserializer.deserialize_any(Parts)
    }
}

/// A piece with an error that has its own line.
struct PartText(Part);

impl<'de> Deserialize<'de> for PartText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Part::parse(&text).map(Self).map_err(D::Error::custom)
    }
}
