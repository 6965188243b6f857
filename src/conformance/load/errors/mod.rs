//! Codes, error texts and string widths.

mod cancel;
mod codes;
mod details;
mod texts;

use cancel::err_14_a_cancelled_dialog_is_reported_as_such;
use codes::{
    err_08_missing_profile_data_is_unconfigured, err_09_a_silent_logon_that_fails_says_logon_failed,
    err_10_a_missing_password_fails_one_open_only, err_15_a_foreign_locale_has_codes_of_its_own,
    err_16_what_is_not_offered_fails_predictably,
};
use details::err_05_error_texts_have_the_width_of_the_call;
use texts::{
    err_02_a_warning_comes_with_valid_objects, err_06_get_last_error_succeeds_with_nothing_to_say,
    err_07_strings_come_in_the_width_asked_for, err_17_extended_errors_can_be_looked_up,
};

use crate::conformance_area;

conformance_area! {
    pub(super) errors, tests by __mapi_sim_tests_errors;
    ERR_02 err_02_a_warning_comes_with_valid_objects [warning];
    ERR_05 err_05_error_texts_have_the_width_of_the_call [];
    ERR_06 err_06_get_last_error_succeeds_with_nothing_to_say [];
    ERR_07 err_07_strings_come_in_the_width_asked_for [];
    ERR_08 err_08_missing_profile_data_is_unconfigured [unconfigured];
    ERR_09 err_09_a_silent_logon_that_fails_says_logon_failed [unreachable];
    ERR_10 err_10_a_missing_password_fails_one_open_only [password];
    ERR_14 err_14_a_cancelled_dialog_is_reported_as_such [ui password];
    ERR_15 err_15_a_foreign_locale_has_codes_of_its_own [foreign_locale];
    ERR_16 err_16_what_is_not_offered_fails_predictably [];
    ERR_17 err_17_extended_errors_can_be_looked_up [extended_error];
}
