//! Restrictions of any depth: nothing here calls itself for a part of a restriction, so that no stack is too small.
//!
//! Parts are restrictions inside restrictions, also as the value of a property inside one.

use std::cell::Cell;
use std::fmt;

use super::{PropValue, Restriction, Value};

/// Stands where a part will be or has been. It takes no memory of its own.
const NONE: Restriction = Restriction::And(Vec::new());

impl Restriction {
    /// The restrictions inside of it, in their order, also as the value of a property; not those inside of these.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().collect(),
            Self::Not(part) | Self::Sub { restriction: part, .. } | Self::Count { restriction: part, .. } => {
                vec![part]
            }
            Self::Content { value, .. } | Self::Property { value, .. } => {
                value.value().part().into_iter().collect()
            }
            Self::Comment { props, restriction } => {
                let values = props.iter().filter_map(|prop| prop.value().part());
                values.chain(restriction.as_deref()).collect()
            }
            Self::CompareProps { .. }
            | Self::Bitmask { .. }
            | Self::Size { .. }
            | Self::Exist(_)
            | Self::Other(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter_mut().collect(),
            Self::Not(part) | Self::Sub { restriction: part, .. } | Self::Count { restriction: part, .. } => {
                vec![part]
            }
            Self::Content { value, .. } | Self::Property { value, .. } => {
                value.value_mut().part_mut().into_iter().collect()
            }
            Self::Comment { props, restriction } => {
                let values = props.iter_mut().filter_map(|prop| prop.value_mut().part_mut());
                values.chain(restriction.as_deref_mut()).collect()
            }
            Self::CompareProps { .. }
            | Self::Bitmask { .. }
            | Self::Size { .. }
            | Self::Exist(_)
            | Self::Other(_) => Vec::new(),
        }
    }

    /// A copy with nothing in the places of its parts.
    fn without_parts(&self) -> Self {
        match self {
            Self::And(parts) => Self::And(parts.iter().map(|_| NONE).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(|_| NONE).collect()),
            Self::Not(_) => Self::Not(Box::new(NONE)),
            Self::Content { fuzzy, tag, value } => {
                Self::Content { fuzzy: *fuzzy, tag: *tag, value: value.without_part() }
            }
            Self::Property { op, tag, value } => {
                Self::Property { op: *op, tag: *tag, value: value.without_part() }
            }
            Self::CompareProps { op, left, right } => {
                Self::CompareProps { op: *op, left: *left, right: *right }
            }
            Self::Bitmask { op, tag, mask } => Self::Bitmask { op: *op, tag: *tag, mask: *mask },
            Self::Size { op, tag, size } => Self::Size { op: *op, tag: *tag, size: *size },
            Self::Exist(tag) => Self::Exist(*tag),
            Self::Sub { tag, .. } => Self::Sub { tag: *tag, restriction: Box::new(NONE) },
            Self::Comment { props, restriction } => Self::Comment {
                props: props.iter().map(PropValue::without_part).collect(),
                restriction: restriction.as_ref().map(|_| Box::new(NONE)),
            },
            Self::Count { count, .. } => Self::Count { count: *count, restriction: Box::new(NONE) },
            Self::Other(kind) => Self::Other(*kind),
        }
    }

    /// Whether two are the same beside what their parts are.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::And(one), Self::And(two)) | (Self::Or(one), Self::Or(two)) => one.len() == two.len(),
            (Self::Not(_), Self::Not(_)) => true,
            (
                Self::Content { fuzzy, tag, value },
                Self::Content { fuzzy: its_fuzzy, tag: its_tag, value: its_value },
            ) => (fuzzy, tag) == (its_fuzzy, its_tag) && value.is_like(its_value),
            (
                Self::Property { op, tag, value },
                Self::Property { op: its_op, tag: its_tag, value: its_value },
            ) => (op, tag) == (its_op, its_tag) && value.is_like(its_value),
            (
                Self::CompareProps { op, left, right },
                Self::CompareProps { op: its_op, left: its_left, right: its_right },
            ) => (op, left, right) == (its_op, its_left, its_right),
            (Self::Bitmask { op, tag, mask }, Self::Bitmask { op: its_op, tag: its_tag, mask: its_mask }) => {
                (op, tag, mask) == (its_op, its_tag, its_mask)
            }
            (Self::Size { op, tag, size }, Self::Size { op: its_op, tag: its_tag, size: its_size }) => {
                (op, tag, size) == (its_op, its_tag, its_size)
            }
            (Self::Exist(tag), Self::Exist(its_tag))
            | (Self::Sub { tag, .. }, Self::Sub { tag: its_tag, .. }) => tag == its_tag,
            (
                Self::Comment { props, restriction },
                Self::Comment { props: its_props, restriction: its_restriction },
            ) => {
                props.len() == its_props.len()
                    && props.iter().zip(its_props).all(|(one, two)| one.is_like(two))
                    && restriction.is_some() == its_restriction.is_some()
            }
            (Self::Count { count, .. }, Self::Count { count: its_count, .. }) => count == its_count,
            (Self::Other(kind), Self::Other(its_kind)) => kind == its_kind,
            _ => false,
        }
    }
}

