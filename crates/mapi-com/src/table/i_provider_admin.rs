//! The rows of `IProviderAdmin`.

use super::scope::*;

rows! {
    IProviderAdmin, fill_i_provider_admin;
    hand {}
    also {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    GetLastError = get_last_error(result: HResult, width: StringWidth) -> plain Option<MapiErrorDetail> {
        in code: word [hResult: u32] = result.raw();
        in bits: word [ulFlags: u32] = width.bits();
        out detail: error [lppMAPIError: Place] given (ulFlags);
        call(o) {
            let result = HResult::from_raw(code);
            let own = o.get_last_error(result, StringWidth::from_bits_retain(bits))?;
            MapiResult::Ok(o.last_error(result, own))
        };
    }
    GetProviderTable = get_provider_table(width: StringWidth) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = width.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_provider_table(StringWidth::from_bits_retain(bits));
    }
    CreateProvider = create_provider(request: &CreateProviderRequest<'_>) -> plain MapiUid {
        in name: text [lpszProvider: *const c_void] given (ulFlags) =
            (Some(request.provider), request.flags.bits());
        in list: props [cValues: u32, lpProps: *const SPropValue] = request.props;
        in lent: window [ulUIParam: usize] = request.window;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out uid: uid [lpUID: *mut [u8; 16]];
        call(o) o.create_provider(
            &CreateProviderRequest::new(&some(name)?)
                .props(&list)
                .window(lent)
                .flags(CreateProviderFlags::from_bits_retain(bits)),
        );
    }
    DeleteProvider = delete_provider(uid: &MapiUid) -> plain () {
        in which: iid [lpUID: *const [u8; 16]] = Some(*uid);
        call(o) o.delete_provider(&some(which)?);
    }
    OpenProfileSection = open_profile_section(
        uid: Option<&MapiUid>, interface: Option<MapiUid>, flags: OpenSectionFlags
    ) -> plain Arc<dyn IProfSect> {
        in which: iid [lpUID: *const [u8; 16]] = uid.copied();
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out section: object<dyn IProfSect> [lppProfSect: Place];
        call(o) o.open_profile_section(which.as_ref(), iid, OpenSectionFlags::from_bits_retain(bits));
    }
}
