//! The checks, one event at a time.

use litemap::LiteMap;

use super::book::Book;
use super::{Invariant, Violation};
use crate::load::readings::{Reading, Strictness};
use crate::mapi::LogoffFlags;
use crate::methods::Method;
use crate::trace::event::{Actor, Event, Object, Out, What};
use crate::trace::fact::Fact;
use crate::trace::ids::{ProviderNo, StoreNo, SupportNo};

/// What has been seen of a logon object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Logoff {
    Called,
    Returned,
    Released,
}

/// What has been seen of a support object.
#[derive(Clone, Copy, Default)]
struct SupportSeen {
    count: u32,
    /// The event that brought the count to zero.
    emptied: Option<usize>,
    freed: bool,
    /// The last change of the count was MAPI's.
    last_by_mapi: bool,
    transport_logoffs: u32,
    /// Those of them that were not refused.
    completed: u32,
}

#[derive(Default)]
pub(super) struct Checker {
    /// The trace has the calls.
    sees_calls: bool,
    /// The trace has what MAPI does without a call.
    sees_mapi: bool,
    book: Book,
    logoffs: LiteMap<StoreNo, Logoff>,
    supports: LiteMap<SupportNo, SupportSeen>,
    shut_down: LiteMap<ProviderNo, ()>,
    /// The next release may have had more than one `StoreLogoffTransports`, by the reading of open point 22.
    several_logoffs: bool,
    found: Vec<Violation>,
}

impl Checker {
    pub(super) fn new(sees_calls: bool, sees_mapi: bool) -> Self {
        Self { sees_calls, sees_mapi, ..Self::default() }
    }

    pub(super) fn see(&mut self, number: usize, event: &Event) {
        match event.what {
            What::Call { from, to, method, .. } => self.called(number, from, to, method),
            What::Return { from, method, out, .. } => self.returned(from, method, out),
            What::Panicked { from, method } => self.returned(from, method, Out::None),
            What::AddRef { object: Object::Support(support), by, count }
            | What::Release { object: Object::Support(support), by, count } => {
                self.counted(number, support, by, count);
            }
            What::Fact(Fact::SupportFreed(support)) => self.freed(number, support),
            What::Fact(Fact::LogonReleased(store)) => self.released(number, store),
            What::Fact(Fact::ReadAs(Reading::TransportLogoffs, choice)) => {
                self.several_logoffs = choice == Strictness::Lenient;
            }
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) => {}
        }
        self.book.see(event);
    }

    /// Everything that was found; what should have followed by the end has not.
    pub(super) fn finish(mut self) -> Vec<Violation> {
        for (support, seen) in std::mem::take(&mut self.supports) {
            if let Some(number) = seen.emptied.filter(|_| self.sees_mapi && !seen.freed) {
                self.broken(Invariant::SupportFreedOnce, Object::Support(support), number);
            }
        }
        self.found.sort_unstable_by_key(|violation| violation.event);
        self.found
    }

    fn broken(&mut self, invariant: Invariant, object: Object, event: usize) {
        self.found.push(Violation { invariant, object, event });
    }

    fn called(&mut self, number: usize, from: Actor, to: Object, method: Method) {
        self.check_after_shutdown(number, from, to);
        match (to, method) {
            (Object::Logon(store), Method::LogonLogoff) => self.logoff_called(number, store),
            (Object::Provider(provider), Method::ProviderShutdown) => self.shutdown(number, provider),
            (Object::Support(support), Method::SupportStoreLogoffTransports) => {
                self.supports.entry(support).or_default().transport_logoffs += 1;
            }
            _ => {}
        }
    }

    fn logoff_called(&mut self, number: usize, store: StoreNo) {
        if self.logoffs.insert(store, Logoff::Called).is_some() {
            self.broken(Invariant::OneLogoff, Object::Logon(store), number);
        }
    }

    fn shutdown(&mut self, number: usize, provider: ProviderNo) {
        let over = |logoff: &Logoff| match logoff {
            Logoff::Called => false,
            Logoff::Returned => !self.sees_mapi,
            Logoff::Released => true,
        };
        let lives = |store: &StoreNo| !self.logoffs.get(store).is_some_and(over);
        let living = self.book.stores_of(provider).find(lives);
        if let Some(store) = living {
            self.broken(Invariant::ShutdownAfterLogons, Object::Logon(store), number);
        }
        self.shut_down.insert(provider, ());
    }

    /// A client may still call the shells it holds [SHUT-15]; MAPI, the spooler and the provider are through.
    fn check_after_shutdown(&mut self, number: usize, from: Actor, to: Object) {
        if self.shut_down.is_empty() {
            return;
        }
        let (provider, invariant) = if let Object::Provider(provider) = to {
            (Some(provider), Invariant::NothingAfterShutdown)
        } else if let Object::Logon(store) | Object::Store(store) = to
            && from != Actor::Client
        {
            (self.book.provider_of(store), Invariant::NothingAfterShutdown)
        } else if let Object::Support(support) = to {
            (self.book.owner_of(support), Invariant::SilentAfterShutdown)
        } else {
            return;
        };
        if provider.is_some_and(|provider| self.shut_down.contains_key(&provider)) {
            self.broken(invariant, to, number);
        }
    }

    fn returned(&mut self, from: Object, method: Method, out: Out) {
        if let (Object::Logon(store), Method::LogonLogoff) = (from, method)
            && self.logoffs.get(&store) == Some(&Logoff::Called)
        {
            self.logoffs.insert(store, Logoff::Returned);
        }
        if let (Object::Support(support), Out::Logoff(flags)) = (from, out)
            && flags.contains(LogoffFlags::LOGOFF_COMPLETE)
        {
            self.supports.entry(support).or_default().completed += 1;
        }
    }

    fn released(&mut self, number: usize, store: StoreNo) {
        let before = self.logoffs.insert(store, Logoff::Released);
        let in_order =
            if self.sees_calls { before == Some(Logoff::Returned) } else { before != Some(Logoff::Released) };
        if !in_order {
            self.broken(Invariant::LogoffBeforeRelease, Object::Logon(store), number);
        }
    }

    fn counted(&mut self, number: usize, support: SupportNo, by: Actor, count: u32) {
        let seen = self.supports.entry(support).or_default();
        seen.count = count;
        seen.last_by_mapi = by == Actor::Mapi;
        let late = seen.freed || seen.emptied.is_some();
        seen.emptied = (count == 0).then_some(number);
        if late {
            self.broken(Invariant::SupportFreedOnce, Object::Support(support), number);
        }
    }

    fn freed(&mut self, number: usize, support: SupportNo) {
        let seen = self.supports.entry(support).or_default();
        let before = *seen;
        seen.freed = true;
        if before.freed || before.count > 0 {
            self.broken(Invariant::SupportFreedOnce, Object::Support(support), number);
        }
        let several = std::mem::take(&mut self.several_logoffs);
        // Once Logoff has been called it is the session that ends, which needs no StoreLogoffTransports [SHUT-03]; what
        // MAPI was the last to hold was never kept by a store.
        let store = self.book.store_of(support).filter(|_| !before.last_by_mapi);
        let Some(store) = store.filter(|store| !self.logoffs.contains_key(store)) else { return };
        if before.transport_logoffs == 0 || (before.completed > 1 && !several) {
            self.broken(Invariant::OneTransportLogoff, Object::Store(store), number);
        }
    }
}
