//! `IMAPIFolder` and its base `IMAPIContainer`.

mod changes;
mod copies;
mod object;
mod props;
mod search;
mod tables;

pub(super) use changes::text;
pub(super) use object::FolderObject;
pub(super) use tables::{columns, instance_key};
