//! What the parts of an event are in a line: numbers, words and small objects.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::read::Reading as Reader;
use super::words::{digits, hex, kept};
use super::write::Writing;
use crate::load::readings::{Reading, Strictness};
use crate::load::{SkipReason, Step};
use crate::mapi::{
    DefaultStoreFlags, EventMask, HResult, LogoffFlags, LogonExFlags, MapiInitFlags, MapiUid, OpenEntryFlags,
    OpenSectionFlags, OpenStoreFlags, ProviderInitFlags, ServiceContext, ServiceFlags, SpecialFolder,
    SpiVersion, SpoolerLogonFlags, SpoolerNotifyFlags, StatusRowFlags, StoreLogonFlags, StringWidth,
};
use crate::trace::event::{Bytes, ValuesNo};
use crate::trace::fact::{SpoolerPair, TextNo};
use crate::trace::ids::{DllNo, ProviderNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo};

/// A part of an event.
pub(super) trait Form: Sized {
    /// What stands in the line.
    type Plain: Serialize + DeserializeOwned;

    fn plain(&self, trace: &mut Writing<'_>) -> Self::Plain;

    fn back(plain: Self::Plain, trace: &mut Reader) -> Result<Self, String>;
}

impl<T: Form> Form for Option<T> {
    type Plain = Option<T::Plain>;

    fn plain(&self, trace: &mut Writing<'_>) -> Self::Plain {
        self.as_ref().map(|value| value.plain(trace))
    }

    fn back(plain: Self::Plain, trace: &mut Reader) -> Result<Self, String> {
        plain.map(|plain| T::back(plain, trace)).transpose()
    }
}

/// Types whose form needs nothing of the trace.
macro_rules! simple {
    ($($type:ty as $plain:ty, $value:ident => $written:expr, $read:ident => $back:expr;)+) => {$(
        impl Form for $type {
            type Plain = $plain;

            fn plain(&self, _trace: &mut Writing<'_>) -> $plain {
                let $value = *self;
                $written
            }

            fn back($read: $plain, _trace: &mut Reader) -> Result<Self, String> {
                $back
            }
        }
    )+};
}

macro_rules! flags {
    ($($type:ident)+) => {
        simple! { $($type as u32, flags => flags.bits(), plain => Ok(Self::from_bits_retain(plain));)+ }
    };
}

macro_rules! ordinals {
    ($($type:ident)+) => {
        simple! { $($type as u32, number => number.number(), plain => Ok(Self::from_index(index(plain)?));)+ }
    };
}

flags! {
    DefaultStoreFlags EventMask LogoffFlags LogonExFlags MapiInitFlags OpenEntryFlags OpenSectionFlags OpenStoreFlags
    ProviderInitFlags ServiceFlags SpoolerLogonFlags SpoolerNotifyFlags StatusRowFlags StoreLogonFlags StringWidth
}

ordinals! { DllNo ProviderNo SectionNo ServiceNo SessionNo StoreNo SupportNo }

simple! {
    u32 as u32, number => number, plain => Ok(plain);
    bool as bool, is => is, plain => Ok(plain);
    SpiVersion as u32, version => version.raw(), plain => Ok(Self::from_raw(plain));
    ServiceContext as u32, context => context.raw(), plain => Ok(Self::from_raw(plain));
    Step as u8, step => step.number(), plain => {
        Self::ALL.into_iter().find(|step| step.number() == plain).ok_or(format!("there is no step {plain}"))
    };
    Reading as u8, reading => reading.number(), plain => {
        Self::ALL.iter().copied().find(|reading| reading.number() == plain).ok_or(format!("open point {plain} has no readings"))
    };
    MapiUid as String, uid => uid.to_string(), plain => plain.parse().map_err(|error| format!("{plain:?}: {error}"));
}

/// Ordinals begin with 1.
pub(super) fn index(number: u32) -> Result<usize, String> {
    let index = number.checked_sub(1).ok_or("numbers of objects begin with 1; this one is 0")?;
    usize::try_from(index).map_err(|error| error.to_string())
}

/// Enumerations by words, which are those of the variants.
macro_rules! words {
    ($($type:ident { $($variant:ident)+ })+) => {$(
        impl Form for $type {
            type Plain = String;

            fn plain(&self, _trace: &mut Writing<'_>) -> String {
                match self { $(Self::$variant => stringify!($variant),)+ }.to_owned()
            }

            fn back(plain: String, _trace: &mut Reader) -> Result<Self, String> {
                match plain.as_str() {
                    $(stringify!($variant) => Ok(Self::$variant),)+
                    other => Err(format!(concat!("{:?} is no ", stringify!($type)), other)),
                }
            }
        }
    )+};
}

words! {
    SkipReason {
        StoreAlreadyOpen ProviderObjectExists ClientWithoutMail StoreWithoutMail TemporaryStore OpenedWithoutMail
        SpoolerAlreadyTold StoreReleased ServiceDisabled NoValidationData SessionEnded
    }
    SpecialFolder { IpmSubtree SearchRoot Views CommonViews Inbox Outbox DeletedItems SentItems }
    SpoolerPair { SameObjects SameStore OtherStore NotSaid }
    Strictness { Strict Lenient }
}

/// A code. The name is for who reads the line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    hex: String,
}

