//! Notifications of MAPI itself are delivered.

use crate::mapi::codes::S_OK;
use crate::sim::books::live::Delivery;
use crate::sim::books::state::State;
use crate::sim::kernel::shared::Shared;
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out};

impl Shared {
    /// Tells every sink what it has not been told yet. Sinks are foreign code: what one of them changes is told when it
    /// has returned, and after one that panics the rest is told with the next news.
    #[inline]
    pub(crate) fn tell_news(&self) {
        if !self.audience.is_empty() {
            self.tell_all();
        }
    }

    #[cold]
    fn tell_all(&self) {
        let Some(mut telling) = self.with(State::begin_telling) else { return };
        let guard = EndTelling(self);
        loop {
            self.tell(telling);
            let Some(next) = self.with(State::next_telling) else { break };
            telling = next;
        }
        // Whoever finds nothing more to tell has ended the telling already.
        std::mem::forget(guard);
    }

    fn tell(&self, telling: Delivery) {
        let Delivery { session, sink, notifications } = telling;
        let call = Call {
            from: Actor::Mapi,
            to: Object::Sink,
            method: Method::AdviseSinkOnNotify,
            args: Args::Notifications(u32::try_from(notifications.len()).unwrap_or(u32::MAX)),
        };
        let heard = || sink.on_notify(&notifications);
        // Only callbacks of providers may discontinue.
        self.cross(Context::session(session), call, heard, |_| (S_OK, Out::None));
    }
}

/// Lets the next one tell what a panicking sink has left.
struct EndTelling<'a>(&'a Shared);

impl Drop for EndTelling<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.listeners.end_telling());
    }
}
