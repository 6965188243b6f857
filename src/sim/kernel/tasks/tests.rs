//! What a choice of turns does to tasks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Story, take_turns};
use crate::sim::Subsystem;
use crate::sim::kernel::turn::{run_to_end, turn};
use crate::trace::{Actor, Args, Call, Context, Method, Object, TaskNo};

/// What the tasks did, in order.
type Log = RefCell<Vec<(char, u32)>>;

fn counting(log: &Log, name: char) -> Story<'_> {
    Box::pin(async move {
        for count in 0..3 {
            turn().await;
            log.borrow_mut().push((name, count));
        }
    })
}

fn machine() -> Subsystem {
    Subsystem::builder().build().unwrap()
}

/// Plays a list of positions; after its end the first task moves.
fn by(list: &[usize]) -> impl FnMut(&[TaskNo]) -> usize {
    let mut rest = list.iter().copied();
    move |_| rest.next().unwrap_or(0)
}

#[test]
fn who_is_chosen_moves_to_its_next_turn_and_every_task_ends() {
    let (mapi, log) = (machine(), Log::default());
    let stories = [counting(&log, 'a'), counting(&log, 'b')];
    let panics = take_turns(mapi.shared(), stories, by(&[0, 1, 1, 0, 9]));
    assert!(panics.is_empty());
    let order = [('b', 0), ('a', 0), ('b', 1), ('a', 1), ('a', 2), ('b', 2)];
    assert_eq!(*log.borrow(), order);
}

#[test]
fn without_anybody_to_wait_for_a_story_runs_to_its_end_even_inside_another_one() {
    let (mapi, log) = (machine(), Log::default());
    let outer: Story<'_> = Box::pin(async {
        turn().await;
        run_to_end(counting(&log, 'i'));
        log.borrow_mut().push(('o', 0));
    });
    take_turns(mapi.shared(), [outer, counting(&log, 'b')], by(&[0, 1, 0]));
    assert_eq!(log.borrow()[..4], [('i', 0), ('i', 1), ('i', 2), ('o', 0)]);
}

#[test]
fn a_panic_ends_its_own_task() {
    let (mapi, log) = (machine(), Log::default());
    let panicking: Story<'_> = Box::pin(async {
        turn().await;
        panic!("in its turn");
    });
    let panics = take_turns(mapi.shared(), [panicking, counting(&log, 'b')], by(&[1, 0, 0]));
    assert_eq!(panics.len(), 1);
    assert_eq!(panics[0].0.number(), 1);
    assert_eq!(panics[0].1.downcast_ref(), Some(&"in its turn"));
    assert_eq!(log.borrow().len(), 3, "the other one goes on");
}

#[test]
fn whoever_chooses_may_panic_and_all_stories_are_told() {
    let (mapi, log) = (machine(), Log::default());
    let mut turns = 0;
    let run = || {
        take_turns(mapi.shared(), [counting(&log, 'a'), counting(&log, 'b')], |_: &[TaskNo]| {
            turns += 1;
            if turns == 3 { panic!("no choice") } else { 0 }
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert_eq!(log.borrow().len(), 6);
}

#[test]
fn calls_are_as_deep_as_those_of_their_task() {
    let mapi = machine();
    let shared = mapi.shared();
    let calling = || -> Story<'_> {
        Box::pin(async move {
            let (from, to, method) = (Actor::Client, Object::Mapi, Method::MapiInitialize);
            let call = Call { from, to, method, args: Args::None };
            let out = |_: &()| (crate::mapi::codes::S_OK, crate::trace::Out::None);
            shared.call(Context::default(), call, || (), out).await.unwrap();
        })
    };
    take_turns(shared, [calling(), calling()], by(&[0, 1, 1, 0]));
    let trace = mapi.trace();
    let seen: Vec<(u16, u16)> =
        trace.events().iter().map(|event| (event.task.number(), event.depth)).collect();
    assert_eq!(seen, [(1, 0), (2, 0), (2, 0), (1, 0)]);
}
