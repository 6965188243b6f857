//! What `IUnknown::QueryInterface` gives beside the interfaces that methods give.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::MapiObject;
use crate::mapi::{MapiResult, codes};

/// Another interface of an object: what its `other_interface` answers to an interface identifier.
///
/// In COM an object is asked for any interface by its identifier. Here most have a way of their own: an object comes with
/// the interfaces that its own extends, and [`provider_shutdown`](super::IMSProvider::provider_shutdown),
/// [`client_shutdown`](super::IMAPISession::client_shutdown) and
/// [`query_admin2`](super::IMsgServiceAdmin::query_admin2) give those that providers, sessions and service
/// administration objects have beside them. `other_interface` is for the rest. An object that lacks the interface answers
/// MAPI_E_INTERFACE_NOT_SUPPORTED \[ERR-16\].
///
/// Stores of real providers have interfaces that no trait is here for. The owner and who asks agree on a type for such a
/// one:
///
/// ```
/// # use std::sync::Arc;
/// use mapi_spi::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
/// use mapi_spi::mapi::{GetPropsFlags, MapiResult, MapiUid, PropTag, PropValue, Warned};
/// use mapi_spi::spi::{IMAPIProp, IMsgStore, OtherInterface};
///
/// const IID_ICOUNT_MAILBOXES: MapiUid = MapiUid::from_bytes(*b"count mailboxes!");
///
/// struct Store {
///     mailboxes: u32,
/// }
///
/// /// The store by its other interface.
/// struct CountMailboxes(Arc<Store>);
///
/// impl CountMailboxes {
///     fn count(&self) -> u32 {
///         self.0.mailboxes
///     }
/// }
///
/// impl IMAPIProp for Store {
///     fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
///         match *interface {
///             IID_ICOUNT_MAILBOXES => Ok(OtherInterface::own(CountMailboxes(self))),
///             _ => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
///         }
///     }
/// #   fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
/// #       Ok(Warned::ok(Vec::new()))
/// #   }
/// }
/// # impl IMsgStore for Store {}
///
/// let store: Arc<dyn IMsgStore> = Arc::new(Store { mailboxes: 3 });
/// let other = store.other_interface(&IID_ICOUNT_MAILBOXES)?;
/// assert_eq!(other.into_own::<CountMailboxes>()?.count(), 3);
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
#[doc(alias = "QueryInterface")]
#[derive(Clone)]
#[non_exhaustive]
pub enum OtherInterface {
    /// An interface that a trait is here for: `ILockBytes`, or the `IMsgStore` of a provider whose logon object is its
    /// store object as well.
    Object(MapiObject),
    /// An interface that no trait is here for, in the form that its owner has for it.
    Own(Arc<dyn Any + Send + Sync>),
}

impl OtherInterface {
    /// An interface of the owner's own.
    pub fn own(interface: impl Any + Send + Sync) -> Self {
        Self::Own(Arc::new(interface))
    }

    /// The object by an interface that a trait is here for.
    ///
    /// # Errors
    /// MAPI_E_INTERFACE_NOT_SUPPORTED for another interface.
    pub fn into_object(self) -> MapiResult<MapiObject> {
        match self {
            Self::Object(object) => Ok(object),
            Self::Own(_) => Err(codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
        }
    }

    /// The owner's own interface of this type.
    ///
    /// # Errors
    /// MAPI_E_INTERFACE_NOT_SUPPORTED for another interface, and for one of another type.
    pub fn into_own<T: Any + Send + Sync>(self) -> MapiResult<Arc<T>> {
        let own = match self {
            Self::Own(own) => own.downcast().ok(),
            Self::Object(_) => None,
        };
        own.ok_or_else(|| codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}

impl fmt::Debug for OtherInterface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(object) => fmt::Debug::fmt(object, f),
            Self::Own(_) => f.write_str("Own"),
        }
    }
}
