//! The text of a fault: `METHOD#NUMBER=WHAT`.

use std::fmt;
use std::str::FromStr;

use crate::mapi::codes::S_OK;
use crate::mapi::{HResult, codes};
use crate::methods::{self, Method};
use crate::sim::setup::fault::{Effect, Fault};

/// What goes before the number of bytes that are left.
const DATA: &str = "data:";

/// Why a text is no fault.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FaultError {
    /// It is not of the form `METHOD#NUMBER=WHAT`.
    Form(String),
    /// There is no method of this name.
    Method(String),
    /// The number of the call is none from 1 on.
    Number(String),
    /// Nothing that goes wrong is written so, or it does not go wrong with this method.
    Effect {
        /// The method.
        method: &'static str,
        /// What was written.
        found: String,
    },
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(text) => write!(
                f,
                "`{text}` is no fault: expected METHOD#NUMBER=WHAT, as in IMSProvider::Logon#1=MAPI_E_NO_ACCESS"
            ),
            Self::Method(name) => write!(
                f,
                "`{name}` is no method: expected a name with its interface, as in IMSProvider::Logon"
            ),
            Self::Number(number) => {
                write!(f, "`{number}` is no number of a call: expected one from 1 to {}", u32::MAX)
            }
            Self::Effect { method, found } => write!(
                f,
                "`{found}` does not go wrong with {method}: expected the name or number of a failure or a warning, or panic; \
                 with IMSProvider::Logon data:BYTES and support-lost, with IMSProvider::SpoolerLogon spooler-gone, \
                 with IUnknown::AddRef lost, with IUnknown::Release session-first"
            ),
        }
    }
}

impl std::error::Error for FaultError {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}=", self.method, self.number)?;
        match self.effect {
            Effect::Answer(code) | Effect::Warning(code) => match code.name() {
                Some(name) => f.write_str(name),
                None => write!(f, "0x{:08X}", code.raw()),
            },
            Effect::Panic => f.write_str("panic"),
            Effect::DataCut(bytes) => write!(f, "{DATA}{bytes}"),
            Effect::SupportLost => f.write_str("support-lost"),
            Effect::AddRefLost => f.write_str("lost"),
            Effect::SpoolerGone => f.write_str("spooler-gone"),
            Effect::SessionFirst => f.write_str("session-first"),
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || FaultError::Form(text.to_owned());
        let (call, what) = text.split_once('=').ok_or_else(form)?;
        let (name, number) = call.split_once('#').ok_or_else(form)?;
        let method = Method::all().find(|method| method.name() == name);
        let method = method.ok_or_else(|| FaultError::Method(name.to_owned()))?;
        let effect = effect(method, what)
            .ok_or_else(|| FaultError::Effect { method: method.name(), found: what.to_owned() })?;
        Ok(Self { method, number: nth(number).ok_or_else(|| FaultError::Number(number.to_owned()))?, effect })
    }
}

/// The number of a call, as it is written.
fn nth(text: &str) -> Option<u32> {
    decimal(text).filter(|number| *number > 0)
}

/// A number without sign and leading zeros, so that a fault has one text.
fn decimal(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

fn effect(method: Method, text: &str) -> Option<Effect> {
    let special = match method {
        methods::IMSProvider::Logon if text == "support-lost" => Some(Effect::SupportLost),
        methods::IMSProvider::Logon => text.strip_prefix(DATA).and_then(decimal).map(Effect::DataCut),
        methods::IMSProvider::SpoolerLogon if text == "spooler-gone" => Some(Effect::SpoolerGone),
        methods::IUnknown::AddRef => return (text == "lost").then_some(Effect::AddRefLost),
        methods::IUnknown::Release => return (text == "session-first").then_some(Effect::SessionFirst),
        _ => None,
    };
    special.or_else(|| match text {
        "panic" => Some(Effect::Panic),
        _ => code(text)
            .map(|code| if code.is_failure() { Effect::Answer(code) } else { Effect::Warning(code) }),
    })
}

/// A code of failure or a warning, by its usual name, or by its number if it has none.
fn code(text: &str) -> Option<HResult> {
    let named = codes::ALL.iter().find(|(name, _)| *name == text).map(|(_, code)| *code);
    let numbered = || {
        let digits = text
            .strip_prefix("0x")
            .filter(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok().map(HResult::from_raw)
    };
    named.or_else(numbered).filter(|code| *code != S_OK)
}
