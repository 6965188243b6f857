//! Notifications of MAPI itself are delivered.

use crate::mapi::Notification;
use crate::mapi::codes::S_OK;
use crate::methods::{Show, ShowDetail, Values};
use crate::sim::books::live::Delivery;
use crate::sim::books::state::State;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::shared::Shared;
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out};

/// How many notifications one call delivers. A sink that changes in each what it is told of would never hear the end; what
/// is left comes with the next delivery.
const MOST: u32 = 10_000;

impl Shared {
    /// Tells every sink what it has not been told yet. Sinks are foreign code: what one of them changes is delivered when
    /// it has returned, and after one that panics the rest comes with the next delivery.
    pub(super) async fn deliver_notifications(&self) {
        let Some(mut delivery) = self.with(State::begin_delivery) else { return };
        let guard = EndDelivery(self);
        for _ in 0..MOST {
            self.deliver(delivery).await;
            let Some(next) = self.with(State::next_delivery) else {
                // Whoever finds nothing more to deliver has ended the delivery already.
                std::mem::forget(guard);
                return;
            };
            delivery = next;
        }
        let text = format!("{MOST} notifications were delivered, each of which may have led to the next one");
        self.note(Context::session(delivery.session), text);
        delivery.sink.let_go();
    }

    /// What the trace keeps of notifications: their number, or with enough detail all that is in them.
    pub(crate) fn told_of(&self, notifications: &[Notification]) -> Args {
        let detail = self.options.show_detail();
        if detail == ShowDetail::Short {
            return Args::Notifications(u32::try_from(notifications.len()).unwrap_or(u32::MAX));
        }
        let mut values = Values::new(detail);
        notifications.show("notifications", &mut values);
        Args::Values(self.with(|state| state.recorder.values(values.into_list())))
    }

    async fn deliver(&self, delivery: Delivery) {
        let Delivery { session, connection, sink, notifications } = delivery;
        let call = Call {
            from: Actor::Mapi,
            to: Object::Sink,
            method: Method::AdviseSinkOnNotify,
            args: self.told_of(&notifications),
        };
        let heard = || sink.on_notify(&notifications);
        // Only callbacks of providers may discontinue.
        // What it panics with is kept.
        let stands = |state: &State| state.listeners.stands(connection);
        let _ = self.call_if(stands, Context::session(session), call, heard, |_| (S_OK, Out::None)).await;
        sink.let_go();
    }
}

/// Lets the next one deliver what a panicking sink has left.
struct EndDelivery<'a>(&'a Shared);

impl Drop for EndDelivery<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.listeners.end_delivery());
    }
}
