//! Codes, errors, and successes that carry a warning.

use std::fmt;

use super::codes::{self, MAPI_E_CALL_FAILED, MAPI_W_ERRORS_RETURNED, S_OK};
use super::{MapiString, PropValue, Value};

/// The result of a call: an `HRESULT`.
///
/// The top bit tells failure from success; a code without it is a success even if it is not zero \[ERR-01\]. The
/// constants are in [`mapi::codes`](codes).
///
/// ```
/// use mapi_spi::mapi::{HResult, codes::MAPI_E_FAILONEPROVIDER};
///
/// assert_eq!(MAPI_E_FAILONEPROVIDER.to_string(), "MAPI_E_FAILONEPROVIDER (0x8004011D)");
/// assert!(HResult::from_raw(0x0004_0380).is_success());
/// ```
#[doc(alias = "HRESULT")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HResult(u32);

impl HResult {
    /// The code with these 32 bits.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The 32 bits.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.0
    }

    /// Whether the call succeeded, perhaps with a warning.
    #[must_use]
    pub const fn is_success(self) -> bool {
        self.0 & 0x8000_0000 == 0
    }

    /// Whether the call failed (`HR_FAILED`).
    #[must_use]
    pub const fn is_failure(self) -> bool {
        !self.is_success()
    }

    /// MAPI's name of the code, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        codes::name(self)
    }
}

impl fmt::Display for HResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) if *self == S_OK => f.write_str(name),
            Some(name) => write!(f, "{name} (0x{:08X})", self.0),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

impl fmt::Debug for HResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a call of MAPI returns.
pub type MapiResult<T> = Result<T, MapiError>;

/// A failure: its code and, where the provider has more to say, a `MAPIERROR`.
///
/// `{:?}` writes the same text as `{}`, since that is what a test prints that ends with `?`.
#[derive(Clone, PartialEq, Eq)]
pub struct MapiError {
    code: HResult,
    detail: Option<Box<MapiErrorDetail>>,
}

impl MapiError {
    /// A failure without details. A success code is no failure and becomes `MAPI_E_CALL_FAILED`.
    #[must_use]
    pub fn new(code: HResult) -> Self {
        let code = if code.is_failure() { code } else { MAPI_E_CALL_FAILED };
        Self { code, detail: None }
    }

    /// A failure with details.
    #[must_use]
    pub fn with_detail(code: HResult, detail: MapiErrorDetail) -> Self {
        Self { detail: Some(Box::new(detail)), ..Self::new(code) }
    }

    /// The code, which always has its top bit set.
    #[must_use]
    pub const fn code(&self) -> HResult {
        self.code
    }

    /// The details, if there are any.
    #[must_use]
    pub fn detail(&self) -> Option<&MapiErrorDetail> {
        self.detail.as_deref()
    }

    /// The details without the code.
    #[must_use]
    pub fn into_detail(self) -> Option<MapiErrorDetail> {
        self.detail.map(|detail| *detail)
    }
}

impl From<HResult> for MapiError {
    fn from(code: HResult) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for MapiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code, f)?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, ": {detail}"))
    }
}

impl fmt::Debug for MapiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for MapiError {}

/// Details about an error: `MAPIERROR`. Page: `mapierror`.
#[doc(alias = "MAPIERROR")]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct MapiErrorDetail {
    /// `ulVersion`: always `MAPI_ERROR_VERSION`, 0 \[ERR-05\].
    pub version: u32,
    /// `lpszError`: what went wrong, for the user.
    pub error: Option<MapiString>,
    /// `lpszComponent`: the component that failed, at most 30 characters.
    pub component: Option<MapiString>,
    /// `ulLowLevelError`: the code of a lower layer.
    pub low_level_error: u32,
    /// `ulContext`: where in the component it happened.
    pub context: u32,
}

impl MapiErrorDetail {
    /// Details with a text for the user.
    #[must_use]
    pub fn new(error: impl Into<MapiString>) -> Self {
        Self { error: Some(error.into()), ..Self::default() }
    }

