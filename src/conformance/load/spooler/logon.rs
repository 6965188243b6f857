//! `SpoolerLogon` itself.

use super::mail::same_objects;
use super::openings::{MODELS, Opened, each_opening, more_openings, openings, place};
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{Machine, MachineOptions, Trial, Whose, get, returns};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::tags::{PR_RECORD_KEY, PR_RESOURCE_FLAGS};
use crate::mapi::{GetPropsFlags, PropValue, ResourceFlags};
use crate::sim::SpoolerModel;
use crate::trace::{Args, Method, Object, SupportNo, Trace, What};

/// [SPOOL-01] Nobody answers a dialog once the store is open.
pub(super) fn spool_01_the_spooler_can_log_on_alone(trial: &Trial) -> Verdict {
    each_opening(trial, &more_openings(trial), &MODELS, |opening, model, opened| {
        let pair = opened.pair();
        let code = returns(&opened.machine.trace(), Method::ProviderSpoolerLogon).pop().map(|(code, _)| code);
        ensure(
            pair.is_some(),
            format!(
                "a SpoolerLogon {} for {} that succeeds without dialog, by profile and validation data alone",
                place(model),
                opening.name
            ),
            code.map_or_else(|| "no call of SpoolerLogon".to_owned(), |code| code.to_string()),
            "Put path, credentials and the like into the profile section or the validation data.",
        )
    })
}

/// [SPOOL-03] In another process, with a copy of the bytes.
pub(super) fn spool_03_validation_data_holds_no_addresses(trial: &Trial) -> Verdict {
    each_opening(trial, &more_openings(trial), &[SpoolerModel::OwnProcess], |opening, _, opened| {
        let own = get(&*opened.store, PR_RECORD_KEY, Whose::store("the client's store"))?;
        let pair = opened
            .pair()
            .or_not_reached(way::SPOOLER_ALONE, "a successful SpoolerLogon in a process of its own")?;
        let theirs = get(&*pair.store, PR_RECORD_KEY, Whose::store("the spooler's store"))?;
        ensure(
            own == theirs,
            format_args!("the store of the client, {}, in the spooler's process", opening.name),
            "another store",
            "Name the store in the validation data as another process knows it: no addresses, handles or numbers of \
             this one.",
        )
    })
}

/// [SPOOL-11] A store that can be the default store, before it is one and as it is one.
pub(super) fn spool_11_coupling_is_no_excuse(trial: &Trial) -> Verdict {
    for is_default in [false, true] {
        let machine = trial.fresh_machine(MachineOptions::default())?;
        if is_default {
            make_default(&machine)?;
        }
        let session = machine.session()?;
        let _store = machine.open_store(&session)?;
        let whose = if is_default { "the default store" } else { "a store that can be the default store" };
        let pair = machine.run_spooler().into_iter().next();
        pair.map(drop).or_breach(format_args!(
            "a SpoolerLogon that succeeds though a transport is coupled with {whose}"
        ))?;
    }
    Ok(())
}

/// The first store is the default store of the profile from the start.
fn make_default(machine: &Machine) -> Verdict {
    let section = machine.section(StoreSlot::Store)?;
    let flags = machine.section_prop(&section, PR_RESOURCE_FLAGS).and_then(|flags| flags.as_bits());
    let flags =
        ResourceFlags::from_bits_retain(flags.unwrap_or_default()) | ResourceFlags::STATUS_DEFAULT_STORE;
    machine.edit(StoreSlot::Store, &[PropValue::new(PR_RESOURCE_FLAGS, flags.bits())], &[])
}

/// [SPOOL-13] The simulator looks at the return of each SpoolerLogon; what is kept then stays as long as the pair.
pub(super) fn spool_13_spooler_logon_keeps_its_support_object(trial: &Trial) -> Verdict {
    each_opening(trial, &openings(trial), &MODELS, |opening, _, opened| {
        let Opened { machine, session, .. } = opened;
        let Some(pair) = opened.pair() else { return Ok(()) };
        machine.no_deviation("SPOOL-13")?;
        // What the client does with its own side changes nothing of the spooler's.
        drop(opening.open_again(machine, session)?);
        let _ = pair.store.get_props(Some(&[PR_RECORD_KEY]), GetPropsFlags::empty());
        let trace = machine.trace();
        let Some(support) = spoolers_support(&trace).filter(|_| !same_objects(machine)) else {
            return Ok(());
        };
        let left = trace.references(Object::Support(support)).left;
        ensure(
            left.is_some_and(|left| left > 0),
            format_args!("a reference on support object {support} as long as the spooler has its pair"),
            "none",
            "Keep the support object of SpoolerLogon in the logon object that it returns.",
        )
    })
}

/// The support object of the last call of `SpoolerLogon`.
fn spoolers_support(trace: &Trace) -> Option<SupportNo> {
    trace.events().iter().rev().find_map(|event| {
        if let What::Call { args: Args::SpoolerLogon(support, ..), .. } = event.what {
            Some(support)
        } else {
            None
        }
    })
}
