//! The way from `OpenMsgStore` to the store that the client gets, and who is called then.

mod again;
mod configure;
mod default_store;
mod disabled;
mod error_texts;
mod failures;
mod folder_store;
mod paths;
mod quirks;
mod routing;
mod special_folders;
mod windows;
