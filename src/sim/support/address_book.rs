//! `IMAPISupport::OpenAddressBook`.

use std::sync::Arc;

use crate::mapi::{MapiResult, MapiUid, Warned};
use crate::sim::kernel::shared::warned;
use crate::sim::support::empty_address_book::{OpenedBook, open_address_book};
use crate::sim::support::object::SupportObject;
use crate::spi::IAddrBook;
use crate::trace::{Args, Method};

impl SupportObject {
    /// `GetLastError` of this very object has the details \[SESSION-16\].
    pub(super) fn open_book(
        &self,
        interface: Option<MapiUid>,
        flags: u32,
    ) -> MapiResult<Warned<Arc<dyn IAddrBook>>> {
        let run = || {
            let OpenedBook { book, detail } = open_address_book(&self.shared, self.context, interface)?;
            self.shared.with(|state| {
                if let Some(detail) = detail {
                    self.data(state)?.keep_error(Some(detail));
                }
                Ok(book)
            })
        };
        self.forward(Method::SupportOpenAddressBook, Args::Raw(flags), run, warned)
    }
}
