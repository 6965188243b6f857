//! Whether what is declared is true, and what is not declared is not there.
//!
//! That a store is coupled with a transport, and that a provider wraps another one, cannot be seen from outside; both
//! words are taken as they are given.

use super::init::provider;
use super::open_store::support_mask;
use crate::conformance::Capability;
use crate::conformance::breach::{Breach, Verdict, ensure};
use crate::conformance::probe::dialogs;
use crate::conformance::stage::Stage;
use crate::conformance::status::provider_row;
use crate::conformance::tour::Tour;
use crate::conformance::world::{Place, Staging};
use crate::mapi::tags::{
    PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY, PR_RESOURCE_METHODS,
};
use crate::mapi::{DefaultStoreFlags, OpenStoreFlags, ResourceMethods, StoreSupportMask};
use crate::sim::Reply;
use crate::spi::IMAPISession;

/// A claim holds if it is declared exactly where it shows.
fn claim(stage: &Stage<'_>, capability: Capability, shows: bool, what: &str) -> Verdict {
    let declared = stage.has(capability);
    let got = if shows { "it is so" } else { "it is not so" };
    ensure(
        declared == shows,
        format!("`{capability}` declared exactly if {what}"),
        format!("{got}, and `{capability}` is {}declared", if declared { "" } else { "not " }),
        "Declare what the provider can do and the fixture can stage, and nothing else.",
    )
}

/// `mail`
pub(in crate::conformance) fn claim_01_mail(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let _store = world.open_store(&session)?;
    let shows = !world.run_spooler().is_empty();
    claim(stage, Capability::Mail, shows, "the spooler can log on to the store")
}

/// `ui`
pub(in crate::conformance) fn claim_02_ui(stage: &Stage<'_>) -> Verdict {
    let world = stage.world_with(Staging::default().nameless().user([Reply::Cancel]))?;
    let session = world.session()?;
    for place in [Place::Password, Place::Unconfigured, Place::Unreachable, Place::Nameless] {
        if world.has(place) && dialogs(&world.trace()).is_empty() {
            drop(world.try_open(&session, place, OpenStoreFlags::empty())?);
        }
    }
    let shows = !dialogs(&world.trace()).is_empty();
    claim(stage, Capability::Ui, shows, "a logon asks the user where something is missing")
}

/// `write`
pub(in crate::conformance) fn claim_03_write(stage: &Stage<'_>) -> Verdict {
    let both = StoreSupportMask::STORE_MODIFY_OK.union(StoreSupportMask::STORE_CREATE_OK);
    let shows = mask(stage)?.contains(both);
    claim(
        stage,
        Capability::Write,
        shows,
        "a store opened with MDB_WRITE has STORE_MODIFY_OK and STORE_CREATE_OK",
    )
}

/// `submit`
pub(in crate::conformance) fn claim_04_submit(stage: &Stage<'_>) -> Verdict {
    let shows = mask(stage)?.contains(StoreSupportMask::STORE_SUBMIT_OK);
    claim(stage, Capability::Submit, shows, "the store has STORE_SUBMIT_OK")
}

/// `notify`
pub(in crate::conformance) fn claim_05_notify(stage: &Stage<'_>) -> Verdict {
    let shows = mask(stage)?.contains(StoreSupportMask::STORE_NOTIFY_OK);
    claim(stage, Capability::Notify, shows, "the store has STORE_NOTIFY_OK")
}

fn mask(stage: &Stage<'_>) -> Result<StoreSupportMask, Breach> {
    let world = stage.world()?;
    let session = world.session()?;
    let store = world.open_store(&session)?;
    support_mask(&*store)
}

/// `default_store`
pub(in crate::conformance) fn claim_06_default_store(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let id = world.store_id(&session)?;
    let shows = session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&id)).is_ok();
    claim(stage, Capability::DefaultStore, shows, "SetDefaultStore accepts the store")
}

/// `service_entry`
pub(in crate::conformance) fn claim_08_service_entry(stage: &Stage<'_>) -> Verdict {
    let shows = stage.setup.dll.service.is_some();
    claim(stage, Capability::ServiceEntry, shows, "the DLL exports a message service entry point")
}

/// `change_password`
pub(in crate::conformance) fn claim_09_change_password(stage: &Stage<'_>) -> Verdict {
    let world = stage.world_with(Staging::default().right_password())?;
    let session = world.session()?;
    let place = if world.has(Place::Password) { Place::Password } else { Place::Store };
    let _store = world.open(&session, place, OpenStoreFlags::MDB_WRITE)?;
    let methods = provider_row(&session)
        .ok()
        .and_then(|row| super::status::bits(&row, PR_RESOURCE_METHODS))
        .map_or(ResourceMethods::empty(), ResourceMethods::from_bits_retain);
    let shows = methods.contains(ResourceMethods::STATUS_CHANGE_PASSWORD);
    claim(stage, Capability::ChangePassword, shows, "the status row has STATUS_CHANGE_PASSWORD")
}

