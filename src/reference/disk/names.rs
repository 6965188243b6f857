//! Names of properties: one mapping for all objects of a store.

// [NPROP-18]

use std::collections::BTreeMap;

use crate::mapi::guids::PS_MAPI;
use crate::mapi::{NamedProp, PropName};

/// The first identifier that stands for a name.
// [NPROP-04]
const FIRST: u16 = 0x8000;
/// The last one.
const LAST: u16 = 0xFFFE;

/// Which identifier stands for which name. Names are never taken out.
// [NPROP-08]
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    by_name: BTreeMap<NamedProp, u16>,
    by_id: BTreeMap<u16, NamedProp>,
}

impl Names {
    pub(crate) fn id(&self, name: &NamedProp) -> Option<u16> {
        unmapped(name).or_else(|| self.by_name.get(name).copied())
    }

    /// The identifier of a name, a new one if it has none; `None` once all are given.
    pub(crate) fn id_or_new(&mut self, name: &NamedProp) -> Option<u16> {
        if let Some(id) = self.id(name) {
            return Some(id);
        }
        let id = self.by_id.last_key_value().map_or(Some(FIRST), |(last, _)| last.checked_add(1))?;
        if id > LAST {
            return None;
        }
        self.by_name.insert(name.clone(), id);
        self.by_id.insert(id, name.clone());
        Some(id)
    }

    pub(crate) fn name(&self, id: u16) -> Option<NamedProp> {
        if id < FIRST {
            return Some(NamedProp { set: PS_MAPI, name: PropName::Id(id.into()) });
        }
        self.by_id.get(&id).cloned()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (u16, &NamedProp)> {
        self.by_id.iter().map(|(id, name)| (*id, name))
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }
}

/// Numbers of the set `PS_MAPI` are identifiers themselves.
fn unmapped(name: &NamedProp) -> Option<u16> {
    match &name.name {
        PropName::Id(number) if name.set == PS_MAPI => u16::try_from(*number).ok().filter(|id| *id < FIRST),
        PropName::Id(_) | PropName::String(_) => None,
    }
}
