//! `CopyTo` and `CopyProps`, by the methods that any destination has.

use std::any::Any;
use std::sync::Arc;

use super::props::{HasProperties, Properties, check_write};
use crate::mapi::codes::{
    MAPI_E_COMPUTED, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_ACCESS,
};
use crate::mapi::iids::{IID_IMAPIProp, IID_IUnknown};
use crate::mapi::{
    CopyFlags, GetPropsFlags, IdsFlags, MapiResult, MapiUid, NamesFlags, PropProblem, PropTag, PropType,
    PropValue, Value,
};
use crate::spi::{CopyPropsRequest, CopyToRequest, IMAPIProp, MapiObject};
use crate::support::interfaces;

// [PROP-43] [PROP-46] [PROP-47]
pub(super) fn copy_to<O: HasProperties + IMAPIProp>(
    source: &O,
    request: &CopyToRequest<'_>,
) -> MapiResult<Vec<PropProblem>> {
    if request.exclude_props.is_some_and(<[PropTag]>::is_empty) {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    // What is derived from an excluded interface is excluded, too.
    if [IID_IMAPIProp, IID_IUnknown].iter().any(|base| request.exclude_interfaces.contains(base)) {
        return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
    }
    let excluded = request.exclude_props.unwrap_or_default();
    let wanted = |tag: PropTag| !excluded.iter().any(|excluded| excluded.id() == tag.id());
    let whole = request.exclude_interfaces.is_empty();
    let transfer = Transfer::new(source, request.destination, request.interface, request.flags)?;
    let problems = transfer.props(&wanted)?;
    if whole {
        source.copy_parts(&wanted, request.destination, transfer.moving())?;
    }
    Ok(problems)
}

pub(super) fn copy_props<O: HasProperties + IMAPIProp>(
    source: &O,
    request: &CopyPropsRequest<'_>,
) -> MapiResult<Vec<PropProblem>> {
    let included = request.include_props;
    if included.is_empty() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    let position = |tag: PropTag| included.iter().position(|included| included.id() == tag.id());
    let wanted = |tag: PropTag| position(tag).is_some();
    let transfer = Transfer::new(source, request.destination, request.interface, request.flags)?;
    let mut problems = transfer.props(&wanted)?;
    source.copy_parts(&wanted, request.destination, transfer.moving())?;
    let computed = included.iter().filter(|tag| transfer.is_computed(**tag));
    problems.extend(computed.map(|tag| PropProblem { index: 0, tag: *tag, code: MAPI_E_COMPUTED }));
    for problem in &mut problems {
        let index = position(problem.tag).and_then(|index| u32::try_from(index).ok());
        problem.index = index.unwrap_or_default();
    }
    Ok(problems)
}

struct Transfer<'a, O: HasProperties> {
    source: &'a O,
    destination: Arc<dyn IMAPIProp>,
    flags: CopyFlags,
}

impl<'a, O: HasProperties + IMAPIProp> Transfer<'a, O> {
    fn new(
        source: &'a O,
        destination: &MapiObject,
        interface: MapiUid,
        flags: CopyFlags,
    ) -> MapiResult<Self> {
        let offered = interfaces::of(destination.object_type());
        interfaces::check(Some(interface), offered)?;
        let destination = destination.clone().into_prop()?;
        let same: Option<&O> = (&*destination as &dyn Any).downcast_ref();
        // [PROP-48]
        if same.is_some_and(|same| std::ptr::eq(same, source)) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let transfer = Self { source, destination, flags };
        if transfer.moving() {
            check_write(&**source.properties())?;
        }
        Ok(transfer)
    }

    const fn moving(&self) -> bool {
        self.flags.contains(CopyFlags::MAPI_MOVE)
    }

    /// Tables and the like are no values, and what the store works out is not copied.
    // [PROP-51]
    fn is_computed(&self, tag: PropTag) -> bool {
        tag.prop_type() != PropType::PT_OBJECT && self.source.properties().computed(tag)
    }

    fn props(&self, wanted: &dyn Fn(PropTag) -> bool) -> MapiResult<Vec<PropProblem>> {
        let properties = self.source.properties();
        let props = properties.read()?;
        let mut values: Vec<PropValue> = props.values().to_vec();
        values.retain(|value| {
            *value.value() != Value::Object && wanted(value.tag()) && !properties.computed(value.tag())
        });
        if self.flags.contains(CopyFlags::MAPI_NOREPLACE) {
            self.drop_present(&mut values)?;
        }
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let problems = self.destination.set_props(&self.renumbered(&values)?)?;
        if self.moving() {
            let failed = |value: &PropValue| problems.iter().any(|problem| problem.tag.id() == value.id());
            let moved: Vec<PropTag> =
                values.iter().filter(|value| !failed(value)).map(PropValue::tag).collect();
            self.source.delete_props(&moved)?;
        }
        Ok(problems)
    }

    // [PROP-44]
    fn drop_present(&self, values: &mut Vec<PropValue>) -> MapiResult<()> {
        let tags: Vec<PropTag> = values.iter().map(PropValue::tag).collect();
        if tags.is_empty() {
            return Ok(());
        }
        let present = self.destination.get_props(Some(&tags), GetPropsFlags::MAPI_UNICODE)?.value;
        let mut present = present.iter().map(|value| value.as_error().is_none());
        values.retain(|_| present.next() != Some(true));
        Ok(())
    }

    /// The values under the identifiers that their names have in the destination.
    // [NPROP-23]
    fn renumbered(&self, values: &[PropValue]) -> MapiResult<Vec<PropValue>> {
        let named: Vec<PropTag> = values.iter().map(PropValue::tag).filter(|tag| tag.is_named()).collect();
        if named.is_empty() {
            return Ok(values.to_vec());
        }
        let names = self.source.get_names_from_ids(Some(&named), None, NamesFlags::empty())?.value.names;
        let names: Vec<_> = names.into_iter().flatten().collect();
        let ids = self.destination.get_ids_from_names(Some(&names), IdsFlags::MAPI_CREATE)?.value;
        let new = |value: &PropValue| {
            let at = named.iter().position(|tag| tag.id() == value.id());
            let tag = at.and_then(|at| ids.get(at)).copied().unwrap_or(value.tag());
            PropValue::new(tag, value.value().clone())
        };
        Ok(values.iter().map(new).collect())
    }
}
