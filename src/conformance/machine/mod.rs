//! Where rules are tried: machines with a provider on them, and what clients and the spooler do there.
//!
//! A [`Trial`] is one rule on one fixture. It makes a [`Machine`] for each course of events that the rule looks at. A
//! rule asks the objects on a machine, the trace of the machine, and a log where the trace keeps too little.

mod call_log;
mod dialog_log;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod machine;
mod made;
mod moves;
mod objects;
mod options;
mod profile;
mod questions;
mod status;
mod store_walk;
mod tables;
mod trial;

pub(super) use call_log::CallLog;
pub(super) use dialog_log::DialogLog;
pub use machine::Machine;
pub(super) use made::{new_folder, new_message, save};
pub use objects::log_off;
pub(super) use objects::{
    NO_INTERFACE, Whose, code_of, entry_id, get, open_by_session, props_of, root_folder, support_mask,
    unwrapped,
};
pub use options::MachineOptions;
pub(super) use profile::PROFILE;
pub(super) use questions::{
    called, calls, calls_of, calls_on, calls_with_arguments, dialogs, dialogs_in, inside, logon_supports,
    names, returns,
};
pub(super) use status::{
    StoreWithRow, bits, change_password, new_row, object_of, object_of_row, provider_row, status_rows,
    store_rows,
};
pub(super) use store_walk::{Found, KnownId, StoreWalk};
pub(super) use tables::{contents_table, hierarchy_table, in_any_width, row_ids, rows_if_any, rows_of};
pub use trial::Trial;
