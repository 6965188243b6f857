//! Codecs of arguments: `lend` for the other side, `take` from it.
//!
//! What `lend` gives holds what the C arguments of `c` point to; it lives until the call returns.

use std::ffi::c_void;
use std::sync::Arc;

use mapi_spi::mapi::codes::MAPI_E_INVALID_PARAMETER;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

use crate::codec;
use crate::identity::{Cx, LentObject, export};
use crate::incoming::{Imported, import_lent};
use crate::memory::{Arena, Reader};

/// What cannot be NULL.
pub(crate) fn some<T>(value: Option<T>) -> MapiResult<T> {
    value.ok_or_else(|| MAPI_E_INVALID_PARAMETER.into())
}

/// Arguments that lie in an arena.
pub(crate) struct Held<C> {
    _arena: Arena,
    c: C,
}

impl<C: Copy> Held<C> {
    pub(crate) fn make(put: impl FnOnce(&mut Arena) -> MapiResult<C>) -> MapiResult<Self> {
        let mut arena = Arena::default();
        let c = put(&mut arena)?;
        Ok(Self { _arena: arena, c })
    }

    pub(crate) const fn c(&mut self) -> C {
        self.c
    }
}

/// Codecs whose argument lies in an arena: the name, the types of both sides, and both directions.
macro_rules! held {
    ($($(#[$doc:meta])* $name:ident: $lent:ty => $c:ty; |$value:ident, $arena:ident| $put:expr;
        take |$reader:ident| $pattern:pat, $with:ty => $taken:ty; $take:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) mod $name {
            use super::*;

            pub(crate) fn lend(_cx: &Cx, $value: $lent) -> MapiResult<Held<$c>> {
                Held::make(|$arena| Ok($put))
            }

            /// # Safety
            /// The arguments are what the codec says.
            pub(crate) unsafe fn take(_cx: &Cx, $pattern: $with) -> MapiResult<$taken> {
                #[allow(unused_variables, reason = "not every codec reads")]
                let $reader = Reader::of_arguments();
                // SAFETY: as this function says.
                #[allow(unused_unsafe, reason = "not every codec reads")]
                Ok(unsafe { $take })
            }
        }
    )+};
}

/// A pointer that may be NULL, read if it is not.
pub(crate) fn maybe<P, T>(
    pointer: *const P,
    read: impl FnOnce(*const P) -> MapiResult<T>,
) -> MapiResult<Option<T>> {
    if pointer.is_null() { Ok(None) } else { read(pointer).map(Some) }
}

