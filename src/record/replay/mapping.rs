//! Identifiers and binary values of the recorded run, and those that stand for them in the live one.

use std::collections::BTreeMap;

use crate::mapi::{EntryId, MapiUid, Notification, PropValue, Restriction, Row, Value as PropData};
use crate::methods::{Named, Value};

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

    pub(super) fn values(&mut self, recorded: &[Named], live: &[Named]) -> bool {
        // An author may leave out what came into a buffer.
        let filled = |named: &&Named| named.name == "filled";
        let is_left_out = !recorded.iter().any(|named| filled(&named));
        let live: Vec<&Named> = live.iter().filter(|named| !(is_left_out && filled(named))).collect();
        let mut both = recorded.iter().zip(&live);
        recorded.len() == live.len()
            && both.all(|(recorded, live)| {
                // What was read is no identifier.
                if recorded.name == "filled" {
                    recorded == *live
                } else {
                    self.value(&recorded.value, &live.value)
                }
            })
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
            (Value::Bytes(recorded), Value::Bytes(live)) => self.agrees(recorded, live),
            (Value::Uid(recorded), Value::Uid(live)) => self.agrees(recorded.as_bytes(), live.as_bytes()),
            (Value::Key(recorded), Value::Key(live)) => self.agrees(recorded.as_bytes(), live.as_bytes()),
            (Value::Restriction(recorded), Value::Restriction(live)) => {
                let mut recorded = recorded.clone();
                self.map_restriction(&mut recorded);
                recorded == *live
            }
            (Value::Notifications(recorded), Value::Notifications(live)) => {
                let mut both = recorded.iter().zip(live);
                recorded.len() == live.len() && both.all(|(one, other)| self.notification(one, other))
            }
            (recorded, live) => recorded == live,
        }
    }

    fn notification(&mut self, recorded: &Notification, live: &Notification) -> bool {
        let mut same = |one: &Option<EntryId>, other: &Option<EntryId>| match (one, other) {
            (Some(one), Some(other)) => self.agrees(one.as_bytes(), other.as_bytes()),
            (one, other) => one == other,
        };
        match (recorded, live) {
            (
                Notification::Object { event, entry_id, object_type, parent_id, old_id, old_parent_id, tags },
                Notification::Object {
                    event: its_event,
                    entry_id: its_id,
                    object_type: its_type,
                    parent_id: its_parent,
                    old_id: its_old,
                    old_parent_id: its_old_parent,
                    tags: its_tags,
                },
            ) => {
                (event, object_type, tags) == (its_event, its_type, its_tags)
                    && same(entry_id, its_id)
                    && same(parent_id, its_parent)
                    && same(old_id, its_old)
                    && same(old_parent_id, its_old_parent)
            }
            (
                Notification::NewMail { entry_id, parent_id, flags, message_class, message_flags },
                Notification::NewMail {
                    entry_id: its_id,
                    parent_id: its_parent,
                    flags: its_flags,
                    message_class: its_class,
                    message_flags: its_message_flags,
                },
            ) => {
                (flags, message_class, message_flags) == (its_flags, its_class, its_message_flags)
                    && self.agrees(entry_id.as_bytes(), its_id.as_bytes())
                    && self.agrees(parent_id.as_bytes(), its_parent.as_bytes())
            }
            (
                Notification::Table { event, code, index, prior, row },
                Notification::Table {
                    event: its_event,
                    code: its_code,
                    index: its_index,
                    prior: its_prior,
                    row: its_row,
                },
            ) => {
                (event, code) == (its_event, its_code)
                    && self.props(index.as_slice(), its_index.as_slice())
                    && self.props(prior.as_slice(), its_prior.as_slice())
                    && self.props(row.props(), its_row.props())
            }
            (
                Notification::StatusObject { entry_id, values },
                Notification::StatusObject { entry_id: its_id, values: its_values },
            ) => self.agrees(entry_id.as_bytes(), its_id.as_bytes()) && self.props(values, its_values),
            (recorded, live) => recorded == live,
        }
    }
}

/// Recorded arguments become those of the live run.
impl Mapping {
    /// Puts the identifiers and binary values of the live run in the places of those that were recorded.
    #[allow(clippy::wildcard_enum_match_arm, reason = "other values have no identifiers")]
    pub(super) fn map(&self, value: &mut Value) {
        match value {
            Value::Id(id) => *id = self.of(id),
            Value::Ids(ids) => ids.iter_mut().for_each(|id| *id = self.of(id)),
            Value::Bytes(bytes) => self.map_bytes(bytes),
            Value::Uid(uid) => *uid = self.of_uid(*uid),
            Value::Uids(uids) => uids.iter_mut().for_each(|uid| *uid = self.of_uid(*uid)),
            Value::Props(props) => props.iter_mut().for_each(|prop| self.map_prop(prop)),
            Value::Rows(rows) => rows.iter_mut().for_each(|row| {
                let mut props = std::mem::take(row).into_props();
                props.iter_mut().for_each(|prop| self.map_prop(prop));
                *row = Row::new(props);
            }),
            Value::Restriction(restriction) => self.map_restriction(restriction),
            Value::Notifications(all) => all.iter_mut().for_each(|one| self.map_notification(one)),
            _ => {}
        }
    }

    fn of_uid(&self, uid: MapiUid) -> MapiUid {
        let live = self.live.get(uid.as_bytes().as_slice());
        let bytes = live.and_then(|live| live.as_slice().try_into().ok());
        bytes.map_or(uid, MapiUid::from_bytes)
    }

    fn map_bytes(&self, bytes: &mut Vec<u8>) {
        if let Some(live) = self.live.get(bytes) {
            bytes.clone_from(live);
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other values have no identifiers")]
    fn map_prop(&self, prop: &mut PropValue) {
        match prop.value() {
            PropData::Binary(bytes) => {
                let mut bytes = bytes.clone();
                self.map_bytes(&mut bytes);
                *prop = PropValue::new(prop.tag(), bytes);
            }
            PropData::Restriction(restriction) => {
                let mut restriction = restriction.clone();
                self.map_restriction(&mut restriction);
                *prop = PropValue::new(prop.tag(), PropData::Restriction(restriction));
            }
            _ => {}
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other restrictions have no values")]
    fn map_restriction(&self, restriction: &mut Restriction) {
        let mut waiting = vec![restriction];
        while let Some(part) = waiting.pop() {
            match part {
                Restriction::Content { value, .. } | Restriction::Property { value, .. } => {
                    self.map_binary(value);
                }
                Restriction::Comment { props, .. } => props.iter_mut().for_each(|prop| self.map_binary(prop)),
                _ => {}
            }
            waiting.extend(part.parts_mut());
        }
    }

    fn map_binary(&self, prop: &mut PropValue) {
        if matches!(prop.value(), PropData::Binary(_)) {
            self.map_prop(prop);
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "others do not come from clients")]
    fn map_notification(&self, notification: &mut Notification) {
        match notification {
            Notification::NewMail { entry_id, parent_id, .. } => {
                *entry_id = self.of(entry_id);
                *parent_id = self.of(parent_id);
            }
            Notification::Object { entry_id, parent_id, old_id, old_parent_id, .. } => {
                for id in [entry_id, parent_id, old_id, old_parent_id].into_iter().flatten() {
                    *id = self.of(id);
                }
            }
            _ => {}
        }
    }
}
