//! How the status object is opened, what it shows, and how it ends.

use std::sync::Arc;

use crate::conformance::declare::Capability;
use crate::conformance::machine::{
    StoreWithRow, Trial, Whose, code_of, get, log_off, object_of, object_of_row, props_of, provider_row,
    root_folder,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, listed, way};
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, S_OK};
use crate::mapi::iids::IID_IMAPIStatus;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{GetPropListFlags, ObjectType, OpenEntryFlags, PropTag, PropValue, Row};
use crate::sim::Session;
use crate::spi::{IMAPIStatus, IMSLogon};
use crate::trace::Object;

/// [STATUS-11] Of the first stores, by the logon object and by the session.
pub(super) fn status_11_the_status_object_can_be_opened(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { store, row, .. } in &stores {
        opens_again_and_again(&session, row, &*machine.logon_object(store)?)?;
    }
    Ok(())
}

fn opens_again_and_again(session: &Session, row: &Row, logon: &dyn IMSLogon) -> Verdict {
    let direct = logon.open_status_entry(None, OpenEntryFlags::empty());
    let by_name = logon.open_status_entry(Some(IID_IMAPIStatus), OpenEntryFlags::empty());
    let opened = [
        direct.or_breach("IMSLogon::OpenStatusEntry without lpInterface")?,
        by_name.or_breach("IMSLogon::OpenStatusEntry with IID_IMAPIStatus")?,
        object_of_row(session, row, OpenEntryFlags::empty())?,
        object_of_row(session, row, OpenEntryFlags::empty())?,
    ];
    let mut whose = Whose::status("the status object");
    for status in opened {
        let kind = get(&*status, PR_OBJECT_TYPE, whose)?.as_bits();
        ensure(
            kind == Some(ObjectType::Status.raw()),
            "MAPI_STATUS as PR_OBJECT_TYPE of the status object",
            kind.map_or_else(|| "no number".to_owned(), |kind| kind.to_string()),
            "Answer MAPI_STATUS, 9, for PR_OBJECT_TYPE of the status object.",
        )?;
        // This one is released here, and the next one has to go on.
        whose = Whose::asked_by(way::STATUS_OBJECT, "the status object once another reference is released");
    }
    Ok(())
}

/// [STATUS-12] By the session and by the logon object, with the interface named or not.
pub(super) fn status_12_a_write_request_does_not_fail(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { store, row, .. } in &stores {
        let _for_reading = object_of_row(&session, row, OpenEntryFlags::empty())?;
        takes_or_refuses(&*object_of_row(&session, row, OpenEntryFlags::MAPI_MODIFY)?)?;
        let logon = machine.logon_object(store)?;
        for interface in [None, Some(IID_IMAPIStatus)] {
            let for_reading = logon.open_status_entry(interface, OpenEntryFlags::empty());
            let _held = for_reading.or_not_reached(way::STATUS_OBJECT, "IMSLogon::OpenStatusEntry")?;
            let opened = logon.open_status_entry(interface, OpenEntryFlags::MAPI_MODIFY);
            takes_or_refuses(&*opened.or_breach("IMSLogon::OpenStatusEntry with MAPI_MODIFY")?)?;
        }
    }
    Ok(())
}

fn takes_or_refuses(status: &dyn IMAPIStatus) -> Verdict {
    for (call, answer) in [
        ("SetProps", status.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "written by the kit")])),
        ("DeleteProps", status.delete_props(&[PR_DISPLAY_NAME_W])),
    ] {
        let code = code_of(&answer);
        ensure(
            [S_OK, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT].contains(&code),
            format_args!(
                "success, {MAPI_E_NO_ACCESS} or {MAPI_E_NO_SUPPORT} from {call} of the status object"
            ),
            code,
            "What cannot be written is refused with one of these codes.",
        )?;
    }
    Ok(())
}

/// What the lenient reading requires comes first.
const REQUIRED: [PropTag; 8] = [
    PR_OBJECT_TYPE,
    PR_DISPLAY_NAME_W,
    PR_STATUS_CODE,
    PR_RESOURCE_METHODS,
    PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_DLL_NAME_W,
    PR_RESOURCE_FLAGS,
    PR_RESOURCE_TYPE,
];

