//! How the status object is opened, what it shows, and how it ends.

use std::sync::Arc;

use crate::conformance::machine::{Trial, Whose, code_of, get, log_off, object_of, provider_row};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, S_OK};
use crate::mapi::iids::IID_IMAPIStatus;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{ObjectType, OpenEntryFlags, PropTag, PropValue};

/// [STATUS-11]
pub(super) fn status_11_the_status_object_can_be_opened(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    provider_row(&session)?;
    let logon = machine.logon_object(&store)?;
    let direct = logon.open_status_entry(None, OpenEntryFlags::empty());
    let by_name = logon.open_status_entry(Some(IID_IMAPIStatus), OpenEntryFlags::empty());
    let opened = [
        direct.or_breach("IMSLogon::OpenStatusEntry without lpInterface")?,
        by_name.or_breach("IMSLogon::OpenStatusEntry with IID_IMAPIStatus")?,
        object_of(&session, OpenEntryFlags::empty())?,
        object_of(&session, OpenEntryFlags::empty())?,
    ];
    for status in opened {
        let kind = get(&*status, PR_OBJECT_TYPE, Whose::status("the status object"))?.as_bits();
        ensure(
            kind == Some(ObjectType::Status.raw()),
            "MAPI_STATUS as PR_OBJECT_TYPE of the status object",
            format!("{kind:?}"),
            "",
        )?;
    }
    Ok(())
}

/// [STATUS-12]
pub(super) fn status_12_a_write_request_does_not_fail(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let status = object_of(&session, OpenEntryFlags::MAPI_MODIFY)?;
    for (call, answer) in [
        ("SetProps", status.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "written by the kit")])),
        ("DeleteProps", status.delete_props(&[PR_DISPLAY_NAME_W])),
    ] {
        let code = code_of(&answer);
        ensure(
            [S_OK, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT].contains(&code),
            format!("success, {MAPI_E_NO_ACCESS} or {MAPI_E_NO_SUPPORT} from {call} of the status object"),
            code,
            "What cannot be written is refused with one of these codes.",
        )?;
    }
    Ok(())
}

/// [STATUS-13]
pub(super) fn status_13_the_object_answers_its_columns(trial: &Trial) -> Verdict {
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
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let row = provider_row(&session)?;
    let status = object_of(&session, OpenEntryFlags::empty())?;
    let wanted = if trial.is_lenient() { &REQUIRED[..4] } else { &REQUIRED[..] };
    for tag in wanted {
        get(&*status, *tag, Whose::status("the status object"))?;
    }
    for tag in [PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS] {
        let value = get(&*status, tag, Whose::status("the status object"))?;
        ensure(
            row.get(tag) == Some(&value),
            format!("{tag} as in the row"),
            format!("{:?}", value.value()),
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
    let logon = Arc::downgrade(&machine.logon_object(&store)?);
    let watched = Arc::downgrade(&status);
    log_off(&session)?;
    drop((store, status));
    let left: Reached<()> = ensure(
        logon.upgrade().is_none() && watched.upgrade().is_none(),
        "neither logon nor status object after Logoff and the client's Release",
        format!(
            "logon object alive: {}, status object alive: {}",
            logon.upgrade().is_some(),
            watched.upgrade().is_some()
        ),
        "The logon object remembers its status object and the other way round: let Logoff cut one of them.",
    );
    left?;
    let unbalanced = machine.trace().unbalanced();
    ensure(unbalanced.is_empty(), "no reference left", format!("{unbalanced:?}"), "")
}
