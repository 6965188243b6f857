//! Notifications and the status row.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_NOT_FOUND, S_OK};
use crate::mapi::{
    EventMask, MapiResult, Notification, NotificationKey, NotifyFlags, PropValue, StatusRowFlags,
};
use crate::sim::books::state::{State, StatusRow};
use crate::sim::kernel::shared::plain;
use crate::sim::support::object::SupportObject;
use crate::spi::{Connection, SinkAnswer, SubscribeRequest};
use crate::trace::{Actor, Args, Call, Method, Object, Out};

impl SupportObject {
    pub(super) fn subscribe_sink(&self, request: &SubscribeRequest<'_>) -> MapiResult<Connection> {
        let add = |state: &mut State| {
            let session = self.data(state)?.session;
            let (key, sink) = (request.key.clone(), Arc::clone(request.sink));
            Ok(state.subscriptions.add(session, self.no, key, request.events, sink))
        };
        let number =
            |connection: &Connection| Out::Connection(u32::try_from(connection.get()).unwrap_or(u32::MAX));
        self.answer(Method::SupportSubscribe, Args::Advise(None, request.events), add, number)
    }

    pub(super) fn unsubscribe_sink(&self, connection: Connection) -> MapiResult<()> {
        let run = || {
            let sink = self.shared.with(|state| state.subscriptions.remove(connection));
            sink.map(drop).ok_or_else(|| MAPI_E_NOT_FOUND.into())
        };
        self.forward(Method::SupportUnsubscribe, Args::None, run, plain)
    }

    pub(super) fn notify_sinks(
        &self,
        key: &NotificationKey,
        notifications: &[Notification],
        _flags: NotifyFlags,
    ) -> MapiResult<NotifyFlags> {
        let events = notifications.iter().fold(EventMask::empty(), |mask, event| mask | event.event());
        let run = || {
            let sinks = self.shared.with(|state| {
                let session = self.data(state)?.session;
                Ok::<_, crate::mapi::MapiError>(state.subscriptions.listeners(session, key, events))
            })?;
            let call = Call {
                from: Actor::Mapi,
                to: Object::Sink,
                method: Method::AdviseSinkOnNotify,
                args: Args::Notifications(u32::try_from(notifications.len()).unwrap_or(u32::MAX)),
            };
            for sink in sinks {
                let heard = || sink.on_notify(notifications);
                let answer = self.shared.cross(self.context, call, heard, |_| (S_OK, Out::None));
                if answer == SinkAnswer::CALLBACK_DISCONTINUE {
                    return Ok(NotifyFlags::NOTIFY_CANCELED);
                }
            }
            Ok(NotifyFlags::empty())
        };
        self.forward(Method::SupportNotify, Args::Advise(None, events), run, plain)
    }

    pub(super) fn change_status_row(&self, columns: &[PropValue], flags: StatusRowFlags) -> MapiResult<()> {
        let change = |state: &mut State| {
            let session = self.data(state)?.session;
            state.session_changed(session);
            if !flags.contains(StatusRowFlags::STATUSROW_UPDATE) {
                let row = StatusRow { number: state.numbers.next_row(), columns: columns.to_vec() };
                self.data(state)?.rows.push(row);
                return Ok(());
            }
            // [STATUS-04] only the columns that are passed change.
            let row = self.data(state)?.rows.last_mut().ok_or(MAPI_E_NOT_FOUND)?;
            merge(&mut row.columns, columns);
            Ok(())
        };
        let args = Args::StatusRow(u32::try_from(columns.len()).unwrap_or(u32::MAX), flags);
        // [STATUS-05]
        self.change(Method::SupportModifyStatusRow, args, change)
    }
}

/// Of several new values of one column the last one counts.
fn merge(columns: &mut Vec<PropValue>, new: &[PropValue]) {
    let last: BTreeMap<u16, usize> =
        new.iter().enumerate().map(|(index, column)| (column.id(), index)).collect();
    columns.retain(|kept| !last.contains_key(&kept.id()));
    let counts = |(index, column): &(usize, &PropValue)| last.get(&column.id()) == Some(index);
    columns.extend(new.iter().enumerate().filter(counts).map(|(_, column)| column.clone()));
}
