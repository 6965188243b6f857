//! `IMAPIFolder` and its base `IMAPIContainer`.

mod changes;
mod copies;
mod object;
mod props;
mod search;
mod tables;

pub(super) use changes::text;
pub(super) use object::FolderObject;
pub(super) use search::{hit_row, hits};
pub(super) use tables::{columns, hierarchy_row, instance_key};
