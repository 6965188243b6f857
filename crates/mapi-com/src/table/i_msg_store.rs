//! The rows of `IMsgStore`.

use super::scope::*;

rows! {
    IMsgStore, fill_i_msg_store;
    hand { StoreLogoff: store_logoff_slot; NotifyNewMail: notify_new_mail_slot; }
    also {
        fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
            let answer = super::in_out::ask(self.cx(), self.pointer(), methods::IMsgStore::StoreLogoff, flags.bits());
            answer.map(LogoffFlags::from_bits_retain)
        }

        fn notify_new_mail(&self, notification: &Notification) -> MapiResult<()> {
            type Function = unsafe extern "system-unwind" fn(Unknown, *const NotificationStruct) -> u32;
            let mut list = args::notifications::lend(self.cx(), std::slice::from_ref(notification))?;
            let (_, pointer) = list.c();
            // SAFETY: the slot of this method has a function of this type.
            let code = HResult::from_raw(unsafe {
                let at = methods::IMsgStore::NotifyNewMail;
                let function = std::mem::transmute::<*const (), Function>(self.function(at.slot()));
                guarded_for(self.cx(), at, || function(self.pointer(), pointer))
            });
            if code.is_failure() { Err(code.into()) } else { Ok(()) }
        }
    }
    Advise = advise(
        entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>
    ) -> plain Connection {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = entry_id;
        in mask: word [ulEventMask: u32] = events.bits();
        in told: object<dyn IMAPIAdviseSink> [lpAdviseSink: *mut c_void] = &sink;
        out number: connection [lpulConnection: *mut u64];
        call(o) o.advise(id.as_ref(), EventMask::from_bits_retain(mask), told);
    }
    Unadvise = unadvise(connection: Connection) -> plain () {
        in number: connection [ulConnection: u64] = connection;
        call(o) o.unadvise(number);
    }
    CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> plain bool {
        in one: id [cbEntryID1: u32, lpEntryID1: *const c_void] = Some(first);
        in two: id [cbEntryID2: u32, lpEntryID2: *const c_void] = Some(second);
        in bits: word [ulFlags: u32] = flags;
        out same: flag [lpulResult: *mut u32];
        call(o) o.compare_entry_ids(&some(one)?, &some(two)?, bits);
    }
    OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> plain MapiObject {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = request.entry_id;
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out object: opened [lpulObjType: *mut u32, lppUnk: Place] given (lpInterface);
        call(o) o.open_entry(&args::open_entry(id.as_ref(), iid, bits));
    }
    SetReceiveFolder = set_receive_folder(
        message_class: Option<&MapiString>, flags: ReceiveFolderFlags, folder: Option<&EntryId>
    ) -> plain () {
        in class: text [lpszMessageClass: *const c_void] given (ulFlags) = (message_class, flags.bits());
        in bits: word [ulFlags: u32] = flags.bits();
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = folder;
        call(o) o.set_receive_folder(class.as_ref(), ReceiveFolderFlags::from_bits_retain(bits), id.as_ref());
    }
    GetReceiveFolder = get_receive_folder(
        message_class: Option<&MapiString>, flags: ReceiveFolderFlags
    ) -> plain ReceiveFolder {
        in class: text [lpszMessageClass: *const c_void] given (ulFlags) = (message_class, flags.bits());
        in bits: word [ulFlags: u32] = flags.bits();
        out id: id [lpcbEntryID: *mut u32, lppEntryID: Place];
        out explicit: text [lppszExplicitClass: Place] given (ulFlags);
        call(o) o.get_receive_folder(class.as_ref(), ReceiveFolderFlags::from_bits_retain(bits));
        as folder => (folder.entry_id, folder.explicit_class)
            from ReceiveFolder { entry_id: id, explicit_class: explicit };
    }
    GetReceiveFolderTable = get_receive_folder_table(flags: TableFlags) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_receive_folder_table(TableFlags::from_bits_retain(bits));
    }
    AbortSubmit = abort_submit(entry_id: &EntryId, flags: u32) -> plain () {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        in bits: word [ulFlags: u32] = flags;
        call(o) o.abort_submit(&some(id)?, bits);
    }
    GetOutgoingQueue = get_outgoing_queue(flags: u32) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = flags;
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_outgoing_queue(bits);
    }
    SetLockState = set_lock_state(message: &Arc<dyn IMessage>, state: LockState) -> plain () {
        in object: object<dyn IMessage> [lpMessage: *mut c_void] = message;
        in number: word [ulLockState: u32] = state.raw();
        call(o) o.set_lock_state(&object, LockState::from_raw(number));
    }
    FinishedMsg = finished_msg(flags: u32, entry_id: &EntryId) -> plain () {
        in bits: word [ulFlags: u32] = flags;
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        call(o) o.finished_msg(bits, &some(id)?);
    }
}

/// `StoreLogoff`, whose flags go in and come out.
unsafe extern "system" fn store_logoff_slot<I: ?Sized + Exported + IMsgStore>(
    this: Unknown,
    flags: *mut u32,
) -> u32 {
    serve::<I>(this, methods::IMsgStore::StoreLogoff, |o| {
        let call = |flags| o.store_logoff(LogoffFlags::from_bits_retain(flags)).map(|flags| flags.bits());
        // SAFETY: the caller passes what the method's page asks for.
        unsafe { super::in_out::answer(flags, call) }
    })
}

/// `NotifyNewMail`, whose one notification comes without a count.
unsafe extern "system" fn notify_new_mail_slot<I: ?Sized + Exported + IMsgStore>(
    this: Unknown,
    notification: *const NotificationStruct,
) -> u32 {
    serve::<I>(this, methods::IMsgStore::NotifyNewMail, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        let list = unsafe { args::notifications::take(o.cx, (1, notification)) }?;
        let notification = some(list.first())?;
        o.notify_new_mail(notification)?;
        Ok(codes::S_OK)
    })
}
