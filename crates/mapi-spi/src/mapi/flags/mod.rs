//! Flags: one type a call, unknown bits kept, names as MAPI spells them.

mod bits;
mod macros;
mod object;
mod provider;
mod session;
mod table;
mod value;

pub use bits::{FlagBits, FlagSet, FlagType};
pub use object::{
    CopyFlags, CopyFolderFlags, CopyMessagesFlags, CreateAttachFlags, CreateFolderFlags, CreateMessageFlags,
    DeleteAttachFlags, DeleteFolderFlags, DeleteMessagesFlags, EmptyFolderFlags, GetPropListFlags,
    GetPropsFlags, IdsFlags, ModifyRecipientsFlags, NamesFlags, OpenEntryFlags, OpenPropertyFlags, ReadFlags,
    ReceiveFolderFlags, SaveChangesFlags, SaveSortFlags, SearchFlags, SearchState, StringWidth, SubmitFlags,
};
pub use provider::{
    AddressFlags, CreateProviderFlags, DetailsFlags, EventMask, FlushQueuesFlags, LogoffFlags,
    ModifyProfileFlags, NotifyFlags, OneOffFlags, ProgressFlags, ProviderInitFlags, ReadReceiptFlags,
    RecipientNeeds, ResolveNameFlags, ServiceFlags, SettingsDialogFlags, SpoolerLogonFlags,
    SpoolerNotifyFlags, StatusRowFlags, StorageFlags, StoreLogonFlags, TemplateFlags, ValidateStateFlags,
};
pub use session::{
    AddressBookFlags, DefaultStoreFlags, LogonExFlags, MapiInitFlags, OpenSectionFlags, OpenStoreFlags,
    SessionLogoffFlags, ShowFormFlags,
};
pub use table::{
    FindRowFlags, QueryColumnsFlags, QueryRowsFlags, RestrictFlags, SetColumnsFlags, SortFlags, TableFlags,
};
pub use value::{
    Access, EntryIdFlags, FolderMask, MessageFlags, MessageStatus, ResourceFlags, ResourceMethods,
    ServiceResourceFlags, StatusCode, StoreSupportMask,
};
