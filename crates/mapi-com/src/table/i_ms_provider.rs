//! The rows of `IMSProvider`.

use super::logon;
use super::scope::*;

rows! {
    IMSProvider, fill_i_ms_provider;
    hand { Logon: logon_slot; SpoolerLogon: spooler_logon_slot; }
    also {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            logon::ask(self.cx(), self.pointer(), request)
        }

        fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
            logon::ask_for_spooler(self.cx(), self.pointer(), request)
        }

        fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
            self.query::<dyn IMAPIProviderShutdown>(&iids::IID_IMAPIProviderShutdown).ok()
        }

        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    Shutdown = shutdown(flags: u32) -> plain () {
        in bits: flags [lpulFlags: *mut u32] = flags;
        call(o) o.shutdown(bits);
    }
    CompareStoreIDs = compare_store_ids(first: &EntryId, second: &EntryId, flags: u32) -> plain bool {
        in one: id [cbEntryID1: u32, lpEntryID1: *const c_void] = Some(first);
        in two: id [cbEntryID2: u32, lpEntryID2: *const c_void] = Some(second);
        in bits: word [ulFlags: u32] = flags;
        out same: flag [lpulResult: *mut u32];
        call(o) o.compare_store_ids(&some(one)?, &some(two)?, bits);
    }
}

/// `Logon`, whose error comes out beside its objects.
unsafe extern "system" fn logon_slot<I: ?Sized + Exported + IMSProvider>(
    this: Unknown,
    support: Unknown,
    window: usize,
    profile_name: *const c_void,
    id_size: u32,
    id: *const c_void,
    flags: u32,
    interface: *const [u8; 16],
    security_size: *mut u32,
    security: Place,
    error: Place,
    logon_object: Place,
    store: Place,
) -> u32 {
    serve::<I>(this, methods::IMSProvider::Logon, |o| {
        let given = logon::Given { support, window, profile_name, id_size, id, flags, interface };
        let outs = logon::Outs { security: (security_size, security), error, logon: logon_object, store };
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            logon::answer(o.cx, &given, outs, |given| {
                let flags = StoreLogonFlags::from_bits_retain(flags);
                let request =
                    LogonRequest::new(&given.support, &given.profile_name, given.id.as_ref(), flags);
                o.logon(&request.window(given.window).interface(given.interface))
            })
        }
    })
}

/// `SpoolerLogon`, the same with validation data that goes in.
unsafe extern "system" fn spooler_logon_slot<I: ?Sized + Exported + IMSProvider>(
    this: Unknown,
    support: Unknown,
    window: usize,
    profile_name: *const c_void,
    id_size: u32,
    id: *const c_void,
    flags: u32,
    interface: *const [u8; 16],
    security_size: u32,
    security: *const u8,
    error: Place,
    logon_object: Place,
    store: Place,
) -> u32 {
    serve::<I>(this, methods::IMSProvider::SpoolerLogon, |o| {
        let given = logon::Given { support, window, profile_name, id_size, id, flags, interface };
        let none = (std::ptr::null_mut(), std::ptr::null_mut());
        let outs = logon::Outs { security: none, error, logon: logon_object, store };
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            let security = args::bytes::take(o.cx, (security_size, security))?;
            logon::answer(o.cx, &given, outs, |given| {
                let flags = SpoolerLogonFlags::from_bits_retain(flags);
                let id = given.id.as_ref();
                let request = SpoolerLogonRequest::new(&given.support, &given.profile_name, id, flags);
                o.spooler_logon(
                    &request.window(given.window).interface(given.interface).spool_security(&security),
                )
            })
        }
    })
}
