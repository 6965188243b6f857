//! What was handed out and is in no other book: sections as objects, and pairs that MAPI has released.

mod departed;
mod open_sections;

use std::sync::Arc;

use crate::sim::books::stores::StoreData;
use crate::spi::IMSLogon;
use crate::trace::{Actor, Context, Holding, Method, Object, ProviderNo, SessionNo, StoreNo};
use departed::DepartedStores;
use open_sections::OpenSections;

pub(crate) use open_sections::{OpenSection, SectionUser};

/// The sections that are open as objects, and what is left of pairs that MAPI has released.
#[derive(Default)]
pub(crate) struct Ledger {
    sections: OpenSections,
    departed: DepartedStores,
}

impl Ledger {
    /// The number under which the section is closed again.
    pub(crate) fn section_is_opened(&mut self, section: OpenSection) -> u64 {
        self.sections.add(section)
    }

    pub(crate) fn section_is_closed(&mut self, number: u64) {
        self.sections.remove(number);
    }

    /// Sections that are open, in the order of opening.
    pub(crate) fn open_sections(&self) -> impl Iterator<Item = &OpenSection> {
        self.sections.iter()
    }

    /// Those of a session.
    pub(crate) fn open_sections_of(&self, session: SessionNo) -> impl Iterator<Item = &OpenSection> {
        self.sections.of_session(session)
    }

    /// MAPI has released a pair. Gives the logon object back, to be dropped without the lock.
    pub(crate) fn departs(&mut self, store: StoreNo, data: StoreData) -> Option<Arc<dyn IMSLogon>> {
        self.departed.add(store, data)
    }

    /// Who still holds what of pairs that MAPI has released.
    pub(crate) fn departed_holdings(&self) -> impl Iterator<Item = Holding> {
        self.departed.holdings()
    }

    /// Whether a client still has a pointer to a store of a provider object that MAPI has released.
    pub(crate) fn has_pointer(&self, provider: ProviderNo) -> bool {
        self.departed.has_pointer(provider)
    }
}

/// A line of the ledger, with a count of any width.
pub(crate) fn holding(
    object: Object,
    by: Actor,
    references: usize,
    made_for: Method,
    context: Context,
    overdue: bool,
) -> Holding {
    let references = u32::try_from(references).unwrap_or(u32::MAX);
    Holding::new(object, by, references, made_for, context, overdue)
}
