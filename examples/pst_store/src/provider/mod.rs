//! The provider: one file an object, and the file on the disk behind them.

mod ask;
mod code_page;
mod folder;
mod guard;
mod header;
mod ids;
mod log_on;
mod message;
mod objects;
mod open_file;
mod open_pst;
mod password;
mod pst_file;
mod read;
mod tree;
mod values;

use mapi_spi::mapi::{MapiUid, PropTag, PropType};

pub use ids::store_entry_id;
pub use log_on::PstDll;
pub use pst_file::code_of;

/// The name under which a profile finds this provider.
pub const DLL_NAME: &str = "pststore.dll";

/// The MAPIUID of store identifiers, and `PR_MDB_PROVIDER`. Folders and messages carry the file's record key instead,
/// which is how they are stored in a PST.
const PST_EXAMPLE_UID: MapiUid =
    MapiUid::from_fields(0x7073_7465, 0x7861, 0x4D02, [0x80, 0x70, 0x73, 0x74, 0x66, 0x69, 0x6C, 0x65]);

/// The password in the profile section, in the range that sections hide.
pub const PR_PST_EXAMPLE_PASSWORD: PropTag = PropTag::new(0x67F0, PropType::PT_UNICODE);

/// `PR_PROVIDER_DISPLAY` and the component in error texts.
const PROVIDER_DISPLAY: &str = "PST example";
