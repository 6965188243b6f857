//! `IAttach`: attachments of a message.

use super::IMAPIProp;

/// An attachment. Page: `iattachimapiprop`. It has the methods of [`IMAPIProp`] and none of its own; its
/// interface identifier is `IID_IAttachment`.
pub trait IAttach: IMAPIProp {}

debug_as_name!(IAttach);