/// `identity`
pub(in crate::conformance) fn claim_10_identity(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let _store = world.open_store(&session)?;
    let columns = [PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY];
    let row = provider_row(&session).ok();
    let shows = row.is_some_and(|row| columns.into_iter().any(|tag| row.get(tag).is_some()));
    claim(stage, Capability::Identity, shows, "the status row has a PR_IDENTITY column")
}

/// `short_term_ids`
pub(in crate::conformance) fn claim_11_short_term_ids(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let store = world.open_store(&session)?;
    let tour = Tour::of(&*store)?;
    let ids = tour.folders.iter().map(|found| &found.row_id);
    let mut ids = ids.chain(tour.messages.iter().map(|found| &found.row_id)).flatten();
    let shows = ids.any(|id| id.as_bytes().first() != Some(&0));
    claim(stage, Capability::ShortTermIds, shows, "a table gives an identifier with flags")
}

/// `second_store`
pub(in crate::conformance) fn claim_14_second_store(stage: &Stage<'_>) -> Verdict {
    let shows = opens(stage, Place::Second)?;
    claim(stage, Capability::SecondStore, shows == Some(true), "the fixture has a second store that opens")
}

/// `password`
pub(in crate::conformance) fn claim_15_password(stage: &Stage<'_>) -> Verdict {
    let wrong = opens(stage, Place::Password)?;
    let world = stage.world_with(Staging::default().right_password())?;
    let session = world.session()?;
    let right = world.has(Place::Password)
        && world.try_open(&session, Place::Password, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok();
    let shows = wrong == Some(false) && right;
    claim(
        stage,
        Capability::Password,
        shows,
        "the fixture has a store that opens with the right password and not with the wrong one",
    )
}

/// `unconfigured`
pub(in crate::conformance) fn claim_16_unconfigured(stage: &Stage<'_>) -> Verdict {
    let shows = opens(stage, Place::Unconfigured)? == Some(false);
    claim(stage, Capability::Unconfigured, shows, "the fixture has a section that is not complete")
}

/// `unreachable`
pub(in crate::conformance) fn claim_17_unreachable(stage: &Stage<'_>) -> Verdict {
    let shows = opens(stage, Place::Unreachable)? == Some(false);
    claim(stage, Capability::Unreachable, shows, "the fixture has a store that cannot be reached")
}

/// `fast_shutdown`
pub(in crate::conformance) fn claim_12_fast_shutdown(stage: &Stage<'_>) -> Verdict {
    let shows = provider(stage, 1)?.provider_shutdown().is_some();
    claim(stage, Capability::FastShutdown, shows, "the provider object has IMAPIProviderShutdown")
}

/// `offline`
pub(in crate::conformance) fn claim_13_offline(stage: &Stage<'_>) -> Verdict {
    let shows = stage.setup.goes_offline.is_some();
    claim(stage, Capability::Offline, shows, "the fixture can take its store off the network")
}

/// `other_id`
pub(in crate::conformance) fn claim_18_other_id(stage: &Stage<'_>) -> Verdict {
    let own = stage.setup.store.entry_id.as_ref();
    let shows = stage.setup.other_id.as_ref().is_some_and(|other| Some(other) != own);
    claim(stage, Capability::OtherId, shows, "the fixture has another identifier of its first store")
}

/// `warning`
pub(in crate::conformance) fn claim_19_warning(stage: &Stage<'_>) -> Verdict {
    let shows = stage.setup.warning.is_some();
    claim(stage, Capability::Warning, shows, "the fixture has a store whose logon warns")
}

/// `foreign_locale`
pub(in crate::conformance) fn claim_20_foreign_locale(stage: &Stage<'_>) -> Verdict {
    let shows = opens(stage, Place::ForeignLocale)? == Some(false);
    claim(stage, Capability::ForeignLocale, shows, "the fixture has a store that refuses the client's locale")
}

/// `extended_error`
pub(in crate::conformance) fn claim_21_extended_error(stage: &Stage<'_>) -> Verdict {
    let shows = opens(stage, Place::ExtendedError)? == Some(true);
    claim(stage, Capability::ExtendedError, shows, "the fixture has a store with a method that fails so")
}

/// `chooses_store`
pub(in crate::conformance) fn claim_22_chooses_store(stage: &Stage<'_>) -> Verdict {
    let reply = stage.setup.chooses_store.clone();
    let world = stage.world_with(Staging::default().nameless().user(reply.clone()))?;
    let session = world.session()?;
    let opened = world.try_open(&session, Place::Nameless, OpenStoreFlags::empty())?;
    let shows = reply.is_some() && opened.is_ok() && !dialogs(&world.trace()).is_empty();
    claim(stage, Capability::ChoosesStore, shows, "the fixture knows how a user chooses the first store")
}

/// Whether the store of a place opens without dialogs; `None` if the fixture has no such section.
fn opens(stage: &Stage<'_>, place: Place) -> Result<Option<bool>, Breach> {
    let world = stage.world()?;
    if !world.has(place) {
        return Ok(None);
    }
    let session = world.session()?;
    Ok(Some(world.try_open(&session, place, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok()))
}
