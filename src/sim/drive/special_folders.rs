//! The work of `HrValidateIPMSubtree`: MAPI makes the special folders that a store lacks \[LOAD-28\].
//!
//! It takes one `GetProps` to see that nothing is missing. A store that cannot be written to is left as it is, and
//! nothing that fails here is anybody's failure: a folder that could not be made is missing still.

use std::cell::Cell;
use std::sync::Arc;

use crate::mapi::codes::MAPI_E_BAD_CHARWIDTH;
use crate::mapi::tags::{PR_ENTRYID, PR_IPM_SUBTREE_ENTRYID, PR_STORE_SUPPORT_MASK, PR_VALID_FOLDER_MASK};
use crate::mapi::{
    AnsiString, CreateFolderFlags, EntryId, FolderMask, FolderType, GetPropsFlags, HResult, MapiResult,
    MapiString, OpenEntryFlags, PropTag, PropValue, ReceiveFolderFlags, SpecialFolder, StoreSupportMask,
};
use crate::sim::books::state::State;
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::kernel::shared::{Shared, plain, warned};
use crate::sim::kernel::turn::release;
use crate::spi::{CreateFolderRequest, IMAPIFolder, IMAPIProp, IMsgStore, OpenEntryRequest};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, StoreNo};

/// The classes of messages that arrive in an Inbox that MAPI has made. Page: `mapi-receive-folders`.
const INBOX_CLASSES: [&str; 3] = ["", "IPM", "REPORT"];

/// Makes the folders of `set` that the store says it lacks.
pub(crate) async fn validate_folders(
    shared: &Shared,
    context: Context,
    store: StoreNo,
    object: &dyn IMsgStore,
    set: FolderSet,
) {
    let validation = Validation { shared, context, store, object, stopped: Cell::new(false) };
    let Some(found) = validation.look().await else { return };
    let missing: Vec<SpecialFolder> =
        set.folders().filter(|folder| !found.valid.contains(folder.valid_bit())).collect();
    if missing.is_empty() || !found.is_writable() {
        return;
    }
    let made = validation.make(&found, &missing).await;
    if !made.is_empty() {
        validation.publish(&found, &made).await;
    }
}

/// What the store says of itself.
struct Found {
    valid: FolderMask,
    support: StoreSupportMask,
    subtree: Option<EntryId>,
}

impl Found {
    const fn is_writable(&self) -> bool {
        let needed = StoreSupportMask::STORE_CREATE_OK.union(StoreSupportMask::STORE_MODIFY_OK);
        self.support.contains(needed)
    }

    const fn is_unicode(&self) -> bool {
        self.support.contains(StoreSupportMask::STORE_UNICODE_OK)
    }

    /// A name in the characters that the store takes.
    fn text(&self, text: &str) -> MapiString {
        if self.is_unicode() { MapiString::from(text) } else { AnsiString::from(text).into() }
    }
}

struct Validation<'a> {
    shared: &'a Shared,
    context: Context,
    store: StoreNo,
    object: &'a dyn IMsgStore,
    /// A call had no answer, so no other one is made.
    stopped: Cell<bool>,
}

