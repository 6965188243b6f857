//! Messages and attachments.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends messages.
    BendMessage of IMessage, provider_side message;
    + IMAPIProp;
    IMessage {
        get_attachment_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        open_attach(number: u32, interface: Option<MapiUid>, flags: OpenEntryFlags) -> Arc<dyn IAttach> => attach;
        create_attach(interface: Option<MapiUid>, flags: CreateAttachFlags) -> CreatedAttach => created_attach;
        delete_attach(number: u32, ui: ProgressUi<'_> => ui, flags: DeleteAttachFlags) -> ();
        get_recipient_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        modify_recipients(flags: ModifyRecipientsFlags, recipients: &[Row]) -> ();
        submit_message(flags: SubmitFlags) -> ();
        set_read_flag(flags: ReadFlags) -> ();
    }
}

bend! {
    /// Bends attachments, which have properties and nothing else.
    BendAttach of IAttach, provider_side attach;
    + IMAPIProp;
    IAttach {}
}
