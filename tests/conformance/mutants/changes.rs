//! Identifiers of what is made, moved and deleted bent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::{Shows, id_of};
use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[(
    EID_17,
    &["an identifier comes back though none was to", "one comes back on an object of another kind"],
)];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_17, "gives the identifiers of deleted messages to new ones", |wrapping| {
            let reuses = Reuses::default();
            wrapping.message(reuses.clone()).folder(reuses)
        }),
        wrap(EID_17, "gives the identifiers of deleted folders to messages", |wrapping| {
            let reuses = Reuses { folders: true, ..Reuses::default() };
            wrapping.message(reuses.clone()).folder(reuses).store(no_promise())
        }),
        wrap(EID_18, "copies nothing", |wrapping| wrapping.folder(CopiesNothing))
            .also(&[LOGON_12])
            .even_lenient(),
        wrap(EID_18, "moves instead of copying", |wrapping| wrapping.folder(Moves)).even_lenient(),
        wrap(EID_18, "copies and deletes instead of moving", |wrapping| wrapping.folder(CopiesAndDeletes))
            .only_strict(),
        wrap(EID_18, "has the name in the identifier of a folder", |wrapping| wrapping.folder(NamedIds))
            .only_strict(),
    ]
}

pub(super) const fn no_promise() -> Shows {
    Shows(PR_STORE_SUPPORT_MASK, |mask| {
        (mask.as_bits().unwrap() & !StoreSupportMask::STORE_ENTRYID_UNIQUE.bits()).into()
    })
}

/// Identifiers of what was deleted come back.
#[derive(Clone, Default)]
pub(super) struct Reuses {
    /// Those of folders, else those of messages.
    folders: bool,
    free: Arc<Mutex<Vec<EntryId>>>,
    /// The identifiers that are shown, by those that the reference provider has.
    shown: Arc<Mutex<BTreeMap<EntryId, EntryId>>>,
}

impl Reuses {
    fn shown(&self, id: EntryId) -> EntryId {
        let mut shown = self.shown.lock().unwrap();
        let new = || self.free.lock().unwrap().pop().unwrap_or_else(|| id.clone());
        shown.entry(id.clone()).or_insert_with(new).clone()
    }

    fn known(&self, id: &EntryId) -> EntryId {
        let shown = self.shown.lock().unwrap();
        let found = shown.iter().rev().find(|(_, shown)| *shown == id);
        found.map_or_else(|| id.clone(), |(known, _)| known.clone())
    }
}

impl WrapMessage for Reuses {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let shown = |value: PropValue| match value.as_entry_id().filter(|_| value.tag() == PR_ENTRYID) {
            Some(id) => PropValue::new(PR_ENTRYID, &self.shown(id)),
            None => value,
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(shown).collect()))
    }
}

impl WrapFolder for Reuses {
    fn delete_messages(
        &self,
        inner: &dyn IMAPIFolder,
        messages: &[EntryId],
        ui: ProgressUi<'_>,
        flags: DeleteMessagesFlags,
    ) -> MapiResult<Warned<()>> {
        let known: Vec<_> = messages.iter().map(|id| self.known(id)).collect();
        let deleted = inner.delete_messages(&known, ui, flags)?;
        if !self.folders {
            self.free.lock().unwrap().extend(messages.iter().cloned());
        }
        Ok(deleted)
    }

    fn delete_folder(
        &self,
        inner: &dyn IMAPIFolder,
        entry_id: &EntryId,
        ui: ProgressUi<'_>,
        flags: DeleteFolderFlags,
    ) -> MapiResult<Warned<()>> {
        let deleted = inner.delete_folder(entry_id, ui, flags)?;
        if self.folders {
            self.free.lock().unwrap().push(entry_id.clone());
        }
        Ok(deleted)
    }
}

struct CopiesNothing;

impl WrapFolder for CopiesNothing {
    fn copy_messages(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CopyMessagesRequest<'_>,
    ) -> MapiResult<Warned<()>> {
        if request.flags.contains(CopyMessagesFlags::MESSAGE_MOVE) {
            return inner.copy_messages(request);
        }
        Ok(Warned::ok(()))
    }
}

struct Moves;

impl WrapFolder for Moves {
    fn copy_messages(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CopyMessagesRequest<'_>,
    ) -> MapiResult<Warned<()>> {
        inner.copy_messages(&request.clone().flags(request.flags | CopyMessagesFlags::MESSAGE_MOVE))
    }
}

struct CopiesAndDeletes;

impl WrapFolder for CopiesAndDeletes {
    fn copy_messages(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CopyMessagesRequest<'_>,
    ) -> MapiResult<Warned<()>> {
        let copied = inner.copy_messages(&request.clone().flags(CopyMessagesFlags::empty()))?;
        if request.flags.contains(CopyMessagesFlags::MESSAGE_MOVE) {
            return inner.delete_messages(request.messages, ProgressUi::none(), DeleteMessagesFlags::empty());
        }
        Ok(copied)
    }
}

struct NamedIds;

impl WrapFolder for NamedIds {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let name = inner.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE)?.value;
        let got = inner.get_props(tags, flags)?;
        if name[0].as_unicode() != Some("renamed") {
            return Ok(got);
        }
        let id = [id_of(inner).as_bytes(), b"renamed"].concat();
        let named = |value: PropValue| {
            if value.tag() == PR_ENTRYID { PropValue::new(PR_ENTRYID, id.clone()) } else { value }
        };
        Ok(got.map(|values| values.into_iter().map(named).collect()))
    }
}
