//! Bends that more than one area uses.

use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

/// Shows another value of one property.
#[derive(Clone, Copy)]
pub(super) struct Shows(pub(super) PropTag, pub(super) fn(&PropValue) -> Value);

impl Shows {
    fn in_place_of(self, value: PropValue) -> PropValue {
        if value.id() == self.0.id() && value.as_error().is_none() {
            return PropValue::new(self.0, self.1(&value));
        }
        value
    }

    fn all(self, got: Warned<Vec<PropValue>>) -> Warned<Vec<PropValue>> {
        got.map(|values| values.into_iter().map(|value| self.in_place_of(value)).collect())
    }
}

impl WrapStore for Shows {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags).map(|got| self.all(got))
    }
}

impl WrapFolder for Shows {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags).map(|got| self.all(got))
    }
}

impl WrapMessage for Shows {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags).map(|got| self.all(got))
    }
}

impl WrapTable for Shows {
    fn query_rows(&self, inner: &dyn IMAPITable, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        let shown =
            |row: Row| Row::new(row.into_props().into_iter().map(|value| self.in_place_of(value)).collect());
        Ok(inner.query_rows(rows, flags)?.into_iter().map(shown).collect())
    }
}

/// Lacks one property.
#[derive(Clone, Copy)]
pub(super) struct Lacks(pub(super) PropTag);

impl WrapStore for Lacks {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let missing = |value: PropValue| {
            let lacked = value.id() == self.0.id();
            if lacked { PropValue::error(value.tag(), MAPI_E_NOT_FOUND) } else { value }
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(missing).collect()))
    }
}

/// `PR_ENTRYID` of an object.
pub(super) fn id_of(object: &dyn IMAPIProp) -> EntryId {
    let got = object.get_props(Some(&[tags::PR_ENTRYID]), GetPropsFlags::empty()).unwrap();
    got.value[0].as_entry_id().unwrap()
}

/// Whether the name of a store has this word.
pub(super) fn is_called(store: &dyn IMsgStore, word: &str) -> bool {
    let name = store.get_props(Some(&[tags::PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
    name.is_ok_and(|name| name.value[0].as_unicode().is_some_and(|name| name.contains(word)))
}

/// A binary value with other bytes.
pub(super) fn edited(value: &PropValue, edit: impl FnOnce(&mut Vec<u8>)) -> Value {
    let mut bytes = value.as_binary().unwrap().to_vec();
    edit(&mut bytes);
    bytes.into()
}