impl Validation<'_> {
    async fn look(&self) -> Option<Found> {
        let tags = [PR_VALID_FOLDER_MASK, PR_STORE_SUPPORT_MASK, PR_IPM_SUBTREE_ENTRYID];
        let call = || self.of_store(Method::StoreGetProps, Args::Props(3));
        let values = self.props(self.object, &tags, call).await?;
        let bits = |tag| find(&values, tag).and_then(PropValue::as_bits).unwrap_or(0);
        Some(Found {
            valid: FolderMask::from_bits_retain(bits(PR_VALID_FOLDER_MASK)),
            support: StoreSupportMask::from_bits_retain(bits(PR_STORE_SUPPORT_MASK)),
            subtree: find(&values, PR_IPM_SUBTREE_ENTRYID).and_then(PropValue::as_entry_id),
        })
    }

    /// The folders that could be made, with their identifiers. Without its parent a folder cannot.
    async fn make(&self, found: &Found, missing: &[SpecialFolder]) -> Vec<(SpecialFolder, EntryId)> {
        let (below, top): (Vec<_>, Vec<_>) = missing.iter().partition(|folder| folder.is_in_subtree());
        let (mut made, mut subtree) = (Vec::new(), None);
        let root = if top.is_empty() { None } else { self.open_folder(None).await };
        for folder in top {
            let Some((object, id)) = self.create(found, root.as_ref(), folder).await else { continue };
            made.push((folder, id));
            if folder == SpecialFolder::IpmSubtree {
                subtree = Some(object);
            } else {
                release(object).await;
            }
        }
        if !below.is_empty() && found.valid.contains(FolderMask::FOLDER_IPM_SUBTREE_VALID) {
            subtree = match &found.subtree {
                Some(id) => self.open_folder(Some(id)).await,
                None => None,
            };
        }
        for folder in below {
            if let Some((object, id)) = self.create(found, subtree.as_ref(), folder).await {
                release(object).await;
                made.push((folder, id));
            }
        }
        release((root, subtree)).await;
        made
    }

    async fn open_folder(&self, id: Option<&EntryId>) -> Option<Arc<dyn IMAPIFolder>> {
        let flags = OpenEntryFlags::MAPI_MODIFY;
        let mut request = OpenEntryRequest::root().flags(flags);
        request.entry_id = id;
        self.shared.tell(id);
        let call = self.of_store(Method::StoreOpenEntry, Args::Entry(id.map(Bytes::of_id), flags));
        self.call(call, || self.object.open_entry(&request), plain).await?.into_folder().ok()
    }

    /// Nothing can be made without a parent.
    async fn create(
        &self,
        found: &Found,
        parent: Option<&Arc<dyn IMAPIFolder>>,
        folder: SpecialFolder,
    ) -> Option<(Arc<dyn IMAPIFolder>, EntryId)> {
        let parent = parent?;
        let name = found.text(folder.title());
        let mut flags = CreateFolderFlags::OPEN_IF_EXISTS;
        flags.set(CreateFolderFlags::MAPI_UNICODE, found.is_unicode());
        let request = CreateFolderRequest::new(FolderType::Generic, &name).flags(flags);
        let call = self.of_folder(Method::FolderCreateFolder, Args::SpecialFolder(folder));
        let made = self.call(call, || parent.create_folder(&request), plain).await?;
        let call = || self.of_folder(Method::FolderGetProps, Args::Props(1));
        let values = self.props(&*made, &[PR_ENTRYID], call).await;
        let id = values.and_then(|values| find(&values, PR_ENTRYID)?.as_entry_id());
        match id {
            Some(id) => Some((made, id)),
            None => {
                release(made).await;
                None
            }
        }
    }

    /// The store gets to know its new folders, and the Inbox its messages.
    async fn publish(&self, found: &Found, made: &[(SpecialFolder, EntryId)]) {
        let mut valid = found.valid;
        let mut values = Vec::new();
        for (folder, id) in made {
            let known = match folder.entry_id_tag() {
                Some(tag) => {
                    values.push(PropValue::new(tag, id));
                    true
                }
                None => self.receive_in(found, id).await,
            };
            valid.set(folder.valid_bit(), known || valid.contains(folder.valid_bit()));
        }
        values.push(PropValue::new(PR_VALID_FOLDER_MASK, valid.bits()));
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let call = self.of_store(Method::StoreSetProps, Args::Props(count));
        self.call(call, || self.object.set_props(&values), plain).await;
    }

    async fn receive_in(&self, found: &Found, inbox: &EntryId) -> bool {
        let mut flags = ReceiveFolderFlags::empty();
        flags.set(ReceiveFolderFlags::MAPI_UNICODE, found.is_unicode());
        let mut all = true;
        for class in INBOX_CLASSES {
            let class = found.text(class);
            self.shared.tell([inbox]);
            let call = self.of_store(Method::StoreSetReceiveFolder, Args::Id(Bytes::of_id(inbox)));
            let run = || self.object.set_receive_folder(Some(&class), flags, Some(inbox));
            all &= self.call(call, run, plain).await.is_some();
        }
        all
    }

    const fn of_store(&self, method: Method, args: Args) -> Call {
        Call { from: Actor::Mapi, to: Object::Store(self.store), method, args }
    }

    const fn of_folder(&self, method: Method, args: Args) -> Call {
        Call { from: Actor::Mapi, to: Object::Folder(self.store), method, args }
    }

    /// Properties in the width in which MAPI has logged on, or else in the other one [ERR-07].
    async fn props(
        &self,
        object: &dyn IMAPIProp,
        tags: &[PropTag],
        call: impl Fn() -> Call,
    ) -> Option<Vec<PropValue>> {
        let wide = || object.get_props(Some(tags), GetPropsFlags::MAPI_UNICODE);
        let narrow = || object.get_props(Some(tags), GetPropsFlags::empty());
        let answer = match self.try_call(call(), wide, warned).await? {
            Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => {
                self.try_call(call(), narrow, warned).await?
            }
            answer => answer,
        };
        answer.ok().map(|props| props.value)
    }

    async fn call<R>(
        &self,
        call: Call,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> Option<R> {
        self.try_call(call, run, out).await?.ok()
    }

    async fn try_call<R>(
        &self,
        call: Call,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> Option<MapiResult<R>> {
        if self.stopped.get() {
            return None;
        }
        // What was called before may have logged the store off.
        let is_there = |state: &State| state.stores.is_logged_on(self.store);
        let answer = self.shared.call_if(is_there, self.context, call, run, out).await?;
        self.stopped.set(answer.is_err());
        answer.ok()
    }
}

fn find(values: &[PropValue], tag: PropTag) -> Option<&PropValue> {
    values.iter().find(|value| value.tag() == tag)
}
