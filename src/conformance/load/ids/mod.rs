//! Entry identifiers and record keys.

mod headers;
mod stores;

use headers::{
    eid_01_reserved_flag_bytes_are_zero, eid_02_identifiers_carry_a_registered_mapiuid,
    eid_03_long_term_identifiers_have_no_flags, eid_04_short_term_identifiers_say_so,
    eid_06_the_registered_mapiuid_is_a_constant,
};
use stores::{
    eid_09_store_identifiers_leave_wrapped, eid_10_wrapping_uses_the_name_of_the_profile,
    eid_14_both_store_identifiers_mean_the_store, eid_15_record_keys_tell_stores_apart,
    eid_19_a_damaged_identifier_is_taken_calmly,
};

use crate::conformance_area;
conformance_area! {
    pub(super) ids, tests by __mapi_sim_tests_ids;
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
