//! The rows of `IMessage`.

use super::scope::*;

rows! {
    IMessage, fill_i_message;
    hand {}
    also {}
    GetAttachmentTable = get_attachment_table(flags: TableFlags) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_attachment_table(TableFlags::from_bits_retain(bits));
    }
    OpenAttach = open_attach(
        number: u32, interface: Option<MapiUid>, flags: OpenEntryFlags
    ) -> plain Arc<dyn IAttach> {
        in which: word [ulAttachmentNum: u32] = number;
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out attach: object<dyn IAttach> [lppAttach: Place];
        call(o) o.open_attach(which, iid, OpenEntryFlags::from_bits_retain(bits));
    }
    CreateAttach = create_attach(
        interface: Option<MapiUid>, flags: CreateAttachFlags
    ) -> plain CreatedAttach {
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out number: number<u32> [lpulAttachmentNum: *mut u32];
        out attach: object<dyn IAttach> [lppAttach: Place];
        call(o) o.create_attach(iid, CreateAttachFlags::from_bits_retain(bits));
        as created => (created.number, created.attach) from CreatedAttach { number, attach };
    }
    DeleteAttach = delete_attach(number: u32, ui: ProgressUi<'_>, flags: DeleteAttachFlags) -> plain () {
        in which: word [ulAttachmentNum: u32] = number;
        in lent: ui [ulUIParam: usize, lpProgress: *mut c_void] = ui;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.delete_attach(which, lent.get(), DeleteAttachFlags::from_bits_retain(bits));
    }
    GetRecipientTable = get_recipient_table(flags: TableFlags) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_recipient_table(TableFlags::from_bits_retain(bits));
    }
    ModifyRecipients = modify_recipients(flags: ModifyRecipientsFlags, recipients: &[Row]) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        in list: rows [lpMods: *const u32] = recipients;
        call(o) o.modify_recipients(ModifyRecipientsFlags::from_bits_retain(bits), &list);
    }
    SubmitMessage = submit_message(flags: SubmitFlags) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.submit_message(SubmitFlags::from_bits_retain(bits));
    }
    SetReadFlag = set_read_flag(flags: ReadFlags) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.set_read_flag(ReadFlags::from_bits_retain(bits));
    }
}
