//! Values of each kind, given and asked for.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use mapi_com::findings::Breach;
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::strategies::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::Union;
use proptest::test_runner::TestRunner;

use crate::mirror::Through;

fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

thread_local! {
    static THROUGH: Through = Through::new();
}

/// Equal, or not a number on both sides.
fn same<T: ?Sized + PartialEq + Debug>(one: &T, two: &T) -> bool {
    one == two || format!("{one:?}") == format!("{two:?}")
}

fn ids() -> impl Strategy<Value = Vec<EntryId>> {
    vec(entry_id(), 0..5)
}

fn problem() -> impl Strategy<Value = PropProblem> {
    (any::<u32>(), prop_tag(), hresult()).prop_map(|(index, tag, code)| PropProblem { index, tag, code })
}

/// Details whose strings have the width of the call.
fn detail(wide: bool) -> impl Strategy<Value = MapiErrorDetail> {
    let text = move || {
        if wide {
            unicode_string().prop_map(MapiString::Unicode).boxed()
        } else {
            ansi_string().prop_map(MapiString::Ansi).boxed()
        }
    };
    (option::of(text()), option::of(text()), any::<[u32; 3]>()).prop_map(|(error, component, numbers)| {
        let mut detail = MapiErrorDetail::default().low_level_error(numbers[0]).context(numbers[1]);
        (detail.version, detail.error, detail.component) = (numbers[2], error, component);
        detail
    })
}

fn notification() -> impl Strategy<Value = Notification> {
    Union::new(notifications_by_kind())
}

/// One strategy for each kind.
fn notifications_by_kind() -> Vec<BoxedStrategy<Notification>> {
    let events = [
        ObjectEvent::Created,
        ObjectEvent::Deleted,
        ObjectEvent::Modified,
        ObjectEvent::Moved,
        ObjectEvent::Copied,
        ObjectEvent::SearchComplete,
    ];
    let objects = events.map(object_event).into_iter();
    objects.chain([critical_error(), new_mail(), table_event(), status_event(), extended_event()]).collect()
}

fn critical_error() -> BoxedStrategy<Notification> {
    (option::of(entry_id()), hresult(), option::of(detail(true)))
        .prop_map(|(entry_id, code, detail)| Notification::CriticalError { entry_id, code, detail })
        .boxed()
}

fn new_mail() -> BoxedStrategy<Notification> {
    let parts = (entry_id(), entry_id(), mapi_string(), any::<u32>());
    let made = parts.prop_map(|(entry_id, parent_id, message_class, message_flags)| Notification::NewMail {
        entry_id,
        parent_id,
        flags: if message_class.is_unicode() { StringWidth::MAPI_UNICODE } else { StringWidth::empty() },
        message_class,
        message_flags: MessageFlags::from_bits_retain(message_flags),
    });
    made.boxed()
}

fn object_event(event: ObjectEvent) -> BoxedStrategy<Notification> {
    let id = || option::of(entry_id());
    let kind = option::of((1_u32..20).prop_map(ObjectType::from_raw));
    let parts = ([id(), id(), id(), id()], kind, vec(prop_tag(), 0..5));
    let made = parts.prop_map(move |([entry_id, parent_id, old_id, old_parent_id], object_type, tags)| {
        Notification::Object { event, entry_id, object_type, parent_id, old_id, old_parent_id, tags }
    });
    made.boxed()
}

fn table_event() -> BoxedStrategy<Notification> {
    let prop = || option::of(prop_value());
    ((1_u32..11).prop_map(TableEvent::from_raw), hresult(), prop(), prop(), row())
        .prop_map(|(event, code, index, prior, row)| Notification::Table { event, code, index, prior, row })
        .boxed()
}

fn status_event() -> BoxedStrategy<Notification> {
    (entry_id(), vec(prop_value(), 0..4))
        .prop_map(|(entry_id, values)| Notification::StatusObject { entry_id, values })
        .boxed()
}

fn extended_event() -> BoxedStrategy<Notification> {
    (any::<u32>(), vec(any::<u8>(), 0..20))
        .prop_map(|(event, parameters)| Notification::Extended { event, parameters })
        .boxed()
}

/// Tries every kind in as many cases as the settings say.
fn each<T: Debug>(kinds: Vec<BoxedStrategy<T>>, crosses: impl Fn(T) -> Result<(), TestCaseError>) {
    for kind in kinds {
        TestRunner::new(config()).run(&kind, &crosses).unwrap();
    }
}