held! {
    /// An identifier that may be absent: its size and its bytes.
    id: Option<&EntryId> => (u32, *const c_void); |id, arena| {
        let id = codec::ids::put(arena, id)?;
        (id.count, id.pointer.cast_const())
    };
    take |reader| (size, pointer), (u32, *const c_void) => Option<EntryId>; codec::ids::get(reader, size, pointer)?;

    /// An interface identifier that may be NULL.
    iid: Option<MapiUid> => (*const [u8; 16],); |iid, arena| {
        (iid.map_or(Ok(std::ptr::null()), |iid| crate::memory::place(arena, *iid.as_bytes()).map(<*mut _>::cast_const))?,)
    };
    take |reader| (pointer,), (*const [u8; 16],) => Option<MapiUid>;
        maybe(pointer, |pointer| reader.one(pointer))?.map(MapiUid::from_bytes);

    /// Interface identifiers.
    iids: &[MapiUid] => (u32, *const [u8; 16]); |iids, arena| {
        let bytes: Vec<[u8; 16]> = iids.iter().map(|iid| *iid.as_bytes()).collect();
        (codec::count(iids.len())?, crate::memory::place_list(arena, &bytes)?.cast_const())
    };
    take |reader| (count, pointer), (u32, *const [u8; 16]) => Vec<MapiUid>;
        reader.list(pointer, count)?.into_iter().map(MapiUid::from_bytes).collect();

    /// Property tags that may be NULL.
    tags: Option<&[PropTag]> => (*const u32,); |tags, arena| {
        (tags.map_or(Ok(std::ptr::null()), |tags| codec::tags::put(arena, tags).map(<*mut _>::cast_const))?,)
    };
    take |reader| (pointer,), (*const u32,) => Option<Vec<PropTag>>;
        maybe(pointer, |pointer| codec::tags::get(reader, pointer))?;

    /// Properties: their count and themselves.
    props: &[PropValue] => (u32, *const SPropValue); |props, arena| {
        (codec::count(props.len())?, codec::value::put_list(arena, props)?.cast_const())
    };
    take |reader| (count, pointer), (u32, *const SPropValue) => Vec<PropValue>;
        codec::value::get_list(reader, pointer, count)?;

    /// Rows, as a set of rows or as a list of addresses.
    rows: &[Row] => (*const u32,); |rows, arena| (codec::rows::put(arena, rows)?.cast_const(),);
    take |reader| (pointer,), (*const u32,) => Vec<Row>; codec::rows::get(reader, pointer)?;

    /// A list of identifiers that may be NULL.
    ids: Option<&[EntryId]> => (*const SBinary,); |ids, arena| {
        (ids.map_or(Ok(std::ptr::null()), |ids| codec::ids::put_list(arena, ids).map(<*mut _>::cast_const))?,)
    };
    take |reader| (pointer,), (*const SBinary,) => Option<Vec<EntryId>>;
        maybe(pointer, |pointer| codec::ids::get_list(reader, pointer))?;

    /// A restriction that may be NULL.
    restriction: Option<&Restriction> => (*const SRestriction,); |restriction, arena| {
        let put = |restriction| codec::restriction::put(arena, restriction).map(<*mut _>::cast_const);
        (restriction.map_or(Ok(std::ptr::null()), put)?,)
    };
    take |reader| (pointer,), (*const SRestriction,) => Option<Restriction>;
        maybe(pointer, |pointer| codec::restriction::get(reader, pointer))?;

    /// A sort order.
    sort: &SortOrderSet => (*const SSortOrderSetHead,); |order, arena| {
        (codec::sort::put(arena, order)?.cast_const(),)
    };
    take |reader| (pointer,), (*const SSortOrderSetHead,) => SortOrderSet; codec::sort::get(reader, pointer)?;

    /// A string that may be NULL, as wide as the flags of the call say.
    text: (Option<&MapiString>, u32) => (*const c_void,); |text, arena| {
        (codec::text::put_optional(arena, text.0, codec::text::is_wide(text.1))?.cast_const(),)
    };
    take |reader| (pointer, flags), (*const c_void, u32) => Option<MapiString>;
        codec::text::get_optional(reader, pointer, codec::text::is_wide(flags))?;

    /// A string that is wide always.
    wide: &str => (*const u16,); |text, arena| (codec::text::put_wide(arena, text)?.cast::<u16>().cast_const(),);
    take |reader| (pointer,), (*const u16,) => String; codec::text::get_wide(reader, pointer.cast())?;

    /// A string that is narrow always, and may be NULL.
    narrow: Option<&MapiString> => (*const c_void,); |text, arena| {
        (codec::text::put_optional(arena, text, false)?.cast_const(),)
    };
    take |reader| (pointer,), (*const c_void,) => Option<MapiString>;
        codec::text::get_optional(reader, pointer, false)?;

    /// Names of properties that may be NULL.
    names: Option<&[NamedProp]> => (u32, *const *mut MapiNameId); |names, arena| {
        let count = codec::count(names.map_or(0, <[_]>::len))?;
        let put = |names: &[NamedProp]| {
            let names: Vec<_> = names.iter().map(Some).collect();
            codec::names::put(arena, &names).map(<*mut _>::cast_const)
        };
        (count, names.map_or(Ok(std::ptr::null()), put)?)
    };
    take |reader| (count, pointer), (u32, *const *mut MapiNameId) => Option<Vec<NamedProp>>;
        maybe(pointer, |pointer| {
            codec::names::get(reader, pointer, count)?.into_iter().map(some).collect()
        })?;

    /// The key of an advise source.
    key: &NotificationKey => (*const u32,); |key, arena| {
        let bytes = key.as_bytes();
        let size = codec::count(bytes.len())?.to_ne_bytes();
        (crate::memory::place_list(arena, &[size.as_slice(), bytes].concat())?.cast::<u32>().cast_const(),)
    };
    take |reader| (pointer,), (*const u32,) => NotificationKey; {
        let size = reader.one(pointer)?;
        NotificationKey::new(reader.list(pointer.add(1).cast::<u8>(), size)?)
    };

    /// Notifications: their count and themselves.
    notifications: &[Notification] => (u32, *const NotificationStruct); |notifications, arena| {
        let list = codec::notification::put_list(arena, notifications)?;
        (codec::count(notifications.len())?, list.cast_const())
    };
    take |reader| (count, pointer), (u32, *const NotificationStruct) => Vec<Notification>;
        codec::notification::get_list(reader, pointer, count)?;

    /// What the spooler is told, whose kind the flags of the call say.
    spooler_data: Option<&SpoolerNotifyData> => (*const c_void,); |data, arena| {
        (data.map_or(Ok(std::ptr::null()), |data| put_spooler_data(arena, data))?,)
    };
    take |reader| (pointer, flags), (*const c_void, u32) => Option<SpoolerNotifyData>;
        get_spooler_data(reader, pointer, SpoolerNotifyFlags::from_bits_retain(flags))?;

    /// Bytes: their count and themselves.
    bytes: &[u8] => (u32, *const u8); |bytes, arena| {
        (codec::count(bytes.len())?, crate::memory::place_list(arena, bytes)?.cast_const())
    };
    take |reader| (count, pointer), (u32, *const u8) => Vec<u8>; reader.list(pointer, count)?;

    /// A number that may be NULL.
    optional_word: Option<u32> => (*const u32,); |word, arena| {
        (word.map_or(Ok(std::ptr::null()), |word| crate::memory::place(arena, word).map(<*mut _>::cast_const))?,)
    };
    take |reader| (pointer,), (*const u32,) => Option<u32>; maybe(pointer, |pointer| reader.one(pointer))?;
}

