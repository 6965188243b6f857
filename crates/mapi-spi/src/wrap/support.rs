//! Support objects, whose references are counted one by one.

use std::any::Any;
use std::sync::Arc;

use super::mapi_side;
use super::wrapped::{Wrappable, Wrapped, Wrapper};
use crate::mapi::*;
use crate::methods::{self, Interface, Method, Show};
use crate::spi::*;

/// Overrides what the support objects answer that the provider is given: by `Logon`, by `SpoolerLogon`, by the message service entry
/// point and by `GetSvcConfigSupportObj`.
pub trait WrapSupport: Send + Sync {
    /// Comes before every method but `AddRef` and `Release`. An error is the method's answer, and the method is not
    /// called.
    fn before(&self, inner: &dyn IMAPISupport, method: Method) -> MapiResult<()> {
        let _ = (inner, method);
        Ok(())
    }

    /// [`IMAPISupport::add_ref`], counted by `inner` unless overridden.
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        inner.add_ref(counted)
    }

    /// [`IMAPISupport::release`], counted by `inner` unless overridden.
    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        inner.release(counted)
    }

    i_mapi_support_rows! { override_methods! IMAPISupport of IMAPISupport; }
    override_other_interface!(IMAPISupport of IMAPISupport);
}

impl IMAPISupport for Wrapped<dyn IMAPISupport> {
    fn add_ref(&self, counted: CountedBy) -> u32 {
        self.inner().map_or(0, |inner| self.wrapper().overrides.support.add_ref(inner, counted))
    }

    fn release(&self, counted: CountedBy) -> u32 {
        self.inner().map_or(0, |inner| self.wrapper().overrides.support.release(inner, counted))
    }

    i_mapi_support_rows! { forward_methods! IMAPISupport to mapi_side support; }
    forward_other_interface!(mapi_side support, before);
}

impl Wrappable for dyn IMAPISupport {
    const INTERFACE: Interface = Interface::IMAPISupport;

    fn as_any(&self) -> &dyn Any {
        self
    }

    /// References are counted, so the end of the object itself is not a release.
    fn released(_wrapper: &Wrapper, inner: Arc<Self>) {
        drop(inner);
    }
}