fn props_cross(through: &Through, values: &[PropValue]) -> Result<(), TestCaseError> {
    through.folder.set_props(values).unwrap();
    prop_assert!(same(&*through.mirror.kept().props, values));
    let back = through.folder.get_props(None, GetPropsFlags::MAPI_UNICODE).unwrap();
    prop_assert!(same(&*back.value, values));
    Ok(())
}

fn restriction_crosses(through: &Through, given: Option<&Restriction>) -> Result<(), TestCaseError> {
    through.folder.set_search_criteria(given, None, SearchFlags::empty()).unwrap();
    prop_assert!(same(&through.mirror.kept().restriction.as_ref(), &given));
    let back = through.folder.get_search_criteria(StringWidth::MAPI_UNICODE).unwrap();
    prop_assert!(same(&back.restriction.as_ref(), &given));
    Ok(())
}

fn notifications_cross(through: &Through, list: &[Notification]) -> Result<(), TestCaseError> {
    through.mirror.kept().notifications = list.to_vec();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = heard.clone();
    let sink: Arc<dyn IMAPIAdviseSink> =
        Arc::new(move |list: &[Notification]| hears.lock().unwrap().extend(list.to_vec()));
    let connection = through.store.advise(None, EventMask::empty(), sink).unwrap();
    prop_assert_eq!(connection.get(), u64::MAX);
    prop_assert!(same(&**heard.lock().unwrap(), list));
    Ok(())
}

/// A number that an output parameter takes. One whose upper half is the pattern from before the call is taken for a number of 16 bits,
/// as the README says, so that it does not come back.
fn answered_number() -> impl Strategy<Value = i32> {
    any::<i32>()
        .prop_filter("the upper half is that of the pattern", |number| number.cast_unsigned() >> 16 != 0xE770)
}

#[test]
fn a_number_that_looks_half_written_is_a_finding() {
    let through = Through::new();
    let number = 0xE770_0007_u32.cast_signed();
    assert_eq!(through.table.seek_row(Bookmark::CURRENT, number).unwrap().value, 7);
    let found = through.loopback.findings();
    assert!(matches!(found.as_slice(), [one] if one.breach == Breach::WrittenTooNarrow), "{found:?}");
}

#[test]
fn every_type_of_value() {
    each(values_by_type(), |value| {
        THROUGH.with(|through| props_cross(through, &[PropValue::new(tags::PR_SUBJECT_W, value)]))
    });
}

#[test]
fn every_kind_of_restriction() {
    each(restrictions_by_kind(), |given| THROUGH.with(|through| restriction_crosses(through, Some(&given))));
}

