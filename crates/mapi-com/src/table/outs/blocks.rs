//! Results that are one pointer to a block, or to rows.

use super::*;
use crate::codec;
use crate::memory::{Buffer, Reader};

/// Frees a row set: each row's values, then the set (`FreeProws`).
///
/// # Safety
/// The pointer is that of a row set of the other side, which nobody uses any more.
unsafe fn free_rows(cx: &Cx, reader: Reader<'_>, pointer: *mut c_void) {
    // SAFETY: as this function says.
    if let Ok(rows) = unsafe { codec::rows::entries(reader, pointer.cast()) } {
        rows.iter().for_each(|row| cx.free_result(reader, row.props.cast()));
    }
    cx.free_result(reader, pointer);
}

/// # Safety
/// The pointer is that of a block of the other side, which nobody uses any more.
unsafe fn free_block(cx: &Cx, reader: Reader<'_>, pointer: *mut c_void) {
    cx.free_result(reader, pointer);
}

/// [ERR-04] What was written to `lppMAPIError`, unless it is as it was before the call. The page of `MSGSERVICEENTRY` leaves that
/// to the service.
fn error_of(room: &Fenced<*mut c_void>, cx: &Cx, at: Method) -> *mut c_void {
    if room.value() == Plain::UNWRITTEN && at != mapi_spi::methods::Exports::MSGSERVICEENTRY {
        let text = "lppMAPIError is as the caller had it";
        cx.bridge.findings.add(Breach::ErrorPointerLeft, Some(at), text);
    }
    room.if_written(cx, at)
}

/// Codecs of one pointer. `set` is whether a success has to write it; `absent` is what NULL stands for: a breach where there has to
/// be a result.
macro_rules! blocks {
    ($($(#[$doc:meta])* $name:ident: $type:ty, given ($($given:ident: $given_type:ty)?), by $free:ident,
        set $set:path $(, under $rule:literal)?;
        put |$cx:ident, $value:ident| $put:expr; get |$reader:ident, $pointer:ident| $get:expr;
        absent |$acx:ident, $at:ident| $absent:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) mod $name {
            use super::*;

            #[derive(Default)]
            pub(crate) struct Room(Fenced<*mut c_void>);

            impl Room {
                pub(crate) const fn c(&mut self) -> (Place,) {
                    (self.0.place(),)
                }

                pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
                    left(cx, at, &self.0);
                }

                /// # Safety
                /// The other side has succeeded, so the pointer is NULL or that of its result.
                pub(crate) unsafe fn read(self, $acx: &Cx, $at: Method $(, $given: $given_type)?) -> MapiResult<$type> {
                    let $pointer = $set(&self.0, $acx, $at);
                    if $pointer.is_null() {
                        return $absent;
                    }
                    let $reader = $acx.results($at)$(.under(Some($rule)))?;
                    // SAFETY: as this function says; it is freed when everything has been read.
                    unsafe {
                        let read = (|| Ok($get))();
                        $free($acx, $reader, $pointer);
                        read
                    }
                }
            }

            /// # Safety
            /// The pointer is NULL or can be written to.
            pub(crate) unsafe fn clear((pointer,): (Place,)) -> MapiResult<()> {
                // SAFETY: as this function says. NULL is for `write` to refuse.
                if pointer.is_null() { Ok(()) } else { unsafe { set(pointer, std::ptr::null_mut()) } }
            }

            /// # Safety
            /// The pointer is NULL or can be written to.
            pub(crate) unsafe fn write(
                $cx: &Cx,
                (pointer, $($given,)?): (Place, $($given_type,)?),
                $value: $type,
            ) -> MapiResult<()> {
                let put: Option<*mut c_void> = $put;
                match put {
                    // SAFETY: as this function says.
                    Some(result) if !pointer.is_null() => unsafe { set(pointer, result) },
                    Some(result) => {
                        // SAFETY: the result was made just now, and nobody has it.
                        unsafe { $free($cx, Reader::of_arguments(), result) };
                        Ok(())
                    }
                    None => Ok(()),
                }
            }
        }
    )+};
}

/// A block of the host's.
fn block<T>(cx: &Cx, put: impl FnOnce(&mut Buffer) -> MapiResult<T>) -> MapiResult<*mut c_void> {
    let mut buffer = Buffer::new(cx.routines);
    put(&mut buffer)?;
    Ok(buffer.hand_over())
}

blocks! {
    /// Property tags.
    tag_list: Vec<PropTag>, given (), by free_block, set Fenced::if_written;
    put |cx, tags| Some(block(cx, |buffer| codec::tags::put(buffer, &tags))?);
    get |reader, pointer| codec::tags::get(reader, pointer.cast())?;
    absent |cx, at| null_result(cx, at);

    /// Problems, which the caller need not want; NULL is none.
    problems: Vec<PropProblem>, given (), by free_block, set Fenced::if_written;
    put |cx, problems| {
        if problems.is_empty() {
            None
        } else {
            Some(block(cx, |buffer| codec::tags::put_problems(buffer, &problems))?)
        }
    };
    get |reader, pointer| codec::tags::get_problems(reader, pointer.cast())?;
    absent |_cx, _at| Ok(Vec::new());

    /// What there is to tell of an error, with strings as wide as the flags say.
    error: Option<MapiErrorDetail>, given (flags: u32), by free_block, set error_of, under "ERR-05";
    put |cx, detail| {
        let put = |detail| block(cx, |buffer| codec::error::put(buffer, &detail, codec::text::is_wide(flags)));
        detail.map(put).transpose()?
    };
    get |reader, pointer| Some(codec::error::get(reader, pointer.cast(), codec::text::is_wide(flags))?);
    absent |_cx, _at| Ok(None);

    /// Rows.
    rows: Vec<Row>, given (), by free_rows, set Fenced::if_written;
    put |cx, rows| Some(codec::rows::put_result(cx.routines, &rows)?);
    get |reader, pointer| codec::rows::get(reader, pointer.cast())?;
    absent |cx, at| null_result(cx, at);

    /// A sort order.
    sort: SortOrderSet, given (), by free_block, set Fenced::if_written;
    put |cx, order| Some(block(cx, |buffer| codec::sort::put(buffer, &order))?);
    get |reader, pointer| codec::sort::get(reader, pointer.cast())?;
    absent |cx, at| null_result(cx, at);

    /// A restriction that may be absent.
    restriction: Option<Restriction>, given (), by free_block, set Fenced::written;
    put |cx, restriction| {
        let put = |restriction| block(cx, |buffer| codec::restriction::put(buffer, &restriction));
        restriction.map(put).transpose()?
    };
    get |reader, pointer| Some(codec::restriction::get(reader, pointer.cast())?);
    absent |_cx, _at| Ok(None);

    /// A list of identifiers that may be absent.
    ids: Option<Vec<EntryId>>, given (), by free_block, set Fenced::written;
    put |cx, ids| ids.map(|ids| block(cx, |buffer| codec::ids::put_list(buffer, &ids))).transpose()?;
    get |reader, pointer| Some(codec::ids::get_list(reader, pointer.cast())?);
    absent |_cx, _at| Ok(None);

    /// A string that may be absent, as wide as the flags say.
    text: Option<MapiString>, given (flags: u32), by free_block, set Fenced::written;
    put |cx, text| {
        let put = |text| block(cx, |buffer| codec::text::put(buffer, &text, codec::text::is_wide(flags)));
        text.map(put).transpose()?
    };
    get |reader, pointer| Some(codec::text::get(reader, pointer, codec::text::is_wide(flags))?);
    absent |_cx, _at| Ok(None);
}
