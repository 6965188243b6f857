//! Objects: their interfaces, and their numbers if they are wrappers with one.

use std::sync::Arc;

use super::{Show, Value, Values, add, left_out};
use crate::methods::{Interface, ObjectNo};
use crate::spi::*;
use crate::wrap::number_of;

/// Interfaces of objects, as arguments and as answers, each with how its number is found.
macro_rules! objects {
    ($number:expr; $($interface:ident,)+) => {$(
        impl Show for Arc<dyn $interface> {
            fn show(&self, name: &'static str, values: &mut Values) {
                let number = $number(&**self);
                add(values, name, Value::Object(ObjectNo { interface: Interface::$interface, number }));
            }
        }

        impl Show for &Arc<dyn $interface> {
            fn show(&self, name: &'static str, values: &mut Values) {
                (*self).show(name, values);
            }
        }
    )+};
}

objects! {
    number_of;
    IMSLogon, IMsgStore, IMAPIFolder, IMessage, IAttach, IMAPITable, IStream, IStorage, ILockBytes, IMAPIStatus, IProfSect,
    IMAPIAdviseSink, IMAPIProgress,
}

objects! {
    unnumbered;
    IMAPIProp, IMAPIContainer, IMAPISession, IMsgServiceAdmin, IProviderAdmin, IAddrBook,
}

/// An object by an interface that has no wrapper.
const fn unnumbered<I: ?Sized>(_object: &I) -> u32 {
    0
}

left_out! { Arc<dyn IMSLogon>, Arc<dyn IMsgStore>, Arc<dyn IMessage>, }

impl Show for Support {
    fn show(&self, name: &'static str, values: &mut Values) {
        add(values, name, Value::Object(ObjectNo { interface: Interface::IMAPISupport, number: 0 }));
    }
}

impl Show for OtherInterface {
    fn show(&self, name: &'static str, values: &mut Values) {
        match self {
            Self::Object(object) => object.show(name, values),
            Self::Own(_) => add(values, name, Value::Word("own interface")),
        }
    }
}

impl Show for &MapiObject {
    fn show(&self, name: &'static str, values: &mut Values) {
        (*self).show(name, values);
    }
}

impl Show for MapiObject {
    fn show(&self, name: &'static str, values: &mut Values) {
        match self {
            Self::Store(object) => object.show(name, values),
            Self::AddressBook(object) => object.show(name, values),
            Self::Folder(object) => object.show(name, values),
            Self::AbContainer(object) | Self::DistList(object) => object.show(name, values),
            Self::Message(object) => object.show(name, values),
            Self::MailUser(object) | Self::Prop(object) => object.show(name, values),
            Self::Attach(object) => object.show(name, values),
            Self::ProfileSection(object) => object.show(name, values),
            Self::Status(object) => object.show(name, values),
            Self::Session(object) => object.show(name, values),
            Self::ServiceAdmin(object) => object.show(name, values),
            Self::Table(object) => object.show(name, values),
            Self::Stream(object) => object.show(name, values),
            Self::Storage(object) => object.show(name, values),
            Self::LockBytes(object) => object.show(name, values),
        }
    }
}
