//! The rules of the load contract.

mod already_open;
mod changes;
mod compare;
mod default_store;
mod errors;
mod ids;
mod init;
mod logon;
mod nine_steps;
mod notify;
mod open_store;
mod profile;
mod service;
mod shutdown;
mod spooler;
mod status;
mod status_object;

use super::rule::areas;

areas! {
    pub(super) tests by __mapi_sim_tests_load;
    init, tests by __mapi_sim_tests_init;
    nine_steps, tests by __mapi_sim_tests_nine_steps;
    already_open, tests by __mapi_sim_tests_already_open;
    logon, tests by __mapi_sim_tests_logon;
    open_store, tests by __mapi_sim_tests_open_store;
    notify, tests by __mapi_sim_tests_notify;
    default_store, tests by __mapi_sim_tests_default_store;
    spooler, tests by __mapi_sim_tests_spooler;
    ids, tests by __mapi_sim_tests_ids;
    profile, tests by __mapi_sim_tests_profile;
    compare, tests by __mapi_sim_tests_compare;
    changes, tests by __mapi_sim_tests_changes;
    service, tests by __mapi_sim_tests_service;
    status, tests by __mapi_sim_tests_status;
    status_object, tests by __mapi_sim_tests_status_object;
    shutdown, tests by __mapi_sim_tests_shutdown;
    errors, tests by __mapi_sim_tests_errors;
}
