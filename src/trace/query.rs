//! Questions about a trace.

use std::collections::BTreeMap;
use std::fmt;

use super::Trace;
use super::deviation::Deviation;
use super::event::{Event, Object, What};
use super::fact::{Fact, SpoolerPair};
use super::ids::OpenNo;
use crate::load::{SkipReason, Step};
use crate::mapi::HResult;
use crate::methods::Method;

/// What became of a step of the load sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepOutcome {
    /// It happened.
    Done,
    /// It was left out, for this reason.
    Skipped(SkipReason),
    /// The open ended, or stands, before it.
    NotReached,
}

impl fmt::Display for StepOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("it happened"),
            Self::Skipped(reason) => write!(f, "it was skipped, since {reason}"),
            Self::NotReached => f.write_str("it was not reached"),
        }
    }
}

/// The references of one object over a whole trace.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct References {
    /// How many were added, the one that the object was born with not counted.
    pub added: u32,
    /// How many were given back.
    pub released: u32,
    /// The count after the last change; `None` if there was none.
    pub left: Option<u32>,
}

/// One open of a trace, from `OpenMsgStore` to the end of its store.
#[derive(Clone, Copy, Debug)]
pub struct OpenTrace<'a> {
    trace: &'a Trace,
    open: OpenNo,
}

impl<'a> OpenTrace<'a> {
    pub(super) const fn new(trace: &'a Trace, open: OpenNo) -> Self {
        Self { trace, open }
    }

    /// The number of the open.
    #[must_use]
    pub const fn number(&self) -> OpenNo {
        self.open
    }

    /// The whole trace.
    #[must_use]
    pub const fn trace(&self) -> &'a Trace {
        self.trace
    }

    /// Its events in order.
    pub fn events(&self) -> impl Iterator<Item = &'a Event> + use<'a> {
        let all = self.trace.events();
        self.trace.log.of_open(self.open).filter_map(|(place, _)| all.get(place))
    }

    /// The same without the others.
    pub(super) fn own(&self) -> impl Iterator<Item = Event> + use<'a> {
        self.trace.log.of_open(self.open).map(|(_, event)| event)
    }

    /// What became of `step`.
    #[must_use]
    pub fn step(&self, step: Step) -> StepOutcome {
        let outcome = self.facts().filter_map(|fact| outcome(fact, step)).last();
        outcome.unwrap_or(StepOutcome::NotReached)
    }

    /// What became of the nine steps, in their documented order.
    #[must_use]
    pub fn steps(&self) -> Vec<(Step, StepOutcome)> {
        let facts: Vec<Fact> = self.facts().collect();
        let outcome = |step| facts.iter().rev().find_map(|fact| outcome(*fact, step));
        Step::ALL.iter().map(|&step| (step, outcome(step).unwrap_or(StepOutcome::NotReached))).collect()
    }

    /// The steps that happened, in the order in which they happened.
    #[must_use]
    pub fn steps_done(&self) -> Vec<Step> {
        self.facts()
            .filter_map(|fact| if let Fact::Reached(step) = fact { Some(step) } else { None })
            .collect()
    }

    /// The calls in order, callbacks of the provider among them.
    #[must_use]
    pub fn calls(&self) -> Vec<Method> {
        self.own().filter_map(|event| called(&event)).collect()
    }

    /// The code of the last return of `method`.
    #[must_use]
    pub fn code_of(&self, method: Method) -> Option<HResult> {
        self.own().filter_map(|event| returned(&event, method)).last()
    }

    /// The code that decides `step`: of `OpenMsgStore` for 1 and 7, `MSProviderInit` for 2 and 3, `Logon` for 4 and 5,
    /// `SpoolerLogon` for 8 and 9. Step 6 is no call.
    #[must_use]
    pub fn code_at(&self, step: Step) -> Option<HResult> {
        match step {
            Step::MsProviderInit | Step::ProviderObject => self.code_of_init(),
            Step::OpenMsgStore
            | Step::Logon
            | Step::LogonAndStore
            | Step::SpoolerTold
            | Step::StoreToClient
            | Step::SpoolerLogon
            | Step::SpoolerObjects => self.code_of(deciding_method(step)?),
        }
    }

    /// The client's `MSProviderInit` follows its step; that of a spooler in a process of its own belongs to none.
    fn code_of_init(&self) -> Option<HResult> {
        let before = |event: &Event| event.what != What::Fact(Fact::Reached(Step::MsProviderInit));
        self.own().skip_while(before).find_map(|event| returned(&event, Method::MsProviderInit))
    }

    /// How step 9 compares with step 5, once it has happened.
    #[must_use]
    pub fn spooler_pair(&self) -> Option<SpoolerPair> {
        self.facts()
            .filter_map(|fact| if let Fact::SpoolerPair(_, pair) = fact { Some(pair) } else { None })
            .last()
    }

    /// The provider's breaches of the contract in this open.
    #[must_use]
    pub fn deviations(&self) -> Vec<&'a Deviation> {
        self.trace.deviations().iter().filter(|deviation| deviation.open == Some(self.open)).collect()
    }

    fn facts(&self) -> impl Iterator<Item = Fact> + use<'a> {
        self.own().filter_map(|event| if let What::Fact(fact) = event.what { Some(fact) } else { None })
    }
}

