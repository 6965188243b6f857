//! The row of the status table.

use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    CallLog, Machine, MachineOptions, Trial, bits, calls, inside, new_row, provider_row, root_folder,
    status_rows, store_rows,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, listed, value_of, way};
use crate::conformance_area;
use crate::mapi::codes::MAPI_E_NO_SUPPORT;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY,
    PR_RESOURCE_FLAGS, PR_RESOURCE_METHODS, PR_STATUS_CODE,
};
use crate::mapi::{
    OpenEntryFlags, OpenStoreFlags, PropTag, PropValue, ResourceFlags, Row, StatusCode, StatusRowFlags,
};
use crate::sim::Session;
use crate::spi::IMsgStore;
use crate::trace::Method;

conformance_area! {
    pub(super) status, tests by __mapi_sim_tests_status;
    STATUS_01 status_01_a_first_logon_adds_a_row [];
    STATUS_02 status_02_the_row_has_three_columns [];
    STATUS_04 status_04_updates_change_the_row [offline];
    STATUS_06 status_06_only_general_status_codes [];
    STATUS_15 status_15_identity_columns_come_together [];
    STATUS_17 status_17_a_provider_without_identity_says_so [];
}

/// [STATUS-01] Each first `Logon` adds a row; one that fails adds none. What one for an open store may do is the question
/// of [LOAD-26].
fn status_01_a_first_logon_adds_a_row(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let mut held: Vec<Arc<dyn IMsgStore>> = Vec::new();
    for slot in machine.plain_stores() {
        let known = store_rows(&session)?;
        let (events, calls) = (machine.trace().events().len(), log.notes().status_rows.len());
        let store = machine.open_to_use(&session, slot)?;
        if let Some(first) = held.first()
            && machine.share_a_logon(first, &store)?
        {
            continue;
        }
        let added = adds_rows(&machine, events);
        let flags = log.notes().status_rows.get(calls).map(|(_, flags)| *flags).filter(|_| added);
        if !added && trial.is_lenient() {
            has_no_object(&machine, &store)?;
        } else {
            has_flags_zero(flags)?;
            new_row(&session, &known)?;
        }
        held.push(store);
    }
    if !machine.has(StoreSlot::Password) {
        return Ok(());
    }
    let events = machine.trace().events().len();
    let wrong = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?;
    ensure(
        wrong.is_ok() || !adds_rows(&machine, events),
        "no ModifyStatusRow in a Logon that fails, before the user is logged on",
        "a call",
        "Add the row when all else in a first Logon has succeeded.",
    )
}

/// Whether the first `Logon` since an event has called `ModifyStatusRow`.
fn adds_rows(machine: &Machine, since: usize) -> bool {
    let trace = machine.trace().since(since);
    calls(inside(&trace, Method::ProviderLogon, 0)).contains(&Method::SupportModifyStatusRow)
}

/// What the lenient reading asks of a provider without rows.
fn has_no_object(machine: &Machine, store: &Arc<dyn IMsgStore>) -> Verdict {
    let status = machine.logon_object(store)?.open_status_entry(None, OpenEntryFlags::empty());
    ensure(
        status.is_err_and(|error| error.code() == MAPI_E_NO_SUPPORT),
        format_args!("{MAPI_E_NO_SUPPORT} from OpenStatusEntry of a provider without a status row"),
        "a status object",
        "Who has no row has no status object either: answer MAPI_E_NO_SUPPORT, or add the row.",
    )
}

fn has_flags_zero(flags: Option<StatusRowFlags>) -> Verdict {
    ensure(
        flags == Some(StatusRowFlags::empty()),
        "ModifyStatusRow with flags zero while Logon is under way",
        flags.map_or_else(|| "no call".to_owned(), |flags| flags.to_string()),
        "Add the row of the status table before Logon returns.",
    )
}

/// [STATUS-02]
fn status_02_the_row_has_three_columns(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let _stores = machine.stores_with_rows(&session)?;
    let added = log.notes().status_rows.clone();
    for (columns, _) in added.iter().filter(|(_, flags)| flags.is_empty()) {
        let required = [PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS];
        let given = |tag: &PropTag| columns.iter().any(|column| column.id() == tag.id());
        let missing: Vec<PropTag> = required.into_iter().filter(|tag| !given(tag)).collect();
        ensure(
            missing.is_empty(),
            format_args!("{} among the columns of the row", listed(required)),
            format_args!("{} missing", listed(missing)),
            "MAPI adds the other columns itself; these three it cannot know.",
        )?;
    }
    Ok(())
}

