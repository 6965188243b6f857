//! Codecs of arguments: `lend` for the other side, `take` from it.
//!
//! What `lend` gives holds what the C arguments of `c` point to; it lives until the call returns.

use std::ffi::c_void;
use std::sync::Arc;

use mapi_spi::mapi::codes::MAPI_E_INVALID_PARAMETER;
use mapi_spi::mapi::*;
use mapi_spi::methods::Method;
use mapi_spi::spi::*;

use crate::codec;
use crate::findings::{Breach, UNPLACED};
use crate::identity::{Cx, LentObject, export};
use crate::incoming::{Imported, import_lent};
use crate::memory::Reader;

mod held;
pub(crate) use held::*;

/// What cannot be NULL.
pub(crate) fn some<T>(value: Option<T>) -> MapiResult<T> {
    value.ok_or_else(|| MAPI_E_INVALID_PARAMETER.into())
}

/// Arguments that need no memory.
pub(crate) struct Bare<C>(C);

impl<C: Copy> Bare<C> {
    pub(crate) const fn c(&mut self) -> C {
        self.0
    }

    /// There is nothing that could be written to, or it is there to be written to.
    pub(crate) const fn unchanged(&self, _cx: &Cx, _at: Method) {}
}

/// Numbers of any type.
pub(crate) mod word {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) const fn lend<T: Copy>(_cx: &Cx, value: T) -> MapiResult<Bare<(T,)>> {
        Ok(Bare((value,)))
    }

    /// # Safety
    /// None is needed; the other codecs have some.
    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) unsafe fn take<T: Copy>(_cx: &Cx, (value,): (T,)) -> MapiResult<T> {
        Ok(value)
    }
}

/// The number of a registration, 64 bits wide or 32.
pub(crate) mod connection {
    use super::*;

    pub(crate) fn lend<T: TryFrom<u64>>(_cx: &Cx, connection: Connection) -> MapiResult<Bare<(T,)>> {
        let number = T::try_from(connection.get()).map_err(|_| MAPI_E_INVALID_PARAMETER)?;
        Ok(Bare((number,)))
    }

    /// # Safety
    /// None is needed; the other codecs have some.
    pub(crate) unsafe fn take<T: Into<u64>>(_cx: &Cx, (number,): (T,)) -> MapiResult<Connection> {
        some(Connection::new(number.into()))
    }
}

/// The number of a registration as `outs::marked_connection` has given it away.
pub(crate) mod marked_connection {
    use super::*;

    pub(crate) use super::connection::lend;

    /// The upper half of the numbers that are given away.
    pub(crate) const MARK: u64 = 0x5AFE_C0DE_0000_0000;

    /// # Safety
    /// None is needed; the other codecs have some.
    pub(crate) unsafe fn take(cx: &Cx, (number,): (u64,)) -> MapiResult<Connection> {
        let half = number >> 32;
        if half == 0 && number != 0 {
            let at = mapi_spi::methods::IMAPISupport::Unsubscribe;
            let text = "a connection number whose upper half is lost";
            cx.bridge.findings.add(Breach::ConnectionCut, Some(at), text);
        }
        some(Connection::new(if half == MARK >> 32 { number ^ MARK } else { number }))
    }
}

/// What the other side writes to: a pointer and a size.
pub(crate) mod buffer {
    use super::*;

    pub(crate) fn lend(_cx: &Cx, buffer: &mut [u8]) -> MapiResult<Bare<(*mut c_void, u32)>> {
        Ok(Bare((buffer.as_mut_ptr().cast(), codec::count(buffer.len())?)))
    }

    /// # Safety
    /// The pointer is that of so many bytes, which nobody else uses during the call.
    pub(crate) unsafe fn take<'a>(_cx: &Cx, (pointer, size): (*mut c_void, u32)) -> MapiResult<&'a mut [u8]> {
        if size == 0 {
            return Ok(&mut []);
        }
        if pointer.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let size = usize::try_from(size).map_err(|_| MAPI_E_INVALID_PARAMETER)?;
        // SAFETY: as this function says. What a caller has not initialised is set, for Rust reads no such bytes.
        Ok(unsafe {
            pointer.cast::<u8>().write_bytes(0, size);
            std::slice::from_raw_parts_mut(pointer.cast(), size)
        })
    }
}

/// What the other side reads: a pointer and a size.
pub(crate) mod data {
    use super::*;

    pub(crate) fn lend(_cx: &Cx, data: &[u8]) -> MapiResult<Bare<(*const c_void, u32)>> {
        Ok(Bare((data.as_ptr().cast(), codec::count(data.len())?)))
    }

    /// # Safety
    /// The pointer is that of so many bytes.
    pub(crate) unsafe fn take(_cx: &Cx, (pointer, size): (*const c_void, u32)) -> MapiResult<Vec<u8>> {
        // SAFETY: as this function says.
        unsafe { Reader::of_arguments().list(pointer.cast::<u8>(), size) }
    }
}

