//! Answers that are more than one value.

use super::{Show, Value, Values, add, numbered, single};
use crate::mapi::{FolderType, HResult, TableStatus, TableType, Warned, Warning};
use crate::spi::{
    AddressAnswer, CreatedAttach, DetailsAnswer, ExpandedRows, LogonAnswer, MemAllocRoutines, ReceiveFolder,
    SearchCriteria, StreamStat, TablePosition, TableState,
};

impl<T: Show> Show for Warned<T> {
    fn show(&self, name: &'static str, values: &mut Values) {
        self.value.show(name, values);
    }

    fn code(&self) -> HResult {
        Self::code(self)
    }

    fn warning_mut(&mut self) -> Option<&mut Option<Warning>> {
        Some(&mut self.warning)
    }
}

impl Show for LogonAnswer {
    fn show(&self, _name: &'static str, values: &mut Values) {
        self.logon.show("logon", values);
        self.store.show("store", values);
        if let Some(data) = &self.spool_security {
            data.show("spool_security", values);
        }
    }

    fn code(&self) -> HResult {
        Self::code(self)
    }

    fn warning_mut(&mut self) -> Option<&mut Option<Warning>> {
        Some(&mut self.warning)
    }
}

single! {
    () MemAllocRoutines, this => Value::Number(i64::from(this.ordinal()));
    () FolderType, this => numbered(this.name(), this.raw());
    () TableStatus, this => numbered(this.name(), this.raw());
    () TableType, this => numbered(this.name(), this.raw());
}

/// Answers with fields.
macro_rules! fields {
    ($($type:ty: $($field:ident)+;)+) => {$(
        impl Show for $type {
            fn show(&self, _name: &'static str, values: &mut Values) {
                $(Show::show(&self.$field, stringify!($field), values);)+
            }
        }
    )+};
}

fields! {
    CreatedAttach: number attach;
    TableState: status table_type;
    TablePosition: row numerator denominator;
    ExpandedRows: rows more_rows;
    ReceiveFolder: entry_id;
    StreamStat: size mode;
    AddressAnswer: recipients;
    DetailsAnswer: changed;
}

impl Show for SearchCriteria {
    fn show(&self, _name: &'static str, values: &mut Values) {
        self.restriction.as_ref().show("restriction", values);
        self.containers.as_deref().show("containers", values);
        self.state.show("state", values);
    }
}

impl Show for (u64, u64) {
    fn show(&self, _name: &'static str, values: &mut Values) {
        self.0.show("read", values);
        self.1.show("written", values);
    }
}
