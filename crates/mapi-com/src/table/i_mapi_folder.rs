//! The rows of `IMAPIFolder`.

use super::scope::*;

rows! {
    IMAPIFolder, fill_i_mapi_folder;
    hand {}
    also {}
    CreateMessage = create_message(
        interface: Option<MapiUid>, flags: CreateMessageFlags
    ) -> plain Arc<dyn IMessage> {
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out message: object<dyn IMessage> [lppMessage: Place];
        call(o) o.create_message(iid, CreateMessageFlags::from_bits_retain(bits));
    }
    CopyMessages = copy_messages(request: &CopyMessagesRequest<'_>) -> warned () {
        in list: ids [lpMsgList: *const SBinary] = Some(request.messages);
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in target: object<dyn IMAPIFolder> [lpDestFolder: *mut c_void] = request.destination;
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.ui;
        in bits: word [ulFlags: u32] = request.flags.bits();
        call(o) o.copy_messages(
            &CopyMessagesRequest::new(&some(list)?, &target)
                .interface(iid)
                .ui(ui.get())
                .flags(CopyMessagesFlags::from_bits_retain(bits)),
        );
    }
    DeleteMessages = delete_messages(
        messages: &[EntryId], ui: ProgressUi<'_>, flags: DeleteMessagesFlags
    ) -> warned () {
        in list: ids [lpMsgList: *const SBinary] = Some(messages);
        in lent: ui [ulUIParam: usize, lpProgress: *mut c_void] = ui;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.delete_messages(&some(list)?, lent.get(), DeleteMessagesFlags::from_bits_retain(bits));
    }
    CreateFolder = create_folder(request: &CreateFolderRequest<'_>) -> plain Arc<dyn IMAPIFolder> {
        in kind: word [ulFolderType: u32] = request.folder_type.raw();
        in name: text [lpszFolderName: *const c_void] given (ulFlags) =
            (Some(request.name), request.flags.bits());
        in comment: text [lpszFolderComment: *const c_void] given (ulFlags) =
            (request.comment, request.flags.bits());
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out folder: object<dyn IMAPIFolder> [lppFolder: Place];
        call(o) o.create_folder(
            &CreateFolderRequest::new(FolderType::from_raw(kind), &some(name)?)
                .comment(comment.as_ref())
                .interface(iid)
                .flags(CreateFolderFlags::from_bits_retain(bits)),
        );
    }
    CopyFolder = copy_folder(request: &CopyFolderRequest<'_>) -> warned () {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(request.entry_id);
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in target: object<dyn IMAPIFolder> [lpDestFolder: *mut c_void] = request.destination;
        in name: text [lpszNewFolderName: *const c_void] given (ulFlags) =
            (request.new_name, request.flags.bits());
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.ui;
        in bits: word [ulFlags: u32] = request.flags.bits();
        call(o) o.copy_folder(
            &CopyFolderRequest::new(&some(id)?, &target)
                .interface(iid)
                .new_name(name.as_ref())
                .ui(ui.get())
                .flags(CopyFolderFlags::from_bits_retain(bits)),
        );
    }
    DeleteFolder = delete_folder(
        entry_id: &EntryId, ui: ProgressUi<'_>, flags: DeleteFolderFlags
    ) -> warned () {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        in lent: ui [ulUIParam: usize, lpProgress: *mut c_void] = ui;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.delete_folder(&some(id)?, lent.get(), DeleteFolderFlags::from_bits_retain(bits));
    }
    SetReadFlags = set_read_flags(
        messages: Option<&[EntryId]>, ui: ProgressUi<'_>, flags: ReadFlags
    ) -> warned () {
        in list: ids [lpMsgList: *const SBinary] = messages;
        in lent: ui [ulUIParam: usize, lpProgress: *mut c_void] = ui;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.set_read_flags(list.as_deref(), lent.get(), ReadFlags::from_bits_retain(bits));
    }
    GetMessageStatus = get_message_status(entry_id: &EntryId, flags: u32) -> plain MessageStatus {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        in bits: word [ulFlags: u32] = flags;
        out status: number<u32> [lpulMessageStatus: *mut u32];
        call(o) o.get_message_status(&some(id)?, bits);
        as answer => (answer.bits()) from MessageStatus::from_bits_retain(status);
    }
    SetMessageStatus = set_message_status(
        entry_id: &EntryId, status: MessageStatus, mask: MessageStatus
    ) -> plain MessageStatus {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        in new: word [ulNewStatus: u32] = status.bits();
        in which: word [ulNewStatusMask: u32] = mask.bits();
        out old: optional_number<u32> [lpulOldStatus: *mut u32];
        call(o) o.set_message_status(
            &some(id)?, MessageStatus::from_bits_retain(new), MessageStatus::from_bits_retain(which)
        );
        as answer => (answer.bits()) from MessageStatus::from_bits_retain(old);
    }
    SaveContentsSort = save_contents_sort(order: &SortOrderSet, flags: SaveSortFlags) -> plain () {
        in set: sort [lpSortCriteria: *const SSortOrderSetHead] = order;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.save_contents_sort(&set, SaveSortFlags::from_bits_retain(bits));
    }
    EmptyFolder = empty_folder(ui: ProgressUi<'_>, flags: EmptyFolderFlags) -> warned () {
        in lent: ui [ulUIParam: usize, lpProgress: *mut c_void] = ui;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.empty_folder(lent.get(), EmptyFolderFlags::from_bits_retain(bits));
    }
}
