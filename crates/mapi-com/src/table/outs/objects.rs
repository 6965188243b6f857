//! Objects as results.

use super::*;

/// An object by one interface.
pub(crate) mod object {
    use std::marker::PhantomData;
    use std::sync::Arc;

    use super::*;
    use crate::identity::export;
    use crate::incoming::{Imported, import};

    pub(crate) struct Room<I: ?Sized>(Fenced<*mut c_void>, PhantomData<fn(&I)>);

    impl<I: ?Sized> Default for Room<I> {
        fn default() -> Self {
            Self(Fenced::default(), PhantomData)
        }
    }

    impl<I: ?Sized + Imported> Room<I> {
        pub(crate) const fn c(&mut self) -> (Place,) {
            (self.0.place(),)
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            left(cx, at, &self.0);
        }

        pub(crate) fn is_absent(&self) -> bool {
            !self.0.is_left()
        }

        /// # Safety
        /// The other side has succeeded, so the pointer is NULL or that of the interface, with a reference for us.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<Arc<I>> {
            let pointer = self.0.if_written(cx, at);
            if pointer.is_null() { null_result(cx, at) } else { Ok(import(cx, pointer)) }
        }
    }

    pub(crate) use super::clear_pointer as clear;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write<I: ?Sized + Imported>(
        cx: &Cx,
        (pointer,): (Place,),
        object: Arc<I>,
    ) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, export(cx, &object)) }
    }
}

/// An object by one interface that may be absent.
pub(crate) mod optional_object {
    use std::sync::Arc;

    use super::*;
    use crate::identity::export;
    use crate::incoming::Imported;

    pub(crate) struct Room<I: ?Sized>(object::Room<I>);

    impl<I: ?Sized> Default for Room<I> {
        fn default() -> Self {
            Self(object::Room::default())
        }
    }

    impl<I: ?Sized + Imported> Room<I> {
        pub(crate) const fn c(&mut self) -> (Place,) {
            self.0.c()
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.is_left(cx, at);
        }

        /// # Safety
        /// The other side has succeeded, so the pointer is NULL or that of the interface, with a reference for us.
        pub(crate) unsafe fn read(self, cx: &Cx, at: Method) -> MapiResult<Option<Arc<I>>> {
            if self.0.is_absent() {
                return Ok(None);
            }
            // SAFETY: as this function says.
            unsafe { self.0.read(cx, at) }.map(Some)
        }
    }

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write<I: ?Sized + Imported>(
        cx: &Cx,
        (pointer,): (Place,),
        object: Option<Arc<I>>,
    ) -> MapiResult<()> {
        let result = object.map_or(std::ptr::null_mut(), |object| export(cx, &object));
        // SAFETY: as this function says.
        unsafe { set(pointer, result) }
    }
}

/// A status object, whose type comes with it.
pub(crate) mod status {
    use std::sync::Arc;

    use mapi_spi::spi::{IMAPIStatus, MapiObject};

    use super::*;

    pub(crate) use super::opened::clear;

    #[derive(Default)]
    pub(crate) struct Room(opened::Room);

    impl Room {
        pub(crate) const fn c(&mut self) -> (*mut u32, Place) {
            self.0.c()
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.0.is_left(cx, at);
        }

        /// # Safety
        /// As for any object that is opened.
        pub(crate) unsafe fn read(
            self,
            cx: &Cx,
            at: Method,
            interface: *const [u8; 16],
        ) -> MapiResult<Arc<dyn IMAPIStatus>> {
            // SAFETY: as this function says.
            unsafe { self.0.read(cx, at, interface) }?.into_status()
        }
    }

    /// # Safety
    /// The pointers are NULL or can be written to.
    pub(crate) unsafe fn write(
        cx: &Cx,
        (kind, pointer, interface): (*mut u32, Place, *const [u8; 16]),
        status: Arc<dyn IMAPIStatus>,
    ) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { opened::write(cx, (kind, pointer, interface), MapiObject::Status(status)) }
    }
}

