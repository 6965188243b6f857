//! Codecs of output parameters.
//!
//! The proxy has a `Room` for each, whose `c` are the C arguments; `read` takes what the other side has written after a
//! success, `is_left` finds what a failure has left there. The function in the vtable `clear`s what it is given before
//! anything else, and `write`s its answer.

use std::ffi::c_void;

use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_INVALID_PARAMETER};
use mapi_spi::mapi::*;
use mapi_spi::methods::Method;
use mapi_spi::spi::Connection;

use crate::findings::Breach;
use crate::identity::Cx;

mod blocks;
mod counted;
mod objects;
mod room;

pub(crate) use blocks::*;
pub(crate) use counted::*;
pub(crate) use objects::*;
pub(crate) use room::*;

/// What stands in for a result that the other side has not given.
pub(crate) fn null_result<T>(cx: &Cx, at: Method) -> MapiResult<T> {
    cx.bridge.findings.add(Breach::NullResult, Some(at), "a success without its result");
    Err(MAPI_E_CALL_FAILED.into())
}

/// A failure that left a pointer.
fn left(cx: &Cx, at: Method, room: &Fenced<*mut c_void>) {
    room.look(cx, at);
    if room.is_left() {
        cx.bridge.findings.add(Breach::ResultBesideError, Some(at), "a failure that left a result");
    }
}

/// Sets a place that may not be NULL.
///
/// # Safety
/// The pointer is NULL or can be written to.
unsafe fn set<T>(pointer: *mut T, value: T) -> MapiResult<()> {
    if pointer.is_null() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: as this function says.
    unsafe { pointer.write_unaligned(value) };
    Ok(())
}

/// A number.
pub(crate) mod number {
    use super::*;

    pub(crate) struct Room<T>(Fenced<T>);

    impl<T: Plain> Default for Room<T> {
        fn default() -> Self {
            Self(Fenced::default())
        }
    }

    impl<T: Plain> Room<T> {
        pub(crate) const fn c(&mut self) -> (*mut T,) {
            (self.0.place(),)
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.look(cx, at);
        }

        /// # Safety
        /// None is needed; the other codecs have some.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<T> {
            Ok(self.0.written(cx, at))
        }
    }

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn clear<T: Default>((pointer,): (*mut T,)) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, T::default()) }
    }

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write<T>(_cx: &Cx, (pointer,): (*mut T,), value: T) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, value) }
    }
}

/// A number that the caller need not want.
pub(crate) mod optional_number {
    use super::*;

    pub(crate) use super::number::Room;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn clear<T: Default>((pointer,): (*mut T,)) -> MapiResult<()> {
        // SAFETY: as this function says.
        if pointer.is_null() { Ok(()) } else { unsafe { set(pointer, T::default()) } }
    }

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write<T>(_cx: &Cx, (pointer,): (*mut T,), value: T) -> MapiResult<()> {
        // SAFETY: as this function says.
        if pointer.is_null() { Ok(()) } else { unsafe { set(pointer, value) } }
    }
}

/// Yes or no.
pub(crate) mod flag {
    use super::*;

    #[derive(Default)]
    pub(crate) struct Room(Fenced<u32>);

    impl Room {
        pub(crate) const fn c(&mut self) -> (*mut u32,) {
            (self.0.place(),)
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.look(cx, at);
        }

        /// # Safety
        /// None is needed; the other codecs have some.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<bool> {
            Ok(self.0.written(cx, at) != 0)
        }
    }

    pub(crate) use super::number::clear;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write(_cx: &Cx, (pointer,): (*mut u32,), value: bool) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, u32::from(value)) }
    }
}

/// The number of a registration, 64 bits wide or 32.
pub(crate) mod connection {
    use super::*;

    pub(crate) struct Room<T>(Fenced<T>);

    impl<T: Plain> Default for Room<T> {
        fn default() -> Self {
            Self(Fenced::default())
        }
    }

    impl<T: Plain + Into<u64>> Room<T> {
        pub(crate) const fn c(&mut self) -> (*mut T,) {
            (self.0.place(),)
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.look(cx, at);
        }

        /// # Safety
        /// None is needed; the other codecs have some.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<Connection> {
            let number = self.0.written(cx, at);
            Connection::new(number.into()).ok_or_else(|| {
                cx.bridge.findings.add(Breach::NoConnection, Some(at), "a connection number of zero");
                MAPI_E_CALL_FAILED.into()
            })
        }
    }

    pub(crate) use super::number::clear;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write<T: TryFrom<u64>>(
        _cx: &Cx,
        (pointer,): (*mut T,),
        connection: Connection,
    ) -> MapiResult<()> {
        let number = T::try_from(connection.get()).map_err(|_| MAPI_E_CALL_FAILED)?;
        // SAFETY: as this function says.
        unsafe { set(pointer, number) }
    }
}

/// The number of a registration that MAPI gives to a provider. Its upper half is one that nobody's numbers have, so that it shows
/// where a provider keeps numbers in 32 bits.
pub(crate) mod marked_connection {
    use super::*;

    pub(crate) use super::connection::{Room, clear};

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write(_cx: &Cx, (pointer,): (*mut u64,), connection: Connection) -> MapiResult<()> {
        let number = connection.get();
        let marked =
            if number >> 32 == 0 { number | crate::table::args::marked_connection::MARK } else { number };
        // SAFETY: as this function says.
        unsafe { set(pointer, marked) }
    }
}

/// An identifier by its sixteen bytes, which the caller has room for.
pub(crate) mod uid {
    use super::*;

    #[derive(Default)]
    pub(crate) struct Room(Fenced<[u8; 16]>);

    impl Room {
        pub(crate) const fn c(&mut self) -> (*mut [u8; 16],) {
            (self.0.place(),)
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.look(cx, at);
        }

        /// # Safety
        /// None is needed; the other codecs have some.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<MapiUid> {
            Ok(MapiUid::from_bytes(self.0.written(cx, at)))
        }
    }

    pub(crate) use super::number::clear;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write(_cx: &Cx, (pointer,): (*mut [u8; 16],), value: MapiUid) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, *value.as_bytes()) }
    }
}

/// Any pointer to a result.
pub(crate) type Place = *mut *mut c_void;
