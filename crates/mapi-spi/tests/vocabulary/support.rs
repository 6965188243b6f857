//! The pieces that every provider needs, on a support object that notes what it is asked.

use std::sync::{Arc, Mutex};

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::iids::{IID_IMAPIFolder, IID_IMAPITable, IID_IMsgStore, IID_IStream};
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;
use mapi_spi::support::*;

const UID: MapiUid = MapiUid::from_bytes(*b"my store's uid!!");

/// A support object and the section of its store.
#[derive(Clone, Default)]
struct Noted(Arc<Mutex<Vec<&'static str>>>);

impl Noted {
    fn add(&self, call: &'static str) {
        self.0.lock().unwrap().push(call);
    }

    fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    fn support(&self) -> Support {
        Support::from_object(Arc::new(self.clone()))
    }
}

impl IMAPISupport for Noted {
    fn add_ref(&self, _: CountedBy) -> u32 {
        self.add("AddRef");
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        self.add("Release");
        1
    }

    fn open_profile_section(
        &self,
        _: Option<&MapiUid>,
        _: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        self.add("OpenProfileSection");
        Ok(Arc::new(self.clone()))
    }

    fn set_provider_uid(&self, uid: &MapiUid, _: u32) -> MapiResult<()> {
        assert_eq!(*uid, UID);
        self.add("SetProviderUID");
        Ok(())
    }

    fn modify_profile(&self, _: ModifyProfileFlags) -> MapiResult<()> {
        self.add("ModifyProfile");
        Ok(())
    }

    fn modify_status_row(&self, columns: &[PropValue], _: StatusRowFlags) -> MapiResult<()> {
        assert_eq!(columns.len(), 4);
        self.add("ModifyStatusRow");
        Ok(())
    }

    fn store_logoff_transports(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.add(if flags == LogoffFlags::LOGOFF_ABORT { "abort" } else { "another end" });
        Ok(LogoffFlags::empty())
    }
}

impl IMAPIProp for Noted {
    fn get_props(&self, tags: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        let missing = |tag: &PropTag| PropValue::error(*tag, MAPI_E_NOT_FOUND);
        Ok(Warned::props(tags.unwrap().iter().map(missing).collect()))
    }

    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let refused = |value: &PropValue| value.tag() == PR_COMMENT_W;
        let problem =
            |index, value: &PropValue| PropProblem { index, tag: value.tag(), code: MAPI_E_NO_ACCESS };
        self.add("SetProps");
        Ok((0..)
            .zip(values)
            .filter(|(_, value)| refused(value))
            .map(|(at, value)| problem(at, value))
            .collect())
    }
}

impl IProfSect for Noted {}

fn id(name: &str) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, name.as_bytes())
}

fn description() -> StoreDescription {
    StoreDescription {
        display_name: "My Store".to_owned(),
        provider_display: "My Store Provider".to_owned(),
        provider_uid: UID,
        entry_id: id("one"),
        record_key: b"one".to_vec(),
        support_mask: StoreSupportMask::STORE_READONLY,
    }
}

fn kept(noted: &Noted) -> Arc<KeptSupport> {
    let kept = Arc::new(KeptSupport::new(&noted.support()));
    assert_eq!(noted.calls(), ["AddRef", "Release"], "the lent one goes back");
    kept
}

fn code<T>(result: MapiResult<T>) -> HResult {
    result.map_or_else(|error| error.code(), |_| S_OK)
}

#[test]
fn a_store_logs_off_by_one_choice_and_while_it_is_open() {
    let noted = Noted::default();
    let kept = kept(&noted);
    for wrong in [
        LogoffFlags::empty(),
        LogoffFlags::LOGOFF_COMPLETE,
        LogoffFlags::LOGOFF_PURGE | LogoffFlags::LOGOFF_QUIET,
        LogoffFlags::from_bits_retain(1 << 30),
    ] {
        assert_eq!(code(kept.store_logoff(wrong)), MAPI_E_INVALID_PARAMETER, "{wrong}");
    }
    assert_eq!(kept.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap(), LogoffFlags::empty());
    kept.store_released();
    assert_eq!(noted.calls(), ["another end", "Release"]);
    assert_eq!(code(kept.store_logoff(LogoffFlags::LOGOFF_ORDERLY)), MAPI_E_INVALID_OBJECT);
}

#[test]
fn a_first_logon_registers_its_store_in_order() {
    let noted = Noted::default();
    let support = noted.support();
    let section = OwnSection::open(&support).unwrap();
    let row = StatusRow::new(&description(), "mine.dll").columns();
    description().register(&support, &section, &row, StoreLogonFlags::empty()).unwrap();
    let calls = ["OpenProfileSection", "SetProps", "SetProviderUID", "ModifyProfile", "ModifyStatusRow"];
    assert_eq!(noted.calls(), calls);
    description().register(&support, &section, &row, StoreLogonFlags::MDB_TEMPORARY).unwrap();
    assert_eq!(noted.calls(), ["SetProps", "SetProviderUID", "ModifyStatusRow"]);
}