impl Form for HResult {
    type Plain = CodeForm;

    fn plain(&self, _trace: &mut Writing<'_>) -> CodeForm {
        CodeForm { name: self.name().map(str::to_owned), hex: format!("0x{:08X}", self.raw()) }
    }

    fn back(plain: CodeForm, _trace: &mut Reader) -> Result<Self, String> {
        let code = Self::from_raw(number_in_hex(&plain.hex)?);
        match (plain.name, code.name()) {
            (Some(said), name) if name != Some(said.as_str()) => {
                Err(format!("{} is not the code {said}", plain.hex))
            }
            _ => Ok(code),
        }
    }
}

/// `0x` and eight digits.
pub(super) fn number_in_hex(text: &str) -> Result<u32, String> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 8);
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    number.ok_or_else(|| format!("{text:?} is not 0x and eight hexadecimal digits"))
}

/// An identifier: its length and last bytes, or all of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    len: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
}

impl Form for Bytes {
    type Plain = IdForm;

    fn plain(&self, trace: &mut Writing<'_>) -> IdForm {
        if let Some(whole) = trace.whole(*self) {
            return IdForm { len: None, tail: None, hex: Some(hex(whole)) };
        }
        let shown = self.tail.get(self.tail.len() - shown(self.len)..).unwrap_or_default();
        IdForm { len: Some(self.len), tail: Some(hex(shown)), hex: None }
    }

    fn back(plain: IdForm, trace: &mut Reader) -> Result<Self, String> {
        match plain {
            IdForm { len: None, tail: None, hex: Some(whole) } => {
                let bytes = digits(&whole)?;
                trace.keep_whole(&bytes);
                Ok(Self::of(&bytes))
            }
            IdForm { len: Some(len), tail: Some(tail), hex: None } => {
                let last = digits(&tail)?;
                if last.len() != shown(len) {
                    return Err(format!("an identifier of {len} bytes shows its last {}", shown(len)));
                }
                Ok(Self { len, ..Self::of(&last) })
            }
            _ => Err("an identifier has either `hex`, or `len` and `tail`".to_owned()),
        }
    }
}

/// How many bytes of an identifier a trace keeps.
fn shown(len: u32) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX).min(8)
}

impl Form for TextNo {
    type Plain = String;

    fn plain(&self, trace: &mut Writing<'_>) -> String {
        trace.text(*self)
    }

    fn back(plain: String, trace: &mut Reader) -> Result<Self, String> {
        Ok(Self(trace.part().keep_text(plain)))
    }
}

impl Form for ValuesNo {
    type Plain = Vec<super::values::NamedForm>;

    fn plain(&self, trace: &mut Writing<'_>) -> Self::Plain {
        trace.values(*self)
    }

    fn back(plain: Self::Plain, trace: &mut Reader) -> Result<Self, String> {
        let values = plain.into_iter().map(super::values::NamedForm::back).collect::<Result<_, _>>()?;
        Ok(Self(trace.part().keep_values(values)))
    }
}

/// A text that lives as long as the process.
impl Form for &'static str {
    type Plain = String;

    fn plain(&self, _trace: &mut Writing<'_>) -> String {
        (*self).to_owned()
    }

    fn back(plain: String, _trace: &mut Reader) -> Result<Self, String> {
        kept(&plain)
    }
}