use crate::layout::*;

fn put_spooler_data(arena: &mut Arena, data: &SpoolerNotifyData) -> MapiResult<*const c_void> {
    Ok(match data {
        SpoolerNotifyData::NewMail(mail) => {
            codec::notification::put_new_mail(arena, mail)?.cast_const().cast()
        }
        SpoolerNotifyData::SentDeferred(id) => {
            let id = codec::ids::put(arena, Some(id))?;
            crate::memory::place(arena, id)?.cast_const().cast()
        }
        SpoolerNotifyData::CriticalError(detail) => {
            codec::error::put(arena, detail, false)?.cast_const().cast()
        }
        #[allow(clippy::wildcard_enum_match_arm, reason = "data that comes later has to be added here first")]
        _ => return Err(codes::MAPI_E_NO_SUPPORT.into()),
    })
}

/// # Safety
/// The pointer is NULL or what the flags say.
unsafe fn get_spooler_data(
    reader: Reader<'_>,
    pointer: *const c_void,
    flags: SpoolerNotifyFlags,
) -> MapiResult<Option<SpoolerNotifyData>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: as this function says.
    unsafe {
        Ok(if flags.contains(SpoolerNotifyFlags::NOTIFY_NEWMAIL_RECEIVED) {
            let mail = codec::notification::get_new_mail(reader, pointer.cast())?;
            Some(SpoolerNotifyData::NewMail(Box::new(mail)))
        } else if flags.contains(SpoolerNotifyFlags::NOTIFY_SENTDEFERRED) {
            let id = codec::value::get_binary(reader, reader.one(pointer.cast::<SBinary>())?)?;
            Some(SpoolerNotifyData::SentDeferred(EntryId::from_bytes(&id)))
        } else if flags.contains(SpoolerNotifyFlags::NOTIFY_CRITICAL_ERROR) {
            Some(SpoolerNotifyData::CriticalError(codec::error::get(reader, pointer.cast(), false)?))
        } else {
            None
        })
    }
}

/// Arguments that need no memory.
pub(crate) struct Bare<C>(C);

impl<C: Copy> Bare<C> {
    pub(crate) const fn c(&mut self) -> C {
        self.0
    }
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
        let object = unsafe { any::take(cx, (pointer, mapi_spi::mapi::iids::IID_IMAPIProp.as_bytes())) }?;
        object.into_prop()
    }
}

pub(crate) mod ui;
pub(crate) mod window;

/// Flags behind a pointer, which the callee may change. What it changes is of interest to single methods only.
pub(crate) mod flags {
    use super::*;

    pub(crate) struct Held(Box<u32>);

    impl Held {
        pub(crate) fn c(&mut self) -> (*mut u32,) {
            (&raw mut *self.0,)
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
    pub(crate) fn lend(_cx: &Cx, flags: u32) -> MapiResult<Held> {
        Ok(Held(Box::new(flags)))
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

/// The reverse.
pub(crate) fn size(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
