//! Every call that a client can make is played again, or stands in the list of those that are not.

use std::collections::BTreeSet;

use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Interface, Method};
use mapi_sim::record::{not_played, replay};
use mapi_sim::spi::*;
use mapi_sim::trace::{Actor, Event, Trace, TraceDetail, What};
use mapi_sim::wrap::*;
use proptest::prelude::*;

use super::administration::administration;
use super::damage::{damage, damaged};
use super::every_call::{machine, provider, story};

fn recorded() -> Trace {
    Trace::from_json_lines(&story().to_json_lines().unwrap()).unwrap()
}

/// What a client can have.
const OF_CLIENTS: [Interface; 16] = [
    Interface::IMAPISession,
    Interface::IMAPIClientShutdown,
    Interface::IMsgServiceAdmin,
    Interface::IMsgServiceAdmin2,
    Interface::IProviderAdmin,
    Interface::IAddrBook,
    Interface::IMsgStore,
    Interface::IMAPIFolder,
    Interface::IMessage,
    Interface::IAttach,
    Interface::IMAPITable,
    Interface::IStream,
    Interface::IStorage,
    Interface::ILockBytes,
    Interface::IMAPIStatus,
    Interface::IProfSect,
];

/// What MAPI answers itself.
const OF_MAPI: [Interface; 7] = [
    Interface::IMAPISession,
    Interface::IMAPIClientShutdown,
    Interface::IMsgServiceAdmin,
    Interface::IMsgServiceAdmin2,
    Interface::IProviderAdmin,
    Interface::IAddrBook,
    Interface::IProfSect,
];

#[test]
fn the_story_has_every_call_that_is_played() {
    let trace = recorded();
    let called = |event: &Event| {
        let What::Call { from: Actor::Client, method, .. } = event.what else { return None };
        Some(method)
    };
    let administered = administration(TraceDetail::Whole, true);
    let events = trace.events().iter().chain(administered.events());
    let called: BTreeSet<Method> = events.filter_map(called).collect();
    let all = OF_CLIENTS.iter().flat_map(|interface| interface.methods());
    let has_function = |method: &Method| method.row().is_some_and(|row| row.function.is_some());
    // What an older interface has is called by its name.
    let newer = |method: &Method| {
        method.interface() != Interface::IMsgServiceAdmin2
            || *method == methods::IMsgServiceAdmin2::CreateMsgServiceEx
    };
    let missing: Vec<Method> = all
        .filter(has_function)
        .filter(newer)
        .filter(|method| not_played(*method).is_none() && !called.contains(method))
        .collect();
    assert!(called.contains(&methods::IUnknown::QueryInterface));
    assert!(missing.is_empty(), "neither in the story nor left out with a reason: {missing:?}");
}

