//! Whether what is declared is true, and what is not declared is not there.
//!
//! The rules come from the table of capabilities; here is how a provider and a fixture are asked. That a store is coupled
//! with a transport, and that a provider wraps another one, cannot be seen from outside; both words are taken as they
//! are given.

use super::declare::{Capability, StoreSlot, capability_rows};
use super::machine::{
    MachineOptions, StoreWalk, Trial, bits, dialogs, dialogs_in, inside, new_folder, new_message,
    provider_row, returns, root_folder, save, support_mask,
};
use super::rule::{Reached, Verdict, ensure};
use crate::conformance_area;
use crate::mapi::codes::MAPI_W_ERRORS_RETURNED;
use crate::mapi::tags::{
    PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY, PR_RESOURCE_METHODS, PR_SUBJECT_W,
};
use crate::mapi::{
    DefaultStoreFlags, OpenEntryFlags, OpenStoreFlags, PropValue, ResourceMethods, SaveChangesFlags,
    StoreSupportMask,
};
use crate::sim::Reply;
use crate::spi::{IMAPISession, IMsgStore};
use crate::trace::Method;

macro_rules! claims {
    (
        {}
        $($(#[$doc:meta])* $word:ident = $capability:ident {
            ignored: $ignored:literal,
            claim: [$($id:ident $name:ident $title:literal: $what:literal if $shows:expr)?],
            slot: $slot:tt,
        })+
    ) => {
        conformance_area! {
            pub(super) claims, tests by __mapi_sim_tests_claims;
            $($($id $name [];)?)+
        }

        $($(
            fn $name(trial: &Trial) -> Verdict {
                claim(trial, Capability::$capability, $what, $shows)
            }
        )?)+
    };
}

capability_rows! { claims {} }

/// Whether what a capability promises shows on a machine.
type Shown = Reached<bool>;

/// A claim holds if it is declared exactly where it shows.
fn claim(trial: &Trial, capability: Capability, what: &str, shows: fn(&Trial) -> Shown) -> Verdict {
    let shows = shows(trial)?;
    let declared = trial.has(capability);
    let got = if shows { "it is so" } else { "it is not so" };
    ensure(
        declared == shows,
        format_args!("`{capability}` declared exactly if {what}"),
        format_args!("{got}, and `{capability}` is {}declared", if declared { "" } else { "not " }),
        "Declare what the provider can do and the fixture can stage, and nothing else.",
    )
}

/// `mail`
fn spooler_logs_on(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    Ok(!machine.run_spooler().is_empty())
}

/// `ui`
fn logon_asks(trial: &Trial) -> Shown {
    let machine = trial.machine_with(MachineOptions::default().nameless().user([Reply::Cancel]))?;
    let session = machine.session()?;
    for slot in [StoreSlot::Password, StoreSlot::Unconfigured, StoreSlot::Unreachable, StoreSlot::Nameless] {
        if machine.has(slot) {
            drop(machine.try_open(&session, slot, OpenStoreFlags::empty())?);
        }
    }
    let trace = machine.trace();
    // The sheet of a message service is shown outside of Logon.
    let asked_in = |nth| !dialogs_in(&trace, inside(&trace, Method::ProviderLogon, nth)).is_empty();
    Ok((0..trace.count_of(Method::ProviderLogon)).any(asked_in))
}

/// Whether the first store promises all of this.
fn mask_has(trial: &Trial, promised: StoreSupportMask) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    Ok(support_mask(&*store)?.contains(promised))
}

/// `write`
fn can_be_changed(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let flags = OpenStoreFlags::MDB_WRITE | OpenStoreFlags::MDB_NO_DIALOG;
    let Ok(store) = machine.try_open(&session, StoreSlot::Store, flags)? else { return Ok(false) };
    root_folder(&*store, OpenEntryFlags::empty())?;
    let promised = StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK;
    Ok(support_mask(&*store)?.contains(promised) && something_is_made(&*store).is_ok())
}

/// Makes a folder with a message in it.
fn something_is_made(store: &dyn IMsgStore) -> Verdict {
    let root = root_folder(store, OpenEntryFlags::MAPI_MODIFY)?;
    let folder = new_folder(&*root, "made by the kit")?;
    let message = new_message(&*folder, &[PropValue::new(PR_SUBJECT_W, "made by the kit")])?;
    save(&*message, SaveChangesFlags::empty())
}

/// `warning`
fn logon_warns(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    if !machine.has(StoreSlot::Warning) {
        return Ok(false);
    }
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Warning, OpenStoreFlags::MDB_NO_DIALOG)?);
    let answers = returns(&machine.trace(), Method::ProviderLogon);
    Ok(answers.first().is_some_and(|(code, _)| *code == MAPI_W_ERRORS_RETURNED))
}

/// `default_store`
fn can_be_the_default(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let id = machine.store_id(&session)?;
    Ok(session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&id)).is_ok())
}

/// `change_password`
fn password_can_be_changed(trial: &Trial) -> Shown {
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let slot = if machine.has(StoreSlot::Password) { StoreSlot::Password } else { StoreSlot::Store };
    let _store = machine.open(&session, slot, machine.access())?;
    let methods = provider_row(&session)
        .ok()
        .and_then(|row| bits(&row, PR_RESOURCE_METHODS))
        .map_or(ResourceMethods::empty(), ResourceMethods::from_bits_retain);
    Ok(methods.contains(ResourceMethods::STATUS_CHANGE_PASSWORD))
}

/// `identity`
fn row_has_identity(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let columns = [PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY];
    let row = provider_row(&session).ok();
    Ok(row.is_some_and(|row| columns.into_iter().any(|tag| row.get(tag).is_some())))
}

/// `short_term_ids`
fn rows_have_flags(trial: &Trial) -> Shown {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let ids = walk.folders.iter().map(|found| &found.row_id);
    let mut ids = ids.chain(walk.messages.iter().map(|found| &found.row_id)).flatten();
    Ok(ids.any(|id| id.as_bytes().first() != Some(&0)))
}

/// `password`
fn password_decides(trial: &Trial) -> Shown {
    let refused = fails(trial, StoreSlot::Password)?;
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let right = machine.has(StoreSlot::Password)
        && machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok();
    Ok(refused && right)
}

/// `other_id`
fn other_id_differs(trial: &Trial) -> Shown {
    let own = trial.setup.store.entry_id.as_ref();
    Ok(trial.setup.other_id.as_ref().is_some_and(|other| Some(other) != own))
}

/// `chooses_store`
fn user_chooses(trial: &Trial) -> Shown {
    let replies = trial.setup.chooses_store.clone();
    let given = !replies.is_empty();
    let machine = trial.machine_with(MachineOptions::default().nameless().user(replies))?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, StoreSlot::Nameless, OpenStoreFlags::empty())?;
    Ok(given && opened.is_ok() && !dialogs(&machine.trace()).is_empty())
}

/// Whether the fixture has a store in this slot that opens without dialogs.
fn opens(trial: &Trial, slot: StoreSlot) -> Shown {
    Ok(try_slot(trial, slot)? == Some(true))
}

/// Whether the fixture has a store in this slot that does not open without dialogs.
fn fails(trial: &Trial, slot: StoreSlot) -> Shown {
    Ok(try_slot(trial, slot)? == Some(false))
}

/// Whether the store in a slot opens without dialogs; `None` if the fixture has no such section.
fn try_slot(trial: &Trial, slot: StoreSlot) -> Reached<Option<bool>> {
    let machine = trial.machine()?;
    if !machine.has(slot) {
        return Ok(None);
    }
    let session = machine.session()?;
    Ok(Some(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?.is_ok()))
}
