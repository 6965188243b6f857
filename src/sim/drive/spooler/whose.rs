//! Whose store a pair of the spooler's is, as its provider says.

use std::sync::Arc;

use crate::mapi::codes::MAPI_E_BAD_CHARWIDTH;
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{EntryId, GetPropsFlags, MapiResult, WrappedStoreEntryId};
use crate::sim::books::state::State;
use crate::sim::drive::resolve::{compared, comparison};
use crate::sim::kernel::shared::{Shared, warned};
use crate::spi::{IMSProvider, IMsgStore};
use crate::trace::{Actor, Args, Call, Called, Context, Method, Object, ProviderNo, SpoolerPair, StoreNo};

/// A pair of objects that the spooler may have.
pub(super) struct PairInQuestion<'a> {
    pub(super) context: Context,
    pub(super) provider_no: ProviderNo,
    pub(super) provider: &'a Arc<dyn IMSProvider>,
    /// The store that the spooler has named.
    pub(super) asked: Option<&'a EntryId>,
    pub(super) store: &'a Arc<dyn IMsgStore>,
    /// The number that traces show.
    pub(super) shown: StoreNo,
}

impl PairInQuestion<'_> {
    /// Asks the provider whether the store it gave is the one that was asked for; the first call is on record.
    pub(super) async fn ask(self, shared: &Shared, mut called: Called) -> Whose {
        let wide = || self.store.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::MAPI_UNICODE);
        let Ok(mut props) = shared.make(called, wide).await else { return Whose::Any };
        // [ERR-07] A provider without Unicode refuses the flag.
        if props.as_ref().is_err_and(|error| error.code() == MAPI_E_BAD_CHARWIDTH) {
            called = shared.with(|state| {
                state.recorder.returned(called, warned(&props));
                state.record_call(self.context, identifier_call(self.shown))
            });
            let narrow = || self.store.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty());
            let Ok(again) = shared.make(called, narrow).await else { return Whose::Any };
            props = again;
        }
        let out = warned(&props);
        let own = props.ok().and_then(|props| props.value.first().and_then(|value| value.as_entry_id()));
        let (Some(own), Some(asked)) = (own, self.asked) else {
            shared.with(|state| state.recorder.returned(called, out));
            return if self.asked.is_none() { Whose::Any } else { Whose::Unsaid };
        };
        let own: EntryId = WrappedStoreEntryId::decode(&own).map_or(own, |wrapped| wrapped.store);
        let called = shared.with(|state| {
            state.recorder.returned(called, out);
            state.recorder.tell(&own);
            state.recorder.tell(asked);
            state.record_call(self.context, comparison(self.provider_no, &own, asked))
        });
        let compare = || self.provider.compare_store_ids(&own, asked, 0);
        shared.make(called, compare).await.map_or(Whose::Any, |answer| Whose::Compared(called, answer))
    }
}

/// Whose store a pair belongs to, as the provider says.
pub(super) enum Whose {
    /// The spooler has named no store, or a question had no answer, so that any is right.
    Any,
    /// The store does not tell its identifier.
    Unsaid,
    /// The answer of a comparison, whose return is still to be recorded.
    Compared(Called, MapiResult<bool>),
}

impl Whose {
    /// Where there is no answer nothing is known: a call may fail at any time, and a pair that was logged off meanwhile need not
    /// answer any more.
    pub(super) fn end(self, state: &mut State) -> SpoolerPair {
        match self {
            Self::Any => SpoolerPair::SameStore,
            Self::Unsaid => SpoolerPair::NotSaid,
            Self::Compared(called, answer) => {
                state.recorder.returned(called, compared(&answer));
                match answer {
                    Ok(true) => SpoolerPair::SameStore,
                    Ok(false) => SpoolerPair::OtherStore,
                    Err(_) => SpoolerPair::NotSaid,
                }
            }
        }
    }
}

pub(super) const fn identifier_call(store: StoreNo) -> Call {
    Call { from: Actor::Mapi, to: Object::Store(store), method: Method::StoreGetProps, args: Args::Props(1) }
}
