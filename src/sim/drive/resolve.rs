//! Which section of the profile a store identifier belongs to \[LOAD-11\].

use std::sync::Arc;

use crate::mapi::{EntryId, HResult, MapiResult};
use crate::sim::books::transactions::sections::Sought;
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::kernel::shared::{Shared, code};
use crate::spi::IMSProvider;
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, ProviderNo, SectionNo};

/// `IMSProvider::CompareStoreIDs`; an error is no equality. Without an answer nothing is known.
pub(crate) async fn compare_store_ids(
    shared: &Shared,
    context: Context,
    (provider_no, provider): (ProviderNo, &Arc<dyn IMSProvider>),
    first: &EntryId,
    second: &EntryId,
) -> Result<bool, NoAnswer> {
    shared.tell([first, second]);
    let call = comparison(provider_no, first, second);
    let run = || provider.compare_store_ids(first, second, 0);
    Ok(shared.call(context, call, run, compared).await?.unwrap_or(false))
}

/// A comparison, as it is recorded.
pub(crate) fn comparison(provider_no: ProviderNo, first: &EntryId, second: &EntryId) -> Call {
    shown_comparison(provider_no, Bytes::of_id(first), Bytes::of_id(second))
}

/// The same of identifiers of which traces show this.
pub(crate) const fn shown_comparison(provider_no: ProviderNo, first: Bytes, second: Bytes) -> Call {
    Call {
        from: Actor::Mapi,
        to: Object::Provider(provider_no),
        method: Method::ProviderCompareStoreIds,
        args: Args::Ids(first, second),
    }
}

/// The answer of a comparison, as it is recorded.
pub(crate) fn compared(result: &MapiResult<bool>) -> (HResult, Out) {
    (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
}

/// The section of a DLL, other than one that was asked about already, whose stored identifier means the same store as
/// the one that is sought.
pub(crate) async fn other_section_of(
    shared: &Shared,
    context: Context,
    provider: (ProviderNo, &Arc<dyn IMSProvider>),
    sought: Sought<'_>,
    asked: Option<SectionNo>,
) -> Result<Option<SectionNo>, NoAnswer> {
    let Sought { profile, dll, id, .. } = sought;
    let others: Vec<(SectionNo, EntryId)> = shared.with(|state| {
        let of_dll = state
            .profiles
            .sections_of(profile)
            .filter(|(no, section)| section.dll().eq_ignore_ascii_case(dll) && Some(*no) != asked);
        of_dll.filter_map(|(no, section)| Some((no, section.private_id()?.clone()))).collect()
    });
    for (no, stored) in others {
        if compare_store_ids(shared, context, provider, &stored, id).await? {
            return Ok(Some(no));
        }
    }
    Ok(None)
}
