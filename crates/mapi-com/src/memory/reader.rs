//! Reading what the other side has written.

use std::ffi::c_void;

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_INVALID_PARAMETER};
use mapi_spi::methods::Method;

use super::Ledger;
use super::ledger::{FRESH, Place};
use super::regions::{Region, regions_at};
use crate::findings::{Breach, Findings, UNPLACED};

/// Reads structures without trusting their alignment; results of a provider are held against the ledger before.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    checked: Option<Checked<'a>>,
}

#[derive(Clone, Copy)]
struct Checked<'a> {
    ledger: &'a Ledger,
    findings: &'a Findings,
    method: Method,
    /// The rule that these results are about, if it is not that of the breach.
    rule: Option<&'static str>,
}

impl<'a> Reader<'a> {
    /// Arguments: nobody says where they lie.
    pub(crate) const fn of_arguments() -> Self {
        Self { checked: None }
    }

    /// Results of a provider, which lie in blocks of this ledger.
    pub(crate) const fn of_results(ledger: &'a Ledger, findings: &'a Findings, method: Method) -> Self {
        Self { checked: Some(Checked { ledger, findings, method, rule: None }) }
    }

    /// The same for results that a rule of their own is about.
    pub(crate) fn under(self, rule: Option<&'static str>) -> Self {
        Self { checked: self.checked.map(|checked| Checked { rule, ..checked }) }
    }

    /// A breach in what is read. Arguments have no place where it belongs.
    pub(crate) fn find(&self, breach: Breach, text: &str) {
        match self.checked {
            Some(checked) => checked.findings.add_under(checked.rule, breach, Some(checked.method), text),
            None => UNPLACED.add(breach, None, text),
        }
    }

    /// A result itself: whether it is a block that can be freed.
    pub(crate) fn is_result(&self, pointer: *const c_void) -> bool {
        let Some(checked) = self.checked else { return true };
        let (breach, text) = match checked.ledger.place(pointer.addr()) {
            Place::Root(_) => return true,
            Place::More(_) => (Breach::ResultInMoreBlock, "the result is a block of MAPIAllocateMore"),
            Place::Freed => (Breach::WildPointer, "the result is freed already"),
            Place::Unknown => (Breach::ForeignMemory, "the result is not of MAPIAllocateBuffer"),
        };
        checked.findings.add_under(checked.rule, breach, Some(checked.method), text);
        false
    }

    /// Refuses to read from freed memory or beyond a block. What lies in no block may be a constant of the provider's.
    fn allow(&self, pointer: *const c_void, size: usize) -> MapiResult<()> {
        let Some(checked) = self.checked else { return Ok(()) };
        let text = match checked.ledger.place(pointer.addr()) {
            Place::Unknown => {
                checked.expect_constant(pointer.addr());
                return Ok(());
            }
            Place::Root(rest) | Place::More(rest) if size <= rest => return Ok(()),
            Place::Root(_) | Place::More(_) => "a result reaches beyond its block",
            Place::Freed => "a result points to memory that is freed",
        };
        checked.findings.add_under(checked.rule, Breach::WildPointer, Some(checked.method), text);
        Err(MAPI_E_CALL_FAILED.into())
    }

    fn is_unknown(&self, pointer: *const c_void) -> bool {
        self.checked.is_some_and(|checked| checked.ledger.place(pointer.addr()) == Place::Unknown)
    }

    /// A structure that was never written to is a finding: its bytes are all those of fresh memory. Of single numbers and bytes
    /// nobody can tell.
    ///
    /// # Safety
    /// `pointer` is a `T`, aligned or not.
    unsafe fn expect_written<T>(&self, pointer: *const T) {
        let Some(checked) = self.checked.filter(|_| size_of::<T>() >= 8) else { return };
        // SAFETY: as this function says.
        let is_fresh = (0..size_of::<T>()).all(|at| unsafe { pointer.cast::<u8>().add(at).read() } == FRESH);
        if is_fresh && checked.ledger.place(pointer.addr()) != Place::Unknown {
            let text = "a result of which nothing was written";
            checked.findings.add_under(checked.rule, Breach::UndefinedBytes, Some(checked.method), text);
        }
    }

    /// Bytes of a structure of a result that is at `pointer`: whether anything was written there.
    pub(crate) fn expect_bytes(&self, pointer: *const c_void, bytes: &[u8]) -> bool {
        let is_fresh = !bytes.is_empty() && bytes.iter().all(|byte| *byte == FRESH);
        let Some(checked) = self.checked.filter(|_| is_fresh) else { return true };
        if checked.ledger.place(pointer.addr()) == Place::Unknown {
            return true;
        }
        let text = "a value of which not all bytes were written";
        checked.findings.add_under(checked.rule, Breach::UndefinedBytes, Some(checked.method), text);
        false
    }

    /// One structure.
    ///
    /// # Safety
    /// `pointer` is NULL or a `T`, aligned or not.
    pub(crate) unsafe fn one<T: Copy>(&self, pointer: *const T) -> MapiResult<T> {
        if pointer.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.allow(pointer.cast(), size_of::<T>())?;
        // SAFETY: as this function says, and it is not NULL.
        unsafe {
            self.expect_written(pointer);
            Ok(pointer.read_unaligned())
        }
    }

    /// So many structures; NULL for none.
    ///
    /// # Safety
    /// `pointer` is NULL or so many `T`, aligned or not.
    pub(crate) unsafe fn list<T: Copy>(&self, pointer: *const T, count: u32) -> MapiResult<Vec<T>> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count == 0 {
            return Ok(Vec::new());
        }
        let size = size_of::<T>().checked_mul(count).filter(|size| *size <= LARGEST);
        let size = size.filter(|_| !pointer.is_null()).ok_or(MAPI_E_INVALID_PARAMETER)?;
        self.allow(pointer.cast(), size)?;
        let mut values = Vec::with_capacity(count);
        for index in 0..count {
            // SAFETY: as this function says, and it is not NULL.
            unsafe {
                self.expect_written(pointer.add(index));
                values.push(pointer.add(index).read_unaligned());
            }
        }
        Ok(values)
    }

    /// Units up to a zero, without it.
    ///
    /// # Safety
    /// `pointer` is NULL or a string of `T` that ends with a zero.
    pub(crate) unsafe fn text<T: Copy + Default + PartialEq>(&self, pointer: *const T) -> MapiResult<Vec<T>> {
        if pointer.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let mut units = Vec::new();
        // What lies in no block is asked about once.
        self.allow(pointer.cast(), size_of::<T>())?;
        let reader = if self.is_unknown(pointer.cast()) { &Self::of_arguments() } else { self };
        loop {
            // SAFETY: no zero has come so far, so the string goes on.
            let next = unsafe { pointer.add(units.len()) };
            reader.allow(next.cast(), size_of::<T>())?;
            // SAFETY: as above.
            let unit = unsafe { next.read_unaligned() };
            if unit == T::default() {
                return Ok(units);
            }
            units.push(unit);
        }
    }
}

impl Checked<'_> {
    /// A part of a result that is no block: memory of malloc is a finding, for nobody frees it.
    fn expect_constant(&self, address: usize) {
        let regions = regions_at(&[address]).unwrap_or_default();
        if regions.contains(&Region::Anonymous) {
            let text = "a part of the result is not of MAPIAllocateMore";
            self.findings.add_under(self.rule, Breach::ForeignMemory, Some(self.method), text);
        }
    }
}

/// No list is longer than this in bytes: a count beyond it is no count.
const LARGEST: usize = 1 << 31;
