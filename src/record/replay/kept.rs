//! What of a live answer later calls need: objects, bookmarks and connections.

use std::sync::Arc;

use crate::mapi::*;
use crate::spi::*;

/// What a live answer has for later calls.
pub(super) enum Kept {
    Nothing,
    Object(MapiObject),
    Providers(Arc<dyn IProviderAdmin>),
    Bookmark(Bookmark),
    Connection(Connection),
}

/// An answer of a method.
pub(super) trait Keep {
    fn kept(self) -> Kept;
}

impl<T: Keep> Keep for Warned<T> {
    fn kept(self) -> Kept {
        self.value.kept()
    }
}

macro_rules! objects {
    ($($interface:ident as $variant:ident;)+) => {$(
        impl Keep for Arc<dyn $interface> {
            fn kept(self) -> Kept {
                Kept::Object(MapiObject::$variant(self))
            }
        }
    )+};
}

objects! {
    IMAPIFolder as Folder;
    IMessage as Message;
    IAttach as Attach;
    IMAPITable as Table;
    IStream as Stream;
    IStorage as Storage;
    IMsgStore as Store;
    IProfSect as ProfileSection;
    IAddrBook as AddressBook;
    IMsgServiceAdmin as ServiceAdmin;
}

impl Keep for Arc<dyn IProviderAdmin> {
    fn kept(self) -> Kept {
        Kept::Providers(self)
    }
}

impl Keep for MapiObject {
    fn kept(self) -> Kept {
        Kept::Object(self)
    }
}

impl Keep for OtherInterface {
    fn kept(self) -> Kept {
        if let Self::Object(object) = self { Kept::Object(object) } else { Kept::Nothing }
    }
}

impl Keep for CreatedAttach {
    fn kept(self) -> Kept {
        self.attach.kept()
    }
}

impl Keep for Bookmark {
    fn kept(self) -> Kept {
        Kept::Bookmark(self)
    }
}

impl Keep for Connection {
    fn kept(self) -> Kept {
        Kept::Connection(self)
    }
}

/// Answers of which nothing is used later but what is compared.
macro_rules! nothing {
    ($($type:ty,)+) => {$(
        impl Keep for $type {
            fn kept(self) -> Kept {
                Kept::Nothing
            }
        }
    )+};
}

nothing! {
    (), bool, MapiUid, u32, i32, u64, usize, (u64, u64), Vec<u8>, Vec<PropTag>, Vec<PropValue>, Vec<PropProblem>, Vec<Row>,
    Vec<StorageElement>, Vec<MapiString>, Option<EntryId>, Option<MapiErrorDetail>, NamesFromIds, SortOrderSet, SearchCriteria, MessageStatus, LogoffFlags,
    ReceiveFolder, TableState, TableStatus, TablePosition, ExpandedRows, StreamStat,
}
