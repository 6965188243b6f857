//! A read-only message store provider over PST files, built on the crate `outlook-pst`.
//!
//! The file named in the entry identifier, or else in `PR_PST_PATH` of the profile section, is opened at `Logon` and
//! again for every later question, so that nothing of it is kept and every object may be used from any thread.
//!
//! | What is wrong | Code of `Logon` |
//! |---|---|
//! | no file is named | `MAPI_E_UNCONFIGURED` |
//! | there is no such file | `MAPI_E_NOT_FOUND` |
//! | the system does not let it be read, or another program holds it | `MAPI_E_NO_ACCESS` |
//! | it is no PST (an OST, say), truncated or damaged | `MAPI_E_CORRUPT_STORE` |
//! | the password is missing or wrong and nobody can be asked | `MAPI_E_FAILONEPROVIDER` |
//! | the user cancels the dialog for the password or for another file | `MAPI_E_USER_CANCEL` |
//!
//! Each comes with a `MAPIERROR` that names the file. With `MDB_NO_DIALOG` all but the first and the fifth are
//! `MAPI_E_LOGON_FAILED`, as that flag has it. Attachments are not served (`STORE_ATTACH_OK` is clear).
//!
//! After the logon, damage costs what is damaged and nothing else: what cannot be read fails with
//! `MAPI_E_CORRUPT_STORE` and the file's name, and the folders and messages beside it are served. Names in tables are
//! those of the folders, and counts those of the tables. `outlook-pst` reads a message with its recipients and
//! attachments at once, so damage of these costs the message; where it only refuses their form, what the contents
//! table says of the message is served.

mod load;
mod provider;
mod report;

pub use load::{Loaded, load, load_traced};
pub use provider::{DLL_NAME, PR_PST_EXAMPLE_PASSWORD, PstDll, code_of, store_entry_id};
