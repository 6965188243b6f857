//! A wrapping that knows what it bends.

use std::collections::BTreeSet;

use mapi_sim::methods::Interface;
use mapi_sim::spi::ProviderEntry;
use mapi_sim::wrap::*;

/// A [`Wrapping`] and the parts of the provider that it bends.
pub(crate) struct Bending {
    wrapping: Wrapping,
    bent: BTreeSet<Part>,
}

/// A variant and a setter for each part.
macro_rules! parts {
    ($($part:ident $field:ident: $wrap:ident $(of $interface:ident)?,)+) => {
        /// What a bend is about: an interface, or an entry point.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub(crate) enum Part {
            $($part,)+
        }

        impl Part {
            /// The part that an interface is; none for the interfaces that nothing here bends.
            pub(crate) fn of(interface: Interface) -> Option<Self> {
                let parts = [$($((Interface::$interface, Self::$part),)?)+];
                parts.into_iter().find(|(known, _)| *known == interface).map(|(_, part)| part)
            }
        }

        impl Bending {
            $(pub(crate) fn $field(mut self, own: impl $wrap + 'static) -> Self {
                self.wrapping = self.wrapping.$field(own);
                self.bent.insert(Part::$part);
                self
            })+
        }
    };
}

parts! {
    Init init: WrapInit,
    Service service: WrapService,
    Provider provider: WrapProvider of IMSProvider,
    Logon logon: WrapLogon of IMSLogon,
    Store store: WrapStore of IMsgStore,
    Folder folder: WrapFolder of IMAPIFolder,
    Message message: WrapMessage of IMessage,
    Table table: WrapTable of IMAPITable,
    Status status: WrapStatus of IMAPIStatus,
    Support support: WrapSupport of IMAPISupport,
    Section section: WrapSection of IProfSect,
    Window window: WrapWindow,
    Sink sink: WrapSink of IMAPIAdviseSink,
}

impl Bending {
    /// Nothing of the provider with this entry point is bent yet.
    pub(crate) fn new(inner: impl ProviderEntry + 'static) -> Self {
        Self { wrapping: Wrapping::new(inner), bent: BTreeSet::new() }
    }

    /// Sees every call on what is wrapped, and changes none.
    pub(crate) fn seen_by(mut self, layer: impl Layer + 'static) -> Self {
        self.wrapping = self.wrapping.layer(layer);
        self
    }

    pub(crate) const fn bent(&self) -> &BTreeSet<Part> {
        &self.bent
    }

    pub(crate) fn into_wrapping(self) -> Wrapping {
        self.wrapping
    }
}
