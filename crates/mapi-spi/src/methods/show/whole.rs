//! What is told at each [`ShowDetail`].

use super::count;
use crate::mapi::{
    EntryId, MapiErrorDetail, MapiString, MapiUid, NamedProp, Notification, NotificationKey, PropProblem,
    PropValue, Restriction, Row, SortOrderSet, Value as PropData,
};
use crate::methods::{ShowDetail, Value};
use crate::spi::{NamesFromIds, StorageElement};

/// Secure properties of profile sections.
const SECURE: std::ops::RangeInclusive<u16> = 0x67F0..=0x67FF;

/// A function of each type: what is told in short, and what is told whole.
macro_rules! tells {
    ($($name:ident($detail:ident, $told:ident: $type:ty) => $short:expr, $whole:expr;)+) => {
        impl ShowDetail {
            $(pub(super) fn $name($detail, $told: $type) -> Value {
                if $detail == Self::Short { $short } else { $whole }
            })+
        }
    };
}

tells! {
    props(self, props: &[PropValue]) => Value::Tags(props.iter().map(PropValue::tag).collect()),
        Value::Props(self.told(props));
    rows(self, rows: &[Row]) => count(rows.len(), "row"), Value::Rows(rows.iter().map(|row| self.row(row)).collect());
    bytes(self, bytes: &[u8]) => count(bytes.len(), "byte"), Value::Bytes(bytes.to_vec());
    ids(self, ids: &[EntryId]) => count(ids.len(), "identifier"), Value::Ids(ids.to_vec());
    uids(self, uids: &[MapiUid]) => count(uids.len(), "identifier"), Value::Uids(uids.to_vec());
    names(self, names: &[NamedProp]) => count(names.len(), "name"),
        Value::Names(names.iter().cloned().map(Some).collect());
    names_of_tags(self, answer: &NamesFromIds) => count(answer.names.len(), "name"),
        Value::NamesOfTags(answer.tags.clone(), answer.names.clone());
    problems(self, problems: &[PropProblem]) => count(problems.len(), "problem"), Value::Problems(problems.to_vec());
    elements(self, elements: &[StorageElement]) => count(elements.len(), "element"),
        Value::Elements(elements.to_vec());
    notification(self, told: &Notification) => count(1, "notification"),
        Value::Notifications(vec![self.notified(told)]);
    notifications(self, told: &[Notification]) => count(told.len(), "notification"),
        Value::Notifications(told.iter().map(|one| self.notified(one)).collect());
    key(self, key: &NotificationKey) => Value::Word("key"), Value::Key(key.clone());
    restriction(self, restriction: &Restriction) => Value::Word("restriction"),
        Value::Restriction(Box::new(self.restricted(restriction)));
    sort_order(self, order: &SortOrderSet) => Value::Tags(order.orders.iter().map(|order| order.tag).collect()),
        Value::SortOrder(order.clone());
    string(self, text: &MapiString) => Value::Text(text.to_string()), match text {
        MapiString::Ansi(text) => Value::Ansi(text.clone()),
        MapiString::Unicode(text) => Value::Text(text.clone()),
    };
    error(self, detail: &Option<MapiErrorDetail>) => error_text(detail.as_ref()),
        detail.clone().map_or(Value::Null, |detail| Value::Error(Box::new(detail)));
}

fn error_text(detail: Option<&MapiErrorDetail>) -> Value {
    let text = detail.and_then(|detail| detail.error.as_ref());
    text.map_or(Value::Null, |text| Value::Text(text.to_string()))
}

impl ShowDetail {
    fn tells_value(self, id: u16) -> bool {
        self == Self::WithSecure || !SECURE.contains(&id)
    }

    /// Properties that are not to be told are left out.
    fn told(self, props: &[PropValue]) -> Vec<PropValue> {
        let told = props.iter().filter(|prop| self.tells_value(prop.id()));
        told.filter(|prop| !matches!(prop.value(), PropData::Actions(_)))
            .map(|prop| self.with_told_parts(prop))
            .collect()
    }

    fn with_told_parts(self, prop: &PropValue) -> PropValue {
        if let PropData::Restriction(inner) = prop.value() {
            let told = PropData::Restriction(Box::new(self.restricted(inner)));
            return PropValue::new(prop.tag(), told);
        }
        prop.clone()
    }

    fn row(self, row: &Row) -> Row {
        Row::new(self.told(row.props()))
    }

    /// The same restriction, in which properties have no value that are not to be told.
    fn restricted(self, restriction: &Restriction) -> Restriction {
        let mut told = restriction.clone();
        let mut waiting = vec![&mut told];
        while let Some(part) = waiting.pop() {
            self.hide_in(part);
            waiting.extend(part.parts_mut());
        }
        told
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "no other restriction has values of properties")]
    fn hide_in(self, part: &mut Restriction) {
        let hide = |prop: &mut PropValue| *prop = PropValue::new(prop.tag(), PropData::Null);
        match part {
            Restriction::Content { tag, value, .. } | Restriction::Property { tag, value, .. }
                if !self.tells_value(tag.id()) || !self.tells_in_restriction(value) =>
            {
                hide(value);
            }
            Restriction::Comment { props, .. } => {
                props.iter_mut().filter(|prop| !self.tells_in_restriction(prop)).for_each(hide);
            }
            _ => {}
        }
    }

    fn tells_in_restriction(self, prop: &PropValue) -> bool {
        self.tells_value(prop.id()) && !matches!(prop.value(), PropData::Actions(_))
    }

    fn notified(self, notification: &Notification) -> Notification {
        let mut told = notification.clone();
        match &mut told {
            Notification::Table { row, .. } => *row = self.row(row),
            Notification::StatusObject { values, .. } => *values = self.told(values),
            Notification::CriticalError { .. }
            | Notification::NewMail { .. }
            | Notification::Object { .. }
            | Notification::Extended { .. } => {}
        }
        told
    }
}