/// [STATUS-04] In each session, and the row of the store alone; when it is renamed, and when it goes offline.
fn status_04_updates_change_the_row(trial: &Trial) -> Verdict {
    let offline = trial.setup.goes_offline.clone();
    let offline = offline
        .or_not_reached(way::OFFLINE, "a fixture with Setup::goes_offline, since `offline` is declared")?;
    let machine = trial.machine()?;
    let (one, two) = (machine.session()?, machine.session()?);
    let first = machine.open_store(&one)?;
    let _second = machine.has(StoreSlot::Second).then(|| machine.open_to_use(&one, StoreSlot::Second));
    let mut first = Shown::of(one, first)?;
    if trial.has(Capability::Write) {
        let renamed = PropValue::new(PR_DISPLAY_NAME_W, "Renamed by the kit");
        // A store may refuse another name.
        let _ = first.store.set_props(&[renamed]);
        first.changed(&[PR_RESOURCE_METHODS, PR_STATUS_CODE])?;
        first = Shown::of(first.session, first.store)?;
    }
    let mut shown = vec![first];
    // A provider may serve one session only.
    if let Ok(Ok(there)) = machine.try_open(&two, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG) {
        shown.push(Shown::of(two, there)?);
    }
    (offline.0)();
    for Shown { store, .. } in &shown {
        // The next call lets the provider notice; what it answers is not the question here.
        let _ = root_folder(&**store, OpenEntryFlags::empty());
    }
    for shown in &shown {
        let after = shown.changed(&[PR_DISPLAY_NAME_W, PR_RESOURCE_METHODS])?;
        ensure(
            bits(&shown.row, PR_STATUS_CODE) != bits(&after, PR_STATUS_CODE),
            "another PR_STATUS_CODE in the row once the store has gone offline",
            "the one before",
            UPDATE,
        )?;
    }
    Ok(())
}

const UPDATE: &str = "Call ModifyStatusRow with STATUSROW_UPDATE and only the columns that changed.";

/// An open store, its row, and all others of its session.
struct Shown {
    session: Arc<Session>,
    store: Arc<dyn IMsgStore>,
    row: Row,
    others: Vec<Row>,
}

impl Shown {
    /// The store was opened first in this session.
    fn of(session: Arc<Session>, store: Arc<dyn IMsgStore>) -> Reached<Self> {
        let row = provider_row(&session)?;
        let others = without(status_rows(&session)?, &row);
        Ok(Self { session, store, row, others })
    }

    /// The row as it is now: with these columns as before, and with the same rows beside it.
    fn changed(&self, kept: &[PropTag]) -> Reached<Row> {
        let now = status_rows(&self.session)?;
        let rows = self.others.len() + 1;
        ensure(now.len() == rows, format_args!("{rows} rows in the status table"), now.len(), UPDATE)?;
        let after = now.iter().find(|row| row.get(PR_ENTRYID) == self.row.get(PR_ENTRYID)).cloned();
        let after = after.or_breach("the row of the store after a change")?;
        let other = kept.iter().filter(|tag| self.row.get(**tag) != after.get(**tag));
        let other: Vec<String> = other.map(|tag| format!("{tag}: {}", value_of(after.get(*tag)))).collect();
        ensure(
            other.is_empty(),
            "the columns that did not change as they were before",
            listed(other),
            UPDATE,
        )?;
        ensure(
            without(now, &self.row) == self.others,
            "the rows of others as they were",
            "a row of another store that was changed",
            "Change the row by the support object of the store that has changed.",
        )?;
        Ok(after)
    }
}

fn without(mut rows: Vec<Row>, row: &Row) -> Vec<Row> {
    rows.retain(|other| other.get(PR_ENTRYID) != row.get(PR_ENTRYID));
    rows
}

/// What the state of any resource may be.
const GENERAL: StatusCode =
    StatusCode::STATUS_AVAILABLE.union(StatusCode::STATUS_FAILURE).union(StatusCode::STATUS_OFFLINE);

