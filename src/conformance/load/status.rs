//! The row of the status table.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    CallLog, MachineOptions, PROFILE, Trial, bits, calls, inside, provider_row, root_folder, status_rows,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::MAPI_E_NO_SUPPORT;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY, PR_RESOURCE_FLAGS,
    PR_RESOURCE_METHODS, PR_STATUS_CODE,
};
use crate::mapi::{OpenEntryFlags, PropTag, PropValue, ResourceFlags, StatusCode, StatusRowFlags};
use crate::sim::Session;
use crate::trace::Method;

conformance_area! {
    pub(super) status, tests by __mapi_sim_tests_status;
    STATUS_01 status_01_a_first_logon_adds_a_row [];
    STATUS_02 status_02_the_row_has_three_columns [];
    STATUS_04 status_04_updates_change_the_row [offline];
    STATUS_06 status_06_only_general_status_codes [];
    STATUS_15 status_15_identity_columns_come_together [identity];
    STATUS_17 status_17_a_provider_without_identity_says_so [];
}

/// [STATUS-01]
fn status_01_a_first_logon_adds_a_row(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let made = calls(inside(&machine.trace(), Method::ProviderLogon, 0));
    let added = made.contains(&Method::SupportModifyStatusRow);
    if !added && trial.is_lenient() {
        let status = machine.logon_object(&store)?.open_status_entry(None, OpenEntryFlags::empty());
        let code = status.err().map(|error| error.code());
        return ensure(
            code == Some(MAPI_E_NO_SUPPORT),
            format!("{MAPI_E_NO_SUPPORT} from OpenStatusEntry of a provider without a status row"),
            "a status object",
            "",
        );
    }
    let flags = log.notes().status_rows.first().map(|(_, flags)| *flags);
    ensure(
        flags == Some(StatusRowFlags::empty()),
        "ModifyStatusRow with flags zero while Logon is under way",
        flags.map_or_else(|| "no call".to_owned(), |flags| flags.to_string()),
        "Add the row of the status table before Logon returns.",
    )?;
    provider_row(&session).map(drop)
}

/// [STATUS-02]
fn status_02_the_row_has_three_columns(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let first = log.notes().status_rows.first().cloned();
    let (columns, _) = first.or_not_reached(way::STATUS_ROW, "a call of ModifyStatusRow in Logon")?;
    for tag in [PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS] {
        ensure(
            columns.iter().any(|column| column.id() == tag.id()),
            format!("{tag} among the columns of the row"),
            format!("{:?}", columns.iter().map(PropValue::tag).collect::<Vec<_>>()),
            "MAPI adds the other columns itself; these three it cannot know.",
        )?;
    }
    Ok(())
}

/// [STATUS-04]
fn status_04_updates_change_the_row(trial: &Trial) -> Verdict {
    let offline = trial.setup.goes_offline.clone();
    let offline = offline
        .or_not_reached(way::OFFLINE, "a fixture with Setup::goes_offline, since `offline` is declared")?;
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let before = provider_row(&session)?;
    let rows = status_rows(&session)?.len();
    (offline.0)();
    // The next call lets the provider notice; what it answers is not the question here.
    let _ = root_folder(&*store, OpenEntryFlags::empty());
    let now = status_rows(&session)?.len();
    ensure(now == rows, format!("{rows} rows in the status table"), now, UPDATE)?;
    let after = provider_row(&session)?;
    for tag in [PR_DISPLAY_NAME_W, PR_RESOURCE_METHODS] {
        ensure(
            before.get(tag) == after.get(tag),
            format!("the columns that did not change as they were, {tag} among them"),
            format!("{:?}", after.get(tag)),
            UPDATE,
        )?;
    }
    ensure(
        bits(&before, PR_STATUS_CODE) != bits(&after, PR_STATUS_CODE),
        "another PR_STATUS_CODE in the row once the store has gone offline",
        "the one before",
        UPDATE,
    )
}

const UPDATE: &str = "Call ModifyStatusRow with STATUSROW_UPDATE and only the columns that changed.";

/// What the state of any resource may be.
const GENERAL: StatusCode =
    StatusCode::STATUS_AVAILABLE.union(StatusCode::STATUS_FAILURE).union(StatusCode::STATUS_OFFLINE);

/// [STATUS-06] From the start, and once the store has gone offline.
fn status_06_only_general_status_codes(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    has_a_general_code(&session, "after Logon")?;
    if let Some(offline) = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline)) {
        (offline.0)();
        // The next call lets the provider notice; what it answers is not the question here.
        let _ = root_folder(&*store, OpenEntryFlags::empty());
        has_a_general_code(&session, "once the store has gone offline")?;
    }
    Ok(())
}

fn has_a_general_code(session: &Session, when: &str) -> Verdict {
    let code = bits(&provider_row(session)?, PR_STATUS_CODE);
    let code = code.or_not_reached(way::STATUS_COLUMNS, "PR_STATUS_CODE in the row of the store")?;
    let other = StatusCode::from_bits_retain(code).difference(GENERAL);
    ensure(
        other.is_empty(),
        format!(
            "only STATUS_AVAILABLE, STATUS_FAILURE and STATUS_OFFLINE in PR_STATUS_CODE of a store {when}"
        ),
        other,
        "The inbound, outbound and remote bits belong to transports.",
    )
}

/// [STATUS-15]
fn status_15_identity_columns_come_together(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let row = provider_row(&session)?;
    let missing: Vec<PropTag> = IDENTITY.into_iter().filter(|tag| row.get(*tag).is_none()).collect();
    ensure(
        missing.is_empty(),
        "all three PR_IDENTITY columns, since `identity` is declared",
        format!("{missing:?} missing"),
        "Who gives one of them gives all.",
    )
}

const IDENTITY: [PropTag; 3] = [PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY];

/// [STATUS-17]
fn status_17_a_provider_without_identity_says_so(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let row = provider_row(&session)?;
    let shows = IDENTITY.into_iter().any(|tag| row.get(tag).is_some());
    let section =
        machine.mapi.section_props(PROFILE, &machine.section(StoreSlot::Store)?).unwrap_or_default();
    let flags =
        section.iter().find(|value| value.id() == PR_RESOURCE_FLAGS.id()).and_then(PropValue::as_bits);
    let flags = ResourceFlags::from_bits_retain(flags.unwrap_or(0));
    let says_none = flags.contains(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY);
    ensure(
        says_none != shows || trial.is_lenient() && !shows,
        "STATUS_NO_PRIMARY_IDENTITY in PR_RESOURCE_FLAGS exactly if the row shows no identity",
        format!("{flags}, and {} identity in the row", if shows { "an" } else { "no" }),
        "Set the flag in the configuration data of a provider that has no identity to show.",
    )
}
