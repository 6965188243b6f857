//! Restrictions, each as a flat list: a restriction, then the restrictions inside of it in their order, each in the same way.
//! So no restriction is too deep to be written or read.

use serde::{Deserialize, Serialize};

use super::props::PropForm;
use super::values::{in_hex, tag_back};
use crate::mapi::{BitmaskOp, FuzzyLevel, PropTag, PropValue, RelOp, Restriction, Value};

/// A restriction without those inside of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Node {
    And(u32),
    Or(u32),
    Not,
    Content { fuzzy: u32, tag: String, value: PropForm },
    Property { op: u32, tag: String, value: PropForm },
    CompareProps { op: u32, left: String, right: String },
    Bitmask { op: u32, tag: String, mask: u32 },
    Size { op: u32, tag: String, size: u32 },
    Exist(String),
    Sub(String),
    Comment { props: Vec<PropForm>, restricts: bool },
    Count(u32),
    Other(u32),
}

pub(super) fn nodes(restriction: &Restriction) -> Vec<Node> {
    let (mut nodes, mut waiting) = (Vec::new(), vec![restriction]);
    while let Some(part) = waiting.pop() {
        nodes.push(node(part));
        waiting.extend(part.parts().into_iter().rev());
    }
    nodes
}

fn node(restriction: &Restriction) -> Node {
    let tag = |tag: PropTag| in_hex(tag.raw());
    let many = |parts: &Vec<Restriction>| u32::try_from(parts.len()).unwrap_or(u32::MAX);
    match restriction {
        Restriction::And(parts) => Node::And(many(parts)),
        Restriction::Or(parts) => Node::Or(many(parts)),
        Restriction::Not(_) => Node::Not,
        Restriction::Content { fuzzy, tag: of, value } => {
            Node::Content { fuzzy: fuzzy.raw(), tag: tag(*of), value: PropForm::in_restriction(value) }
        }
        Restriction::Property { op, tag: of, value } => {
            Node::Property { op: op.raw(), tag: tag(*of), value: PropForm::in_restriction(value) }
        }
        Restriction::CompareProps { op, left, right } => {
            Node::CompareProps { op: op.raw(), left: tag(*left), right: tag(*right) }
        }
        Restriction::Bitmask { op, tag: of, mask } => {
            Node::Bitmask { op: op.raw(), tag: tag(*of), mask: *mask }
        }
        Restriction::Size { op, tag: of, size } => Node::Size { op: op.raw(), tag: tag(*of), size: *size },
        Restriction::Exist(of) => Node::Exist(tag(*of)),
        Restriction::Sub { tag: of, .. } => Node::Sub(tag(*of)),
        Restriction::Comment { props, restriction } => Node::Comment {
            props: props.iter().map(PropForm::in_restriction).collect(),
            restricts: restriction.is_some(),
        },
        Restriction::Count { count, .. } => Node::Count(*count),
        Restriction::Other(kind) => Node::Other(*kind),
    }
}

/// From the last to the first, so that what is inside of a restriction is there before it.
pub(super) fn back(nodes: Vec<Node>) -> Result<Restriction, String> {
    let mut parts = Parts(Vec::new());
    for node in nodes.into_iter().rev() {
        let restriction = parts.take_into(node)?;
        parts.0.push(restriction);
    }
    match (parts.0.pop(), parts.0.is_empty()) {
        (Some(restriction), true) => Ok(restriction),
        (Some(_), false) => Err("a restriction ends, and more stands behind it in its list".to_owned()),
        (None, _) => Err("an empty list is no restriction".to_owned()),
    }
}

/// Restrictions that no other one has taken yet, the next one last.
struct Parts(Vec<Restriction>);

impl Parts {
    fn next(&mut self) -> Result<Restriction, String> {
        self.0.pop().ok_or_else(|| "a restriction lacks one that belongs inside of it".to_owned())
    }

    fn next_boxed(&mut self) -> Result<Box<Restriction>, String> {
        self.next().map(Box::new)
    }

    fn next_of(&mut self, count: u32) -> Result<Vec<Restriction>, String> {
        let first = usize::try_from(count).ok().and_then(|count| self.0.len().checked_sub(count));
        let first = first.ok_or_else(|| format!("a restriction of {count} others lacks some of them"))?;
        Ok(self.0.drain(first..).rev().collect())
    }

    fn prop(&mut self, form: PropForm) -> Result<PropValue, String> {
        let mut prop = form.back_in_restriction()?;
        if matches!(prop.value(), Value::Restriction(_)) {
            prop = PropValue::new(prop.tag(), Value::Restriction(self.next_boxed()?));
        }
        Ok(prop)
    }

    fn take_into(&mut self, node: Node) -> Result<Restriction, String> {
        Ok(match node {
            Node::And(count) => Restriction::And(self.next_of(count)?),
            Node::Or(count) => Restriction::Or(self.next_of(count)?),
            Node::Not => Restriction::Not(self.next_boxed()?),
            Node::Content { fuzzy, tag, value } => Restriction::Content {
                fuzzy: FuzzyLevel::from_raw(fuzzy),
                tag: tag_back(&tag)?,
                value: self.prop(value)?,
            },
            Node::Property { op, tag, value } => Restriction::Property {
                op: RelOp::from_raw(op),
                tag: tag_back(&tag)?,
                value: self.prop(value)?,
            },
            Node::CompareProps { op, left, right } => Restriction::CompareProps {
                op: RelOp::from_raw(op),
                left: tag_back(&left)?,
                right: tag_back(&right)?,
            },
            Node::Bitmask { op, tag, mask } => {
                Restriction::Bitmask { op: BitmaskOp::from_raw(op), tag: tag_back(&tag)?, mask }
            }
            Node::Size { op, tag, size } => {
                Restriction::Size { op: RelOp::from_raw(op), tag: tag_back(&tag)?, size }
            }
            Node::Exist(tag) => Restriction::Exist(tag_back(&tag)?),
            Node::Sub(tag) => Restriction::Sub { tag: tag_back(&tag)?, restriction: self.next_boxed()? },
            Node::Comment { props, restricts } => {
                let props = props.into_iter().map(|form| self.prop(form)).collect::<Result<_, _>>()?;
                let restriction = restricts.then(|| self.next_boxed()).transpose()?;
                Restriction::Comment { props, restriction }
            }
            Node::Count(count) => Restriction::Count { count, restriction: self.next_boxed()? },
            Node::Other(kind) => Restriction::Other(kind),
        })
    }
}
