//! Answers of a provider, recorded and live, compared.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::mapi::{EntryId, PropValue, Row, Value as PropData};
use crate::methods::{Method, Named, Value};
use crate::trace::{Event, Object, Out, Trace, What};

/// The bytes of the recorded run and those that stand for them in the live one.
#[derive(Default)]
pub(super) struct Mapping {
    live: BTreeMap<Vec<u8>, Vec<u8>>,
    recorded: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Mapping {
    /// What stands for an identifier of the recorded run.
    pub(super) fn of(&self, id: &EntryId) -> EntryId {
        self.live.get(id.as_bytes()).map_or_else(|| id.clone(), |live| EntryId::from_bytes(live))
    }

    /// Whether these bytes can stand for each other, which they do from now on.
    pub(super) fn agrees(&mut self, recorded: &[u8], live: &[u8]) -> bool {
        match (self.live.get(recorded), self.recorded.get(live)) {
            (Some(known), _) => known == live,
            (None, Some(_)) => false,
            (None, None) => {
                self.live.insert(recorded.to_vec(), live.to_vec());
                self.recorded.insert(live.to_vec(), recorded.to_vec());
                true
            }
        }
    }

    fn props(&mut self, recorded: &[PropValue], live: &[PropValue]) -> bool {
        recorded.len() == live.len()
            && recorded.iter().zip(live).all(|(recorded, live)| self.prop(recorded, live))
    }

    fn prop(&mut self, recorded: &PropValue, live: &PropValue) -> bool {
        if recorded.tag() != live.tag() {
            return false;
        }
        match (recorded.value(), live.value()) {
            (PropData::SysTime(_), PropData::SysTime(_)) => true,
            (PropData::Binary(recorded), PropData::Binary(live)) => self.agrees(recorded, live),
            (recorded, live) => recorded == live,
        }
    }

    fn rows(&mut self, recorded: &[Row], live: &[Row]) -> bool {
        let mut both = recorded.iter().zip(live);
        recorded.len() == live.len()
            && both.all(|(recorded, live)| self.props(recorded.props(), live.props()))
    }

    fn values(&mut self, recorded: &[Named], live: &[Named]) -> bool {
        let mut both = recorded.iter().zip(live);
        recorded.len() == live.len() && both.all(|(recorded, live)| self.value(&recorded.value, &live.value))
    }

    fn value(&mut self, recorded: &Value, live: &Value) -> bool {
        match (recorded, live) {
            (Value::Id(recorded), Value::Id(live)) => self.agrees(recorded.as_bytes(), live.as_bytes()),
            (Value::Ids(recorded), Value::Ids(live)) => {
                let mut both = recorded.iter().zip(live);
                recorded.len() == live.len()
                    && both.all(|(one, other)| self.agrees(one.as_bytes(), other.as_bytes()))
            }
            (Value::Props(recorded), Value::Props(live)) => self.props(recorded, live),
            (Value::Rows(recorded), Value::Rows(live)) => self.rows(recorded, live),
            (Value::Object(recorded), Value::Object(live)) => recorded.interface == live.interface,
            (recorded, live) => recorded == live,
        }
    }
}

/// An answer, by the place of its event.
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

/// The method whose answer this is, if it is one that is compared.
fn answered(event: &Event) -> Option<Method> {
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
        (What::Return { code, out, .. }, What::Return { code: came, out: live_out, .. }) => {
            code == came && same_out(mapping, (recorded, one, out), (live, other, live_out))
        }
        (What::Panicked { .. }, What::Panicked { .. }) => true,
        _ => false,
    }
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
