//! A client that does what a script says.

use std::sync::Arc;

use super::{Act, Usage};
use crate::explore::client::{Client, ClientSession, ClientStore};
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{
    EntryId, EventMask, GetPropsFlags, MapiResult, Notification, QueryRowsFlags, ReceiveFolderFlags,
    SessionLogoffFlags, TableFlags,
};
use crate::spi::{
    Connection, IMAPIAdviseSink, IMAPIFolder, IMsgStore, OpenEntryRequest, OpenStoreRequest, SinkAnswer,
};

/// What a client has.
#[derive(Default)]
struct Hands {
    session: Option<ClientSession>,
    stores: Vec<Held>,
}

struct Held {
    store: ClientStore,
    connections: Vec<Connection>,
}

/// Plays the steps. What MAPI refuses is no failure of a script.
pub(super) async fn tell(client: Client, acts: &[Act], profile: &str, stores: &[EntryId]) {
    let mut hands = Hands::default();
    for act in acts {
        hands.act(&client, *act, profile, stores).await;
    }
    while let Some(held) = hands.stores.pop() {
        held.store.release().await;
    }
    if let Some(session) = hands.session {
        // A second Logoff is refused.
        drop(session.logoff(SessionLogoffFlags::empty()).await);
    }
}

impl Hands {
    async fn act(&mut self, client: &Client, act: Act, profile: &str, stores: &[EntryId]) {
        match act {
            Act::LogOn(flags) => {
                if self.session.is_none() {
                    self.session = client.logon(profile, flags).await.ok();
                }
            }
            Act::Open { store, flags } => {
                let (Some(session), Some(id)) = (&self.session, of(stores, store)) else { return };
                if let Ok(store) = session.open(&OpenStoreRequest::new(id).flags(flags)).await {
                    self.stores.push(Held { store, connections: Vec::new() });
                }
            }
            Act::Use { store, how } => {
                if let Some(held) = of(&self.stores, store) {
                    held.store.step(|store| drop(used(&**store, how))).await;
                }
            }
            Act::Advise(store) => {
                if let Some(held) = self.held(store) {
                    let advise = |store: &Arc<dyn IMsgStore>| store.advise(None, EVENTS, Arc::new(Deaf));
                    let connection = held.store.step(advise).await;
                    held.connections.extend(connection);
                }
            }
            Act::Unadvise(store) => {
                if let Some(held) = self.held(store)
                    && let Some(connection) = held.connections.pop()
                {
                    held.store.step(|store| drop(store.unadvise(connection))).await;
                }
            }
            Act::StoreLogoff { store, flags } => {
                if let Some(held) = of(&self.stores, store) {
                    held.store.step(|store| drop(store.store_logoff(flags))).await;
                }
            }
            Act::Release(store) => {
                if let Some(place) = place(self.stores.len(), store) {
                    self.stores.remove(place).store.release().await;
                }
            }
            Act::LogOff => {
                if let Some(session) = &self.session {
                    drop(session.logoff(SessionLogoffFlags::empty()).await);
                }
            }
        }
    }

    fn held(&mut self, store: u8) -> Option<&mut Held> {
        let place = place(self.stores.len(), store)?;
        self.stores.get_mut(place)
    }
}

fn place(len: usize, number: u8) -> Option<usize> {
    usize::from(number).checked_rem(len)
}

fn of<T>(list: &[T], number: u8) -> Option<&T> {
    list.get(place(list.len(), number)?)
}

fn used(store: &dyn IMsgStore, how: Usage) -> MapiResult<()> {
    match how {
        Usage::Props => store.get_props(None, GetPropsFlags::empty()).map(drop),
        Usage::Folders => root(store)?.get_hierarchy_table(TableFlags::empty()).map(drop),
        Usage::Contents => {
            let table = root(store)?.get_contents_table(TableFlags::empty())?;
            table.query_rows(1, QueryRowsFlags::empty()).map(drop)
        }
        Usage::ReceiveFolder => store.get_receive_folder(None, ReceiveFolderFlags::empty()).map(drop),
        Usage::Compare => {
            let props = store.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty())?;
            let id = props.value.first().and_then(|prop| prop.as_entry_id());
            id.map_or(Ok(()), |id| store.compare_entry_ids(&id, &id, 0).map(drop))
        }
    }
}

fn root(store: &dyn IMsgStore) -> MapiResult<Arc<dyn IMAPIFolder>> {
    store.open_entry(&OpenEntryRequest::root())?.into_folder()
}

/// What stores tell of.
const EVENTS: EventMask = EventMask::fnevNewMail
    .union(EventMask::fnevObjectCreated)
    .union(EventMask::fnevObjectDeleted)
    .union(EventMask::fnevObjectModified)
    .union(EventMask::fnevObjectMoved)
    .union(EventMask::fnevObjectCopied)
    .union(EventMask::fnevSearchComplete);

/// Hears everything and does nothing.
struct Deaf;

impl IMAPIAdviseSink for Deaf {
    fn on_notify(&self, _: &[Notification]) -> SinkAnswer {
        SinkAnswer::S_OK
    }
}
