//! Objects of foreign code are let go one by one: the destructor of each may panic.

use std::sync::Arc;

use crate::mapi::MapiResult;
use crate::sim::kernel::depth::Nested;
use crate::sim::kernel::panics::attempt;
use crate::sim::spooler::SpoolerStore;
use crate::spi::LogonAnswer;

/// What holds objects of foreign code.
pub(crate) trait LetGo {
    /// Whether there is an object at all.
    fn is_something(&self) -> bool {
        true
    }

    /// Releases all of them. What a destructor panics with is kept.
    fn let_go(self);
}

impl<T: ?Sized> LetGo for Arc<T> {
    #[inline(always)]
    fn let_go(self) {
        let nested = Nested::destructor();
        // Kept, if it panics.
        let _ = attempt(|| drop(self));
        drop(nested);
    }
}

impl<T: LetGo> LetGo for Option<T> {
    #[inline(always)]
    fn is_something(&self) -> bool {
        self.as_ref().is_some_and(LetGo::is_something)
    }

    #[inline(always)]
    fn let_go(self) {
        if let Some(object) = self {
            object.let_go();
        }
    }
}

impl<T: LetGo> LetGo for Vec<T> {
    #[inline(always)]
    fn is_something(&self) -> bool {
        self.iter().any(LetGo::is_something)
    }

    #[inline(always)]
    fn let_go(self) {
        self.into_iter().for_each(LetGo::let_go);
    }
}

impl<A: LetGo, B: LetGo> LetGo for (A, B) {
    #[inline(always)]
    fn is_something(&self) -> bool {
        self.0.is_something() || self.1.is_something()
    }

    #[inline(always)]
    fn let_go(self) {
        self.0.let_go();
        self.1.let_go();
    }
}

impl LetGo for SpoolerStore {
    fn let_go(self) {
        (self.logon, self.store).let_go();
    }
}

impl LetGo for LogonAnswer {
    fn is_something(&self) -> bool {
        self.logon.is_some() || self.store.is_some()
    }

    fn let_go(self) {
        (self.logon, self.store).let_go();
    }
}

impl<T: LetGo> LetGo for MapiResult<T> {
    fn is_something(&self) -> bool {
        self.as_ref().is_ok_and(LetGo::is_something)
    }

    fn let_go(self) {
        self.ok().let_go();
    }
}
