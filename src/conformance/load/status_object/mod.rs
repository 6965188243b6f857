//! The status object.

mod methods;
mod object;

use methods::{
    status_07_the_resource_methods_tell_the_truth, status_08_the_state_can_be_validated,
    status_09_the_settings_dialog_uses_a_service_support_object, status_10_the_old_password_is_checked,
};
use object::{
    status_11_the_status_object_can_be_opened, status_12_a_write_request_does_not_fail,
    status_13_the_object_answers_its_columns, status_14_logoff_cuts_the_ring,
};

use crate::conformance_area;

conformance_area! {
    pub(super) status_object, tests by __mapi_sim_tests_status_object;
    STATUS_07 status_07_the_resource_methods_tell_the_truth [];
    STATUS_08 status_08_the_state_can_be_validated [];
    STATUS_09 status_09_the_settings_dialog_uses_a_service_support_object [ui];
    STATUS_10 status_10_the_old_password_is_checked [change_password password];
    STATUS_11 status_11_the_status_object_can_be_opened [];
    STATUS_12 status_12_a_write_request_does_not_fail [];
    STATUS_13 status_13_the_object_answers_its_columns [];
    STATUS_14 status_14_logoff_cuts_the_ring [];
}
