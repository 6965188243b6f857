//! What a layer sees of the calls on wrapped objects, and that it may answer them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::memory::MemoryTable;
use mapi_sim::methods::{self, Interface, Method, Named, ObjectNo, Value};
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

/// A folder with one table, and a status object.
#[derive(Default)]
struct Folder {
    asked: AtomicU32,
    table: Mutex<Option<Arc<dyn IMAPITable>>>,
    destinations: Mutex<Vec<Arc<dyn IMAPIFolder>>>,
}

impl IMAPIProp for Folder {
    fn get_props(&self, tags: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let tags = tags.unwrap_or_default().iter();
        Ok(Warned::props(tags.map(|tag| PropValue::error(*tag, MAPI_E_NOT_FOUND)).collect()))
    }
}

impl IMAPIContainer for Folder {
    fn get_hierarchy_table(&self, _: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        let mut table = self.table.lock().unwrap();
        Ok(table.get_or_insert_with(|| Arc::new(MemoryTable::new(vec![tags::PR_ENTRYID], vec![]))).clone())
    }
}

impl IMAPIFolder for Folder {
    fn copy_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        self.destinations.lock().unwrap().push(Arc::clone(request.destination));
        Ok(().into())
    }
}

impl IMAPIStatus for Folder {
    fn change_password(&self, _: &MapiString, _: &MapiString, _: StringWidth) -> MapiResult<()> {
        Ok(())
    }
}

/// What a layer is to do with a method.
#[derive(Clone, Copy)]
enum Fault {
    Before(Method, HResult),
    After(Method, HResult),
}

/// A call with its outcome, if it was made.
type Seen = (Call, Option<Outcome>);

/// Notes every call, and makes one fail.
#[derive(Clone, Default)]
struct Notes {
    seen: Arc<Mutex<Vec<Seen>>>,
    released: Arc<Mutex<Vec<ObjectNo>>>,
    numbers: Arc<AtomicU32>,
    fault: Option<Fault>,
}

impl Layer for Notes {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        if let Some(Fault::Before(method, code)) = self.fault
            && method == call.method
        {
            self.seen.lock().unwrap().push((call.clone(), None));
            return Err(code.into());
        }
        let outcome = go_on();
        self.seen.lock().unwrap().push((call.clone(), Some(outcome)));
        match self.fault {
            Some(Fault::After(method, code)) if method == call.method => Err(code.into()),
            _ => Ok(()),
        }
    }

    fn number(&self, _: Interface) -> u32 {
        self.numbers.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn released(&self, object: ObjectNo) {
        self.released.lock().unwrap().push(object);
    }
}

fn named(name: &'static str, value: Value) -> Named {
    Named { name, value }
}

const FOLDER: ObjectNo = ObjectNo { interface: Interface::IMAPIFolder, number: 1 };
const TABLE: ObjectNo = ObjectNo { interface: Interface::IMAPITable, number: 2 };

#[test]
fn a_layer_sees_object_method_arguments_code_and_answer() {
    let notes = Notes::default();
    let folder = ObjectWrapper::new(notes.clone()).folder(Arc::new(Folder::default()));
    let tags = [tags::PR_ENTRYID, tags::PR_SUBJECT_W];
    folder.get_props(Some(&tags), GetPropsFlags::MAPI_UNICODE).unwrap();
    let table = folder.get_hierarchy_table(TableFlags::empty()).unwrap();
    table.query_rows(7, QueryRowsFlags::empty()).unwrap();
    let seen = notes.seen.lock().unwrap();
    let (call, outcome) = &seen[0];
    assert_eq!((call.object, call.method), (FOLDER, methods::IMAPIFolder::GetProps));
    let flags = Value::Flags(FlagBits::of(GetPropsFlags::MAPI_UNICODE));
    assert_eq!(call.arguments, [named("tags", Value::Tags(tags.to_vec())), named("flags", flags)]);
    assert_eq!(outcome.as_ref().unwrap().code, MAPI_W_ERRORS_RETURNED);
    let (call, outcome) = &seen[1];
    assert_eq!(call.method, methods::IMAPIFolder::GetHierarchyTable);
    assert_eq!(outcome.as_ref().unwrap().answer, [named("", Value::Object(TABLE))]);
    let (call, outcome) = &seen[2];
    assert_eq!((call.object, call.method), (TABLE, methods::IMAPITable::QueryRows));
    assert_eq!(call.arguments[0], named("rows", Value::Number(7)));
    assert_eq!(outcome.as_ref().unwrap().answer, [named("", Value::Count(0, "row"))]);
}