impl Trace {
    /// How often `method` was called.
    #[must_use]
    pub fn count_of(&self, method: Method) -> usize {
        self.iter().filter_map(|event| called(&event)).filter(|&called| called == method).count()
    }

    /// The references of `object`.
    #[must_use]
    pub fn references(&self, object: Object) -> References {
        let mut references = References::default();
        for event in self.iter() {
            match event.what {
                What::AddRef { object: of, count, .. } if of == object => {
                    references.added += 1;
                    references.left = Some(count);
                }
                What::Release { object: of, count, .. } if of == object => {
                    references.released += 1;
                    references.left = Some(count);
                }
                What::AddRef { .. }
                | What::Release { .. }
                | What::Call { .. }
                | What::Return { .. }
                | What::Panicked { .. }
                | What::Fact(_) => {}
            }
        }
        references
    }

    /// The objects whose references the trace shows and whose last count is not zero.
    #[must_use]
    pub fn unbalanced(&self) -> Vec<(Object, u32)> {
        let left: BTreeMap<Object, u32> = self.iter().filter_map(|event| counted(&event)).collect();
        left.into_iter().filter(|(_, left)| *left > 0).collect()
    }
}

fn outcome(fact: Fact, step: Step) -> Option<StepOutcome> {
    if let Fact::Reached(reached) = fact {
        (reached == step).then_some(StepOutcome::Done)
    } else if let Fact::Skipped(skipped, reason) = fact {
        (skipped == step).then_some(StepOutcome::Skipped(reason))
    } else {
        None
    }
}

fn called(event: &Event) -> Option<Method> {
    if let What::Call { method, .. } = event.what { Some(method) } else { None }
}

fn returned(event: &Event, wanted: Method) -> Option<HResult> {
    if let What::Return { method, code, .. } = event.what { (method == wanted).then_some(code) } else { None }
}

/// An object and its references after the event.
fn counted(event: &Event) -> Option<(Object, u32)> {
    if let What::AddRef { object, count, .. } | What::Release { object, count, .. } = event.what {
        Some((object, count))
    } else {
        None
    }
}

const fn deciding_method(step: Step) -> Option<Method> {
    match step {
        Step::OpenMsgStore | Step::StoreToClient => Some(Method::SessionOpenMsgStore),
        Step::MsProviderInit | Step::ProviderObject => Some(Method::MsProviderInit),
        Step::Logon | Step::LogonAndStore => Some(Method::ProviderLogon),
        Step::SpoolerTold => None,
        Step::SpoolerLogon | Step::SpoolerObjects => Some(Method::ProviderSpoolerLogon),
    }
}
