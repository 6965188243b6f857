//! Whether a row meets a restriction.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::column::column;
use super::compare::{compare, size};
use crate::mapi::codes::MAPI_E_TOO_COMPLEX;
use crate::mapi::{
    AnsiString, BitmaskOp, FuzzyLevel, FuzzyPart, HResult, PropTag, PropValue, RelOp, Restriction, Row, Value,
};

/// How deep restrictions may be nested.
const DEEPEST: usize = 64;

/// Refuses what cannot be evaluated, before any row is looked at.
pub(super) fn check(restriction: &Restriction) -> Result<(), HResult> {
    check_at(restriction, DEEPEST)
}

fn check_at(restriction: &Restriction, depth: usize) -> Result<(), HResult> {
    let depth = depth.checked_sub(1).ok_or(MAPI_E_TOO_COMPLEX)?;
    match restriction {
        Restriction::And(parts) | Restriction::Or(parts) => {
            parts.iter().try_for_each(|part| check_at(part, depth))
        }
        Restriction::Not(part) => check_at(part, depth),
        Restriction::Comment { restriction, .. } => {
            restriction.as_deref().map_or(Ok(()), |part| check_at(part, depth))
        }
        Restriction::Property { op, .. }
        | Restriction::CompareProps { op, .. }
        | Restriction::Size { op, .. } => match op {
            RelOp::Lt | RelOp::Le | RelOp::Gt | RelOp::Ge | RelOp::Eq | RelOp::Ne => Ok(()),
            RelOp::Re | RelOp::MemberOfDl | RelOp::Other(_) => Err(MAPI_E_TOO_COMPLEX),
        },
        Restriction::Content { fuzzy: FuzzyLevel { part: FuzzyPart::Other(_), .. }, .. }
        | Restriction::Bitmask { op: BitmaskOp::Other(_), .. } => Err(MAPI_E_TOO_COMPLEX),
        Restriction::Content { .. } | Restriction::Bitmask { .. } | Restriction::Exist(_) => Ok(()),
        // The rows hold neither subobjects nor a count of those before them.
        Restriction::Sub { .. } | Restriction::Count { .. } | Restriction::Other(_) => {
            Err(MAPI_E_TOO_COMPLEX)
        }
    }
}

/// Whether `row` meets a restriction that [`check`] has let through. What the row does not have meets nothing, so that
/// the negation of a restriction on a missing property is true.
pub(super) fn meets(row: &Row, restriction: &Restriction) -> bool {
    match restriction {
        Restriction::And(parts) => parts.iter().all(|part| meets(row, part)),
        Restriction::Or(parts) => parts.iter().any(|part| meets(row, part)),
        Restriction::Not(part) => !meets(row, part),
        Restriction::Content { fuzzy, tag, value } => {
            held(row, *tag).is_some_and(|held| is_like(held.value(), value.value(), *fuzzy))
        }
        Restriction::Property { op, tag, value } => {
            let order = held(row, *tag).and_then(|held| compare(held.value(), value.value()));
            order.is_some_and(|order| fits(*op, order))
        }
        Restriction::CompareProps { op, left, right } => {
            let both = held(row, *left).zip(held(row, *right));
            let order = both.and_then(|(a, b)| compare(a.value(), b.value()));
            order.is_some_and(|order| fits(*op, order))
        }
        Restriction::Bitmask { op, tag, mask } => {
            held(row, *tag).and_then(|held| held.as_bits()).is_some_and(|bits| match op {
                BitmaskOp::AllClear => bits & mask == 0,
                BitmaskOp::AnySet => bits & mask != 0,
                BitmaskOp::Other(_) => false,
            })
        }
        Restriction::Size { op, tag, size: wanted } => {
            held(row, *tag).is_some_and(|held| fits(*op, size(held.value()).cmp(wanted)))
        }
        Restriction::Exist(tag) => held(row, *tag).is_some(),
        Restriction::Comment { restriction, .. } => {
            restriction.as_deref().is_none_or(|part| meets(row, part))
        }
        Restriction::Sub { .. } | Restriction::Count { .. } | Restriction::Other(_) => false,
    }
}

/// The value of a property that the row really has.
fn held(row: &Row, tag: PropTag) -> Option<Cow<'_, PropValue>> {
    column(row, tag).ok().filter(|value| value.as_error().is_none())
}

const fn fits(op: RelOp, order: Ordering) -> bool {
    match op {
        RelOp::Lt => order.is_lt(),
        RelOp::Le => order.is_le(),
        RelOp::Gt => order.is_gt(),
        RelOp::Ge => order.is_ge(),
        RelOp::Eq => order.is_eq(),
        RelOp::Ne => order.is_ne(),
        RelOp::Re | RelOp::MemberOfDl | RelOp::Other(_) => false,
    }
}

fn is_like(held: &Value, wanted: &Value, fuzzy: FuzzyLevel) -> bool {
    if let (Value::Unicode(held), Value::Unicode(wanted)) = (held, wanted) {
        let fold = |text: &str| if fuzzy.ignore_case { text.to_lowercase() } else { text.to_owned() };
        contains(fold(held).as_bytes(), fold(wanted).as_bytes(), fuzzy.part)
    } else if let (Value::String8(held), Value::String8(wanted)) = (held, wanted) {
        let fold = |text: &AnsiString| {
            let bytes = text.as_bytes();
            if fuzzy.ignore_case { bytes.to_ascii_lowercase() } else { bytes.to_vec() }
        };
        contains(&fold(held), &fold(wanted), fuzzy.part)
    } else if let (Value::Binary(held), Value::Binary(wanted)) = (held, wanted) {
        contains(held, wanted, fuzzy.part)
    } else {
        false
    }
}

fn contains(held: &[u8], wanted: &[u8], part: FuzzyPart) -> bool {
    match part {
        FuzzyPart::Full => held == wanted,
        FuzzyPart::Prefix => held.starts_with(wanted),
        FuzzyPart::Substring => {
            wanted.is_empty() || held.windows(wanted.len()).any(|window| window == wanted)
        }
        FuzzyPart::Other(_) => false,
    }
}
