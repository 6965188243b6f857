//! Arguments of the notification methods of `IMAPISupport`.

use std::sync::Arc;

use super::IMAPIAdviseSink;
use crate::mapi::{EntryId, EventMask, MapiErrorDetail, Notification, NotificationKey, NotifyFlags};

/// Arguments of `IMAPISupport::Subscribe`. Page: `imapisupport-subscribe`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SubscribeRequest<'a> {
    /// `lpKey`: stands for the advise source; what `Notify` will be called with.
    pub key: &'a NotificationKey,
    /// `ulEventMask`.
    pub events: EventMask,
    /// `ulFlags`: `NOTIFY_SYNC`.
    pub flags: NotifyFlags,
    /// `lpAdviseSink`: MAPI keeps a reference of its own until `Unsubscribe`.
    pub sink: &'a Arc<dyn IMAPIAdviseSink>,
}

impl<'a> SubscribeRequest<'a> {
    /// An asynchronous subscription.
    pub fn new(key: &'a NotificationKey, events: EventMask, sink: &'a Arc<dyn IMAPIAdviseSink>) -> Self {
        Self { key, events, flags: NotifyFlags::empty(), sink }
    }

    setters! {
        /// The flags.
        flags: NotifyFlags,
    }
}

/// `lpvData` of `IMAPISupport::SpoolerNotify`. Page: `imapisupport-spoolernotify`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SpoolerNotifyData {
    /// With `NOTIFY_NEWMAIL_RECEIVED`: the new message (a `NEWMAIL_NOTIFICATION`). From store providers.
    NewMail(Box<Notification>),
    /// With `NOTIFY_SENTDEFERRED`: the deferred message. From transport providers.
    SentDeferred(EntryId),
    /// With `NOTIFY_CRITICAL_ERROR`: what happened. From transport providers.
    CriticalError(MapiErrorDetail),
}
