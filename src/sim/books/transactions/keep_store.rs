//! A pair of logon and store object is taken up.

use std::sync::Arc;

use crate::load::{Effect, Effects};
use crate::sim::books::sessions::address_of;
use crate::sim::books::state::State;
use crate::sim::books::stores::{PairFacts, Side, StoreData};
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::checks::provider_findings::{
    SUPPORT_KEPT_BY_DUPLICATE, SUPPORT_KEPT_BY_FAILURE, SUPPORT_NOT_KEPT,
};
use crate::sim::checks::words::references;
use crate::spi::{IMSLogon, IMsgStore, LogonAnswer};
use crate::trace::{Context, OpenNo, SessionNo, StoreNo, SupportNo};

/// A pair that was taken up.
pub(crate) struct KeptPair {
    pub(crate) store: StoreNo,
    pub(crate) folders: Option<FolderSet>,
    /// What the release of MAPI's reference on the support object leaves to be done.
    pub(crate) last: Option<LastRelease>,
}

impl State {
    /// Takes a new pair of logon and store object up: from now on MAPI routes to it.
    pub(crate) fn keep_logon(
        &mut self,
        pair: PairFacts,
        answer: &mut LogonAnswer,
        effects: &Effects,
    ) -> Option<KeptPair> {
        let PairFacts { open, support, .. } = pair;
        let no = self.numbers.next_store();
        let (logon, store) = (answer.logon.take(), Arc::downgrade(answer.store.as_ref()?));
        let security = answer.spool_security.take().map(Arc::from);
        let data = StoreData::new(pair, logon, store, security);
        let context = data.context();
        self.keep_store(no, data);
        self.check_support(context, open, support, effects);
        let due = effects.contains(Effect::ValidateFolders);
        let folders = if due { self.folders_to_validate(no) } else { None };
        Some(KeptPair { store: no, folders, last: self.mapi_releases(support) })
    }

    /// Takes up a pair of the spooler's own.
    pub(crate) fn keep_spooler_pair(
        &mut self,
        pair: PairFacts,
        logon: Option<Arc<dyn IMSLogon>>,
        store: &Arc<dyn IMsgStore>,
    ) -> StoreNo {
        let no = self.numbers.next_store();
        let mut data = StoreData::new(pair, logon, Arc::downgrade(store), None);
        data.tell(pair.open);
        self.keep_store(no, data);
        no
    }

    /// What the provider did with the references it was given [LOAD-19] [LOAD-25] [LOGON-02].
    #[inline(always)]
    pub(crate) fn check_support(
        &mut self,
        context: Context,
        open: OpenNo,
        support: SupportNo,
        effects: &Effects,
    ) {
        let kept = self.supports.kept(support);
        let finding = if effects.contains(Effect::KeepLogon) {
            (kept == 0).then_some(&SUPPORT_NOT_KEPT)
        } else if effects.contains(Effect::JoinStore) {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_DUPLICATE)
        } else {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_FAILURE)
        };
        let Some(finding) = finding else { return };
        self.deviates(context, open, finding, references(kept, support));
        self.supports.report(support);
        // [LOAD-20] a support object that nobody kept is freed with what was registered through it.
        if kept == 0 {
            self.orphan(support, context);
        }
    }

    /// The open store of this session whose store object this is.
    pub(crate) fn known_store(&self, session: SessionNo, store: &Arc<dyn IMsgStore>) -> Option<StoreNo> {
        self.sessions.get(session)?.store_at(address_of(store))
    }

    #[inline(always)]
    fn keep_store(&mut self, no: StoreNo, data: StoreData) {
        let PairFacts { session, open, side, provider, section, support, .. } = *data.facts();
        if self.supports.get(support).is_some_and(|support| !support.rows().is_empty()) {
            self.status_changed(session);
        }
        self.profiles.hold(section);
        if side == Side::Client {
            self.opens.set_store(open, Some(no));
        }
        self.providers.logon_begins(provider);
        let home = self.providers.home_of(Some(provider));
        if let Some(session) = self.sessions.get_mut(session) {
            if let Some(support) = self.supports.get_mut(support) {
                support.belongs_to(no);
                for registered in support.uids() {
                    session.process_mut(home).add_route(registered, no);
                }
            }
            match side {
                Side::Client => {
                    if session.add_store(no, section, data.address()) {
                        self.stores.section_is_opened(section);
                    }
                }
                Side::Spooler(_) => session.add_spooler_pair(no, section),
            }
        }
        self.stores.insert(no, data);
    }
}
