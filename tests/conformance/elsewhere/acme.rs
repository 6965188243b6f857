//! The rules of a company, as a crate of its own would have them.

use mapi_sim::conformance::{OrBreach, Trial, Verdict, ensure};
use mapi_sim::mapi::GetPropsFlags;
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;

mapi_sim::conformance_area! {
    pub(crate) handbook, tests by handbook_tests;
    ACME_1 acme_1_the_store_opens [] {
        title: "The store opens",
        pages: "imsprovider-logon,imsgstoreimapiprop",
        source: "Handbook of Acme, page 7",
    };
    ACME_2 acme_2_names_of_stores_are_short [] {
        title: "Names of stores are short",
        level: Should,
        source: "Handbook of Acme, page 8",
    };
    ACME_3 acme_3_the_password_is_asked_for_once [password] { title: "The password is asked for once" };
    ACME_4 acme_4_memory_is_freed_once [] by findings { title: "Memory is freed once" };
    MEM_09 mem_09_received_buffers_are_freed [] by findings;
}

fn acme_1_the_store_opens(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    machine.open_store(&session).map(drop)
}

fn acme_2_names_of_stores_are_short(trial: &Trial) -> Verdict {
    const MOST: usize = 3;
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let got = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
    let name = got.or_breach("GetProps of the store")?.value.pop().or_breach("a value for each tag")?;
    let length = name.as_text().map_or(0, |name| name.chars().count());
    ensure(
        length <= MOST || trial.is_lenient(),
        format!("a name of at most {MOST} characters"),
        format!("{length} characters"),
        "Name the store anew.",
    )
}

fn acme_3_the_password_is_asked_for_once(_: &Trial) -> Verdict {
    panic!("the handbook does not say how to find out")
}
