//! `SRestriction`.

use mapi_spi::mapi::codes::MAPI_E_TOO_COMPLEX;
use mapi_spi::mapi::{BitmaskOp, FuzzyLevel, MapiResult, PropTag, RelOp, Restriction};

use super::{count, value};
use crate::layout::kinds::*;
use crate::layout::{
    CommentRestriction, RestrictionList, RestrictionUnion, SRestriction, SubRestriction, ValueRestriction,
};
use crate::memory::{Blocks, Reader};

/// Deeper ones are refused in both directions, for no stack is without end.
const DEEPEST: u32 = 256;

thread_local! {
    static DEPTH: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Runs one level deeper.
fn deeper<R>(run: impl FnOnce() -> MapiResult<R>) -> MapiResult<R> {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return Err(MAPI_E_TOO_COMPLEX.into());
    }
    DEPTH.set(depth + 1);
    let answer = run();
    DEPTH.set(depth);
    answer
}

/// Writes a restriction into a block of its own.
pub(crate) fn put(blocks: &mut dyn Blocks, restriction: &Restriction) -> MapiResult<*mut SRestriction> {
    put_list(blocks, std::slice::from_ref(restriction))
}

fn put_list(blocks: &mut dyn Blocks, parts: &[Restriction]) -> MapiResult<*mut SRestriction> {
    let list = blocks.block(parts.len() * size_of::<SRestriction>())?.cast::<SRestriction>();
    for (index, part) in parts.iter().enumerate() {
        let part = deeper(|| put_one(blocks, part))?;
        // SAFETY: the block has room for as many restrictions as there are.
        unsafe { list.add(index).write(part) };
    }
    Ok(list)
}

fn put_one(blocks: &mut dyn Blocks, restriction: &Restriction) -> MapiResult<SRestriction> {
    let mut part = RestrictionUnion { bytes: [0; 3] };
    let kind = match restriction {
        Restriction::And(parts) => {
            part.list =
                RestrictionList { count: count(parts.len())?, pad: 0, parts: put_list(blocks, parts)? };
            RES_AND
        }
        Restriction::Or(parts) => {
            part.list =
                RestrictionList { count: count(parts.len())?, pad: 0, parts: put_list(blocks, parts)? };
            RES_OR
        }
        Restriction::Not(inner) => {
            part.list = RestrictionList { count: 0, pad: 0, parts: put(blocks, inner)? };
            RES_NOT
        }
        Restriction::Content { fuzzy, tag, value } => {
            let prop = value::put_one(blocks, value)?;
            part.value = ValueRestriction { number: fuzzy.raw(), tag: tag.raw(), prop };
            RES_CONTENT
        }
        Restriction::Property { op, tag, value } => {
            let prop = value::put_one(blocks, value)?;
            part.value = ValueRestriction { number: op.raw(), tag: tag.raw(), prop };
            RES_PROPERTY
        }
        Restriction::CompareProps { op, left, right } => {
            part.numbers = [op.raw(), left.raw(), right.raw()];
            RES_COMPAREPROPS
        }
        Restriction::Bitmask { op, tag, mask } => {
            part.numbers = [op.raw(), tag.raw(), *mask];
            RES_BITMASK
        }
        Restriction::Size { op, tag, size } => {
            part.numbers = [op.raw(), tag.raw(), *size];
            RES_SIZE
        }
        Restriction::Exist(tag) => {
            part.numbers = [0, tag.raw(), 0];
            RES_EXIST
        }
        Restriction::Sub { tag, restriction } => {
            part.sub = SubRestriction { tag: tag.raw(), pad: 0, part: put(blocks, restriction)? };
            RES_SUBRESTRICTION
        }
        Restriction::Comment { props, restriction } => {
            let inner = restriction.as_ref().map_or(Ok(std::ptr::null_mut()), |part| put(blocks, part))?;
            let list = value::put_list(blocks, props)?;
            part.comment =
                CommentRestriction { count: count(props.len())?, pad: 0, part: inner, props: list };
            RES_COMMENT
        }
        Restriction::Count { count, restriction } => {
            part.list = RestrictionList { count: *count, pad: 0, parts: put(blocks, restriction)? };
            RES_COUNT
        }
        Restriction::Other(kind) => *kind,
    };
    Ok(SRestriction { kind, pad: 0, part })
}

