//! Questions of rules about a trace.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::mapi::HResult;
use crate::trace::{Actor, Args, Event, Fact, Method, Object, Out, SupportNo, TaskNo, Trace, What};

/// The returns of a method in order: code and what it gave.
pub(in crate::conformance) fn returns(trace: &Trace, wanted: Method) -> Vec<(HResult, Out)> {
    let found = trace.events().iter().filter_map(|event| {
        let What::Return { method, code, out, .. } = event.what else { return None };
        (method == wanted).then_some((code, out))
    });
    found.collect()
}

/// The events between the `nth` call of a method, counted from zero, and its return.
pub(in crate::conformance) fn inside(trace: &Trace, method: Method, nth: usize) -> &[Event] {
    let events = trace.events();
    let calls = |event: &Event| called(event) == Some(method);
    let Some((start, call)) = events.iter().enumerate().filter(|(_, event)| calls(event)).nth(nth) else {
        return &[];
    };
    let after = events.get(start + 1..).unwrap_or_default();
    // The return has the depth of its call.
    let end = after.iter().position(|event| event.depth <= call.depth).unwrap_or(after.len());
    after.get(..end).unwrap_or_default()
}

/// The methods called in some events, in order.
pub(in crate::conformance) fn calls(events: &[Event]) -> Vec<Method> {
    events.iter().filter_map(called).collect()
}

/// The method that an event calls.
pub(in crate::conformance) fn called(event: &Event) -> Option<Method> {
    if let What::Call { method, .. } = event.what { Some(method) } else { None }
}

/// The calls of a provider on a support object.
pub(in crate::conformance) fn calls_on(trace: &Trace, support: SupportNo) -> Vec<Method> {
    let on = trace.events().iter().filter_map(|event| {
        let What::Call { from: Actor::Provider(_), to, method, .. } = event.what else { return None };
        (to == Object::Support(support)).then_some(method)
    });
    on.collect()
}

/// The support objects of the calls of `Logon`, in order.
pub(in crate::conformance) fn logon_supports(trace: &Trace) -> Vec<SupportNo> {
    let supports = trace.events().iter().filter_map(|event| {
        if let What::Call { args: Args::Logon(support, ..), .. } = event.what { Some(support) } else { None }
    });
    supports.collect()
}

/// The dialogs that were asked for, seen by somebody or not.
pub(in crate::conformance) fn dialogs(trace: &Trace) -> Vec<String> {
    dialogs_in(trace, trace.events())
}

/// The dialogs among some events.
pub(in crate::conformance) fn dialogs_in(trace: &Trace, events: &[Event]) -> Vec<String> {
    let titles = events.iter().filter_map(|event| {
        let What::Fact(Fact::DialogShown(text) | Fact::DialogRefused(text)) = event.what else { return None };
        Some(trace.text(text).to_owned())
    });
    titles.collect()
}

/// The names of methods, or what calls said, for a message.
pub(in crate::conformance) fn names(of_calls: &[impl Display]) -> String {
    if of_calls.is_empty() {
        return "no call".to_owned();
    }
    of_calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The returns in order, each with its method and code; a call that ended in a panic says so.
pub(in crate::conformance) fn calls_of(trace: &Trace) -> Vec<String> {
    let words = trace.events().iter().filter_map(|event| {
        if let What::Return { method, code, .. } = event.what {
            Some(format!("{method} {code}"))
        } else if let What::Panicked { method, .. } = event.what {
            Some(format!("{method} panicked"))
        } else {
            None
        }
    });
    words.collect()
}

/// The same with what was passed.
pub(in crate::conformance) fn calls_with_arguments(trace: &Trace) -> Vec<String> {
    // A call and its return have the same depth.
    let mut under_way: BTreeMap<(TaskNo, u16), Args> = BTreeMap::new();
    let mut words = Vec::new();
    for event in trace.events() {
        let place = (event.task, event.depth);
        let mut call = |method: Method| {
            let args = under_way.remove(&place).map(|args| trace.args_text(args));
            format!("{method}({})", args.unwrap_or_default())
        };
        match event.what {
            What::Call { args, .. } => {
                under_way.insert(place, args);
            }
            What::Return { method, code, .. } => words.push(format!("{} {code}", call(method))),
            What::Panicked { method, .. } => words.push(format!("{} panicked", call(method))),
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) => {}
        }
    }
    words
}
