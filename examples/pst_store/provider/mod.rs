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
//! | it is no PST, truncated or damaged | `MAPI_E_CORRUPT_STORE` |
//! | the password is missing or wrong and nobody can be asked | `MAPI_E_FAILONEPROVIDER` |
//! | the user cancels the dialog for the password or for another file | `MAPI_E_USER_CANCEL` |
//!
//! Each comes with a `MAPIERROR` that names the file. With `MDB_NO_DIALOG` all but the first and the fifth are
//! `MAPI_E_LOGON_FAILED`, as that flag has it. Attachments are not served (`STORE_ATTACH_OK` is clear).

mod ask;
mod folder;
mod ids;
mod log_on;
mod message;
mod objects;
mod open_pst;
mod password;
mod pst_file;
mod read;
mod values;

use mapi_sim::mapi::{MapiUid, PropTag, PropType};

pub(crate) use ids::store_entry_id;
pub(crate) use log_on::PstDll;
#[cfg(test)]
pub(crate) use pst_file::code_of;

/// The name under which a profile finds this provider.
pub(crate) const DLL_NAME: &str = "pststore.dll";

/// The MAPIUID of store identifiers, and `PR_MDB_PROVIDER`. Folders and messages carry the file's record key instead,
/// which is how they are stored in a PST.
pub(crate) const PST_EXAMPLE_UID: MapiUid =
    MapiUid::from_fields(0x7073_7465, 0x7861, 0x4D02, [0x80, 0x70, 0x73, 0x74, 0x66, 0x69, 0x6C, 0x65]);

/// The password in the profile section, in the range that sections hide.
pub(crate) const PR_PST_EXAMPLE_PASSWORD: PropTag = PropTag::new(0x67F0, PropType::PT_UNICODE);

/// `PR_PROVIDER_DISPLAY` and the component in error texts.
const PROVIDER_DISPLAY: &str = "PST example";