/// [STATUS-13] Of the first stores, and once the first has gone offline.
pub(super) fn status_13_the_object_answers_its_columns(trial: &Trial) -> Verdict {
    let wanted = if trial.is_lenient() { &REQUIRED[..4] } else { &REQUIRED[..] };
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { row, .. } in &stores {
        let status = object_of_row(&session, row, OpenEntryFlags::empty())?;
        has_columns(&*status, wanted)?;
        agrees_with(row, &*status, "after Logon")?;
    }
    let offline = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline));
    if let (Some(offline), Some(StoreWithRow { store, .. })) = (offline, stores.first()) {
        let before = provider_row(&session)?;
        (offline.0)();
        // The next call lets the provider notice; what it answers is not the question here.
        let _ = root_folder(&**store, OpenEntryFlags::empty());
        let status = object_of(&session, OpenEntryFlags::empty())?;
        let after = provider_row(&session)?;
        // Whether the row shows the change, and no other, is the question of another rule.
        let same = |tag: &PropTag| before.get(*tag) == after.get(*tag);
        if !same(&PR_STATUS_CODE) && [PR_DISPLAY_NAME_W, PR_RESOURCE_METHODS].iter().all(same) {
            agrees_with(&after, &*status, "once the store has gone offline")?;
        }
    }
    Ok(())
}

/// By name, among all properties, and in the list of them.
fn has_columns(status: &dyn IMAPIStatus, wanted: &[PropTag]) -> Verdict {
    let asked = |tag: &PropTag| get(status, *tag, Whose::status("the status object")).is_ok();
    has_all(wanted, asked, "the properties that every status object has")?;
    let all = props_of(status, None).or_breach("GetProps of all properties")?;
    let list = match status.get_prop_list(GetPropListFlags::MAPI_UNICODE) {
        // [ERR-07] A provider without Unicode refuses the flag.
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => status.get_prop_list(GetPropListFlags::empty()),
        list => list,
    };
    let list = list.or_breach("GetPropList")?;
    let in_all = |tag: &PropTag| all.iter().any(|value| value.id() == tag.id());
    let in_list = |tag: &PropTag| list.iter().any(|listed| listed.id() == tag.id());
    has_all(
        wanted,
        |tag| in_all(tag) && in_list(tag),
        "the same among all properties of the status object, and in GetPropList",
    )
}

fn has_all(wanted: &[PropTag], has: impl Fn(&PropTag) -> bool, what: &str) -> Verdict {
    let missing: Vec<&PropTag> = wanted.iter().filter(|tag| !has(tag)).collect();
    ensure(
        missing.is_empty(),
        what,
        format_args!("no value for {}", listed(missing)),
        "Answer the columns of the row on the status object, those that MAPI adds among them.",
    )
}

fn agrees_with(row: &Row, status: &dyn IMAPIStatus, when: &str) -> Verdict {
    for tag in [PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS] {
        let value = get(status, tag, Whose::status("the status object"))?;
        ensure(
            row.get(tag) == Some(&value),
            format_args!("{tag} as in the row {when}"),
            format_args!("{:?}", value.value()),
            "Give the object the values of the row.",
        )?;
    }
    Ok(())
}

/// [STATUS-14]
pub(super) fn status_14_logoff_cuts_the_ring(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let status = object_of(&session, OpenEntryFlags::empty())?;
    let object = machine.logon_object(&store)?;
    // The client has its status object from MAPI, and MAPI has it from the logon object.
    let opened = object.open_status_entry(None, OpenEntryFlags::empty());
    let opened = opened.or_not_reached(way::STATUS_OBJECT, "IMSLogon::OpenStatusEntry")?;
    let (logon, watched) = (Arc::downgrade(&object), Arc::downgrade(&opened));
    drop((object, opened));
    log_off(&session)?;
    drop((store, status));
    let (logon, status) = (logon.upgrade().is_some(), watched.upgrade().is_some());
    ensure(
        !logon && !status,
        "neither logon nor status object after Logoff and the client's Release",
        format_args!("logon object alive: {logon}, status object alive: {status}"),
        "The logon object remembers its status object and the other way round: let Logoff cut one of them.",
    )?;
    let trace = machine.trace();
    let unbalanced = trace.unbalanced();
    ensure(
        unbalanced.is_empty(),
        "no reference left on anything once the session is over",
        listed(unbalanced.iter().map(|(object, count)| format!("{object:?} {count}"))),
        "Let Logoff take the status object out of the logon object, and the section out of both.",
    )?;
    let section = trace.ledger().iter().find(|holding| matches!(holding.object, Object::Section(_)));
    ensure(
        section.is_none(),
        "no section of the profile that is still open",
        section.map(|holding| trace.holding_text(holding)).unwrap_or_default(),
        "Release the section that the status object has when Logoff cuts the ring.",
    )
}