/// An object that the other side has for the length of the call, and keeps by `AddRef`.
pub(crate) struct HeldObject(LentObject);

impl HeldObject {
    pub(crate) const fn of(object: LentObject) -> Self {
        Self(object)
    }

    pub(crate) const fn c(&mut self) -> (*mut c_void,) {
        (self.0.pointer,)
    }

    /// An object is there to be used.
    pub(crate) const fn unchanged(&self, _cx: &Cx, _at: Method) {}
}

/// An object by one interface.
pub(crate) mod object {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) fn lend<I: ?Sized + Imported>(cx: &Cx, object: &Arc<I>) -> MapiResult<HeldObject> {
        Ok(HeldObject(LentObject { pointer: export(cx, object) }))
    }

    /// # Safety
    /// The pointer is NULL or that of the interface.
    pub(crate) unsafe fn take<I: ?Sized + Imported>(
        cx: &Cx,
        (pointer,): (*mut c_void,),
    ) -> MapiResult<Arc<I>> {
        if pointer.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        Ok(import_lent(cx, pointer))
    }
}

/// An object that is passed as an untyped pointer, with the interface that it is to be used by.
pub(crate) mod any {
    use super::*;
    use crate::table::objects::{export_object, import_lent_object};

    pub(crate) fn lend(cx: &Cx, object: &MapiObject) -> MapiResult<HeldObject> {
        Ok(HeldObject(LentObject { pointer: export_object(cx, object)? }))
    }

    /// # Safety
    /// The pointer is NULL or that of an interface, the other one NULL or its identifier.
    pub(crate) unsafe fn take(
        cx: &Cx,
        (pointer, interface): (*mut c_void, *const [u8; 16]),
    ) -> MapiResult<MapiObject> {
        if pointer.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        // SAFETY: as this function says.
        let interface = maybe(interface, |interface| unsafe { Reader::of_arguments().one(interface) })?;
        import_lent_object(cx, pointer, interface.map(MapiUid::from_bytes))
    }
}

/// An object with properties, whatever its own interface is.
pub(crate) mod prop {
    use super::*;

    pub(crate) fn lend(cx: &Cx, object: &Arc<dyn IMAPIProp>) -> MapiResult<HeldObject> {
        any::lend(cx, &MapiObject::Prop(Arc::clone(object)))
    }

    /// # Safety
    /// The pointer is NULL or that of an `IMAPIProp`.
    pub(crate) unsafe fn take(cx: &Cx, (pointer,): (*mut c_void,)) -> MapiResult<Arc<dyn IMAPIProp>> {
        // SAFETY: as this function says.
        let object = unsafe { any::take(cx, (pointer, iids::IID_IMAPIProp.as_bytes())) }?;
        object.into_prop()
    }
}

pub(crate) mod ui;
pub(crate) mod window;

/// Flags behind a pointer, which the callee may change. What it changes is of interest to single methods only.
pub(crate) mod flags {
    use super::*;
    use crate::table::outs::Fenced;

    pub(crate) struct Held(Box<Fenced<u32>>);

    impl Held {
        pub(crate) fn c(&mut self) -> (*mut u32,) {
            (self.0.place(),)
        }

        /// The callee may change them, and nothing beside them.
        pub(crate) fn unchanged(&self, cx: &Cx, at: Method) {
            self.0.look(cx, at);
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) fn lend(_cx: &Cx, flags: u32) -> MapiResult<Held> {
        Ok(Held(Box::new(Fenced::holding(flags))))
    }

    /// # Safety
    /// The pointer is NULL or that of flags.
    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) unsafe fn take(_cx: &Cx, (pointer,): (*mut u32,)) -> MapiResult<u32> {
        // SAFETY: as this function says.
        Ok(if pointer.is_null() { 0 } else { unsafe { pointer.read_unaligned() } })
    }
}

/// The request of an `OpenEntry`.
pub(crate) fn open_entry<'a>(
    id: Option<&'a EntryId>,
    interface: Option<MapiUid>,
    flags: u32,
) -> OpenEntryRequest<'a> {
    let request = id.map_or_else(OpenEntryRequest::root, OpenEntryRequest::new);
    request.interface(interface).flags(OpenEntryFlags::from_bits_retain(flags))
}

/// A length in bytes as OLE has it.
pub(crate) fn length(len: usize) -> MapiResult<u32> {
    codec::count(len)
}

/// How much was read or written, of at most so much.
pub(crate) fn size_within(at: Method, length: u32, room: usize) -> usize {
    let said = size(length);
    if said > room {
        let text = format!("{said} bytes where there was room for {room}");
        UNPLACED.add(Breach::CountTooLarge, Some(at), text);
    }
    said.min(room)
}

/// The reverse.
pub(crate) fn size(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
