//! Registrations for notifications.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::conformance::machine::{Trial, code_of, new_folder, root_folder, support_mask};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, S_OK};
use crate::mapi::{EventMask, Notification, OpenEntryFlags, StoreSupportMask};
use crate::spi::{Connection, IMAPIAdviseSink, IMSLogon, IMsgStore, SinkAnswer};

conformance_area! {
    pub(super) notify, tests by __mapi_sim_tests_notify;
    LOGON_18 logon_18_the_mask_tells_whether_advise_works [];
    LOGON_19 logon_19_a_registration_holds_its_sink [notify write];
    LOGON_20 logon_20_a_cancelled_sink_is_left_alone [notify write];
}

/// What happens to objects of a store.
const EVENTS: EventMask = EventMask::fnevObjectCreated
    .union(EventMask::fnevObjectDeleted)
    .union(EventMask::fnevObjectModified)
    .union(EventMask::fnevObjectMoved)
    .union(EventMask::fnevObjectCopied);

/// A sink that counts, and may cancel its own registration from inside.
#[derive(Default)]
struct Counter {
    heard: AtomicUsize,
    leaves: Mutex<Option<(Arc<dyn IMSLogon>, Connection)>>,
}

impl IMAPIAdviseSink for Counter {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        self.heard.fetch_add(1, Ordering::Relaxed);
        let leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((logon, connection)) = leaves {
            // What it answers is judged by the count of calls afterwards.
            let _ = logon.unadvise(connection);
        }
        SinkAnswer::S_OK
    }
}

/// [LOGON-18]
fn logon_18_the_mask_tells_whether_advise_works(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let notifies = support_mask(&*store)?.contains(StoreSupportMask::STORE_NOTIFY_OK);
    let expected = if notifies { S_OK } else { MAPI_E_NO_SUPPORT };
    let events = EventMask::fnevObjectCreated;
    let logon = machine.logon_object(&store)?;
    for (whose, came) in [
        ("IMSLogon::Advise", logon.advise(None, events, Arc::new(Counter::default()))),
        ("IMsgStore::Advise", store.advise(None, events, Arc::new(Counter::default()))),
    ] {
        ensure(
            code_of(&came) == expected,
            format!(
                "{expected} from {whose} of a store {} STORE_NOTIFY_OK",
                if notifies { "with" } else { "without" }
            ),
            code_of(&came),
            "Set STORE_NOTIFY_OK in PR_STORE_SUPPORT_MASK exactly if both Advise methods work.",
        )?;
    }
    Ok(())
}

/// [LOGON-19]
fn logon_19_a_registration_holds_its_sink(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let sink = Arc::new(Counter::default());
    let before = Arc::strong_count(&sink);
    let advised = logon.advise(None, EVENTS, Arc::clone(&sink) as Arc<_>);
    let connection = advised.or_not_reached(way::ADVISE, "IMSLogon::Advise for the whole store")?;
    ensure(
        Arc::strong_count(&sink) > before,
        "a reference of the provider or of MAPI on the sink after Advise",
        "no reference but the client's",
        "Keep the sink, or let IMAPISupport::Subscribe keep it.",
    )?;
    create_folder(&*store, "heard")?;
    let heard = sink.heard.load(Ordering::Relaxed);
    ensure(
        heard > 0 || trial.is_lenient(),
        "a notification of a new folder",
        "no notification",
        "Notify after a change.",
    )?;
    logon.unadvise(connection).or_breach("IMSLogon::Unadvise")?;
    ensure(
        Arc::strong_count(&sink) == before,
        "no reference on the sink after Unadvise",
        format_args!("{}", Arc::strong_count(&sink) - before),
        "Release the sink in Unadvise.",
    )
}

/// [LOGON-20] The sink leaves from inside its own `OnNotify`, as a client on another thread may at the same moment.
fn logon_20_a_cancelled_sink_is_left_alone(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let sink = Arc::new(Counter::default());
    let advised = logon.advise(None, EVENTS, Arc::clone(&sink) as Arc<_>);
    let connection = advised.or_not_reached(way::ADVISE, "IMSLogon::Advise for the whole store")?;
    *sink.leaves.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&logon), connection));
    create_folder(&*store, "the last one heard")?;
    // Nobody has notified yet: the registration ends all the same.
    let unheard = sink.leaves.lock().unwrap_or_else(PoisonError::into_inner).take();
    unheard
        .map_or(Ok(()), |(logon, connection)| logon.unadvise(connection))
        .or_breach("IMSLogon::Unadvise")?;
    let heard = sink.heard.load(Ordering::Relaxed);
    create_folder(&*store, "not heard")?;
    let later = sink.heard.load(Ordering::Relaxed);
    ensure(
        heard == later,
        "no notification once Unadvise has been called, be it from inside OnNotify",
        format_args!("{} more notifications", later - heard),
        "Take the registration away in Unadvise.",
    )?;
    ensure(
        Arc::strong_count(&sink) == 1,
        "the sink released once its OnNotify has returned",
        format_args!("{} references", Arc::strong_count(&sink) - 1),
        "Release the sink in Unadvise, or right after the OnNotify that is under way.",
    )
}

fn create_folder(store: &dyn IMsgStore, name: &str) -> Verdict {
    new_folder(&*root_folder(store, OpenEntryFlags::MAPI_MODIFY)?, name).map(drop)
}