/// [STATUS-06] From the start, with the spooler, in the row of a second store, and once the first has gone offline.
fn status_06_only_general_status_codes(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    have_general_codes(&session, "after Logon")?;
    machine.mapi.run_spooler();
    have_general_codes(&session, "when the spooler has run")?;
    let second = machine.has(StoreSlot::Second).then(|| machine.open_to_use(&session, StoreSlot::Second));
    let _second = second.transpose()?;
    have_general_codes(&session, "after Logon to a second one")?;
    let Some(offline) = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline)) else {
        return Ok(());
    };
    let before = bits(&provider_row(&session)?, PR_STATUS_CODE);
    (offline.0)();
    // The next call lets the provider notice; what it answers is not the question here.
    let _ = root_folder(&*store, OpenEntryFlags::empty());
    have_general_codes(&session, "once the store has gone offline")?;
    let after = bits(&provider_row(&session)?, PR_STATUS_CODE);
    let code = StatusCode::from_bits_retain(after.unwrap_or(0));
    // Whether the row changes at all is the question of another rule.
    ensure(
        after == before || code.intersects(StatusCode::STATUS_OFFLINE | StatusCode::STATUS_FAILURE),
        "STATUS_OFFLINE or STATUS_FAILURE in PR_STATUS_CODE of a store that has gone offline",
        code,
        "Show in the row that only local data is there, or that the store has a problem.",
    )
}

fn have_general_codes(session: &Session, when: &str) -> Verdict {
    provider_row(session)?;
    for row in store_rows(session)? {
        let code = bits(&row, PR_STATUS_CODE);
        let code = code.or_not_reached(way::STATUS_COLUMNS, "PR_STATUS_CODE in the row of the store")?;
        let other = StatusCode::from_bits_retain(code).difference(GENERAL);
        ensure(
            other.is_empty(),
            format!(
                "only STATUS_AVAILABLE, STATUS_FAILURE and STATUS_OFFLINE in PR_STATUS_CODE of a store {when}"
            ),
            other,
            "The inbound, outbound and remote bits belong to transports.",
        )?;
    }
    Ok(())
}

const IDENTITY: [PropTag; 3] = [PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY];

/// [STATUS-15] All three or none in each row, and the same in the rows of one message service.
fn status_15_identity_columns_come_together(trial: &Trial) -> Verdict {
    for_each_state(trial, |_, rows| {
        let identity = |row: &Row| IDENTITY.map(|tag| row.get(tag).cloned());
        for (_, row) in rows {
            let missing = IDENTITY.into_iter().filter(|tag| row.get(*tag).is_none());
            let missing: Vec<PropTag> = missing.collect();
            ensure(
                missing.is_empty() || missing.len() == IDENTITY.len(),
                "the three PR_IDENTITY columns together, or none of them",
                format_args!("{} missing", listed(missing)),
                "Who gives one of them gives all.",
            )?;
        }
        let mut given = rows.iter().map(|(_, row)| identity(row)).filter(|all| all[0].is_some());
        let first = given.next();
        let other = given.find(|other| Some(other) != first.as_ref());
        ensure(
            other.is_none(),
            format_args!("one identity in the rows of a message service, {first:?}"),
            format_args!("{other:?}"),
            "All providers of a message service share its identity.",
        )
    })
}

/// [STATUS-17]
fn status_17_a_provider_without_identity_says_so(trial: &Trial) -> Verdict {
    for_each_state(trial, |machine, rows| {
        for (slot, row) in rows {
            let shows = IDENTITY.into_iter().any(|tag| row.get(tag).is_some());
            let flags = machine.section_prop(&machine.section(*slot)?, PR_RESOURCE_FLAGS);
            let flags = flags.and_then(|flags| flags.as_bits()).unwrap_or(0);
            let flags = ResourceFlags::from_bits_retain(flags);
            let says_none = flags.contains(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY);
            ensure(
                says_none != shows || trial.is_lenient() && !shows,
                "STATUS_NO_PRIMARY_IDENTITY in PR_RESOURCE_FLAGS exactly if the row shows no identity",
                format_args!("{flags}, and {} identity in the row", if shows { "an" } else { "no" }),
                "Set the flag in the configuration data of a provider that has no identity to show.",
            )?;
        }
        Ok(())
    })
}

/// The rows of the first two stores, which share a message service: after `Logon`, and once the first has gone offline.
fn for_each_state(trial: &Trial, question: impl Fn(&Machine, &[(StoreSlot, Row)]) -> Verdict) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    let rows: Vec<_> = stores.iter().map(|opened| (opened.slot, opened.row.clone())).collect();
    question(&machine, &rows)?;
    let Some(offline) = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline)) else {
        return Ok(());
    };
    (offline.0)();
    for opened in &stores {
        let _ = root_folder(&*opened.store, OpenEntryFlags::empty());
    }
    let now = store_rows(&session)?;
    let same = |row: &Row| now.iter().find(|now| now.get(PR_ENTRYID) == row.get(PR_ENTRYID)).cloned();
    let rows: Vec<_> = rows.iter().filter_map(|(slot, row)| Some((*slot, same(row)?))).collect();
    question(&machine, &rows)
}
