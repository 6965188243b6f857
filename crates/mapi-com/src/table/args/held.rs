//! Codecs whose arguments point to structures: these lie in an arena until the call returns.

use super::*;
use crate::layout::*;
use crate::memory::Arena;

/// Arguments that lie in an arena.
pub(crate) struct Held<C> {
    arena: Arena,
    lent: Vec<u8>,
    c: C,
}

impl<C: Copy> Held<C> {
    pub(crate) fn make(put: impl FnOnce(&mut Arena) -> MapiResult<C>) -> MapiResult<Self> {
        let mut arena = Arena::default();
        let c = put(&mut arena)?;
        let lent = arena.contents();
        Ok(Self { arena, lent, c })
    }

    pub(crate) const fn c(&mut self) -> C {
        self.c
    }

    /// [MEM-05] What was lent is as it was.
    pub(crate) fn unchanged(&self, cx: &Cx, at: Method) {
        if self.arena.contents() != self.lent {
            cx.bridge.findings.add(Breach::InputChanged, Some(at), "an argument was written to");
        }
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
        let id = codec::ids::put_argument(arena, id)?;
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
    iid_list: &[MapiUid] => (u32, *const [u8; 16]); |iids, arena| {
        let bytes: Vec<[u8; 16]> = iids.iter().map(|iid| *iid.as_bytes()).collect();
        (codec::count(iids.len())?, crate::memory::place_list(arena, &bytes)?.cast_const())
    };
    take |reader| (count, pointer), (u32, *const [u8; 16]) => Vec<MapiUid>;
        reader.list(pointer, count)?.into_iter().map(MapiUid::from_bytes).collect();

    /// Property tags that may be NULL.
    tag_list: Option<&[PropTag]> => (*const u32,); |tags, arena| {
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
