//! The rules, one function each, by area.

pub(super) mod already_open;
pub(super) mod changes;

pub(super) mod compare;
pub(super) mod default_store;
pub(super) mod errors;
pub(super) mod ids;
pub(super) mod init;
pub(super) mod logon;
pub(super) mod nine_steps;
pub(super) mod notify;

pub(super) mod open_store;
pub(super) mod profile;
pub(super) mod service;
pub(super) mod shutdown;
pub(super) mod spooler;
pub(super) mod status;
pub(super) mod status_object;