    /// Names the component that failed.
    #[must_use]
    pub fn component(mut self, component: impl Into<MapiString>) -> Self {
        self.component = Some(component.into());
        self
    }

    /// Adds the code of a lower layer.
    #[must_use]
    pub const fn low_level_error(mut self, code: u32) -> Self {
        self.low_level_error = code;
        self
    }

    /// Adds the place in the component.
    #[must_use]
    pub const fn context(mut self, context: u32) -> Self {
        self.context = context;
        self
    }
}

impl fmt::Display for MapiErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error {
            Some(error) => write!(f, "{error}")?,
            None => f.write_str("no text")?,
        }
        if let Some(component) = &self.component {
            write!(f, " (component {component})")?;
        }
        if self.context != 0 {
            write!(f, " (context {:#x})", self.context)?;
        }
        if self.low_level_error != 0 {
            write!(f, " (low-level error {:#x})", self.low_level_error)?;
        }
        Ok(())
    }
}

/// A success code other than `S_OK`, with the details that may come with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    code: HResult,
    detail: Option<Box<MapiErrorDetail>>,
}

impl Warning {
    /// A warning of this code, unless it is `S_OK` or a failure.
    #[must_use]
    pub fn from_code(code: HResult) -> Option<Self> {
        (code.is_success() && code != S_OK).then_some(Self { code, detail: None })
    }

    /// `MAPI_W_ERRORS_RETURNED`: the call succeeded as a whole, but part of it did not.
    #[must_use]
    pub const fn errors_returned() -> Self {
        Self { code: MAPI_W_ERRORS_RETURNED, detail: None }
    }

    /// `MAPI_W_PARTIAL_COMPLETION`.
    #[must_use]
    pub const fn partial_completion() -> Self {
        Self { code: codes::MAPI_W_PARTIAL_COMPLETION, detail: None }
    }

    /// `MAPI_W_POSITION_CHANGED`.
    #[must_use]
    pub const fn position_changed() -> Self {
        Self { code: codes::MAPI_W_POSITION_CHANGED, detail: None }
    }

    /// `MAPI_W_NO_SERVICE`.
    #[must_use]
    pub const fn no_service() -> Self {
        Self { code: codes::MAPI_W_NO_SERVICE, detail: None }
    }

    /// Adds details.
    #[must_use]
    pub fn with_detail(mut self, detail: MapiErrorDetail) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> HResult {
        self.code
    }

    /// The details, if there are any.
    #[must_use]
    pub fn detail(&self) -> Option<&MapiErrorDetail> {
        self.detail.as_deref()
    }
}

/// A success that may carry a warning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warned<T> {
    /// What the call returned.
    pub value: T,
    /// The warning, if the code was not `S_OK`.
    pub warning: Option<Warning>,
}

impl<T> Warned<T> {
    /// A success without a warning.
    #[must_use]
    pub const fn ok(value: T) -> Self {
        Self { value, warning: None }
    }

    /// A success with a warning.
    #[must_use]
    pub const fn warning(value: T, warning: Warning) -> Self {
        Self { value, warning: Some(warning) }
    }

    /// `S_OK`, or the code of the warning.
    #[must_use]
    pub fn code(&self) -> HResult {
        self.warning.as_ref().map_or(S_OK, Warning::code)
    }

    /// The value without its warning.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The same success with another value.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), warning: self.warning }
    }
}

impl<T> From<T> for Warned<T> {
    fn from(value: T) -> Self {
        Self::ok(value)
    }
}

impl Warned<Vec<PropValue>> {
    /// Properties as `GetProps` returns them: with `MAPI_W_ERRORS_RETURNED` exactly if one of them is a `PT_ERROR`.
    #[must_use]
    pub fn props(values: Vec<PropValue>) -> Self {
        let failed = values.iter().any(|value| matches!(value.value(), Value::Error(_)));
        Self { value: values, warning: failed.then(Warning::errors_returned) }
    }
}
