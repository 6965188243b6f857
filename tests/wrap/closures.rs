//! Overrides by closures: one for every method, and each is asked in place of the inner object.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::methods;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;
use mapi_spi::*;

use crate::overrides::changed;

/// Takes a closure for each row, with the arguments of the row.
macro_rules! takes_every {
    ($on:ident $($slot:literal $name:ident $(= $function:ident(
        $($arg:ident: $type:ty $(=> $lend:ident)?),* $(,)?
    ) -> $answer:ty $(=> $receive:ident)?)?; $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?)*) => {
        let on = $on::new();
        $($(let on = on.$function(|_, $($arg: $type),*| {
            $(drop($arg);)*
            let refused: MapiResult<$answer> = Err(MAPI_E_BUSY.into());
            refused
        });)?)*
        drop(on);
    };
}

#[test]
#[allow(
    dropping_copy_types,
    dropping_references,
    reason = "the closures only show that they get the arguments"
)]
fn there_is_a_closure_for_every_row() {
    i_ms_provider_rows! { takes_every! OnProvider }
    i_ms_logon_rows! { takes_every! OnLogon }
    i_mapi_prop_rows! { takes_every! OnStore }
    i_msg_store_rows! { takes_every! OnStore }
    i_mapi_prop_rows! { takes_every! OnFolder }
    i_mapi_container_rows! { takes_every! OnFolder }
    i_mapi_folder_rows! { takes_every! OnFolder }
    i_mapi_prop_rows! { takes_every! OnMessage }
    i_message_rows! { takes_every! OnMessage }
    i_mapi_prop_rows! { takes_every! OnAttach }
    i_mapi_table_rows! { takes_every! OnTable }
    i_sequential_stream_rows! { takes_every! OnStream }
    i_stream_rows! { takes_every! OnStream }
    i_storage_rows! { takes_every! OnStorage }
    i_mapi_prop_rows! { takes_every! OnStatus }
    i_mapi_status_rows! { takes_every! OnStatus }
    i_mapi_prop_rows! { takes_every! OnSection }
    i_mapi_progress_rows! { takes_every! OnProgress }
    i_mapi_support_rows! { takes_every! OnSupport }
}

/// One closure for each interface.
#[test]
fn each_closure_changes_its_own_method() {
    let bent = |wrap: fn(Wrapping) -> Wrapping| changed(wrap);
    assert_eq!(
        bent(|plain| plain.provider(OnProvider::new().spooler_logon(|_, _| Err(MAPI_E_LOGON_FAILED.into())))),
        ["provider"]
    );
    assert_eq!(bent(|plain| plain.logon(OnLogon::new().compare_entry_ids(|_, _, _, _| Ok(true)))), ["logon"]);
    assert_eq!(bent(|plain| plain.store(OnStore::new().compare_entry_ids(|_, _, _, _| Ok(true)))), ["store"]);
    assert_eq!(
        bent(|plain| plain.support(OnSupport::new().wrap_store_entry_id(|_, id| Ok(id.clone())))),
        ["support"]
    );
    assert_eq!(bent(|plain| plain.section(OnSection::new().set_props(|_, _| Ok(vec![])))), ["section"]);
    assert_eq!(bent(|plain| plain.folder(OnFolder::new().get_prop_list(|_, _| Ok(vec![])))), ["folder"]);
    assert_eq!(
        bent(|plain| plain.table(OnTable::new().get_row_count(|_, _| Err(MAPI_E_NO_SUPPORT.into())))),
        ["table"]
    );
    assert_eq!(
        bent(|plain| {
            plain.message(OnMessage::new().get_props(|inner, tags, flags| {
                let mut props = inner.get_props(tags, flags)?;
                props.value.fill(PropValue::new(PR_SUBJECT_W, "bent"));
                Ok(props)
            }))
        }),
        ["message"]
    );
    assert_eq!(
        bent(|plain| plain.stream(OnStream::new().seek(|_, _, _| Err(MAPI_E_CALL_FAILED.into())))),
        ["stream"]
    );
    assert_eq!(
        bent(|plain| plain.status(OnStatus::new().validate_state(|_, _, _| Err(MAPI_E_BUSY.into())))),
        ["status"]
    );
    assert_eq!(bent(|plain| plain.window(OnWindow::new().show(|_, _| DialogAnswer::Cancelled))), ["window"]);
    assert_eq!(
        bent(|plain| {
            plain.service(OnService::new().msg_service_entry(|_, _| Err(MAPI_E_USER_CANCEL.into())))
        }),
        ["service"]
    );
}

#[test]
fn closures_that_pass_on_change_nothing() {
    let through = |plain: Wrapping| {
        plain
            .init(OnInit::new().ms_provider_init(|inner, request| inner.ms_provider_init(request)))
            .provider(
                OnProvider::new()
                    .logon(|inner, request| inner.logon(request))
                    .provider_shutdown(|inner| Arc::clone(inner).provider_shutdown()),
            )
            .support(
                OnSupport::new()
                    .add_ref(|inner, counted| inner.add_ref(counted))
                    .release(|inner, counted| inner.release(counted)),
            )
            .sink(OnSink::new().on_notify(|inner, notifications| inner.on_notify(notifications)))
            .store(OnStore::new().before(|_, _| Ok(())).released(drop))
    };
    assert_eq!(changed(through), [""; 0]);
}

#[test]
fn what_comes_before_every_method_refuses_one() {
    let refuses = |_: &dyn IMsgStore, method| match method {
        methods::IMsgStore::CompareEntryIDs => Err(MAPI_E_CALL_FAILED.into()),
        _ => Ok(()),
    };
    assert_eq!(changed(|plain| plain.store(OnStore::new().before(refuses))), ["store"]);
}

#[test]
fn the_last_release_has_the_inner_object() {
    let leaks = |plain: Wrapping| plain.store(OnStore::new().released(std::mem::forget));
    assert_eq!(changed(leaks), ["released"]);
}

#[test]
fn a_closure_keeps_what_it_counts() {
    let logons = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&logons);
    let counts = move |plain: Wrapping| {
        let counted = Arc::clone(&counted);
        plain.provider(OnProvider::new().logon(move |inner, request| {
            counted.fetch_add(1, Ordering::Relaxed);
            inner.logon(request)
        }))
    };
    assert_eq!(changed(counts), [""; 0]);
    assert!(logons.load(Ordering::Relaxed) > 0);
}