#[test]
fn the_story_is_played_without_a_difference() {
    let (recorded, mapi) = (recorded(), machine(provider()));
    let replayed = replay(&recorded, &mapi, "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
    assert_eq!(mapi.trace().to_string(), recorded.to_string());
    assert!(replayed.answers > 250, "{}", replayed.answers);
}

/// The same provider, whose objects answer this method with a code of their own.
fn failing(method: Method) -> Wrapping {
    let answer = move |called: Method| {
        if called == method { Err(HResult::from_raw(0x8004_0FFF).into()) } else { Ok(()) }
    };
    Wrapping::new(provider())
        .store(OnStore::new().before(move |_, called| answer(called)))
        .folder(OnFolder::new().before(move |_, called| answer(called)))
        .message(OnMessage::new().before(move |_, called| answer(called)))
        .attach(OnAttach::new().before(move |_, called| answer(called)))
        .table(OnTable::new().before(move |_, called| answer(called)))
        .stream(OnStream::new().before(move |_, called| answer(called)))
        .storage(OnStorage::new().before(move |_, called| answer(called)))
        .lock_bytes(OnLockBytes::new().before(move |_, called| answer(called)))
        .status(OnStatus::new().before(move |_, called| answer(called)))
}

/// The replay against this provider ends with a difference in this method.
fn differs(recorded: &Trace, entry: impl ProviderEntry + 'static, method: Method) -> String {
    match replay(recorded, &machine(entry), "P") {
        Ok(replayed) => panic!("{method}: no difference, {replayed:?}"),
        Err(difference) => {
            let text = difference.to_string();
            let told =
                difference.called.contains(method.name()) || difference.came.contains(method.short_name());
            assert!(told, "{method} is not named in {text}");
            text
        }
    }
}

#[test]
fn another_code_of_any_method_is_told() {
    let recorded = recorded();
    let of_providers = OF_CLIENTS.iter().filter(|interface| !OF_MAPI.contains(interface));
    let methods = of_providers.flat_map(|interface| interface.methods());
    let has_function = |method: &Method| method.row().is_some_and(|row| row.function.is_some());
    // Those that ask a user are in the story of administration.
    let asks = [methods::IMAPIStatus::SettingsDialog, methods::IMAPIStatus::ChangePassword];
    let methods = methods.filter(|method| has_function(method) && !asks.contains(method));
    let mut tried = 0;
    for method in methods.chain([methods::IUnknown::QueryInterface]) {
        let text = differs(&recorded, failing(method), method);
        assert!(text.contains("0x80040FFF"), "{text}");
        tried += 1;
    }
    assert!(tried > 120, "{tried} methods");
}

/// Another value, with the method in whose answer it is.
fn of_other_values() -> Vec<(Method, Wrapping)> {
    let wrapping = || Wrapping::new(provider());
    let fewer = |mut rows: Vec<Row>| {
        rows.pop();
        rows
    };
    let other = || Restriction::Exist(tags::PR_SUBJECT_W);
    vec![
        (
            methods::IMAPITable::QueryRows,
            wrapping().table(
                OnTable::new().query_rows(move |inner, rows, flags| inner.query_rows(rows, flags).map(fewer)),
            ),
        ),
        (
            methods::IMAPITable::QuerySortOrder,
            wrapping().table(OnTable::new().query_sort_order(|inner| {
                let mut order = inner.query_sort_order()?;
                order.orders.clear();
                Ok(order)
            })),
        ),
        (
            methods::IMAPITable::QueryRows,
            wrapping().table(OnTable::new().create_bookmark(|_| Ok(Bookmark::END))),
        ),
        (
            methods::IMAPIFolder::GetSearchCriteria,
            wrapping().folder(OnFolder::new().get_search_criteria(move |inner, width| {
                let mut criteria = inner.get_search_criteria(width)?;
                criteria.restriction = Some(other());
                Ok(criteria)
            })),
        ),
        (
            methods::IMAPIFolder::CopyMessages,
            wrapping().folder(OnFolder::new().copy_messages(|inner, request| {
                inner.copy_messages(request)?;
                Ok(Warned::warning((), Warning::partial_completion()))
            })),
        ),
        (
            methods::IMAPIFolder::SetMessageStatus,
            wrapping().folder(OnFolder::new().set_message_status(|inner, id, status, mask| {
                Ok(inner.set_message_status(id, status, mask)? | MessageStatus::from_bits_retain(0x100))
            })),
        ),
        (
            methods::IMsgStore::GetNamesFromIDs,
            wrapping().store(OnStore::new().get_names_from_ids(|inner, tags, set, flags| {
                let mut answer = inner.get_names_from_ids(tags, set, flags)?;
                answer.value.names.iter_mut().for_each(|name| *name = None);
                Ok(answer)
            })),
        ),
        (
            methods::IMessage::SetProps,
            wrapping().message(OnMessage::new().set_props(|inner, values| {
                let mut problems = inner.set_props(values)?;
                problems.iter_mut().for_each(|problem| problem.index += 1);
                Ok(problems)
            })),
        ),
        (
            methods::IMAPITable::QueryRows,
            wrapping().message(OnMessage::new().modify_recipients(|_, _, _| Ok(()))),
        ),
        (
            methods::IStream::Read,
            wrapping().stream(OnStream::new().read(|inner, buffer| {
                let count = inner.read(buffer)?;
                buffer.reverse();
                Ok(count)
            })),
        ),
        (
            methods::ILockBytes::ReadAt,
            wrapping().lock_bytes(
                OnLockBytes::new().read_at(|inner, offset, buffer| inner.read_at(offset + 1, buffer)),
            ),
        ),
        (
            methods::IStorage::EnumElements,
            wrapping().storage(OnStorage::new().enum_elements(|_| Ok(vec![StorageElement::storage("x")]))),
        ),
        (
            methods::IMAPIAdviseSink::OnNotify,
            wrapping().support(OnSupport::new().notify(|inner, key, notifications, flags| {
                let mut told = notifications.to_vec();
                for one in &mut told {
                    if let Notification::Object { object_type, .. } = one {
                        *object_type = None;
                    }
                }
                inner.notify(key, &told, flags)
            })),
        ),
    ]
}

#[test]
fn other_values_are_told() {
    let recorded = recorded();
    for (method, entry) in of_other_values() {
        let _ = differs(&recorded, entry, method);
    }
}

/// The story as somebody else would have written it: without sums.
fn without_sums() -> String {
    let line = |line: &str| format!("{}}}\n", line.rsplit_once(",\"sum\":").unwrap().0);
    story().to_json_lines().unwrap().lines().map(line).collect()
}

/// Whatever stands in a file that is a trace: the replay ends, and every panic in it is on record.
#[test]
fn a_recording_that_was_changed_ends_without_a_panic() {
    let lines = without_sums();
    let ends = |damage, place| {
        if let Ok(trace) = Trace::from_json_lines(&damaged(&lines, &damage, place)) {
            match replay(&trace, &machine(provider()), "P") {
                Ok(replayed) => prop_assert!(replayed.actions > 0, "{replayed:?}"),
                Err(difference) => prop_assert!(difference.line > 1, "{difference}"),
            }
        }
        Ok(())
    };
    proptest!(ProptestConfig::with_cases(64), |(damage in damage(), place in 0.0..1.0)| ends(damage, place)?);
}
