//! Answers of a provider, recorded and live, compared.

use std::collections::BTreeMap;
use std::ops::Range;

use super::mapping::Mapping;
use crate::methods::{Method, Named, Value};
use crate::trace::{Actor, Args, Event, Fact, Object, Out, Trace, ValuesNo, What};

/// An answer, a notification or a dialog, by the place of its event.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) event: usize,
    pub(super) to: Asked,
}

/// What is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Method(Method),
    /// A dialog that a provider shows.
    Dialog,
}

impl Asked {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Method(method) => method.name(),
            Self::Dialog => "a dialog",
        }
    }
}

/// The answers of a provider among these events, those of MAPI to what a client does with sessions and services, and dialogs.
pub(super) fn answers(trace: &Trace, events: Range<usize>) -> Vec<Answer> {
    let all = trace.events();
    let mut callers = BTreeMap::new();
    let range = events.filter_map(|place| Some((place, all.get(place)?)));
    let answers = range.filter_map(|(place, event)| {
        let of = (event.task, event.depth);
        let caller = if let What::Call { from, .. } = event.what {
            callers.insert(of, from);
            None
        } else {
            callers.get(&of).copied()
        };
        Some(Answer { event: place, to: asked(event, caller)? })
    });
    answers.collect()
}

/// What this answers, if it is compared. What a client's sink is told is compared when it comes, and dialogs are when they are shown.
fn asked(event: &Event, caller: Option<Actor>) -> Option<Asked> {
    match event.what {
        What::Call { to: Object::Sink, method, .. } => Some(Asked::Method(method)),
        What::Return { from, method, .. } | What::Panicked { from, method } => {
            // What MAPI answers to a provider is no answer of the provider.
            let to_provider = matches!(caller, Some(Actor::Provider(_)));
            (!to_provider && is_compared(from, method)).then_some(Asked::Method(method))
        }
        What::Fact(Fact::DialogShown(_) | Fact::DialogRefused(_) | Fact::DialogAnswered(..)) => {
            Some(Asked::Dialog)
        }
        What::Call { .. } | What::AddRef { .. } | What::Release { .. } | What::Fact(_) => None,
    }
}

fn is_compared(from: Object, method: Method) -> bool {
    match from {
        Object::Dll(_) | Object::Provider(_) | Object::Logon(_) | Object::Store(_) | Object::Folder(_) => {
            true
        }
        // What a client gets of services is what their entry points answer.
        Object::Service(_) | Object::Services(_) | Object::Opened(_) => true,
        Object::Mapi | Object::Session(_) => {
            [Method::MapiLogonEx, Method::SessionOpenMsgStore, Method::SessionLogoff].contains(&method)
        }
        Object::Support(_) | Object::Section(_) | Object::Sink | Object::Table(_) => false,
    }
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
        (What::Fact(fact), What::Fact(came)) => same_dialog((recorded, fact), (live, came)),
        _ => false,
    }
}

/// Which bookmarks and connections a run gives is its own affair.
fn is_number_of_the_run(method: Method) -> bool {
    let function = method.row().and_then(|row| row.function);
    function.is_some_and(|function| ["Bookmark", "Connection"].contains(&function.answer))
}

/// Whether the same dialog was shown, or filled in in the same way. What is hidden may be anything.
fn same_dialog((recorded, fact): (&Trace, Fact), (live, came): (&Trace, Fact)) -> bool {
    match (fact, came) {
        (Fact::DialogShown(title), Fact::DialogShown(came))
        | (Fact::DialogRefused(title), Fact::DialogRefused(came)) => recorded.text(title) == live.text(came),
        (Fact::DialogAnswered(text, fields), Fact::DialogAnswered(came, filled)) => {
            recorded.text(text) == live.text(came) && same_fields((recorded, fields), (live, filled))
        }
        _ => false,
    }
}

fn same_fields(
    (recorded, fields): (&Trace, Option<ValuesNo>),
    (live, came): (&Trace, Option<ValuesNo>),
) -> bool {
    let (Some(fields), Some(came)) = (fields, came) else { return true };
    let (fields, came) = (recorded.values(fields), live.values(came));
    let hidden = |named: &Named| named.value == Value::Hidden;
    fields.len() == came.len()
        && fields.iter().zip(came).all(|(one, other)| one == other || hidden(one) || hidden(other))
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
        (Out::Uid(recorded), Out::Uid(live)) => mapping.agrees(recorded.as_bytes(), live.as_bytes()),
        (Out::Values(one), Out::Values(other)) => mapping.values(recorded.values(one), live.values(other)),
        // An author may leave out what came.
        (Out::None, _) if recorded.is_seen_by_provider() => true,
        _ => out == came,
    }
}