#[test]
fn a_layer_answers_in_place_of_the_object() {
    let code = MAPI_E_NETWORK_ERROR;
    for (fault, asked) in [
        (Fault::Before(methods::IMAPIFolder::GetProps, code), 0),
        (Fault::After(methods::IMAPIFolder::GetProps, code), 1),
    ] {
        let notes = Notes { fault: Some(fault), ..Notes::default() };
        let inner = Arc::new(Folder::default());
        let folder = ObjectWrapper::new(notes).folder(inner.clone());
        let answer = folder.get_props(None, GetPropsFlags::empty());
        assert_eq!(answer.unwrap_err().code(), code);
        assert_eq!(inner.asked.load(Ordering::SeqCst), asked);
        assert!(folder.get_hierarchy_table(TableFlags::empty()).is_ok());
    }
}

#[test]
fn an_object_has_one_wrapper_and_comes_back_as_itself() {
    let notes = Notes::default();
    let wrapper = ObjectWrapper::new(notes.clone());
    let (inner, other) = (Arc::new(Folder::default()), Arc::new(Folder::default()));
    let folder = wrapper.folder(inner.clone());
    assert!(Arc::ptr_eq(&folder, &wrapper.folder(inner.clone())));
    assert!(Arc::ptr_eq(&folder, &wrapper.folder(folder.clone())), "a wrapper is not wrapped");
    assert!(Arc::ptr_eq(&folder, &wrapper.with_layer(Notes::default()).folder(inner.clone())));
    let table = folder.get_hierarchy_table(TableFlags::empty()).unwrap();
    assert!(Arc::ptr_eq(&table, &folder.get_hierarchy_table(TableFlags::empty()).unwrap()));

    let of_another_party = wrapper.for_another_party(Notes::default()).folder(other.clone());
    folder.copy_messages(&CopyMessagesRequest::new(&[], &of_another_party)).unwrap();
    let other: Arc<dyn IMAPIFolder> = other;
    assert!(Arc::ptr_eq(&inner.destinations.lock().unwrap()[0], &other));

    drop(folder);
    assert_eq!(*notes.released.lock().unwrap(), [FOLDER]);
}

#[test]
fn a_password_is_not_told() {
    let notes = Notes::default();
    let status = ObjectWrapper::new(notes.clone()).status(Arc::new(Folder::default()));
    let (old, new) = (MapiString::from("one"), MapiString::from("two"));
    status.change_password(&old, &new, StringWidth::empty()).unwrap();
    let seen = notes.seen.lock().unwrap();
    assert_eq!(seen[0].0.arguments[..2], [named("old", Value::Hidden), named("new", Value::Hidden)]);
}

#[test]
fn a_wrapping_has_its_layer_around_every_object() {
    struct Provider;
    impl IMSProvider for Provider {
        fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            Err(MAPI_E_UNCONFIGURED.into())
        }

        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
            Ok(first == second)
        }
    }
    let notes = Notes::default();
    let entry = |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Provider)));
    let wrapping = Wrapping::new(entry).layer(notes.clone());
    let provider = wrapping.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap().provider;
    let id = EntryId::from_bytes(&[1]);
    assert!(provider.unwrap().compare_store_ids(&id, &id, 0).unwrap());
    let seen = notes.seen.lock().unwrap();
    assert_eq!(seen[0].0.method, methods::IMSProvider::CompareStoreIDs);
    assert_eq!(seen[0].0.arguments[0], named("first", Value::Id(id)));
    assert_eq!(seen[0].1.as_ref().unwrap().answer, [named("", Value::Bool(true))]);
}
