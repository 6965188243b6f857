//! The counted handle on a support object.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::IMAPISupport;
use crate::unwind::in_destructor;

/// A counted reference on a support object: cloning it is `AddRef`, dropping it is `Release`.
///
/// `IMSProvider::Logon` receives it by reference, so a provider that keeps it has to clone it, and the
/// count says so. Everything else is called through it as on the object itself.
#[doc(alias = "LPMAPISUP")]
pub struct Support {
    object: Arc<dyn IMAPISupport>,
    /// False for a handle that was lent, and in the moment between giving the reference away and being dropped.
    owns_reference: bool,
}

impl Support {
    /// Takes over one reference that the object counts already, as its maker does with the first one.
    ///
    /// For MAPI and for wrappers that hand out a support object of their own; nothing is counted here, but
    /// dropping the handle releases that reference.
    pub fn from_object(object: Arc<dyn IMAPISupport>) -> Self {
        Self { object, owns_reference: true }
    }

    /// Gives the reference away uncounted: the reverse of [`from_object`](Self::from_object).
    ///
    /// For a wrapper that hands every count on. The reference it takes over is the one that the first handle
    /// on the wrapper releases. Who does it without such a plan leaks a reference, as in C++.
    pub fn into_object(mut self) -> Arc<dyn IMAPISupport> {
        self.owns_reference = false;
        Arc::clone(&self.object)
    }

    /// A handle that owns no reference, for the length of a call: what a wrapper passes on when it is lent this one.
    ///
    /// `wrap` makes the wrapper's object around this one; clones of the answer count on that, and dropping the answer
    /// itself counts nothing.
    #[must_use]
    pub fn lend(&self, wrap: impl FnOnce(Arc<dyn IMAPISupport>) -> Arc<dyn IMAPISupport>) -> Self {
        Self { object: wrap(Arc::clone(&self.object)), owns_reference: false }
    }

    /// Whether two handles are references on the same object.
    pub fn same_object(first: &Self, second: &Self) -> bool {
        Arc::ptr_eq(&first.object, &second.object)
    }
}

impl Deref for Support {
    type Target = dyn IMAPISupport;

    fn deref(&self) -> &Self::Target {
        &*self.object
    }
}

impl Clone for Support {
    fn clone(&self) -> Self {
        self.object.add_ref(CountedBy(()));
        Self::from_object(Arc::clone(&self.object))
    }
}

impl Drop for Support {
    fn drop(&mut self) {
        if self.owns_reference {
            in_destructor(|| {
                self.object.release(CountedBy(()));
            });
        }
    }
}

impl fmt::Debug for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IMAPISupport")
    }
}

/// Shows that a count comes from a [`Support`] handle, which alone can make this token.
///
/// Nobody can call [`IMAPISupport::add_ref`] or [`IMAPISupport::release`] out of balance by hand. A wrapper
/// that gets the token may hand it on to the object it wraps: one token is one count.
#[derive(Debug)]
pub struct CountedBy(());
