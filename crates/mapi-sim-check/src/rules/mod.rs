//! The rules of a run on a compiled provider: those of the kit, and those that Rust's types keep and C++ does not.

mod checks;
mod walk;

use mapi_sim::catalogue;
use mapi_sim::conformance::{Breach, Finding, Rule, RuleId, RuleSet};

use checks::{
    com_4_outputs_are_written_in_their_width, com_5_get_props_warns_of_errors,
    eid_16_odd_addresses_do_not_hurt, init_18_destinations_stay_on_their_thread,
    mem_04_failing_calls_leave_outputs_clean,
};

mapi_sim::conformance_area! {
    pub memory, tests by mapi_sim_check_memory_tests;
    INIT_14 init_14_a_failing_init_hands_out_no_object [] by findings;
    INIT_18 init_18_destinations_stay_on_their_thread [];
    SPOOL_02 spool_02_validation_data_is_one_buffer [] by findings;
    EID_16 eid_16_odd_addresses_do_not_hurt [];
    ERR_04 err_04_the_error_pointer_is_set [] by findings;
    MEM_01 mem_01_results_are_of_the_allocators_given [] by findings;
    MEM_03 mem_03_row_sets_are_freed_row_by_row [] by findings;
    MEM_04 mem_04_failing_calls_leave_outputs_clean [];
    MEM_05 mem_05_input_stays_the_callers [] by findings;
    MEM_06 mem_06_interfaces_carry_a_reference [] by findings;
    MEM_08 mem_08_the_allocator_is_referenced [] by findings;
    MEM_09 mem_09_received_buffers_are_freed [] by findings;
    COM_1 com_1_no_exception_leaves_a_method [] by findings {
        title: "No exception leaves a method",
        pages: "strategies-for-error-handling",
        source: "COM: a method answers an HRESULT; an exception does not cross an interface",
    };
    COM_2 com_2_query_interface_answers_iunknown [] by findings {
        title: "QueryInterface answers IID_IUnknown",
        pages: "implementing-the-iunknown-interface",
    };
    COM_3 com_3_a_process_that_has_loaded_the_provider_ends [] by findings {
        title: "A process that has loaded the provider ends without a crash",
        source: "Static destructors and DllMain run when a process ends",
    };
    COM_4 com_4_outputs_are_written_in_their_width [] {
        title: "Outputs are written in their width, and counts fit",
        pages: "imapitable-getrowcount,imapiprop-openproperty",
        source: "A ULONG has 32 bits where a size_t has 64",
    };
    COM_5 com_5_get_props_warns_of_errors [] {
        title: "GetProps warns where a value is an error",
        pages: "imapiprop-getprops",
    };
    COM_6 com_6_wide_strings_are_utf_16 [] by findings {
        title: "Wide strings are UTF-16",
        pages: "mapi-character-sets",
        source: "Unicode: a surrogate means nothing without its other half",
    };
}

/// The rules for a compiled provider: the kit's, then those that only a bridge sees broken.
///
/// Those of the catalogue that the types of Rust keep are among the second: for C++ nothing keeps them but its author.
#[must_use]
pub fn com_rules() -> RuleSet {
    RuleSet::kit().with_all(RULES)
}

/// What the bridge has found, as a finding of the kit.
#[must_use]
pub fn finding(found: &mapi_com::findings::Finding) -> Finding {
    let breach = Breach::new(found.breach.expected(), found).help(found.breach.help());
    Finding::new(rule_of(found), breach)
}

fn rule_of(found: &mapi_com::findings::Finding) -> RuleId {
    let number = found.rule();
    let of_table = RULES.iter().map(|rule| rule.id).find(|id| id.as_str() == number);
    of_table.unwrap_or_else(|| catalogue::rule(number).map_or(rules::COM_1, |entry| RuleId::new(entry.id)))
}

/// The rule with this name among some, as `LOAD-19`, `load_19` or the name of its test.
pub(crate) fn named<'a>(rules: &'a RuleSet, name: &str) -> Option<&'a Rule> {
    let wanted = name.trim().to_ascii_uppercase().replace('_', "-");
    rules.iter().find(|rule| rule.id.as_str() == wanted || rule.name == name.trim())
}
