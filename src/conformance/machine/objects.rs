//! Questions to objects, as a client asks them.

use std::sync::Arc;

use crate::catalogue::RuleId;
use crate::conformance::rule::{Breach, Hindrance, OrBreach, Reached, Verdict, way};
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, S_OK};
use crate::mapi::tags::{PR_ENTRYID, PR_STORE_SUPPORT_MASK};
use crate::mapi::{
    EntryId, GetPropsFlags, HResult, MapiError, MapiResult, MapiUid, OpenEntryFlags, PropTag, PropValue,
    SessionLogoffFlags, StoreSupportMask, WrappedStoreEntryId,
};
use crate::sim::Session;
use crate::spi::{
    IMAPIFolder, IMAPIProp, IMAPISession, IMsgStore, MapiObject, OpenEntryRequest, ParentWindow,
};

/// An interface that no object has.
pub(in crate::conformance) const NO_INTERFACE: MapiUid =
    MapiUid::from_fields(0x4E6F_7468, 0x696E, 0x6700, *b"nobodys!");

/// What a call answered, as a code.
pub(in crate::conformance) fn code_of<T>(answer: &MapiResult<T>) -> HResult {
    answer.as_ref().map_or_else(MapiError::code, |_| S_OK)
}

/// The provider's own identifier inside a wrapped one.
pub(in crate::conformance) fn unwrapped(id: &EntryId) -> Reached<EntryId> {
    let decoded = WrappedStoreEntryId::decode(id).map_err(MapiError::from);
    decoded
        .map(|wrapped| wrapped.store)
        .or_not_reached(way::WRAPPED, "an identifier of a store that is wrapped")
}

/// `IMAPISession::Logoff`, which has to succeed.
///
/// # Errors
/// A breach if it does not.
pub fn log_off(session: &Session) -> Verdict {
    session
        .logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)
        .or_not_reached(way::LOGOFF, "IMAPISession::Logoff")
}

/// An object in a message, with the rule that asks for its properties.
#[derive(Clone, Copy)]
pub(in crate::conformance) struct Whose {
    name: &'static str,
    cause: RuleId,
}

impl Whose {
    /// A store, which has properties from the start.
    pub(in crate::conformance) const fn store(name: &'static str) -> Self {
        Self { name, cause: way::STORE_PROPS }
    }

    /// A folder, a message, or whatever else is in a store.
    pub(in crate::conformance) const fn object(name: &'static str) -> Self {
        Self { name, cause: way::OBJECTS }
    }

    /// An object whose properties are what the rule on trial asks for.
    pub(in crate::conformance) const fn asked_by(rule: RuleId, name: &'static str) -> Self {
        Self { name, cause: rule }
    }

    /// A status object.
    pub(in crate::conformance) const fn status(name: &'static str) -> Self {
        Self { name, cause: way::STATUS_PROPS }
    }
}

/// `GetProps` in Unicode, or else in narrow strings [ERR-07]: a provider without Unicode refuses the flag, and knows strings of
/// the other type only. What comes is in the types that were asked for all the same.
pub(in crate::conformance) fn props_of(
    object: &dyn IMAPIProp,
    tags: Option<&[PropTag]>,
) -> MapiResult<Vec<PropValue>> {
    let in_width = |tags: Option<&[PropTag]>, flags| object.get_props(tags, flags).map(|got| got.value);
    match in_width(tags, GetPropsFlags::MAPI_UNICODE) {
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => {}
        got => return got,
    }
    let Some(tags) = tags else { return in_width(None, GetPropsFlags::empty()) };
    let narrow: Vec<PropTag> = tags.iter().map(|tag| tag.with_string_width(false)).collect();
    let got = in_width(Some(&narrow), GetPropsFlags::empty())?;
    let asked = |(value, tag): (PropValue, &PropTag)| value.in_type(tag.prop_type()).unwrap_or(value);
    Ok(got.into_iter().zip(tags).map(asked).collect())
}

/// One property of an object. Without a value there, the rule is not reached.
pub(in crate::conformance) fn get(object: &dyn IMAPIProp, tag: PropTag, whose: Whose) -> Reached<PropValue> {
    let Whose { name, cause } = whose;
    let got = props_of(object, Some(&[tag]));
    let value = got.or_not_reached(cause, format_args!("GetProps of {tag} of {name}"))?.pop();
    let value = value.or_not_reached(cause, format_args!("a value for {tag} of {name}"))?;
    match value.as_error() {
        Some(code) => {
            let breach = Breach::new(format!("{tag} of {name}"), code)
                .help("Answer this property with a value: it has to be there on each object of this kind.");
            Err(Hindrance::new(cause, breach).into())
        }
        None => Ok(value),
    }
}

/// `PR_ENTRYID` of an object.
pub(in crate::conformance) fn entry_id(object: &dyn IMAPIProp, whose: Whose) -> Reached<EntryId> {
    let value = get(object, PR_ENTRYID, whose)?;
    value.as_entry_id().or_not_reached(whose.cause, format_args!("a binary PR_ENTRYID of {}", whose.name))
}

/// The root folder of a store: `OpenEntry` without an identifier.
pub(in crate::conformance) fn root_folder(
    store: &dyn IMsgStore,
    flags: OpenEntryFlags,
) -> Reached<Arc<dyn IMAPIFolder>> {
    let request = OpenEntryRequest::root().flags(flags);
    let asked_by = if flags.contains(OpenEntryFlags::MAPI_MODIFY) { way::WRITE } else { way::OBJECTS };
    let opened =
        store.open_entry(&request).or_not_reached(asked_by, "IMsgStore::OpenEntry of the root folder")?;
    opened.into_folder().or_not_reached(way::OBJECTS, "a folder from IMsgStore::OpenEntry without identifier")
}

/// An object by its identifier through the session, as a client opens it.
pub(in crate::conformance) fn open_by_session(
    session: &Session,
    id: &EntryId,
    flags: OpenEntryFlags,
) -> MapiResult<MapiObject> {
    session.open_entry(&OpenEntryRequest::new(id).flags(flags))
}

/// `PR_STORE_SUPPORT_MASK`.
pub(in crate::conformance) fn support_mask(store: &dyn IMAPIProp) -> Reached<StoreSupportMask> {
    let bits = get(store, PR_STORE_SUPPORT_MASK, Whose::store("the store"))?.as_bits();
    Ok(StoreSupportMask::from_bits_retain(
        bits.or_not_reached(way::STORE_PROPS, "PR_STORE_SUPPORT_MASK as a number")?,
    ))
}