/// # Safety
/// `pointer` is NULL or a restriction with all its parts.
pub(crate) unsafe fn get(reader: Reader<'_>, pointer: *const SRestriction) -> MapiResult<Restriction> {
    // SAFETY: as this function says.
    let restriction = unsafe { reader.one(pointer) }?;
    // SAFETY: as this function says.
    deeper(|| unsafe { get_one(reader, &restriction) })
}

/// # Safety
/// `pointer` is NULL or so many restrictions.
unsafe fn get_list(reader: Reader<'_>, list: RestrictionList) -> MapiResult<Vec<Restriction>> {
    // SAFETY: as this function says.
    let parts = unsafe { reader.list(list.parts.cast_const(), list.count) }?;
    // SAFETY: as this function says.
    parts.iter().map(|part| deeper(|| unsafe { get_one(reader, part) })).collect()
}

/// # Safety
/// The restriction is one of its kind, with all its parts.
unsafe fn get_one(reader: Reader<'_>, restriction: &SRestriction) -> MapiResult<Restriction> {
    let part = &restriction.part;
    // SAFETY: the kind says which field was written; no other one is read.
    unsafe {
        Ok(match restriction.kind {
            RES_AND => Restriction::And(get_list(reader, part.list)?),
            RES_OR => Restriction::Or(get_list(reader, part.list)?),
            RES_NOT => Restriction::Not(Box::new(get(reader, part.list.parts)?)),
            RES_CONTENT => {
                let ValueRestriction { number, tag, prop } = part.value;
                let value = value::get(reader, &reader.one(prop.cast_const())?)?;
                Restriction::Content {
                    fuzzy: FuzzyLevel::from_raw(number),
                    tag: PropTag::from_raw(tag),
                    value,
                }
            }
            RES_PROPERTY => {
                let ValueRestriction { number, tag, prop } = part.value;
                let value = value::get(reader, &reader.one(prop.cast_const())?)?;
                Restriction::Property { op: RelOp::from_raw(number), tag: PropTag::from_raw(tag), value }
            }
            RES_COMPAREPROPS | RES_BITMASK | RES_SIZE | RES_EXIST => {
                get_numbers(restriction.kind, part.numbers)
            }
            RES_SUBRESTRICTION => Restriction::Sub {
                tag: PropTag::from_raw(part.sub.tag),
                restriction: Box::new(get(reader, part.sub.part)?),
            },
            RES_COMMENT => {
                let comment = part.comment;
                let inner = Some(comment.part).filter(|inner| !inner.is_null());
                Restriction::Comment {
                    props: value::get_list(reader, comment.props, comment.count)?,
                    restriction: inner.map(|inner| get(reader, inner).map(Box::new)).transpose()?,
                }
            }
            RES_COUNT => {
                let RestrictionList { count, parts, .. } = part.list;
                Restriction::Count { count, restriction: Box::new(get(reader, parts)?) }
            }
            other => Restriction::Other(other),
        })
    }
}

/// The kinds that are numbers alone.
const fn get_numbers(kind: u32, [first, second, third]: [u32; 3]) -> Restriction {
    let tag = PropTag::from_raw(second);
    match kind {
        RES_COMPAREPROPS => Restriction::CompareProps {
            op: RelOp::from_raw(first),
            left: tag,
            right: PropTag::from_raw(third),
        },
        RES_BITMASK => Restriction::Bitmask { op: BitmaskOp::from_raw(first), tag, mask: third },
        RES_SIZE => Restriction::Size { op: RelOp::from_raw(first), tag, size: third },
        _ => Restriction::Exist(tag),
    }
}
