//! The provider's section of the profile.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::load::service::configure;
use crate::conformance::machine::{
    Machine, MachineOptions, PROFILE, Trial, Whose, change_password, get, object_of, rows_of,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, listed, value_of, way};
use crate::conformance_area;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_A, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY,
    PR_RESOURCE_FLAGS, PR_SERVICE_UID, PR_STORE_PROVIDERS,
};
use crate::mapi::{
    AnsiString, MapiUid, OpenEntryFlags, OpenStoreFlags, PropTag, PropValue, ResourceFlags, ServiceFlags,
    StringWidth, Value, WrappedStoreEntryId,
};
use crate::sim::Session;
use crate::spi::{IMAPIProp, IMAPISession, IMsgStore};

conformance_area! {
    pub(super) profile, tests by __mapi_sim_tests_profile;
    PROFILE_09 profile_09_credentials_are_in_secure_properties [password];
    PROFILE_11 profile_11_logon_fills_in_its_section [];
    PROFILE_13 profile_13_display_names_agree [];
    PROFILE_27 profile_27_the_configuration_describes_the_provider [];
}

/// The identifiers of properties that are the provider's own.
const PRIVATE: RangeInclusive<u16> = 0x6600..=0x67FF;

/// Whether a property of a section may hold a secret.
fn hides(tag: PropTag, trial: &Trial) -> bool {
    tag.is_secure() || trial.is_lenient() && PRIVATE.contains(&tag.id())
}

/// [PROFILE-09] A password that the section has, one that the user types, one that the service is configured with, and a
/// new one.
fn profile_09_credentials_are_in_secure_properties(trial: &Trial) -> Verdict {
    let passwords = trial.setup.password.as_ref();
    let passwords = passwords.or_not_reached(way::slot(StoreSlot::Password), "a fixture with a password")?;
    let right = &passwords.right;
    if !passwords.typed.is_empty() && trial.has(Capability::Ui) {
        let machine = trial.machine_with(MachineOptions::default().user(passwords.typed.clone()))?;
        let session = machine.session()?;
        // What it answers is not the question here.
        let _store = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::empty())?;
        shows_no_secret(trial, &machine, &session, right)?;
    }
    if trial.has(Capability::ServiceEntry) {
        let machine = trial.machine()?;
        let session = machine.session()?;
        let data = std::slice::from_ref(right);
        let _ = configure(&machine, &session, StoreSlot::Password, ServiceFlags::empty(), data)?;
        shows_no_secret(trial, &machine, &session, right)?;
    }
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::empty())?;
    shows_no_secret(trial, &machine, &session, right)?;
    if !trial.has(Capability::ChangePassword) {
        return Ok(());
    }
    // The store has the new one from now on, so this comes last.
    let new = PropValue::new(right.tag(), "new to everybody");
    let (old, text) = (right.as_text().unwrap_or_default(), new.as_text().unwrap_or_default());
    if let Ok(status) = object_of(&session, OpenEntryFlags::MAPI_MODIFY) {
        let _ = change_password(&*status, &(&*old).into(), &(&*text).into());
    }
    shows_no_secret(trial, &machine, &session, &new)
}

/// Neither in sections nor in the tables of the session.
fn shows_no_secret(trial: &Trial, machine: &Machine, session: &Session, secret: &PropValue) -> Verdict {
    for section in machine.mapi.sections(PROFILE) {
        let props = machine.mapi.section_props(PROFILE, &section).unwrap_or_default();
        let ordinary = props.iter().filter(|prop| !hides(prop.tag(), trial));
        no_secret(ordinary, secret, "an ordinary property of a section")?;
    }
    let tables = [
        session.get_status_table(StringWidth::MAPI_UNICODE).or_breach("GetStatusTable")?,
        session.get_msg_stores_table(StringWidth::MAPI_UNICODE).or_breach("GetMsgStoresTable")?,
    ];
    for table in tables {
        for row in rows_of(&*table, "a table of the session")? {
            no_secret(row.props().iter(), secret, "a row of a table of the session")?;
        }
    }
    Ok(())
}

