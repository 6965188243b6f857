//! The vocabulary of MAPI: codes, flags, identifiers, properties. Values without behaviour.
//!
//! Constants keep MAPI's spelling and live beside what they are constants of: codes in [`codes`], property tags in
//! [`tags`], interface identifiers in [`iids`], other GUIDs in [`guids`], flags as members of the type of their call.
//! Structures lose their capitals and prefixes ([`EntryId`] is `ENTRYID`, [`PropValue`] is `SPropValue`); the search of
//! this documentation knows both names.
//!
//! Strings of the two kinds stay apart: [`AnsiString`] is bytes in some code page (`PT_STRING8`), `String` is Unicode
//! (`PT_UNICODE`), [`MapiString`] is what a call with the flag `MAPI_UNICODE` takes.

pub mod codes;
mod entry_id;
mod flags;
pub mod guids;
pub mod iids;
mod notification;
pub(crate) mod numbered;
mod object_type;
mod prop;
mod restriction;
mod result;
mod special_folder;
#[cfg(feature = "proptest")]
pub mod strategies;
mod string;
mod table;
pub mod tags;
mod uid;

pub use entry_id::{EntryId, EntryIdError, OneOff, WrappedStoreEntryId};
pub use flags::*;
pub use notification::{Notification, NotificationKey, ObjectEvent};
pub use object_type::{
    AttachMethod, FolderType, LockState, ObjectType, RecipientType, ResourceType, ServiceContext, SpiVersion,
    TableEvent, TableStatus, TableType,
};
pub use prop::{
    FileTime, NamedProp, PropName, PropProblem, PropTag, PropType, PropValue, RuleActions, Value,
};
pub use result::{HResult, MapiError, MapiErrorDetail, MapiResult, Warned, Warning};
pub use special_folder::SpecialFolder;
pub use string::{AnsiString, MapiString};
pub use table::{
    BitmaskOp, Bookmark, FuzzyLevel, FuzzyPart, RelOp, Restriction, Row, SortDirection, SortOrder,
    SortOrderSet,
};
pub use uid::{MapiUid, ParseMapiUidError};
