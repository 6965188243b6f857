//! Stores that were described once: they look the same when they are new, and are stores of their own.

use mapi_sim::reference::*;

use crate::common::reference::*;

fn sample() -> StoreSpec {
    StoreSpec::new("mail").writable().with_sample_mail()
}

/// How many messages are in the Inbox of a new store.
fn messages_in(spec: StoreSpec) -> usize {
    let (_mapi, _session, store) = opened(spec, "mail");
    contents(&*writable_inbox(&*store)).len()
}

#[test]
fn what_comes_into_a_store_comes_into_no_other_one_of_the_same_description() {
    let spec = sample();
    let (_mapi, _session, first) = opened(spec.clone(), "mail");
    new_message(&*writable_inbox(&*first), "Third");
    assert_eq!(contents(&*writable_inbox(&*first)).len(), 3);
    assert_eq!([messages_in(spec.clone()), messages_in(spec)], [2, 2]);
}

#[test]
fn a_description_that_is_changed_later_changes_the_stores_that_are_made_then() {
    let spec = sample();
    assert_eq!([messages_in(spec.clone()), messages_in(spec.clone())], [2, 2]);
    let more = spec.clone().message(StandardFolder::Inbox, MessageSpec::new("Third"));
    assert_eq!([messages_in(more.clone()), messages_in(spec.clone()), messages_in(more)], [3, 2, 3]);
    // Nobody else has this one any more.
    assert_eq!(messages_in(spec.message(StandardFolder::Inbox, MessageSpec::new("Third"))), 3);
}
