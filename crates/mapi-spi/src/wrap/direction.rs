//! Objects of any kind that cross the wrapper.

use std::any::Any;
use std::sync::Arc;

use super::wrapped::Wrapper;
use crate::spi::{IAttach, IMAPIFolder, IMAPIProp, IMAPIStatus, IMessage, IMsgStore, IProfSect, MapiObject};

impl Wrapper {
    /// An object of the provider on its way out. What MAPI lent to the provider goes back as it came.
    pub(super) fn outward(self: &Arc<Self>, object: MapiObject) -> MapiObject {
        match object {
            MapiObject::Store(inner) => MapiObject::Store(self.store(inner)),
            MapiObject::Folder(inner) => MapiObject::Folder(self.folder(inner)),
            MapiObject::Message(inner) => MapiObject::Message(self.message(inner)),
            MapiObject::Attach(inner) => MapiObject::Attach(self.attach(inner)),
            MapiObject::Status(inner) => MapiObject::Status(self.status(inner)),
            MapiObject::Table(inner) => MapiObject::Table(self.table(inner)),
            MapiObject::Stream(inner) => MapiObject::Stream(self.stream(inner)),
            MapiObject::Storage(inner) => MapiObject::Storage(self.storage(inner)),
            MapiObject::LockBytes(inner) => MapiObject::LockBytes(self.lock_bytes(inner)),
            MapiObject::ProfileSection(section) => MapiObject::ProfileSection(self.bare(&section)),
            MapiObject::Prop(object) => MapiObject::Prop(self.bare_section(&object)),
            // No store provider has these.
            MapiObject::AddressBook(_)
            | MapiObject::AbContainer(_)
            | MapiObject::MailUser(_)
            | MapiObject::DistList(_)
            | MapiObject::Session(_)
            | MapiObject::ServiceAdmin(_) => object,
        }
    }

    /// An object on its way to the provider. The provider's own objects come back as it knows them.
    pub(super) fn inward(self: &Arc<Self>, object: &MapiObject) -> MapiObject {
        match object {
            MapiObject::Store(object) => MapiObject::Store(self.bare(object)),
            MapiObject::Folder(object) => MapiObject::Folder(self.bare(object)),
            MapiObject::Message(object) => MapiObject::Message(self.bare(object)),
            MapiObject::Attach(object) => MapiObject::Attach(self.bare(object)),
            MapiObject::Status(object) => MapiObject::Status(self.bare(object)),
            MapiObject::Table(object) => MapiObject::Table(self.bare(object)),
            MapiObject::Stream(object) => MapiObject::Stream(self.bare(object)),
            MapiObject::Storage(object) => MapiObject::Storage(self.bare(object)),
            MapiObject::LockBytes(object) => MapiObject::LockBytes(self.bare(object)),
            MapiObject::ProfileSection(section) => {
                MapiObject::ProfileSection(self.section(Arc::clone(section)))
            }
            MapiObject::Prop(object) => MapiObject::Prop(self.bare_prop(object)),
            MapiObject::AddressBook(_)
            | MapiObject::AbContainer(_)
            | MapiObject::MailUser(_)
            | MapiObject::DistList(_)
            | MapiObject::Session(_)
            | MapiObject::ServiceAdmin(_) => object.clone(),
        }
    }

    /// An object with properties that may be a section that MAPI lent to the provider.
    pub(super) fn bare_section(&self, object: &Arc<dyn IMAPIProp>) -> Arc<dyn IMAPIProp> {
        match self.inside::<dyn IProfSect>(&**object) {
            Some(section) => section,
            None => Arc::clone(object),
        }
    }

    /// An object of the provider that somebody has by `IMAPIProp` only.
    fn bare_prop(&self, object: &Arc<dyn IMAPIProp>) -> Arc<dyn IMAPIProp> {
        let any: &dyn Any = &**object;
        let store = || self.inside::<dyn IMsgStore>(any).map(|inner| inner as Arc<dyn IMAPIProp>);
        let folder = || self.inside::<dyn IMAPIFolder>(any).map(|inner| inner as Arc<dyn IMAPIProp>);
        let message = || self.inside::<dyn IMessage>(any).map(|inner| inner as Arc<dyn IMAPIProp>);
        let attach = || self.inside::<dyn IAttach>(any).map(|inner| inner as Arc<dyn IMAPIProp>);
        let status = || self.inside::<dyn IMAPIStatus>(any).map(|inner| inner as Arc<dyn IMAPIProp>);
        let bare = store().or_else(folder).or_else(message).or_else(attach).or_else(status);
        bare.unwrap_or_else(|| Arc::clone(object))
    }
}
