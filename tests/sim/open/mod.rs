//! From `OpenMsgStore` to the store in the hands of the client, and who is asked then.

mod configure;
mod default_store;
mod failures;
mod folder_store;
mod paths;
mod routing;
mod special_folders;