impl Value {
    fn part(&self) -> Option<&Restriction> {
        if let Self::Restriction(part) = self { Some(part) } else { None }
    }

    fn part_mut(&mut self) -> Option<&mut Restriction> {
        if let Self::Restriction(part) = self { Some(part) } else { None }
    }
}

impl PropValue {
    fn without_part(&self) -> Self {
        match self.value().part() {
            Some(_) => Self::new(self.tag(), Value::Restriction(Box::new(NONE))),
            None => self.clone(),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        match (self.value().part(), other.value().part()) {
            (Some(_), Some(_)) => self.tag() == other.tag(),
            (Some(_), None) | (None, Some(_)) => false,
            (None, None) => self == other,
        }
    }
}

impl Clone for Restriction {
    fn clone(&self) -> Self {
        let mut copy = NONE;
        let mut waiting = vec![(self, &mut copy)];
        while let Some((source, target)) = waiting.pop() {
            *target = source.without_parts();
            waiting.extend(source.parts().into_iter().zip(target.parts_mut()));
        }
        copy
    }
}

impl PartialEq for Restriction {
    fn eq(&self, other: &Self) -> bool {
        let mut waiting = vec![(self, other)];
        while let Some((one, two)) = waiting.pop() {
            if !one.is_like(two) {
                return false;
            }
            waiting.extend(one.parts().into_iter().zip(two.parts()));
        }
        true
    }
}

impl Drop for Restriction {
    fn drop(&mut self) {
        let mut waiting = Vec::new();
        take_parts(self, &mut waiting);
        // What is dropped here has no parts any more.
        while let Some(mut part) = waiting.pop() {
            take_parts(&mut part, &mut waiting);
        }
    }
}

fn take_parts(restriction: &mut Restriction, into: &mut Vec<Restriction>) {
    if let Restriction::And(parts) | Restriction::Or(parts) = restriction {
        into.append(parts);
    } else {
        let parts = restriction.parts_mut().into_iter();
        into.extend(parts.map(|part| std::mem::replace(part, NONE)));
    }
}

/// How deep a restriction is written out; of what is deeper two points stand there.
const SHOWN: u32 = 64;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

impl fmt::Debug for Restriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = DEPTH.get();
        if depth >= SHOWN {
            return f.write_str("..");
        }
        DEPTH.set(depth + 1);
        let written = self.write_out(f);
        DEPTH.set(depth);
        written
    }
}

impl Restriction {
    fn write_out(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => f.debug_tuple("And").field(parts).finish(),
            Self::Or(parts) => f.debug_tuple("Or").field(parts).finish(),
            Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
            Self::Content { fuzzy, tag, value } => {
                let mut content = f.debug_struct("Content");
                content.field("fuzzy", fuzzy).field("tag", tag).field("value", value).finish()
            }
            Self::Property { op, tag, value } => {
                let mut property = f.debug_struct("Property");
                property.field("op", op).field("tag", tag).field("value", value).finish()
            }
            Self::CompareProps { op, left, right } => {
                let mut compared = f.debug_struct("CompareProps");
                compared.field("op", op).field("left", left).field("right", right).finish()
            }
            Self::Bitmask { op, tag, mask } => {
                f.debug_struct("Bitmask").field("op", op).field("tag", tag).field("mask", mask).finish()
            }
            Self::Size { op, tag, size } => {
                f.debug_struct("Size").field("op", op).field("tag", tag).field("size", size).finish()
            }
            Self::Exist(tag) => f.debug_tuple("Exist").field(tag).finish(),
            Self::Sub { tag, restriction } => {
                f.debug_struct("Sub").field("tag", tag).field("restriction", restriction).finish()
            }
            Self::Comment { props, restriction } => {
                f.debug_struct("Comment").field("props", props).field("restriction", restriction).finish()
            }
            Self::Count { count, restriction } => {
                f.debug_struct("Count").field("count", count).field("restriction", restriction).finish()
            }
            Self::Other(kind) => f.debug_tuple("Other").field(kind).finish(),
        }
    }
}
