//! The checks, one event at a time.

use super::book::{Book, Logoff};
use super::{Invariant, Violation};
use crate::load::readings::{Reading, Strictness};
use crate::mapi::LogoffFlags;
use crate::methods::Method;
use crate::trace::event::{Actor, Event, Object, Out, What};
use crate::trace::fact::{Fact, SpoolerPair};
use crate::trace::ids::{ProviderNo, StoreNo, SupportNo};
use crate::trace::log::{Glance, Looker};

#[derive(Default)]
pub(super) struct Checker {
    /// The trace has the calls.
    sees_calls: bool,
    /// The trace has what MAPI does without a call.
    sees_mapi: bool,
    book: Book,
    /// Some provider object has been shut down.
    any_shut_down: bool,
    /// The next release may have had more than one `StoreLogoffTransports`, by the reading of open point 22.
    several_logoffs: bool,
    found: Vec<Violation>,
}

impl Looker for Checker {
    fn wants(&self, glance: Glance) -> bool {
        match glance {
            Glance::Call { to: Object::Provider(_), .. }
            | Glance::Call { method: Method::LogonLogoff | Method::SupportStoreLogoffTransports, .. } => true,
            // Others must not be made then.
            Glance::Call { .. } => self.any_shut_down,
            Glance::Return { from: Object::Support(_), .. } | Glance::Counted(Object::Support(_)) => true,
            Glance::Return { method, .. } => matches!(
                method,
                Method::LogonLogoff
                    | Method::SessionOpenMsgStore
                    | Method::ProviderLogon
                    | Method::ProviderSpoolerLogon
            ),
            Glance::Panicked { method } => method == Method::LogonLogoff,
            Glance::Counted(_) => false,
            Glance::Fact(fact) => matches!(
                fact,
                Fact::SupportFreed(_)
                    | Fact::LogonReleased(_)
                    | Fact::SpoolerPair(_, SpoolerPair::SameStore | SpoolerPair::OtherStore)
                    | Fact::ReadAs(Reading::TransportLogoffs, _)
            ),
        }
    }

    fn look(&mut self, number: usize, event: &Event) {
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
}

impl Checker {
    pub(super) fn new(sees_calls: bool, sees_mapi: bool) -> Self {
        Self { sees_calls, sees_mapi, ..Self::default() }
    }

    /// Everything that was found; what should have followed by the end has not.
    pub(super) fn finish(self) -> Vec<Violation> {
        let Self { sees_mapi, book, mut found, .. } = self;
        let invariant = Invariant::SupportFreedOnce;
        found.extend(book.supports.iter().filter_map(|(support, seen)| {
            let event = seen.emptied.filter(|_| sees_mapi && !seen.freed)?;
            Some(Violation { invariant, object: Object::Support(support), event })
        }));
        found.sort_unstable_by_key(|violation| violation.event);
        found
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
                self.book.supports.change(support, |seen| seen.transport_logoffs += 1);
            }
            _ => {}
        }
    }

    fn logoff_called(&mut self, number: usize, store: StoreNo) {
        if self.sets_logoff(store, Logoff::Called).is_some() {
            self.broken(Invariant::OneLogoff, Object::Logon(store), number);
        }
    }

    /// Says what was seen before.
    fn sets_logoff(&mut self, store: StoreNo, logoff: Logoff) -> Option<Logoff> {
        self.book.pairs.change(store, |pair| pair.logoff.replace(logoff))
    }

    fn shutdown(&mut self, number: usize, provider: ProviderNo) {
        let lives = |store: &StoreNo| match self.book.logoff_of(*store) {
            None | Some(Logoff::Called) => true,
            Some(Logoff::Returned) => self.sees_mapi,
            Some(Logoff::Released) => false,
        };
        let living = self.book.stores_of(provider).find(lives);
        if let Some(store) = living {
            self.broken(Invariant::ShutdownAfterLogons, Object::Logon(store), number);
        }
        self.any_shut_down = true;
        self.book.providers.change(provider, |provider| provider.is_shut_down = true);
    }

    /// A client may still call the shells it holds [SHUT-15]; MAPI, the spooler and the provider are through.
    fn check_after_shutdown(&mut self, number: usize, from: Actor, to: Object) {
        if !self.any_shut_down {
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
        if provider.is_some_and(|provider| self.book.is_shut_down(provider)) {
            self.broken(invariant, to, number);
        }
    }

    fn returned(&mut self, from: Object, method: Method, out: Out) {
        if let (Object::Logon(store), Method::LogonLogoff) = (from, method)
            && self.book.logoff_of(store) == Some(Logoff::Called)
        {
            self.sets_logoff(store, Logoff::Returned);
        }
        if let (Object::Support(support), Out::Logoff(flags)) = (from, out)
            && flags.contains(LogoffFlags::LOGOFF_COMPLETE)
        {
            self.book.supports.change(support, |seen| seen.completed += 1);
        }
    }

    fn released(&mut self, number: usize, store: StoreNo) {
        let before = self.sets_logoff(store, Logoff::Released);
        let in_order =
            if self.sees_calls { before == Some(Logoff::Returned) } else { before != Some(Logoff::Released) };
        if !in_order {
            self.broken(Invariant::LogoffBeforeRelease, Object::Logon(store), number);
        }
    }

    fn counted(&mut self, number: usize, support: SupportNo, by: Actor, count: u32) {
        let late = self.book.supports.change(support, |seen| {
            let late = seen.freed || seen.emptied.is_some();
            seen.count = count;
            seen.last_by_mapi = by == Actor::Mapi;
            seen.emptied = (count == 0).then_some(number);
            late
        });
        if late {
            self.broken(Invariant::SupportFreedOnce, Object::Support(support), number);
        }
    }

    fn freed(&mut self, number: usize, support: SupportNo) {
        let (late, by_mapi, logoffs, completed) = self.book.supports.change(support, |seen| {
            let late = seen.freed || seen.count > 0;
            seen.freed = true;
            (late, seen.last_by_mapi, seen.transport_logoffs, seen.completed)
        });
        if late {
            self.broken(Invariant::SupportFreedOnce, Object::Support(support), number);
        }
        let several = std::mem::take(&mut self.several_logoffs);
        // Once Logoff has been called it is the session that ends, which needs no StoreLogoffTransports [SHUT-03]; what
        // MAPI was the last to hold was never kept by a store.
        let store = self.book.store_of(support).filter(|_| !by_mapi);
        let Some(store) = store.filter(|store| self.book.logoff_of(*store).is_none()) else { return };
        if logoffs == 0 || (completed > 1 && !several) {
            self.broken(Invariant::OneTransportLogoff, Object::Store(store), number);
        }
    }
}
