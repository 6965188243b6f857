//! The one table of rules.
//!
//! Each row has the rule's number, the name of its function and of its test, and the capabilities it needs. The
//! function is in the file of the area in `check`. Everything else is made from this table: [`RULES`], the constants
//! in [`rules`], and the tests of [`conformance_tests!`](crate::conformance_tests).

/// Hands the table to another macro of this crate, behind the arguments for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_rules {
    ($callback:ident $arguments:tt) => {
        $crate::$callback! { $arguments
            init {
                INIT_07 init_07_a_service_process_sees_no_dialog [ui];
                INIT_08 init_08_one_entry_point_serves_all_stores [second_store];
                INIT_09 init_09_an_older_mapi_is_refused [];
                INIT_10 init_10_the_reported_version_is_the_providers_own [];
                INIT_12 init_12_every_call_makes_a_new_provider_object [];
                INIT_16 init_16_the_number_of_loads_does_not_matter [];
            }
            load {
                LOAD_10 load_10_one_release_frees_an_unused_provider_object [];
                LOAD_12 load_12_store_ids_compare_before_any_logon [];
                LOAD_13 load_13_store_ids_compare_while_a_section_is_opened [];
                LOAD_18 load_18_a_first_logon_returns_both_objects [];
                LOAD_19 load_19_logon_keeps_the_support_object [];
                LOAD_35 load_35_the_spooler_gets_the_clients_store [mail];
                LOAD_36 load_36_more_logons_are_welcome [second_store];
            }
            already_open {
                LOAD_21 load_21_an_open_store_is_found_by_its_identifier [];
                LOAD_22 load_22_a_choice_is_held_against_the_open_stores [ui chooses_store];
                LOAD_23 load_23_an_open_store_is_returned_as_the_same_object [];
                LOAD_24 load_24_an_open_store_gets_no_logon_object [];
                LOAD_25 load_25_an_open_store_leaves_the_support_object_alone [];
                LOAD_26 load_26_an_open_store_registers_nothing_again [];
                LOAD_27 load_27_an_open_store_asks_nobody [ui password];
            }
            logon {
                LOGON_01 logon_01_the_usual_interfaces_are_served [];
                LOGON_02 logon_02_an_unknown_interface_is_refused [];
                LOGON_03 logon_03_logon_and_store_object_go_together [];
                LOGON_04 logon_04_each_store_works_with_its_own_support_object [second_store];
                LOGON_05 logon_05_a_missing_identifier_is_no_bad_parameter [];
                LOGON_06 logon_06_own_identifiers_open_the_store_wherever_they_come_from [];
                LOGON_07 logon_07_a_dead_identifier_leads_to_a_dialog [ui unreachable];
                LOGON_08 logon_08_no_dialog_where_it_is_forbidden [ui];
                LOGON_09 logon_09_credentials_are_checked_at_logon [password];
                LOGON_11 logon_11_a_deferred_failure_comes_later [unreachable];
                LOGON_13 logon_13_logon_does_not_start_the_spooler [submit];
                LOGON_14 logon_14_more_sessions_work_or_are_refused_politely [];
                LOGON_22 logon_22_a_temporary_logon_asks_nobody [ui];
            }
            open_store {
                LOGON_10 logon_10_logon_registers_a_mapiuid [];
                LOGON_12 logon_12_without_mdb_write_the_store_is_read_only [];
                LOGON_15 logon_15_a_store_has_its_required_properties [];
                LOGON_16 logon_16_both_ways_to_open_an_entry_agree [];
                LOGON_17 logon_17_objects_are_read_only_unless_more_is_asked [write];
            }
            notify {
                LOGON_18 logon_18_the_mask_tells_whether_advise_works [];
                LOGON_19 logon_19_a_registration_holds_its_sink [notify write];
                LOGON_20 logon_20_a_cancelled_sink_is_left_alone [notify write];
            }
            default_store {
                LOGON_21 logon_21_a_default_store_offers_the_wider_set [default_store];
                SHUT_20 shut_20_fast_shutdown_keeps_the_data [fast_shutdown];
            }
            spooler {
                SPOOL_01 spool_01_the_spooler_can_log_on_alone [mail];
                SPOOL_03 spool_03_validation_data_holds_no_addresses [mail];
                SPOOL_06 spool_06_the_spoolers_store_object_is_marked [mail submit];
                SPOOL_07 spool_07_spooler_only_work_is_refused_to_clients [mail submit];
                SPOOL_08 spool_08_the_spooler_sees_no_dialog [mail password];
                SPOOL_11 spool_11_coupling_is_no_excuse [mail default_store transport_coupled];
                SPOOL_13 spool_13_spooler_logon_keeps_its_support_object [mail];
                SPOOL_14 spool_14_other_transports_messages_go_the_ordinary_way [mail submit transport_coupled];
            }
            ids {
                EID_01 eid_01_reserved_flag_bytes_are_zero [];
                EID_02 eid_02_identifiers_carry_a_registered_mapiuid [];
                EID_03 eid_03_long_term_identifiers_have_no_flags [];
                EID_04 eid_04_short_term_identifiers_say_so [short_term_ids];
                EID_06 eid_06_the_registered_mapiuid_is_a_constant [];
                EID_09 eid_09_store_identifiers_leave_wrapped [];
                EID_10 eid_10_wrapping_uses_the_name_of_the_profile [];
                EID_14 eid_14_both_store_identifiers_mean_the_store [];
                EID_15 eid_15_record_keys_tell_stores_apart [second_store];
                EID_19 eid_19_a_damaged_identifier_is_taken_calmly [];
            }
            profile {
                PROFILE_09 profile_09_credentials_are_in_secure_properties [password];
                PROFILE_11 profile_11_logon_fills_in_its_section [];
                PROFILE_13 profile_13_display_names_agree [];
                PROFILE_27 profile_27_the_configuration_describes_the_provider [];
            }
            compare {
                EID_08 eid_08_a_siblings_identifier_is_passed_along [second_store];
                EID_11 eid_11_store_ids_compare_by_meaning [];
                EID_12 eid_12_entry_ids_compare_by_meaning [];
            }
            changes {
                EID_17 eid_17_long_term_identifiers_are_not_reused [write];
                EID_18 eid_18_identifiers_survive_moves_and_change_with_copies [write];
            }
            service {
                PROFILE_12 profile_12_two_properties_are_off_limits [];
                PROFILE_20 profile_20_a_service_keeps_no_support_object [service_entry];
                PROFILE_21 profile_21_configuring_needs_no_dialog_when_data_is_given [service_entry unconfigured];
                PROFILE_22 profile_22_create_asks_the_user_or_fails [service_entry ui];
                PROFILE_23 profile_23_every_other_context_has_a_polite_answer [service_entry];
                PROFILE_28 profile_28_a_cancelled_sheet_changes_nothing [service_entry ui];
            }
            status {
                STATUS_01 status_01_a_first_logon_adds_a_row [];
                STATUS_02 status_02_the_row_has_three_columns [];
                STATUS_04 status_04_updates_change_the_row [offline];
                STATUS_06 status_06_only_general_status_codes [];
                STATUS_15 status_15_identity_columns_come_together [identity];
                STATUS_17 status_17_a_provider_without_identity_says_so [];
            }
            status_object {
                STATUS_07 status_07_the_resource_methods_tell_the_truth [];
                STATUS_08 status_08_the_state_can_be_validated [];
                STATUS_09 status_09_the_settings_dialog_uses_a_service_support_object [ui];
                STATUS_10 status_10_the_old_password_is_checked [change_password password];
                STATUS_11 status_11_the_status_object_can_be_opened [];
                STATUS_12 status_12_a_write_request_does_not_fail [];
                STATUS_13 status_13_the_object_answers_its_columns [];
                STATUS_14 status_14_logoff_cuts_the_ring [];
            }
            shutdown {
                SHUT_01 shut_01_store_logoff_notes_its_flags [];
                SHUT_02 shut_02_transports_are_logged_off_once [];
                SHUT_03 shut_03_release_alone_aborts_the_transports [];
                SHUT_07 shut_07_the_last_release_gives_the_support_object_back [];
                SHUT_09 shut_09_logoff_frees_everything [];
                SHUT_10 shut_10_logoff_and_release_do_not_chase_each_other [];
                SHUT_14 shut_14_nothing_comes_after_the_end [];
                SHUT_15 shut_15_leftover_objects_are_dead [];
                MEM_07 mem_07_kept_interfaces_are_given_back [];
            }
            errors {
                ERR_02 err_02_a_warning_comes_with_valid_objects [warning];
                ERR_05 err_05_error_texts_have_the_width_of_the_call [password];
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
            claims {
                CLAIM_01 claim_01_mail [];
                CLAIM_02 claim_02_ui [];
                CLAIM_03 claim_03_write [];
                CLAIM_04 claim_04_submit [];
                CLAIM_05 claim_05_notify [];
                CLAIM_06 claim_06_default_store [];
                CLAIM_08 claim_08_service_entry [];
                CLAIM_09 claim_09_change_password [];
                CLAIM_10 claim_10_identity [];
                CLAIM_11 claim_11_short_term_ids [];
                CLAIM_14 claim_14_second_store [];
                CLAIM_15 claim_15_password [];
                CLAIM_16 claim_16_unconfigured [];
                CLAIM_17 claim_17_unreachable [];
                CLAIM_12 claim_12_fast_shutdown [];
                CLAIM_13 claim_13_offline [];
                CLAIM_18 claim_18_other_id [];
                CLAIM_19 claim_19_warning [];
                CLAIM_20 claim_20_foreign_locale [];
                CLAIM_21 claim_21_extended_error [];
                CLAIM_22 claim_22_chooses_store [];
            }
            observed {
                OBS_01 obs_01_tables_give_what_their_objects_give [];
                OBS_02 obs_02_every_object_has_a_record_key [];
                OBS_03 obs_03_objects_outlive_the_provider_object [];
                OBS_04 obs_04_the_spooler_gets_validation_data [mail];
                OBS_05 obs_05_the_status_row_names_the_provider [mail];
                OBS_06 obs_06_a_wrapper_answers_for_its_interfaces [wrapper];
                OBS_07 obs_07_a_second_session_is_like_the_first [];
                OBS_08 obs_08_a_failing_logon_says_who_failed [password];
            }
        }
    };
}

/// Makes [`RULES`] and [`rules`] of the table.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_rule_table {
    ({} $($area:ident { $($id:ident $name:ident [$($capability:ident)*];)* })*) => {
        /// Every rule of the kit.
        pub static RULES: &[Rule] = &[$($(
            Rule {
                id: rules::$id,
                name: stringify!($name),
                area: stringify!($area),
                requires: &[$(declared::$capability),*],
                check: $area::$name,
            },
        )*)*];

        /// The numbers of all rules of the kit, as constants.
        pub mod rules {
            use super::RuleId;

            $($(
                #[doc = concat!("The rule of the test `", stringify!($name), "`.")]
                pub const $id: RuleId = RuleId::new(stringify!($id));
            )*)*
        }
    };
}

use super::declare::declared;
use super::load::nine_steps as load;
use super::load::*;
use super::rule::{Rule, RuleId};
use super::{claims, observed};

__mapi_sim_rules! { __mapi_sim_rule_table {} }