/// # Safety
/// The pointer is NULL or can be written to.
pub(crate) unsafe fn clear_pointer((pointer,): (Place,)) -> MapiResult<()> {
    // SAFETY: as this function says.
    unsafe { set(pointer, std::ptr::null_mut()) }
}

/// The identifier behind a pointer that may be NULL.
///
/// # Safety
/// The pointer is NULL or that of an identifier.
unsafe fn interface_at(interface: *const [u8; 16]) -> Option<MapiUid> {
    // SAFETY: as this function says.
    (!interface.is_null()).then(|| MapiUid::from_bytes(unsafe { interface.read_unaligned() }))
}

/// An object of any kind with its type, by the interface that was asked for.
pub(crate) mod opened {
    use super::*;
    use crate::table::objects::{export_object, import_object};

    #[derive(Default)]
    pub(crate) struct Room {
        kind: Fenced<u32>,
        pointer: Fenced<*mut c_void>,
    }

    impl Room {
        pub(crate) const fn c(&mut self) -> (*mut u32, Place) {
            (self.kind.place(), self.pointer.place())
        }

        pub(crate) fn is_left(&self, cx: &Cx, at: Method) {
            self.kind.look(cx, at);
            left(cx, at, &self.pointer);
        }

        /// # Safety
        /// The other side has succeeded, so the pointer is NULL or that of the interface; the identifier may be NULL.
        pub(crate) unsafe fn read(
            self,
            cx: &Cx,
            at: Method,
            interface: *const [u8; 16],
        ) -> MapiResult<MapiObject> {
            let pointer = self.pointer.if_written(cx, at);
            if pointer.is_null() {
                return null_result(cx, at);
            }
            let kind = ObjectType::from_raw(self.kind.written(cx, at));
            // SAFETY: as this function says.
            let interface = unsafe { interface_at(interface) };
            import_object(cx, pointer, interface, Some(kind))
        }
    }

    use mapi_spi::spi::MapiObject;

    /// # Safety
    /// The pointers are NULL or can be written to.
    pub(crate) unsafe fn clear((kind, pointer): (*mut u32, Place)) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe {
            optional_number::clear((kind,))?;
            clear_pointer((pointer,))
        }
    }

    /// # Safety
    /// The pointers are NULL or can be written to.
    pub(crate) unsafe fn write(
        cx: &Cx,
        (kind, pointer, _interface): (*mut u32, Place, *const [u8; 16]),
        object: MapiObject,
    ) -> MapiResult<()> {
        let number = object.object_type().map_or(0, ObjectType::raw);
        // SAFETY: as this function says.
        unsafe {
            optional_number::write(cx, (kind,), number)?;
            set(pointer, export_object(cx, &object)?)
        }
    }
}

/// An object of any kind, by the interface that was asked for.
pub(crate) mod any {
    use mapi_spi::spi::MapiObject;

    use super::*;
    use crate::table::objects::{export_object, import_object};

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
        /// The other side has succeeded, so the pointer is NULL or that of the interface; the identifier may be NULL.
        pub(crate) unsafe fn read(
            self,
            cx: &Cx,
            at: Method,
            interface: *const [u8; 16],
        ) -> MapiResult<MapiObject> {
            let pointer = self.0.if_written(cx, at);
            if pointer.is_null() {
                return null_result(cx, at);
            }
            // SAFETY: as this function says.
            let interface = unsafe { interface_at(interface) };
            import_object(cx, pointer, interface, None)
        }
    }

    pub(crate) use super::clear_pointer as clear;

    /// # Safety
    /// The pointer is NULL or can be written to.
    pub(crate) unsafe fn write(
        cx: &Cx,
        (pointer, _interface): (Place, *const [u8; 16]),
        object: MapiObject,
    ) -> MapiResult<()> {
        // SAFETY: as this function says.
        unsafe { set(pointer, export_object(cx, &object)?) }
    }
}
