//! Whether what is declared is true, and what is not declared is not there.
//!
//! That a store is coupled with a transport, and that a provider wraps another one, cannot be seen from outside; both
//! words are taken as they are given.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    MachineOptions, StoreWalk, Trial, bits, dialogs, provider_row, support_mask,
};
use crate::conformance::rule::{Breach, Verdict, area, ensure};
use crate::mapi::tags::{
    PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY, PR_RESOURCE_METHODS,
};
use crate::mapi::{DefaultStoreFlags, OpenStoreFlags, ResourceMethods, StoreSupportMask};
use crate::sim::Reply;
use crate::spi::IMAPISession;

area! {
    pub(super) claims, tests by __mapi_sim_claims;
    CLAIM_01 claim_01_mail [];
    CLAIM_02 claim_02_ui [];
    CLAIM_03 claim_03_write [];
    CLAIM_04 claim_04_submit [];
    CLAIM_05 claim_05_notify [];
    CLAIM_06 claim_06_default_store [];
    CLAIM_08 claim_08_service_entry [];
    CLAIM_09 claim_09_change_password [];
    CLAIM_10 claim_10_identity [];
    CLAIM_11 claim_11_short_term_ids [];
    CLAIM_14 claim_14_second_store [];
    CLAIM_15 claim_15_password [];
    CLAIM_16 claim_16_unconfigured [];
    CLAIM_17 claim_17_unreachable [];
    CLAIM_12 claim_12_fast_shutdown [];
    CLAIM_13 claim_13_offline [];
    CLAIM_18 claim_18_other_id [];
    CLAIM_19 claim_19_warning [];
    CLAIM_20 claim_20_foreign_locale [];
    CLAIM_21 claim_21_extended_error [];
    CLAIM_22 claim_22_chooses_store [];
}

/// A claim holds if it is declared exactly where it shows.
fn claim(trial: &Trial, capability: Capability, shows: bool, what: &str) -> Verdict {
    let declared = trial.has(capability);
    let got = if shows { "it is so" } else { "it is not so" };
    ensure(
        declared == shows,
        format!("`{capability}` declared exactly if {what}"),
        format!("{got}, and `{capability}` is {}declared", if declared { "" } else { "not " }),
        "Declare what the provider can do and the fixture can stage, and nothing else.",
    )
}

/// `mail`
fn claim_01_mail(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let shows = !machine.run_spooler().is_empty();
    claim(trial, Capability::Mail, shows, "the spooler can log on to the store")
}

/// `ui`
fn claim_02_ui(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().nameless().user([Reply::Cancel]))?;
    let session = machine.session()?;
    for slot in [StoreSlot::Password, StoreSlot::Unconfigured, StoreSlot::Unreachable, StoreSlot::Nameless] {
        if machine.has(slot) && dialogs(&machine.trace()).is_empty() {
            drop(machine.try_open(&session, slot, OpenStoreFlags::empty())?);
        }
    }
    let shows = !dialogs(&machine.trace()).is_empty();
    claim(trial, Capability::Ui, shows, "a logon asks the user where something is missing")
}

/// `write`
fn claim_03_write(trial: &Trial) -> Verdict {
    let both = StoreSupportMask::STORE_MODIFY_OK.union(StoreSupportMask::STORE_CREATE_OK);
    let shows = mask(trial)?.contains(both);
    claim(
        trial,
        Capability::Write,
        shows,
        "a store opened with MDB_WRITE has STORE_MODIFY_OK and STORE_CREATE_OK",
    )
}

/// `submit`
fn claim_04_submit(trial: &Trial) -> Verdict {
    let shows = mask(trial)?.contains(StoreSupportMask::STORE_SUBMIT_OK);
    claim(trial, Capability::Submit, shows, "the store has STORE_SUBMIT_OK")
}

/// `notify`
fn claim_05_notify(trial: &Trial) -> Verdict {
    let shows = mask(trial)?.contains(StoreSupportMask::STORE_NOTIFY_OK);
    claim(trial, Capability::Notify, shows, "the store has STORE_NOTIFY_OK")
}

fn mask(trial: &Trial) -> Result<StoreSupportMask, Breach> {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    support_mask(&*store)
}

/// `default_store`
fn claim_06_default_store(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let id = machine.store_id(&session)?;
    let shows = session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&id)).is_ok();
    claim(trial, Capability::DefaultStore, shows, "SetDefaultStore accepts the store")
}

/// `service_entry`
fn claim_08_service_entry(trial: &Trial) -> Verdict {
    let shows = trial.setup.dll.service.is_some();
    claim(trial, Capability::ServiceEntry, shows, "the DLL exports a message service entry point")
}

