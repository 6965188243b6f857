//! Which section of the profile a store identifier belongs to \[LOAD-11\].

use std::sync::Arc;

use super::shared::{Shared, code};
use crate::mapi::{EntryId, HResult, MapiResult};
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
    let call = comparison(provider_no, first, second);
    shared.cross(context, call, || provider.compare_store_ids(first, second, 0), compared).unwrap_or(false)
}

/// A comparison, as it is recorded.
pub(crate) fn comparison(provider_no: ProviderNo, first: &EntryId, second: &EntryId) -> Call {
    Call {
        from: Actor::Mapi,
        to: Object::Provider(provider_no),
        method: Method::ProviderCompareStoreIds,
        args: Args::Ids(Bytes::of_id(first), Bytes::of_id(second)),
    }
}

/// The answer of a comparison, as it is recorded.
pub(crate) fn compared(result: &MapiResult<bool>) -> (HResult, Out) {
    (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
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
        let exact = still.or_else(|| state.profiles.section_with_id(profile, dll, id))?;
        Some((exact, state.record_call(context, comparison(provider_no, id, id))))
    });
    if let Some((exact, called)) = exact {
        let result = shared.foreign(called, || provider.compare_store_ids(id, id, 0));
        shared.with(|state| state.recorder.returned(called, compared(&result)));
        if result.unwrap_or(false) {
            return Some(exact);
        }
    }
    let exact = exact.map(|(exact, _)| exact);
    let others: Vec<(SectionNo, EntryId)> = shared.with(|state| {
        let of_dll = state
            .profiles
            .sections_of(profile)
            .filter(|(no, section)| section.dll.eq_ignore_ascii_case(dll) && Some(*no) != exact);
        of_dll.filter_map(|(no, section)| Some((no, section.private_id()?.clone()))).collect()
    });
    others.into_iter().find(|(_, stored)| same(stored)).map(|(no, _)| no)
}