/// Whole values are compared: a path may have the letters of the password in it.
fn no_secret<'a>(props: impl Iterator<Item = &'a PropValue>, secret: &PropValue, holder: &str) -> Verdict {
    let hidden = bytes_of(secret.value());
    for prop in props {
        let shown = bytes_of(prop.value());
        let found = !hidden.is_empty() && shown == hidden;
        ensure(
            !found,
            format_args!("no password in {holder}"),
            format_args!("the password in {}", prop.tag()),
            "MAPI hides only the properties from 0x67F0 to 0x67FF of a section from other clients.",
        )?;
    }
    Ok(())
}

/// The bytes of a string or a binary value; a password has no other type.
fn bytes_of(value: &Value) -> Vec<u8> {
    if let Value::Unicode(text) = value {
        text.as_bytes().to_vec()
    } else if let Value::String8(text) = value {
        text.as_bytes().to_vec()
    } else if let Value::Binary(bytes) = value {
        bytes.clone()
    } else {
        Vec::new()
    }
}

/// [PROFILE-11] A client opens the store by an identifier for which the profile has no section, so that all that is in
/// the section afterwards is of the provider.
fn profile_11_logon_fills_in_its_section(trial: &Trial) -> Verdict {
    const STRICT: [PropTag; 4] = [PR_DISPLAY_NAME_W, PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY];
    let wanted = if trial.is_lenient() { &STRICT[..1] } else { &STRICT[..] };
    is_filled_in(&opened_without_section(trial)?, trial, wanted)?;
    if trial.has(Capability::SecondStore) {
        is_filled_in(&opened_with_emptied_section(trial, StoreSlot::Second)?, trial, wanted)?;
    }
    Ok(())
}

fn is_filled_in((machine, section, _): &Opened, trial: &Trial, wanted: &[PropTag]) -> Verdict {
    let is_filled = |value: Option<PropValue>| value.is_some_and(|value| !bytes_of(value.value()).is_empty());
    let missing = wanted.iter().filter(|tag| !is_filled(machine.section_prop(section, **tag)));
    let missing: Vec<&PropTag> = missing.collect();
    ensure(
        missing.is_empty(),
        "the properties of the store in the profile section after Logon",
        format_args!("none of {}", listed(missing)),
        "Set PR_DISPLAY_NAME, PR_ENTRYID (wrapped), PR_PROVIDER_DISPLAY and PR_RECORD_KEY in Logon.",
    )?;
    let id = machine.section_prop(section, PR_ENTRYID).and_then(|value| value.as_entry_id());
    let wrapped = id.is_none_or(|id| WrappedStoreEntryId::decode(&id).is_ok());
    ensure(
        wrapped || trial.is_lenient(),
        "the wrapped identifier in PR_ENTRYID of the section",
        "one that is not wrapped",
        "Wrap it with IMAPISupport::WrapStoreEntryID.",
    )
}

/// A machine with the first store open, and its section, in which there was nothing that a Logon fills in.
type Opened = (Machine, MapiUid, (Arc<Session>, Arc<dyn IMsgStore>));

fn opened_without_section(trial: &Trial) -> Reached<Opened> {
    let machine = trial.machine_with(MachineOptions::default().without_section())?;
    let known = machine.mapi.sections(PROFILE);
    let session = machine.session()?;
    let store = match machine.open_by_id(&session) {
        // What the store needs to open is in its section.
        Err(_) if trial.setup.store_needs_its_section() => {
            return opened_with_emptied_section(trial, StoreSlot::Store);
        }
        opened => opened?,
    };
    let made = machine.mapi.sections(PROFILE).into_iter().find(|section| !known.contains(section));
    let made = made.or_breach("a section that MAPI made for the identifier of a client")?;
    Ok((machine, made, (session, store)))
}

/// A store's own section, without the properties that a Logon fills in. The identifier stays: MAPI finds the section by
/// it.
fn opened_with_emptied_section(trial: &Trial, slot: StoreSlot) -> Reached<Opened> {
    let machine = trial.machine_with_emptied_section(slot)?;
    let session = machine.session()?;
    let store = machine.open_to_use(&session, slot)?;
    let section = machine.section(slot)?;
    Ok((machine, section, (session, store)))
}

