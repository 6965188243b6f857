//! The session's own tables while clients have them open, and who is told of what happens in a session.
//!
//! What the tables show is in the other books. An open table keeps rows of its own and the revisions they were
//! made from; whoever changes what tables show counts a revision up, which costs the same whether anybody looks or not.
//! Tables are brought up to date when they are read. Those that have sinks are also when the kernel delivers
//! notifications: at the end of every call that can change them, where no lock is held.

mod audience;
mod listeners;
mod tables;

pub(crate) use audience::Audience;
pub(crate) use listeners::{ClientNo, Delivery, Listeners, Source};
pub(crate) use tables::{LiveTable, LiveTables, Revision, Shown, TableNo};
