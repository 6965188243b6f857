//! `ADRLIST` as what a method changes: it lies in blocks of MAPI's on the way in and on the way out.
//!
//! Page: `managing-memory-for-adrlist-and-srowset-structures`. The values of each entry are a block of their own, so that
//! whoever changes the list can free and make them one by one.

use super::scope::*;
use crate::codec;
use crate::identity::Cx;
use crate::memory::{Buffer, Reader};

/// A list that is lent to be changed, and freed in the end whoever has made it.
pub(super) struct Lent<'a> {
    cx: &'a Cx,
    at: Method,
    list: *mut c_void,
}

/// A list that the other side may put another one in place of. None at all is NULL.
pub(super) fn lend_to_replace<'a>(cx: &'a Cx, at: Method, rows: &[Row]) -> MapiResult<Lent<'a>> {
    if rows.is_empty() {
        return Ok(Lent { cx, at, list: std::ptr::null_mut() });
    }
    lend(cx, at, rows)
}

/// A list whose entries the other side may change.
pub(super) fn lend<'a>(cx: &'a Cx, at: Method, rows: &[Row]) -> MapiResult<Lent<'a>> {
    Ok(Lent { cx, at, list: codec::rows::put_result(cx.routines, rows)? })
}

impl Lent<'_> {
    pub(super) const fn list(&self) -> *mut c_void {
        self.list
    }

    pub(super) const fn place(&mut self) -> Place {
        &raw mut self.list
    }

    /// The list as it is now.
    ///
    /// # Safety
    /// The method has succeeded, so what is there is NULL or an `ADRLIST`.
    pub(super) unsafe fn read(&self) -> MapiResult<Option<Vec<Row>>> {
        if self.list.is_null() {
            return Ok(None);
        }
        // SAFETY: as this function says.
        unsafe { codec::rows::get(self.cx.results(self.at), self.list.cast()) }.map(Some)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        // SAFETY: the list is ours again, and nobody else uses it.
        unsafe { free(self.cx, self.at, self.list) };
    }
}

/// `FreePadrlist`. What is no block of MAPI's is a finding, and left alone.
///
/// # Safety
/// The pointer is NULL or that of a list that nobody uses any more.
unsafe fn free(cx: &Cx, at: Method, list: *mut c_void) {
    let reader = cx.results(at);
    if list.is_null() || !reader.is_result(list) {
        return;
    }
    // SAFETY: as this function says.
    if let Ok(entries) = unsafe { codec::rows::entries(reader, list.cast()) } {
        entries.iter().for_each(|entry| cx.free_result(reader, entry.props.cast()));
    }
    cx.free_result(reader, list);
}

/// What stands in a place whose list may be replaced.
///
/// # Safety
/// The pointer is NULL or that of a place.
pub(super) unsafe fn take_to_replace(place: Place) -> MapiResult<Vec<Row>> {
    if place.is_null() {
        return Err(codes::MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: as this function says; what stands there is NULL or an `ADRLIST`.
    unsafe {
        let list = place.read_unaligned();
        if list.is_null() {
            return Ok(Vec::new());
        }
        codec::rows::get(Reader::of_arguments(), list.cast())
    }
}

/// Puts another list in place of the one that stands there, which is freed.
///
/// # Safety
/// The pointer is that of a place.
pub(super) unsafe fn replace(cx: &Cx, at: Method, place: Place, rows: Option<Vec<Row>>) -> MapiResult<()> {
    let list = rows.map_or(Ok(std::ptr::null_mut()), |rows| codec::rows::put_result(cx.routines, &rows))?;
    // SAFETY: as this function says.
    unsafe {
        free(cx, at, place.read_unaligned());
        place.write_unaligned(list);
    }
    Ok(())
}

/// The entries of a list that are changed where they lie.
///
/// # Safety
/// The pointer is NULL or an `ADRLIST`.
pub(super) unsafe fn take(list: *mut c_void) -> MapiResult<Vec<Row>> {
    // SAFETY: as this function says.
    unsafe { codec::rows::get(Reader::of_arguments(), list.cast()) }
}

/// Changes the entries of a list, which keeps its length: there is no place for another one.
///
/// # Safety
/// The pointer is an `ADRLIST` of the other side.
pub(super) unsafe fn change(cx: &Cx, at: Method, list: *mut c_void, rows: &[Row]) -> MapiResult<()> {
    // SAFETY: as this function says, and the entries lie behind the count.
    unsafe {
        let count = list.cast::<u32>().read_unaligned();
        if count != codec::count(rows.len())? {
            return Err(codes::MAPI_E_CALL_FAILED.into());
        }
        change_entries(cx, at, list.cast::<u8>().add(ROWS_AT).cast(), rows)
    }
}

/// Gives entries other values: all are made before the first old ones are freed.
///
/// # Safety
/// The pointer is that of as many entries as there are rows.
pub(super) unsafe fn change_entries(cx: &Cx, at: Method, entries: *mut SRow, rows: &[Row]) -> MapiResult<()> {
    let mut made = Vec::with_capacity(rows.len());
    for row in rows {
        let mut buffer = Buffer::new(cx.routines);
        made.push((codec::rows::put_row(&mut buffer, row)?, buffer));
    }
    let reader = cx.results(at);
    for (index, (entry, buffer)) in made.into_iter().enumerate() {
        // SAFETY: as this function says; the old values are the entry's own.
        unsafe {
            let place = entries.add(index);
            cx.free_result(reader, place.read_unaligned().props.cast());
            place.write_unaligned(entry);
        }
        // The entry has its pointer.
        let _ = buffer.hand_over();
    }
    Ok(())
}
