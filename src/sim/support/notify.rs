//! Notifications and the status row.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_NOT_FOUND, S_OK};
use crate::mapi::{
    EventMask, MapiResult, Notification, NotificationKey, NotifyFlags, PropValue, StatusRowFlags,
};
use crate::sim::books::state::State;
use crate::sim::books::supports::StatusRow;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::shared::plain;
use crate::sim::kernel::turn::run_to_end;
use crate::sim::support::object::SupportObject;
use crate::spi::{Connection, SinkAnswer, SubscribeRequest};
use crate::trace::{Actor, Args, Call, Method, Object, Out};

impl SupportObject {
    pub(super) fn subscribe_sink(&self, request: &SubscribeRequest<'_>) -> MapiResult<Connection> {
        let add = |state: &mut State| {
            let session = self.data(state)?.facts().session;
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
            let connections = self.shared.with(|state| {
                let session = self.data(state)?.facts().session;
                Ok::<_, crate::mapi::MapiError>(state.subscriptions.listeners(session, key, events))
            })?;
            let call = Call {
                from: Actor::Mapi,
                to: Object::Sink,
                method: Method::AdviseSinkOnNotify,
                args: self.shared.told_of(notifications),
            };
            Ok(run_to_end(self.tell(connections, call, notifications)))
        };
        self.forward(Method::SupportNotify, Args::Advise(None, events), run, plain)
    }

    /// Tells one sink after the other, until one wants the others not to be told.
    async fn tell(
        &self,
        connections: Vec<Connection>,
        call: Call,
        notifications: &[Notification],
    ) -> NotifyFlags {
        for connection in connections {
            // A sink may have ended the registration of the next one.
            let found = self.shared.with(|state| {
                let sink = state.subscriptions.sink(connection)?;
                Some((sink, state.record_call(self.context, call)))
            });
            let Some((sink, called)) = found else { continue };
            let answer = self.shared.make(called, || sink.on_notify(notifications)).await;
            sink.let_go();
            let Ok(answer) = answer else { continue };
            self.shared.with(|state| state.recorder.returned(called, (S_OK, Out::None)));
            if answer == SinkAnswer::CALLBACK_DISCONTINUE {
                return NotifyFlags::NOTIFY_CANCELED;
            }
        }
        NotifyFlags::empty()
    }

    pub(super) fn change_status_row(&self, columns: &[PropValue], flags: StatusRowFlags) -> MapiResult<()> {
        let change = |state: &mut State| {
            let session = self.data(state)?.facts().session;
            state.status_changed(session);
            if !flags.contains(StatusRowFlags::STATUSROW_UPDATE) {
                let row = StatusRow::new(state.numbers.next_row(), columns);
                self.data(state)?.add_row(row);
                return Ok(());
            }
            if !self.data(state)?.change_row(columns) {
                return Err(MAPI_E_NOT_FOUND.into());
            }
            Ok(())
        };
        let args = Args::StatusRow(u32::try_from(columns.len()).unwrap_or(u32::MAX), flags);
        // [STATUS-05]
        self.change(Method::SupportModifyStatusRow, args, change)
    }
}
