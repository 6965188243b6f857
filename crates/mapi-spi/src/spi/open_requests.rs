//! Arguments of the `OpenEntry` methods and of `IMAPISession::OpenMsgStore`.

use super::ParentWindow;
use crate::mapi::{EntryId, MapiUid, OpenEntryFlags, OpenStoreFlags};

/// Arguments of every `OpenEntry`: `IMSLogon`, `IMsgStore`, `IMAPIContainer`, `IMAPISession`,
/// `IMAPISupport`, `IAddrBook`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OpenEntryRequest<'a> {
    /// `lpEntryID`: the object; `None` is the root folder of a store, or the top-level container.
    pub entry_id: Option<&'a EntryId>,
    /// `lpInterface`: the interface wanted; `None` is the standard one of the object's kind.
    pub interface: Option<MapiUid>,
    /// `ulFlags`.
    pub flags: OpenEntryFlags,
}

impl<'a> OpenEntryRequest<'a> {
    /// Opens an object read-only by its standard interface.
    pub fn new(entry_id: &'a EntryId) -> Self {
        Self { entry_id: Some(entry_id), interface: None, flags: OpenEntryFlags::empty() }
    }

    /// Opens the root: `lpEntryID` is NULL.
    pub fn root() -> Self {
        Self { entry_id: None, interface: None, flags: OpenEntryFlags::empty() }
    }

    setters! {
        /// The interface wanted.
        interface: Option<MapiUid>,
        /// The flags.
        flags: OpenEntryFlags,
    }
}

/// Arguments of `IMAPISession::OpenMsgStore`. Page: `imapisession-openmsgstore`.
///
/// The page forbids a NULL identifier; here the type does.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OpenStoreRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `lpEntryID`: the store, wrapped or not.
    pub entry_id: &'a EntryId,
    /// `lpInterface`: `None` is `IMsgStore`.
    pub interface: Option<MapiUid>,
    /// `ulFlags`.
    pub flags: OpenStoreFlags,
}

impl<'a> OpenStoreRequest<'a> {
    /// Opens a store read-only by its standard interface, without window.
    pub fn new(entry_id: &'a EntryId) -> Self {
        Self { window: ParentWindow::none(), entry_id, interface: None, flags: OpenStoreFlags::empty() }
    }

    setters! {
        /// The parent window for dialogs.
        window: ParentWindow<'a>,
        /// The interface wanted.
        interface: Option<MapiUid>,
        /// The flags.
        flags: OpenStoreFlags,
    }
}