/// [PROFILE-13] Of the first stores: after each kind of logon, and when they are renamed.
fn profile_13_display_names_agree(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    names_agree(&machine, StoreSlot::Store, &*first, "after Logon")?;
    let _again = machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG)?;
    machine.mapi.run_spooler();
    names_agree(&machine, StoreSlot::Store, &*first, "after another Logon and that of the spooler")?;
    let mut held = vec![(StoreSlot::Store, first)];
    if machine.has(StoreSlot::Second) {
        let second = machine.open_to_use(&session, StoreSlot::Second)?;
        held.push((StoreSlot::Second, second));
    }
    // Whether each store has a logon object of its own is the question of another rule.
    if let [(_, first), (_, second)] = &*held
        && machine.share_a_logon(first, second)?
    {
        held.truncate(1);
    }
    for (slot, store) in &held {
        names_agree(&machine, *slot, &**store, "after Logon")?;
    }
    if !trial.has(Capability::Write) {
        return Ok(());
    }
    let narrow = PropValue::new(PR_DISPLAY_NAME_A, AnsiString::from_bytes("Renamed by the kit again"));
    for renamed in [PropValue::new(PR_DISPLAY_NAME_W, "Renamed by the kit"), narrow] {
        for (slot, store) in &held {
            // A store may refuse another name.
            let _ = store.set_props(std::slice::from_ref(&renamed));
            names_agree(&machine, *slot, &**store, "after the store was renamed")?;
        }
    }
    Ok(())
}

fn names_agree(machine: &Machine, slot: StoreSlot, store: &dyn IMAPIProp, when: &str) -> Verdict {
    let section = machine.section(slot)?;
    let in_profile = machine.section_prop(&section, PR_DISPLAY_NAME_W);
    let in_store = get(store, PR_DISPLAY_NAME_W, Whose::store("the store"))?;
    let same = in_profile.as_ref().and_then(PropValue::as_text) == in_store.as_text();
    ensure(
        same,
        format_args!("one PR_DISPLAY_NAME in store and profile section {when}"),
        format_args!(
            "{:?} in the store and {} in the section",
            in_store.value(),
            value_of(in_profile.as_ref())
        ),
        "Write the store's name to the section in Logon and whenever it changes.",
    )
}

/// [PROFILE-27] What the fixture gives stands for `MapiSvc.inf`.
fn profile_27_the_configuration_describes_the_provider(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let setup = &trial.setup;
    let name = setup.name();
    ensure(
        !name.to_ascii_lowercase().trim_end_matches(".dll").ends_with("32"),
        "the name of the DLL without the suffix 32",
        name,
        "MAPI adds the suffix itself.",
    )?;
    for slot in machine.plain_stores() {
        describes_its_provider(trial, &machine, slot)?;
    }
    Ok(())
}

fn describes_its_provider(trial: &Trial, machine: &Machine, slot: StoreSlot) -> Verdict {
    let given = trial.setup.others.get(&slot).filter(|_| slot != StoreSlot::Store);
    let given = &given.unwrap_or(&trial.setup.store).props;
    let of_mapi = [PR_SERVICE_UID, PR_STORE_PROVIDERS].into_iter();
    let said = of_mapi.filter(|tag| given.iter().any(|value| value.id() == tag.id())).collect::<Vec<_>>();
    ensure(
        said.is_empty(),
        "neither PR_SERVICE_UID nor PR_STORE_PROVIDERS in the configuration data",
        listed(said),
        "MAPI sets both when the service comes into a profile.",
    )?;
    let section = machine.section(slot)?;
    let is_filled = |value: PropValue| value.as_text().is_some_and(|text| !text.is_empty());
    let missing = [PR_DISPLAY_NAME_W, PR_PROVIDER_DISPLAY_W]
        .into_iter()
        .filter(|tag| !machine.section_prop(&section, *tag).is_some_and(is_filled));
    let missing: Vec<PropTag> = missing.collect();
    ensure(
        missing.is_empty(),
        "the names of store and provider in the configuration data",
        format_args!("no {}", listed(missing)),
        "Name the section in StoreSection::new.",
    )?;
    if trial.is_lenient() {
        return Ok(());
    }
    let flags = machine.section_prop(&section, PR_RESOURCE_FLAGS).and_then(|value| value.as_bits());
    let flags =
        ResourceFlags::from_bits_retain(flags.or_breach("PR_RESOURCE_FLAGS in the configuration data")?);
    let can_be_default = trial.has(Capability::DefaultStore);
    ensure(
        can_be_default || flags.contains(ResourceFlags::STATUS_NO_DEFAULT_STORE),
        "STATUS_NO_DEFAULT_STORE in PR_RESOURCE_FLAGS of a store that can never be the default",
        flags,
        "Say so with StoreSection::resource_flags, or declare `default_store`.",
    )
}
