//! The rows of `IMAPIProp`.

use super::scope::*;

rows! {
    IMAPIProp, fill_i_mapi_prop;
    hand { GetNamesFromIDs: get_names_from_ids_slot; }
    also {
        fn get_names_from_ids(
            &self,
            tags: Option<&[PropTag]>,
            set: Option<MapiUid>,
            flags: NamesFlags,
        ) -> MapiResult<Warned<NamesFromIds>> {
            super::names::ask(self.cx(), self.pointer(), tags, set, flags)
        }

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

    SaveChanges = save_changes(flags: SaveChangesFlags) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.save_changes(SaveChangesFlags::from_bits_retain(bits));
    }
    GetProps = get_props(tags: Option<&[PropTag]>, flags: GetPropsFlags) -> warned Vec<PropValue> {
        in wanted: tag_list [lpPropTagArray: *const u32] = tags;
        in bits: word [ulFlags: u32] = flags.bits();
        out values: props [lpcValues: *mut u32, lppPropArray: Place];
        call(o) o.get_props(wanted.as_deref(), GetPropsFlags::from_bits_retain(bits));
    }
    GetPropList = get_prop_list(flags: GetPropListFlags) -> plain Vec<PropTag> {
        in bits: word [ulFlags: u32] = flags.bits();
        out list: tag_list [lppPropTagArray: Place];
        call(o) o.get_prop_list(GetPropListFlags::from_bits_retain(bits));
    }
    OpenProperty = open_property(request: &OpenPropertyRequest) -> plain MapiObject {
        in tag: word [ulPropTag: u32] = request.tag.raw();
        in iid: iid [lpiid: *const [u8; 16]] = Some(request.interface);
        in options: word [ulInterfaceOptions: u32] = request.interface_options;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out object: any [lppUnk: Place] given (lpiid);
        call(o) o.open_property(
            &OpenPropertyRequest::new(PropTag::from_raw(tag), some(iid)?)
                .interface_options(options)
                .flags(OpenPropertyFlags::from_bits_retain(bits)),
        );
    }
    SetProps = set_props(values: &[PropValue]) -> plain Vec<PropProblem> {
        in list: props [cValues: u32, lpPropArray: *const SPropValue] = values;
        out problems: problems [lppProblems: Place];
        call(o) o.set_props(&list);
    }
    DeleteProps = delete_props(tags: &[PropTag]) -> plain Vec<PropProblem> {
        in list: tag_list [lpPropTagArray: *const u32] = Some(tags);
        out problems: problems [lppProblems: Place];
        call(o) o.delete_props(&some(list)?);
    }
    CopyTo = copy_to(request: &CopyToRequest<'_>) -> plain Vec<PropProblem> {
        in without: iid_list [ciidExclude: u32, rgiidExclude: *const [u8; 16]] = request.exclude_interfaces;
        in tags: tag_list [lpExcludeProps: *const u32] = request.exclude_props;
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.ui;
        in iid: iid [lpInterface: *const [u8; 16]] = Some(request.interface);
        in target: any [lpDestObj: *mut c_void] given (lpInterface) = request.destination;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out problems: problems [lppProblems: Place];
        call(o) {
            let mut request = CopyToRequest::new(some(iid)?, &target)
                .exclude_interfaces(&without)
                .ui(ui.get())
                .flags(CopyFlags::from_bits_retain(bits));
            request.exclude_props = tags.as_deref();
            o.copy_to(&request)
        };
    }
    CopyProps = copy_props(request: &CopyPropsRequest<'_>) -> plain Vec<PropProblem> {
        in tags: tag_list [lpIncludeProps: *const u32] = Some(request.include_props);
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.ui;
        in iid: iid [lpInterface: *const [u8; 16]] = Some(request.interface);
        in target: any [lpDestObj: *mut c_void] given (lpInterface) = request.destination;
        in bits: word [ulFlags: u32] = request.flags.bits();
        out problems: problems [lppProblems: Place];
        call(o) o.copy_props(
            &CopyPropsRequest::new(&some(tags)?, some(iid)?, &target)
                .ui(ui.get())
                .flags(CopyFlags::from_bits_retain(bits)),
        );
    }
    GetIDsFromNames = get_ids_from_names(
        names: Option<&[NamedProp]>, flags: IdsFlags
    ) -> warned Vec<PropTag> {
        in list: names [cPropNames: u32, lppPropNames: *const *mut MapiNameId] = names;
        in bits: word [ulFlags: u32] = flags.bits();
        out tags: tag_list [lppPropTags: Place];
        call(o) o.get_ids_from_names(list.as_deref(), IdsFlags::from_bits_retain(bits));
    }
}

/// `GetNamesFromIDs`, whose tags go in and come out.
unsafe extern "system" fn get_names_from_ids_slot<I: ?Sized + Exported + IMAPIProp>(
    this: Unknown,
    tags: *mut *mut u32,
    set: *const [u8; 16],
    flags: u32,
    count: *mut u32,
    names: *mut *mut *mut MapiNameId,
) -> u32 {
    serve::<I>(this, methods::IMAPIProp::GetNamesFromIDs, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            super::names::answer(o.cx, (tags, set, flags, count, names.cast()), |tags, set, flags| {
                o.get_names_from_ids(tags, set, flags)
            })
        }
    })
}