/// `change_password`
fn claim_09_change_password(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let slot = if machine.has(StoreSlot::Password) { StoreSlot::Password } else { StoreSlot::Store };
    let _store = machine.open(&session, slot, OpenStoreFlags::MDB_WRITE)?;
    let methods = provider_row(&session)
        .ok()
        .and_then(|row| bits(&row, PR_RESOURCE_METHODS))
        .map_or(ResourceMethods::empty(), ResourceMethods::from_bits_retain);
    let shows = methods.contains(ResourceMethods::STATUS_CHANGE_PASSWORD);
    claim(trial, Capability::ChangePassword, shows, "the status row has STATUS_CHANGE_PASSWORD")
}

/// `identity`
fn claim_10_identity(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let columns = [PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY];
    let row = provider_row(&session).ok();
    let shows = row.is_some_and(|row| columns.into_iter().any(|tag| row.get(tag).is_some()));
    claim(trial, Capability::Identity, shows, "the status row has a PR_IDENTITY column")
}

/// `short_term_ids`
fn claim_11_short_term_ids(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let ids = walk.folders.iter().map(|found| &found.row_id);
    let mut ids = ids.chain(walk.messages.iter().map(|found| &found.row_id)).flatten();
    let shows = ids.any(|id| id.as_bytes().first() != Some(&0));
    claim(trial, Capability::ShortTermIds, shows, "a table gives an identifier with flags")
}

/// `second_store`
fn claim_14_second_store(trial: &Trial) -> Verdict {
    let shows = opens(trial, StoreSlot::Second)?;
    claim(trial, Capability::SecondStore, shows == Some(true), "the fixture has a second store that opens")
}

/// `password`
fn claim_15_password(trial: &Trial) -> Verdict {
    let wrong = opens(trial, StoreSlot::Password)?;
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let right = machine.has(StoreSlot::Password)
        && machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok();
    let shows = wrong == Some(false) && right;
    claim(
        trial,
        Capability::Password,
        shows,
        "the fixture has a store that opens with the right password and not with the wrong one",
    )
}

/// `unconfigured`
fn claim_16_unconfigured(trial: &Trial) -> Verdict {
    let shows = opens(trial, StoreSlot::Unconfigured)? == Some(false);
    claim(trial, Capability::Unconfigured, shows, "the fixture has a section that is not complete")
}

/// `unreachable`
fn claim_17_unreachable(trial: &Trial) -> Verdict {
    let shows = opens(trial, StoreSlot::Unreachable)? == Some(false);
    claim(trial, Capability::Unreachable, shows, "the fixture has a store that cannot be reached")
}

/// `fast_shutdown`
fn claim_12_fast_shutdown(trial: &Trial) -> Verdict {
    let shows = trial.provider(1)?.provider_shutdown().is_some();
    claim(trial, Capability::FastShutdown, shows, "the provider object has IMAPIProviderShutdown")
}

/// `offline`
fn claim_13_offline(trial: &Trial) -> Verdict {
    let shows = trial.setup.goes_offline.is_some();
    claim(trial, Capability::Offline, shows, "the fixture can take its store off the network")
}

/// `other_id`
fn claim_18_other_id(trial: &Trial) -> Verdict {
    let own = trial.setup.store.entry_id.as_ref();
    let shows = trial.setup.other_id.as_ref().is_some_and(|other| Some(other) != own);
    claim(trial, Capability::OtherId, shows, "the fixture has another identifier of its first store")
}

/// `warning`
fn claim_19_warning(trial: &Trial) -> Verdict {
    let shows = trial.setup.warning.is_some();
    claim(trial, Capability::Warning, shows, "the fixture has a store whose logon warns")
}

/// `foreign_locale`
fn claim_20_foreign_locale(trial: &Trial) -> Verdict {
    let shows = opens(trial, StoreSlot::ForeignLocale)? == Some(false);
    claim(trial, Capability::ForeignLocale, shows, "the fixture has a store that refuses the client's locale")
}

/// `extended_error`
fn claim_21_extended_error(trial: &Trial) -> Verdict {
    let shows = opens(trial, StoreSlot::ExtendedError)? == Some(true);
    claim(trial, Capability::ExtendedError, shows, "the fixture has a store with a method that fails so")
}

/// `chooses_store`
fn claim_22_chooses_store(trial: &Trial) -> Verdict {
    let reply = trial.setup.chooses_store.clone();
    let machine = trial.machine_with(MachineOptions::default().nameless().user(reply.clone()))?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, StoreSlot::Nameless, OpenStoreFlags::empty())?;
    let shows = reply.is_some() && opened.is_ok() && !dialogs(&machine.trace()).is_empty();
    claim(trial, Capability::ChoosesStore, shows, "the fixture knows how a user chooses the first store")
}

/// Whether the store of a slot opens without dialogs; `None` if the fixture has no such section.
fn opens(trial: &Trial, slot: StoreSlot) -> Result<Option<bool>, Breach> {
    let machine = trial.machine()?;
    if !machine.has(slot) {
        return Ok(None);
    }
    let session = machine.session()?;
    Ok(Some(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok()))
}
