//! What is recorded, and questions about it.

use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, machine, open};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "trace::opens_of_all_calls",
        items: 100,
        most: Most::Instructions(13_000),
        run: opens_of_all_calls,
    },
    Case {
        name: "trace::taken_after_each_open",
        items: 100,
        most: Most::Instructions(25_300),
        run: taken_after_each_open,
    },
    Case {
        name: "trace::since_after_each_open",
        items: 100,
        most: Most::Instructions(29_900),
        run: since_after_each_open,
    },
    Case {
        name: "trace::steps_of_the_last_open",
        items: 100,
        most: Most::Instructions(47_800),
        run: steps_of_the_last_open,
    },
    Case {
        name: "trace::steps_of_every_open",
        items: 100,
        most: Most::Instructions(22_800),
        run: steps_of_every_open,
    },
    Case {
        name: "trace::references_balanced",
        items: 100,
        most: Most::Instructions(19_300),
        run: references_balanced,
    },
    Case { name: "trace::invariants", items: 100, most: Most::Instructions(18_400), run: invariants },
    Case { name: "trace::under_way", items: 100, most: Most::Instructions(18_100), run: under_way },
    Case { name: "trace::text", items: 100, most: Most::Instructions(189_400), run: text },
    Case { name: "trace::diagrams", items: 100, most: Most::Instructions(512_500), run: diagrams },
    Case { name: "trace::notes", items: 100, most: Most::Instructions(3500), run: notes },
];

type Opens = (mapi_sim::sim::Subsystem, std::sync::Arc<mapi_sim::sim::Session>);

/// Opens and releases a store again and again, and does this after each.
fn opens(
    count: u32,
    after_each: impl Fn(&mapi_sim::sim::Subsystem) -> Outcome,
) -> Result<Opens, Box<dyn std::error::Error>> {
    let (mapi, session) = machine(1, TraceDetail::Calls, Mail::SameObjects)?;
    for _ in 0..count {
        drop(open(&session, 0)?);
        after_each(&mapi)?;
    }
    Ok((mapi, session))
}

const fn nothing(_mapi: &mapi_sim::sim::Subsystem) -> Outcome {
    Ok(())
}

fn opens_of_all_calls(count: u32) -> Outcome {
    opens(count, nothing).map(drop)
}

fn taken_after_each_open(count: u32) -> Outcome {
    opens(count, |mapi| {
        drop(mapi.trace());
        Ok(())
    })
    .map(drop)
}

fn since_after_each_open(count: u32) -> Outcome {
    let told = std::cell::Cell::new(0);
    opens(count, |mapi| {
        let trace = mapi.trace();
        let new = trace.since(told.get());
        told.set(told.get() + new.events().len());
        Ok(())
    })
    .map(drop)
}

fn steps_of_the_last_open(count: u32) -> Outcome {
    opens(count, |mapi| {
        let trace = mapi.trace();
        let steps = trace.last_open().ok_or("no open")?.steps();
        if steps.len() == 9 { Ok(()) } else { Err("steps are missing".into()) }
    })
    .map(drop)
}

fn steps_of_every_open(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    let trace = mapi.trace();
    let steps: usize = trace.opens().iter().map(|open| open.steps().len()).sum();
    if u64::try_from(steps)? == u64::from(count) * 9 { Ok(()) } else { Err("opens are missing".into()) }
}

fn references_balanced(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    let trace = mapi.trace();
    trace.expect_references_balanced()?;
    if trace.unbalanced().is_empty() { Ok(()) } else { Err("references are left".into()) }
}

fn invariants(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    Ok(mapi.trace().expect_invariants()?)
}

fn under_way(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    if mapi.trace().under_way().is_empty() { Ok(()) } else { Err("calls are under way".into()) }
}

fn text(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    if mapi.trace().to_string().is_empty() { Err("nothing happened".into()) } else { Ok(()) }
}

fn diagrams(count: u32) -> Outcome {
    let (mapi, _session) = opens(count, nothing)?;
    let trace = mapi.trace();
    let all = trace.diagram().rows(usize::MAX);
    if all.to_svg().is_empty() || all.to_mermaid().is_empty() {
        Err("nothing happened".into())
    } else {
        Ok(())
    }
}

fn notes(count: u32) -> Outcome {
    let (mapi, _session) = machine(1, TraceDetail::Calls, Mail::SameObjects)?;
    for number in 0..count {
        mapi.note(format!("note {number}"));
        drop(mapi.trace());
    }
    Ok(())
}
