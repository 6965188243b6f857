//! The way to the other side, past which no C++ exception comes.
//!
//! Rust cannot catch an exception of C++; a function in C++ can. It is compiled where the feature `guard` is on and there is a
//! compiler; without it an exception ends the process, as it does where a method is called from C.

use mapi_spi::mapi::codes::MAPI_E_CALL_FAILED;
use mapi_spi::methods::Method;

use crate::findings::{Breach, UNPLACED};
use crate::identity::Cx;
use crate::memory::current;

/// Whether an exception of C++ that leaves a method of a provider becomes a finding. Where it does not, it ends the process.
#[must_use]
pub const fn guards_exceptions() -> bool {
    cfg!(mapi_com_guard)
}

/// [`guarded`], by a host: what the method allocates without a word on whose it is comes from the host's routines.
pub(crate) fn guarded_for(cx: &Cx, at: Method, call: impl FnOnce() -> u32) -> u32 {
    let _entered = current::enter(cx.routines);
    guarded(at, call)
}

/// Calls a method that answers a code. An exception is MAPI_E_CALL_FAILED and a finding.
pub(crate) fn guarded(at: Method, call: impl FnOnce() -> u32) -> u32 {
    guarded_or(MAPI_E_CALL_FAILED.raw(), Some(at), call)
}

/// Calls a method of `IUnknown` that counts. An exception is the answer zero and a finding.
pub(crate) fn guarded_count(call: impl FnOnce() -> u32) -> u32 {
    guarded_or(0, None, call)
}

fn guarded_or(otherwise: u32, at: Option<Method>, call: impl FnOnce() -> u32) -> u32 {
    match attempt(call) {
        Ok(code) => code,
        Err(what) => {
            UNPLACED.add(Breach::Exception, at, format!("an exception{what}"));
            otherwise
        }
    }
}

/// Without the guard nothing is caught.
#[cfg(not(mapi_com_guard))]
fn attempt<R>(call: impl FnOnce() -> R) -> Result<R, String> {
    Ok(call())
}

#[cfg(mapi_com_guard)]
fn attempt<R>(call: impl FnOnce() -> R) -> Result<R, String> {
    use std::ffi::{CStr, c_char, c_int, c_void};

    unsafe extern "C" {
        fn mapi_com_guarded(
            call: unsafe extern "C-unwind" fn(*mut c_void),
            data: *mut c_void,
            text: *mut c_char,
            size: usize,
        ) -> c_int;
    }

    /// What the function in C++ carries without knowing it.
    struct Job<F, R> {
        call: Option<F>,
        answer: Option<R>,
    }

    unsafe extern "C-unwind" fn run<F: FnOnce() -> R, R>(data: *mut c_void) {
        // SAFETY: the data are the job below, which nobody else has meanwhile.
        let job = unsafe { &mut *data.cast::<Job<F, R>>() };
        if let Some(call) = job.call.take() {
            job.answer = Some(call());
        }
    }

    fn run_of<F: FnOnce() -> R, R>(_: &Job<F, R>) -> unsafe extern "C-unwind" fn(*mut c_void) {
        run::<F, R>
    }

    let mut job = Job { call: Some(call), answer: None };
    let (function, data) = (run_of(&job), std::ptr::from_mut(&mut job).cast());
    let mut text: [c_char; 512] = [0; 512];
    // SAFETY: the function calls `run` with the job, and writes a text with its zero.
    let (threw, what) = unsafe {
        let threw = mapi_com_guarded(function, data, text.as_mut_ptr(), text.len()) != 0;
        (threw, CStr::from_ptr(text.as_ptr()).to_string_lossy().into_owned())
    };
    match job.answer {
        Some(answer) if !threw => Ok(answer),
        Some(_) | None => Err(what),
    }
}
