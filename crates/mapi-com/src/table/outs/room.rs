//! Room for what the other side writes: a pattern in it shows how much was written, and a fence behind it shows too much.

use std::ffi::c_void;

use super::*;

/// What an output parameter can hold.
pub(crate) trait Plain: Copy + PartialEq {
    /// What it holds before the call: no address begins like this, and nobody counts so far or has all of these flags.
    const UNWRITTEN: Self;
    /// What stands for an answer that was not given.
    const NOTHING: Self;

    /// The lower half, if that is all that was written.
    fn lower_half(self) -> Option<Self>;
}

/// Numbers, of which each half has a pattern of its own width.
macro_rules! numbers {
    ($($type:ty: $unwritten:literal, $half:literal;)+) => {$(
        impl Plain for $type {
            const UNWRITTEN: Self = $unwritten;
            const NOTHING: Self = 0;

            fn lower_half(self) -> Option<Self> {
                (self >> $half == Self::UNWRITTEN >> $half).then_some(self & (Self::MAX >> $half))
            }
        }
    )+};
}

numbers! {
    u32: 0xE770_E770, 16;
    u64: 0xE770_E770_E770_E770, 32;
    usize: 0xE770_E770_E770_E770, 32;
}

impl Plain for i32 {
    const UNWRITTEN: Self = u32::UNWRITTEN.cast_signed();
    const NOTHING: Self = 0;

    fn lower_half(self) -> Option<Self> {
        self.cast_unsigned().lower_half().map(u32::cast_signed)
    }
}

impl Plain for *mut c_void {
    const UNWRITTEN: Self = std::ptr::without_provenance_mut(usize::UNWRITTEN);
    const NOTHING: Self = std::ptr::null_mut();

    /// Half an address is none.
    fn lower_half(self) -> Option<Self> {
        self.addr().lower_half().map(|_| Self::NOTHING)
    }
}

impl Plain for [u8; 16] {
    const UNWRITTEN: Self = [0xE7; 16];
    const NOTHING: Self = [0; 16];

    fn lower_half(self) -> Option<Self> {
        let (lower, upper) = self.split_at(8);
        let is_left = upper.iter().all(|byte| *byte == 0xE7);
        is_left.then(|| std::array::from_fn(|at| lower.get(at).copied().unwrap_or(0)))
    }
}

/// What was written to an output parameter by a method that has succeeded. Nothing at all, or too little, is a finding.
pub(crate) fn written<T: Plain>(cx: &Cx, at: Method, value: T) -> T {
    if value == T::UNWRITTEN {
        let text = "a success that has not written an output parameter";
        cx.bridge.findings.add(Breach::NotWritten, Some(at), text);
    }
    if_written(cx, at, value)
}

/// The same for what may be left as it was.
pub(crate) fn if_written<T: Plain>(cx: &Cx, at: Method, value: T) -> T {
    if value == T::UNWRITTEN {
        return T::NOTHING;
    }
    let Some(half) = value.lower_half() else { return value };
    // To a provider in Rust no host is on trial, and any number of 32 bits may come from it.
    if !cx.is_on_trial() && size_of::<T>() < size_of::<usize>() {
        return value;
    }
    let text = format!("half of the {} bytes of an output parameter were written", size_of::<T>());
    cx.bridge.findings.add(Breach::WrittenTooNarrow, Some(at), text);
    half
}

/// Room for one output parameter.
#[repr(C)]
pub(crate) struct Fenced<T> {
    value: T,
    fence: [u8; 8],
}

/// What lies behind room until somebody writes too much.
const FENCE: [u8; 8] = [0xA5; 8];

impl<T: Plain> Default for Fenced<T> {
    fn default() -> Self {
        Self::holding(T::UNWRITTEN)
    }
}

impl<T: Plain> Fenced<T> {
    /// Room with a value that goes in as well.
    pub(crate) const fn holding(value: T) -> Self {
        Self { value, fence: FENCE }
    }

    pub(crate) const fn place(&mut self) -> *mut T {
        &raw mut self.value
    }

    /// What is there, whoever has written it.
    pub(crate) const fn value(&self) -> T {
        self.value
    }

    /// Whether there is something that has to be cleaned up.
    pub(crate) fn is_left(&self) -> bool {
        self.value != T::UNWRITTEN && self.value != T::NOTHING
    }

    /// Looks behind the room.
    pub(crate) fn look(&self, cx: &Cx, at: Method) {
        if self.fence != FENCE {
            let text = format!("more than {} bytes were written to an output parameter", size_of::<T>());
            cx.bridge.findings.add(Breach::WrittenTooWide, Some(at), text);
        }
    }

    /// What a success has [`written`].
    pub(crate) fn written(&self, cx: &Cx, at: Method) -> T {
        self.look(cx, at);
        written(cx, at, self.value)
    }

    /// What a success has written, if it has.
    pub(crate) fn if_written(&self, cx: &Cx, at: Method) -> T {
        self.look(cx, at);
        if_written(cx, at, self.value)
    }
}