#[test]
fn a_section_tells_what_it_lacks_and_what_it_refuses() {
    let section = OwnSection::open(&Noted::default().support()).unwrap();
    assert_eq!(section.get(PR_DISPLAY_NAME_W), None);
    assert_eq!(section.entry_id(), None);
    section.set(&[PropValue::new(PR_DISPLAY_NAME_W, "one")]).unwrap();
    assert_eq!(code(section.set(&[PropValue::new(PR_COMMENT_W, "one")])), MAPI_E_NO_ACCESS);
}

#[test]
fn open_stores_are_found_as_long_as_somebody_has_them() {
    let open = OpenStores::<u32, String>::default();
    let first = open.add(1, "first".to_owned());
    assert!(Arc::ptr_eq(&open.find(&1).unwrap(), &first));
    assert!(open.find(&2).is_none());
    // One that comes under the same key is not taken out by the end of the one before.
    let second = open.add(1, "second".to_owned());
    open.remove(&1, &first);
    assert!(Arc::ptr_eq(&open.find(&1).unwrap(), &second));
    open.remove(&1, &second);
    assert!(open.find(&1).is_none());
    for key in 0..1000 {
        drop(open.add(key, String::new()));
    }
    assert!(format!("{open:?}").split(',').count() < 40, "what has gone is taken out: {open:?}");
}

#[test]
fn an_empty_root_folder_opens_itself_for_reading() {
    let noted = Noted::default();
    let kept = kept(&noted);
    let folder = RootFolder::new(&kept, &description(), &id("root"));
    let own = id("root");
    for request in [OpenEntryRequest::root(), OpenEntryRequest::new(&own)] {
        let opened = folder.open_entry(&request).unwrap().into_folder().unwrap();
        let store = opened.get_props(Some(&[PR_STORE_ENTRYID]), GetPropsFlags::empty()).unwrap();
        assert_eq!(store.value[0].as_entry_id(), Some(id("one")));
        assert_eq!(code(folder.open_entry(&request.flags(OpenEntryFlags::MAPI_MODIFY))), MAPI_E_NO_ACCESS);
        let best = OpenEntryFlags::MAPI_MODIFY | OpenEntryFlags::MAPI_BEST_ACCESS;
        assert_eq!(code(folder.open_entry(&request.flags(best))), S_OK);
        let other = folder.open_entry(&request.interface(Some(IID_IMsgStore)));
        assert_eq!(code(other), MAPI_E_INTERFACE_NOT_SUPPORTED);
    }
    assert_eq!(code(folder.open_entry(&OpenEntryRequest::new(&id("inbox")))), MAPI_E_UNKNOWN_ENTRYID);
    for table in [
        folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap(),
        folder.get_hierarchy_table(TableFlags::empty()).unwrap(),
    ] {
        assert_eq!(table.get_row_count(0).unwrap().value, 0);
    }
    for tag in [PR_CONTAINER_CONTENTS, PR_CONTAINER_HIERARCHY] {
        folder.open_property(&OpenPropertyRequest::new(tag, IID_IMAPITable)).unwrap().into_table().unwrap();
        let other = folder.open_property(&OpenPropertyRequest::new(tag, IID_IStream));
        assert_eq!(code(other), MAPI_E_INTERFACE_NOT_SUPPORTED);
    }
    let other = folder.open_property(&OpenPropertyRequest::new(PR_DISPLAY_NAME_W, IID_IMAPITable));
    assert_eq!(code(other), MAPI_E_NO_SUPPORT);
    let associated = folder.get_contents_table(TableFlags::MAPI_ASSOCIATED);
    assert_eq!(code(associated), MAPI_E_NO_SUPPORT);
}

#[test]
fn folder_and_status_object_end_with_the_store() {
    let noted = Noted::default();
    let kept = kept(&noted);
    let folder = RootFolder::new(&kept, &description(), &id("root"));
    let row = StatusRow::new(&description(), "mine.dll");
    let status = StatusObject::open(&kept, &row, None).unwrap();
    let none = ParentWindow::none();
    status.validate_state(none, ValidateStateFlags::SUPPRESS_UI).unwrap();
    let stray = ValidateStateFlags::from_bits_retain(1 << 30);
    assert_eq!(code(status.validate_state(none, stray)), MAPI_E_UNKNOWN_FLAGS);
    let other = StatusObject::open(&kept, &row, Some(IID_IMAPIFolder));
    assert_eq!(code(other), MAPI_E_INTERFACE_NOT_SUPPORTED);

    kept.store_released();
    assert_eq!(noted.calls(), ["abort", "Release"]);
    let gone = [
        code(status.validate_state(none, ValidateStateFlags::empty())),
        code(status.get_props(None, GetPropsFlags::empty())),
        code(status.get_prop_list(GetPropListFlags::empty())),
        code(StatusObject::open(&kept, &row, None)),
        code(folder.get_props(None, GetPropsFlags::empty())),
        code(folder.get_prop_list(GetPropListFlags::empty())),
        code(folder.get_contents_table(TableFlags::empty())),
        code(folder.get_hierarchy_table(TableFlags::empty())),
        code(folder.open_entry(&OpenEntryRequest::root())),
    ];
    assert_eq!(gone, [MAPI_E_INVALID_OBJECT; 9]);
}
