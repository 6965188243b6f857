//! The spooler's logon.

mod logon;
mod mail;
mod openings;
mod silence;

use logon::{
    spool_01_the_spooler_can_log_on_alone, spool_03_validation_data_holds_no_addresses,
    spool_11_coupling_is_no_excuse, spool_13_spooler_logon_keeps_its_support_object,
};
pub(super) use mail::same_objects;
use mail::{
    spool_06_the_spoolers_store_object_is_marked, spool_07_spooler_only_work_is_refused_to_clients,
    spool_14_other_transports_messages_go_the_ordinary_way,
};
use silence::spool_08_the_spooler_sees_no_dialog;

use crate::conformance_area;

conformance_area! {
    pub(super) spooler, tests by __mapi_sim_tests_spooler;
    SPOOL_01 spool_01_the_spooler_can_log_on_alone [mail];
    SPOOL_03 spool_03_validation_data_holds_no_addresses [mail];
    SPOOL_06 spool_06_the_spoolers_store_object_is_marked [mail submit];
    SPOOL_07 spool_07_spooler_only_work_is_refused_to_clients [mail submit];
    SPOOL_08 spool_08_the_spooler_sees_no_dialog [mail];
    SPOOL_11 spool_11_coupling_is_no_excuse [mail default_store transport_coupled];
    SPOOL_13 spool_13_spooler_logon_keeps_its_support_object [mail];
    SPOOL_14 spool_14_other_transports_messages_go_the_ordinary_way [mail submit transport_coupled];
}
