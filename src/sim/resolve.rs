//! Which section of the profile a store identifier belongs to \[LOAD-11\].

use std::sync::Arc;

use super::shared::{Shared, code};
use crate::mapi::{EntryId, MapiResult};
use crate::spi::IMSProvider;
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, ProviderNo, SectionNo};

/// `IMSProvider::CompareStoreIDs`; an error is no equality.
pub(crate) fn compare_store_ids(
    shared: &Shared,
    context: Context,
    provider_no: ProviderNo,
    provider: &Arc<dyn IMSProvider>,
    first: &EntryId,
    second: &EntryId,
) -> bool {
    let call = Call {
        from: Actor::Mapi,
        to: Object::Provider(provider_no),
        method: Method::ProviderCompareStoreIds,
        args: Args::Ids(Bytes::of_id(first), Bytes::of_id(second)),
    };
    let out = |result: &MapiResult<bool>| {
        (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
    };
    shared.cross(context, call, || provider.compare_store_ids(first, second, 0), out).unwrap_or(false)
}

/// The store whose section is looked for.
pub(crate) struct Sought<'a> {
    pub(crate) profile: usize,
    pub(crate) dll: &'a str,
    pub(crate) id: &'a EntryId,
    /// A section that had the very bytes of the identifier a moment ago.
    pub(crate) likely: Option<SectionNo>,
}

/// The section of a DLL whose stored identifier means the same store as the one that is sought. Identical bytes are
/// asked first, so that the usual open costs one comparison however many sections there are.
pub(crate) fn section_of(
    shared: &Shared,
    context: Context,
    (provider_no, provider): (ProviderNo, &Arc<dyn IMSProvider>),
    sought: &Sought<'_>,
) -> Option<SectionNo> {
    let Sought { profile, dll, id, likely } = *sought;
    let same = |stored: &EntryId| compare_store_ids(shared, context, provider_no, provider, stored, id);
    let exact = shared.with(|state| {
        let has_id =
            |no: &SectionNo| state.profiles.section(*no).is_some_and(|data| data.private_id() == Some(id));
        let still = likely.filter(has_id);
        still.or_else(|| state.profiles.section_with_id(profile, dll, id))
    });
    if exact.is_some() && same(id) {
        return exact;
    }
    let others: Vec<(SectionNo, EntryId)> = shared.with(|state| {
        let of_dll = state
            .profiles
            .sections_of(profile)
            .filter(|(no, section)| section.dll.eq_ignore_ascii_case(dll) && Some(*no) != exact);
        of_dll.filter_map(|(no, section)| Some((no, section.private_id()?.clone()))).collect()
    });
    others.into_iter().find(|(_, stored)| same(stored)).map(|(no, _)| no)
}