#[test]
fn every_kind_of_notification() {
    each(notifications_by_kind(), |given| THROUGH.with(|through| notifications_cross(through, &[given])));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn properties(values in vec(prop_value(), 0..6), problems in vec(problem(), 0..3)) {
        THROUGH.with(|through| {
            through.mirror.kept().problems = problems.clone();
            prop_assert_eq!(through.folder.set_props(&values).unwrap(), problems);
            props_cross(through, &values)
        })?;
    }

    #[test]
    fn tags(list in vec(prop_tag(), 0..8)) {
        THROUGH.with(|through| {
            through.table.set_columns(&list, SetColumnsFlags::empty()).unwrap();
            prop_assert_eq!(&through.mirror.kept().tags, &list);
            prop_assert_eq!(through.table.query_columns(QueryColumnsFlags::empty()).unwrap(), list);
            Ok(())
        })?;
    }

    #[test]
    fn names(list in vec(named_prop(), 0..6), tags in vec(prop_tag(), 0..6)) {
        THROUGH.with(|through| {
            through.mirror.kept().tags = tags.clone();
            let ids = through.folder.get_ids_from_names(Some(&list), IdsFlags::empty()).unwrap();
            prop_assert_eq!(&through.mirror.kept().names, &list);
            prop_assert_eq!(&ids.value, &tags);
            let back = through.folder.get_names_from_ids(None, None, NamesFlags::empty()).unwrap();
            prop_assert_eq!(back.code(), MAPI_W_ERRORS_RETURNED);
            prop_assert_eq!(&back.value.tags, &tags);
            let wanted: Vec<_> = list.into_iter().map(Some).chain([None]).collect();
            prop_assert_eq!(back.value.names, wanted);
            let given = through.folder.get_names_from_ids(Some(&tags), None, NamesFlags::empty()).unwrap();
            prop_assert_eq!(given.value.tags, tags);
            Ok(())
        })?;
    }

    #[test]
    fn rows(list in vec(row(), 0..5)) {
        THROUGH.with(|through| {
            through.message.modify_recipients(ModifyRecipientsFlags::empty(), &list).unwrap();
            prop_assert!(same(&through.mirror.kept().rows, &list));
            prop_assert!(same(&through.table.query_rows(9, QueryRowsFlags::empty()).unwrap(), &list));
            Ok(())
        })?;
    }

    #[test]
    fn search_criteria(restriction in option::of(restriction()), containers in option::of(ids())) {
        THROUGH.with(|through| {
            let flags = SearchFlags::empty();
            through.folder.set_search_criteria(restriction.as_ref(), containers.as_deref(), flags).unwrap();
            prop_assert_eq!(&through.mirror.kept().ids, &containers);
            let back = through.folder.get_search_criteria(StringWidth::MAPI_UNICODE).unwrap();
            prop_assert!(same(&back.restriction, &restriction));
            prop_assert_eq!((back.containers, back.state.bits()), (containers, 7));
            Ok(())
        })?;
    }

    #[test]
    fn orders(order in sort_order_set(), key in vec(any::<u8>(), 0..30), seek in answered_number()) {
        THROUGH.with(|through| {
            through.table.sort_table(&order, SortFlags::empty()).unwrap();
            prop_assert_eq!(&through.mirror.kept().order, &order);
            prop_assert_eq!(through.table.query_sort_order().unwrap(), order);
            let state = through.table.get_collapse_state(0, &key).unwrap();
            prop_assert_eq!(&through.mirror.kept().bytes, &key);
            prop_assert_eq!(state.into_iter().rev().collect::<Vec<_>>(), key);
            let sought = through.table.seek_row(Bookmark::CURRENT, seek).unwrap();
            prop_assert_eq!((sought.value, sought.code()), (seek, MAPI_W_POSITION_CHANGED));
            Ok(())
        })?;
    }

    #[test]
    fn identifiers_and_strings(first in entry_id(), second in option::of(entry_id()), class in option::of(mapi_string())) {
        THROUGH.with(|through| {
            let other = second.clone().unwrap_or_else(|| first.clone());
            prop_assert_eq!(through.provider.compare_store_ids(&first, &other, 0).unwrap(), first == other);
            prop_assert_eq!(through.mirror.kept().ids.clone(), Some(vec![first.clone(), other]));
            let wide = class.as_ref().is_some_and(MapiString::is_unicode);
            let flags = if wide { ReceiveFolderFlags::MAPI_UNICODE } else { ReceiveFolderFlags::empty() };
            through.store.set_receive_folder(class.as_ref(), flags, second.as_ref()).unwrap();
            prop_assert_eq!(&through.mirror.kept().id, &second);
            prop_assert_eq!(&through.mirror.kept().text, &class);
            let back = through.store.get_receive_folder(None, flags);
            let wanted = second.map(|entry_id| ReceiveFolder { entry_id, explicit_class: class });
            prop_assert_eq!(back.ok(), wanted);
            Ok(())
        })?;
    }

    #[test]
    fn errors(wide in any::<bool>(), pair in (detail(true), detail(false)), none in any::<bool>()) {
        THROUGH.with(|through| {
            let detail = if wide { pair.0 } else { pair.1 };
            let detail = (!none).then_some(detail);
            through.mirror.kept().detail = detail.clone();
            let width = if wide { StringWidth::MAPI_UNICODE } else { StringWidth::empty() };
            prop_assert_eq!(through.folder.get_last_error(MAPI_E_BUSY, width).unwrap(), detail);
            Ok(())
        })?;
    }

    #[test]
    fn notifications(list in vec(notification(), 1..4)) {
        THROUGH.with(|through| notifications_cross(through, &list))?;
    }
}

#[test]
fn nothing_is_left_and_nothing_is_found() {
    let through = Through::new();
    through.folder.set_props(&[PropValue::new(tags::PR_SUBJECT_W, "x")]).unwrap();
    through.folder.get_props(None, GetPropsFlags::MAPI_UNICODE).unwrap();
    let Through { folder, message, table, store, provider, loopback, .. } = through;
    drop((folder, message, table, store, provider));
    assert_eq!(loopback.findings(), []);
    assert_eq!(loopback.live_objects(), []);
}
