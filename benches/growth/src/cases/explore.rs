//! Orders that are played.

use std::rc::Rc;

use mapi_sim::explore::{Client, Orders, Scenario, StoryError};
use mapi_sim::mapi::{GetPropsFlags, LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use mapi_sim::spi::OpenStoreRequest;
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Outcome};
use crate::provider::{Mail, id, profile, subsystem};

pub(super) const CASES: &[Case] = &[
    Case::of("explore::orders_by_lot", 100, 114_500, orders_by_lot),
    Case::of("explore::all_orders", 100, 135_000, all_orders),
];

fn orders_by_lot(orders: u32) -> Outcome {
    explore(Orders::random(1, orders.into()), orders)
}

/// The first ones of them.
fn all_orders(orders: u32) -> Outcome {
    explore(Orders::all().no_more_than(orders.into()), orders)
}

/// Two clients open, use and release one store while the spooler logs on and one session is logged off.
fn explore(orders: Orders, count: u32) -> Outcome {
    let profile = Rc::new(profile(1));
    let world = move || subsystem((*profile).clone(), 1, TraceDetail::Calls, Mail::OwnPair);
    let scenario = Scenario::new(world).client("tidy", tidy).client("hasty", hasty).spooler();
    let explored = scenario.explore(orders)?;
    if explored.schedules == u64::from(count) { Ok(()) } else { Err(explored.to_string().into()) }
}

async fn tidy(client: Client) -> Result<(), StoryError> {
    let session = client.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION).await?;
    let id = id(0);
    let store = session.open(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG)).await?;
    store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    store.release().await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

/// Logs off before it releases the store.
async fn hasty(client: Client) -> Result<(), StoryError> {
    let session = client.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION).await?;
    let id = id(0);
    let store = session.open(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG)).await?;
    store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    session.logoff(SessionLogoffFlags::empty()).await?;
    store.release().await;
    Ok(())
}
