//! Answers of a provider, recorded and live, compared.

use std::ops::Range;

use super::mapping::Mapping;
use crate::methods::Method;
use crate::trace::{Args, Event, Object, Out, Trace, What};

/// An answer or a notification, by the place of its event.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) event: usize,
    pub(super) method: Method,
}

/// The answers of a provider among these events, and those of MAPI to what a client does with sessions.
pub(super) fn answers(trace: &Trace, events: Range<usize>) -> Vec<Answer> {
    let all = trace.events();
    let range = events.filter_map(|place| Some((place, all.get(place)?)));
    let of_provider =
        range.filter_map(|(place, event)| Some(Answer { event: place, method: answered(event)? }));
    of_provider.collect()
}

/// The method whose answer this is, if it is one that is compared. What a client's sink is told is compared when it comes.
fn answered(event: &Event) -> Option<Method> {
    if let What::Call { to: Object::Sink, method, .. } = event.what {
        return Some(method);
    }
    let (What::Return { from, method, .. } | What::Panicked { from, method }) = event.what else {
        return None;
    };
    let compared = match from {
        Object::Dll(_) | Object::Provider(_) | Object::Logon(_) | Object::Store(_) | Object::Folder(_) => {
            true
        }
        Object::Service(_) => method == Method::MsgServiceEntry,
        Object::Opened(_) => true,
        Object::Mapi | Object::Session(_) => {
            [Method::MapiLogonEx, Method::SessionOpenMsgStore, Method::SessionLogoff].contains(&method)
        }
        Object::Support(_) | Object::Services(_) | Object::Section(_) | Object::Sink | Object::Table(_) => {
            false
        }
    };
    compared.then_some(method)
}

/// Whether two answers are the same.
pub(super) fn same(
    mapping: &mut Mapping,
    (recorded, one): (&Trace, usize),
    (live, other): (&Trace, usize),
) -> bool {
    let (Some(first), Some(second)) = (recorded.events().get(one), live.events().get(other)) else {
        return false;
    };
    match (first.what, second.what) {
        (What::Return { code, out, method, .. }, What::Return { code: came, out: live_out, .. }) => {
            code == came
                && (is_number_of_the_run(method)
                    || same_out(mapping, (recorded, one, out), (live, other, live_out)))
        }
        (What::Call { args: Args::Values(one), .. }, What::Call { args: Args::Values(other), .. }) => {
            mapping.values(recorded.values(one), live.values(other))
        }
        (What::Call { args, .. }, What::Call { args: came, .. }) => args == came,
        (What::Panicked { .. }, What::Panicked { .. }) => true,
        _ => false,
    }
}

/// Which bookmarks and connections a run gives is its own affair.
fn is_number_of_the_run(method: Method) -> bool {
    let function = method.row().and_then(|row| row.function);
    function.is_some_and(|function| ["Bookmark", "Connection"].contains(&function.answer))
}

fn same_out(
    mapping: &mut Mapping,
    (recorded, one, out): (&Trace, usize, Out),
    (live, other, came): (&Trace, usize, Out),
) -> bool {
    match (out, came) {
        // Which numbers a run gives is its own affair.
        (Out::Store(_), Out::Store(_) | Out::Logon { store: true, .. })
        | (Out::Session(_), Out::Session(_))
        | (Out::Section(_), Out::Section(_))
        | (Out::Service(_), Out::Service(_))
        | (Out::Connection(_), Out::Connection(_)) => true,
        (Out::Init(provider, version), Out::Init(live, live_version)) => {
            (provider.is_some(), version) == (live.is_some(), live_version)
        }
        (Out::Id(_), Out::Id(_)) => match (recorded.whole_ids(one).first(), live.whole_ids(other).first()) {
            (Some(recorded), Some(live)) => mapping.agrees(recorded.as_bytes(), live.as_bytes()),
            _ => out == came,
        },
        (Out::Values(one), Out::Values(other)) => mapping.values(recorded.values(one), live.values(other)),
        // An author may leave out what came.
        (Out::None, _) if recorded.is_seen_by_provider() => true,
        _ => out == came,
    }
}
