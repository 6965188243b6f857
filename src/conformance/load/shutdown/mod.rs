//! How a store, a logon and a provider object end.

mod ends;
mod provider_object;
mod transports;

use ends::{
    mem_07_kept_interfaces_are_given_back, shut_07_the_last_release_gives_the_support_object_back,
    shut_09_logoff_frees_everything, shut_10_logoff_and_release_do_not_chase_each_other,
    shut_14_nothing_comes_after_the_end, shut_15_leftover_objects_are_dead,
};
use provider_object::shut_22_shutdown_succeeds;
use transports::{
    shut_01_store_logoff_notes_its_flags, shut_02_transports_are_logged_off_once,
    shut_03_release_alone_aborts_the_transports,
};

use crate::conformance_area;

conformance_area! {
    pub(super) shutdown, tests by __mapi_sim_tests_shutdown;
    SHUT_01 shut_01_store_logoff_notes_its_flags [];
    SHUT_02 shut_02_transports_are_logged_off_once [];
    SHUT_03 shut_03_release_alone_aborts_the_transports [];
    SHUT_07 shut_07_the_last_release_gives_the_support_object_back [];
    SHUT_09 shut_09_logoff_frees_everything [];
    SHUT_10 shut_10_logoff_and_release_do_not_chase_each_other [];
    SHUT_14 shut_14_nothing_comes_after_the_end [];
    SHUT_15 shut_15_leftover_objects_are_dead [];
    SHUT_22 shut_22_shutdown_succeeds [];
    MEM_07 mem_07_kept_interfaces_are_given_back [];
}
