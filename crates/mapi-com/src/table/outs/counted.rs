//! Results that are a count and a pointer to a block.

use super::*;
use crate::codec;
use crate::memory::{Buffer, Reader};

/// Room for a count and a pointer.
#[derive(Default)]
pub(crate) struct Counted {
    count: Fenced<u32>,
    pointer: Fenced<*mut c_void>,
}

impl Counted {
    pub(crate) const fn c(&mut self) -> (*mut u32, Place) {
        (self.count.place(), self.pointer.place())
    }

    pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
        self.count.look(cx, at);
        left(cx, at, &self.pointer);
    }

    /// Reads the list and frees it.
    pub(crate) fn take<T>(
        self,
        cx: &Cx,
        at: Method,
        get: impl FnOnce(Reader<'_>, *mut c_void, u32) -> MapiResult<T>,
    ) -> MapiResult<T> {
        let count = self.count.written(cx, at);
        // Nothing is there to point to where the count is zero.
        let pointer = if count == 0 { self.pointer.if_written(cx, at) } else { self.pointer.written(cx, at) };
        let reader = cx.results(at);
        let read = get(reader, pointer, count);
        cx.free_result(reader, pointer);
        read
    }
}

/// # Safety
/// The pointers are NULL or can be written to.
pub(crate) unsafe fn clear_counted((count, pointer): (*mut u32, Place)) -> MapiResult<()> {
    // SAFETY: as this function says.
    unsafe {
        set(count, 0)?;
        set(pointer, std::ptr::null_mut())
    }
}

/// # Safety
/// The pointers are NULL or can be written to.
pub(crate) unsafe fn write_counted(
    cx: &Cx,
    (count, pointer): (*mut u32, Place),
    len: usize,
    put: impl FnOnce(&mut Buffer) -> MapiResult<()>,
) -> MapiResult<()> {
    let mut buffer = Buffer::new(cx.routines);
    put(&mut buffer)?;
    let number = codec::count(len)?;
    // SAFETY: as this function says.
    unsafe {
        set(count, number)?;
        set(pointer, buffer.hand_over())
    }
}

macro_rules! counted {
    ($($(#[$doc:meta])* $name:ident: $type:ty;
        get |$reader:ident, $pointer:ident, $count:ident| $get:expr;
        put |$buffer:ident, $value:ident| $len:expr, $put:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) mod $name {
            use super::*;

            #[derive(Default)]
            pub(crate) struct Room(Counted);

            impl Room {
                pub(crate) const fn c(&mut self) -> (*mut u32, Place) {
                    self.0.c()
                }

                pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
                    self.0.is_left(cx, at);
                }

                #[allow(dead_code, reason = "only validation data may be absent")]
                pub(crate) fn has_pointer(&self) -> bool {
                    self.0.pointer.is_left()
                }

                /// # Safety
                /// The other side has succeeded, so the pointer is that of so many of them.
                pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<$type> {
                    // SAFETY: as this function says.
                    self.0.take(cx, at, |$reader, $pointer, $count| unsafe { $get })
                }
            }

            pub(crate) use super::clear_counted as clear;

            /// # Safety
            /// The pointers are NULL or can be written to.
            pub(crate) unsafe fn write(cx: &Cx, c: (*mut u32, Place), $value: $type) -> MapiResult<()> {
                // SAFETY: as this function says.
                unsafe { write_counted(cx, c, $len, |$buffer| $put.map(drop)) }
            }
        }
    )+};
}

counted! {
    /// Properties.
    props: Vec<PropValue>;
    get |reader, pointer, count| codec::value::get_list(reader, pointer.cast(), count);
    put |buffer, props| props.len(), codec::value::put_list(buffer, &props);

    /// An identifier.
    id: EntryId;
    get |reader, pointer, count| {
        Ok(codec::ids::get(reader, count, pointer)?.unwrap_or_else(|| EntryId::from_bytes(&[])))
    };
    put |buffer, id| id.len(), codec::ids::put(buffer, Some(&id));

    /// An identifier that may be absent: no bytes at all.
    optional_id: Option<EntryId>;
    get |reader, pointer, count| Ok(codec::ids::get(reader, count, pointer)?.filter(|id| !id.is_empty()));
    put |buffer, id| id.as_ref().map_or(0, EntryId::len), codec::ids::put(buffer, id.as_ref());

    /// Bytes.
    bytes: Vec<u8>;
    get |reader, pointer, count| reader.list(pointer.cast::<u8>(), count);
    put |buffer, bytes| bytes.len(), crate::memory::place_list(buffer, &bytes);
}
