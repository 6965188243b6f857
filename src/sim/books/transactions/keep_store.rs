//! A pair of logon and store object is taken up.

use std::sync::Arc;

use crate::load::{Effect, Effects};
use crate::sim::books::by_address::address_of;
use crate::sim::books::state::{NewPair, Side, State, StoreData};
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::checks::provider_findings::{
    SUPPORT_KEPT_BY_DUPLICATE, SUPPORT_KEPT_BY_FAILURE, SUPPORT_NOT_KEPT,
};
use crate::spi::{IMSLogon, IMsgStore, LogonAnswer};
use crate::trace::{Context, OpenNo, SessionNo, StoreNo, SupportNo};

/// A pair that was taken up.
pub(crate) struct Kept {
    pub(crate) store: StoreNo,
    pub(crate) folders: Option<FolderSet>,
    /// What the release of MAPI's reference on the support object leaves to be done.
    pub(crate) last: Option<LastRelease>,
}

impl State {
    /// Takes a new pair of logon and store object up: from now on MAPI routes to it.
    pub(crate) fn keep_logon(
        &mut self,
        pair: NewPair,
        answer: &mut LogonAnswer,
        effects: &Effects,
    ) -> Option<Kept> {
        let NewPair { open, support, .. } = pair;
        let no = self.numbers.next_store();
        let logon = answer.logon.take();
        let mut data = StoreData::new(pair, logon, Arc::downgrade(answer.store.as_ref()?));
        data.security = answer.spool_security.take().map(Arc::from);
        let context = data.context();
        self.keep_store(no, data);
        self.check_support(context, open, support, effects);
        let due = effects.contains(Effect::ValidateFolders);
        let folders = if due { self.folders_to_validate(no) } else { None };
        Some(Kept { store: no, folders, last: self.mapi_releases(support) })
    }

    /// Takes up a pair of the spooler's own.
    pub(crate) fn keep_spooler_pair(
        &mut self,
        pair: NewPair,
        logon: Option<Arc<dyn IMSLogon>>,
        store: &Arc<dyn IMsgStore>,
    ) -> StoreNo {
        let no = self.numbers.next_store();
        let mut data = StoreData::new(pair, logon, Arc::downgrade(store));
        data.told_by = Some(pair.open);
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
        let kept = self.kept(support);
        let finding = if effects.contains(Effect::KeepLogon) {
            (kept == 0).then_some(&SUPPORT_NOT_KEPT)
        } else if effects.contains(Effect::JoinStore) {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_DUPLICATE)
        } else {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_FAILURE)
        };
        let Some(finding) = finding else { return };
        self.deviates(context, open, finding, format!("{kept} reference(s) of the provider"));
        self.report(support);
        // [LOAD-20] a support object that nobody kept is freed with what was registered through it.
        if kept == 0 {
            self.orphan(support, context);
        }
    }

    /// The open store of this session whose store object this is.
    pub(crate) fn known_store(&self, session: SessionNo, store: &Arc<dyn IMsgStore>) -> Option<StoreNo> {
        self.session(session)?.by_address.get(address_of(store))
    }

    #[inline(always)]
    pub(crate) fn keep_store(&mut self, no: StoreNo, data: StoreData) {
        self.session_changed(data.session);
        self.profiles.hold(data.section);
        match data.side {
            Side::Client => {
                if let Some(open) = self.opens.get_mut(&data.open) {
                    open.store = Some(no);
                }
            }
            Side::Spooler(client) => {
                self.spooler_pairs.insert(client, no);
            }
        }
        if let Some(provider) = self.providers.get_mut(data.provider.index()) {
            provider.logons = provider.logons.saturating_add(1);
            provider.used = true;
        }
        let home = self.home_of(Some(data.provider));
        if let Some(session) = self.sessions.get_mut(data.session.index()) {
            session.logons.insert(no, ());
            if let Some(support) = self.supports.get_mut(&data.support) {
                support.store = Some(no);
                for registered in support.uids.iter() {
                    session.process_mut(home).add_route(*registered, no);
                }
            }
            match data.side {
                Side::Client => {
                    if session.open_sections.get(data.section).is_none() {
                        self.open_in.one_more(data.section);
                    }
                    session.open_sections.insert(data.section, no);
                    session.by_address.insert(data.address(), no);
                }
                Side::Spooler(_) => {
                    session.spooler_open.add(data.section, no);
                }
            }
        }
        self.stores.insert(no, data);
    }
}
