//! `GetIDsFromNames` and `GetNamesFromIDs`: one mapping for all objects of a store.

// [NPROP-18]

use super::props::Properties;
use crate::mapi::codes::{
    MAPI_E_INVALID_PARAMETER, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_NOT_ENOUGH_MEMORY,
};
use crate::mapi::{
    IdsFlags, MapiResult, MapiUid, NamedProp, NamesFlags, PropName, PropTag, PropType, Warned, Warning,
};
use crate::spi::NamesFromIds;

fn check<P: Properties>(object: &P) -> MapiResult<()> {
    object.inside().check_open()?;
    // [NPROP-02]
    if object.knows_names() { Ok(()) } else { Err(MAPI_E_NO_SUPPORT.into()) }
}

// [NPROP-05] to [NPROP-09]
pub(super) fn ids_from_names<P: Properties>(
    object: &P,
    names: Option<&[NamedProp]>,
    flags: IdsFlags,
) -> MapiResult<Warned<Vec<PropTag>>> {
    check(object)?;
    let creates = flags.contains(IdsFlags::MAPI_CREATE);
    let Some(names) = names else {
        if creates {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        return Ok(Warned::ok(
            object.inside().file.with(|data| data.names.all().map(|(id, _)| tag(id)).collect()),
        ));
    };
    if names.is_empty() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    if creates && !object.inside().access.may_modify() {
        return Err(MAPI_E_NO_ACCESS.into());
    }
    let ids = object.inside().file.with(|data| {
        let find = |name: &NamedProp| {
            if !creates {
                return Ok(data.names.id(name));
            }
            data.names.id_or_new(name).map(Some).ok_or(MAPI_E_NOT_ENOUGH_MEMORY)
        };
        names.iter().map(find).collect::<Result<Vec<_>, _>>()
    })?;
    let missing = PropTag::new(0, PropType::PT_ERROR);
    Ok(warned(ids.contains(&None), ids.into_iter().map(|id| id.map_or(missing, tag)).collect()))
}

// [NPROP-11] to [NPROP-16]
pub(super) fn names_from_ids<P: Properties>(
    object: &P,
    tags: Option<&[PropTag]>,
    set: Option<MapiUid>,
    flags: NamesFlags,
) -> MapiResult<Warned<NamesFromIds>> {
    check(object)?;
    if tags.is_some_and(<[PropTag]>::is_empty) {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let answer = object.inside().file.with(|data| {
        let mut answer = NamesFromIds::default();
        match tags {
            Some(tags) => {
                for asked in tags {
                    let name = data.names.name(asked.id());
                    let error = asked.with_type(PropType::PT_ERROR);
                    answer.tags.push(if name.is_some() { *asked } else { error });
                    answer.names.push(name);
                }
            }
            None => {
                let wanted =
                    |name: &NamedProp| set.is_none_or(|set| set == name.set) && is_wanted(name, flags);
                for (id, name) in data.names.all().filter(|(_, name)| wanted(name)) {
                    answer.tags.push(tag(id));
                    answer.names.push(Some(name.clone()));
                }
            }
        }
        answer
    });
    Ok(warned(answer.names.contains(&None), answer))
}

// [NPROP-15]
const fn is_wanted(name: &NamedProp, flags: NamesFlags) -> bool {
    match &name.name {
        PropName::Id(_) => !flags.contains(NamesFlags::MAPI_NO_IDS),
        PropName::String(_) => !flags.contains(NamesFlags::MAPI_NO_STRINGS),
    }
}

const fn tag(id: u16) -> PropTag {
    PropTag::new(id, PropType::PT_UNSPECIFIED)
}

fn warned<T>(incomplete: bool, value: T) -> Warned<T> {
    if incomplete { Warned::warning(value, Warning::errors_returned()) } else { Warned::ok(value) }
}
