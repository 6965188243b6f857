//! Services that come into a profile and leave it.

use mapi_sim::mapi::{LogonExFlags, MapiString};
use mapi_sim::sim::{Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{CreateProviderRequest, CreateServiceRequest, IMAPISession};

use crate::case::{Case, Most, Outcome};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "services::in_one_profile",
        items: 500,
        most: Most::Instructions(21_200),
        run: in_one_profile,
    },
    Case {
        name: "services::providers_of_one",
        items: 500,
        most: Most::Instructions(15_800),
        run: providers_of_one,
    },
];

const NAME: &str = "LOOP";

/// Services are created, and deleted in the order in which they came.
fn in_one_profile(services: u32) -> Outcome {
    let mapi = Subsystem::builder()
        .profile(Profile::new(NAME))
        .available_service(Service::new(NAME).store(StoreSection::new("loop.dll", "Loop")))
        .build()?;
    let session = mapi.logon(NAME, LogonExFlags::MAPI_NEW_SESSION)?;
    let admin = session.admin_services(0)?.query_admin2()?;
    let name = MapiString::from(NAME);
    let mut made = Vec::new();
    for _ in 0..services {
        made.push(admin.create_msg_service_ex(&CreateServiceRequest::new(&name, &name))?);
    }
    for uid in made {
        admin.delete_msg_service(&uid)?;
    }
    Ok(())
}

/// The same with the providers of one service.
fn providers_of_one(providers: u32) -> Outcome {
    let service = Service::new(NAME).store(StoreSection::new("loop.dll", "Loop"));
    let mapi = Subsystem::builder().profile(Profile::new(NAME).service(service)).build()?;
    let session = mapi.logon(NAME, LogonExFlags::MAPI_NEW_SESSION)?;
    let (_, uid) = mapi.services(NAME).pop().ok_or("there is no service")?;
    let admin = session.admin_services(0)?.admin_providers(&uid, 0)?;
    let name = MapiString::from("Loop");
    let mut made = Vec::new();
    for _ in 0..providers {
        made.push(admin.create_provider(&CreateProviderRequest::new(&name))?);
    }
    for uid in made {
        admin.delete_provider(&uid)?;
    }
    Ok(())
}
