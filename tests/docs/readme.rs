//! What the README shows is true.

use mapi_sim::catalogue::{Party, RuleEntry, Status, rules};
use mapi_sim::conformance::RULES;
use mapi_sim::load::Step;
use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};

#[test]
fn my_store_loads_through_the_nine_steps() -> Result<(), Box<dyn std::error::Error>> {
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    let id = store_entry_id("personal");
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
        .build()?;

    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let store = session.open_msg_store(&request)?.value;
    mapi.run_spooler();
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;

    let trace = mapi.trace();
    trace.opens()[0].expect_steps(&Step::ALL)?;
    trace.expect_no_deviation()?;
    trace.expect_references_balanced()?;
    Ok(())
}

const README: &str = include_str!("../../README.md");

/// The lines of the README's block in this language.
fn block(language: &str) -> Vec<&'static str> {
    let start = README.split_once(&format!("```{language}\n")).unwrap().1;
    start.split_once("```").unwrap().0.lines().collect()
}

#[test]
fn the_test_in_the_readme_is_the_one_above() {
    let shown = block("rust").join("\n");
    assert!(include_str!("readme.rs").contains(&shown), "the README shows another test:\n{shown}");
    let test = shown.lines().skip_while(|line| *line != "#[test]").count();
    assert!(test <= 30, "{test} lines");
}

#[test]
fn the_kit_in_the_readme_is_the_one_that_is_run() {
    let run = include_str!("kit_of_readme.rs");
    let code = &run[run.find("use ").unwrap()..];
    assert!(README.contains(&format!("```rust\n{code}```\n")), "the README shows another kit:\n{code}");
}

#[test]
fn the_readme_shows_the_blocks_of_dependencies_that_the_starter_has() {
    let manifest = include_str!("../../examples/starter/Cargo.toml");
    let (production, tests) = README.split_once("[dev-dependencies]").unwrap();
    for (block, name) in [(production, "mapi-spi"), (tests, "mapi-sim")] {
        assert!(block.contains(&format!("\n{name} = \"0.1\"\n")), "{name} in\n{block}");
        assert!(
            manifest.contains(&format!("\n{name} = {{ version = \"0.1\", path = ")),
            "{name} in\n{manifest}"
        );
    }
}

#[test]
fn the_trace_in_the_readme_is_a_part_of_the_story() {
    let mut story =
        include_str!("../trace/snapshots/trace__nine_steps__the_story_of_the_nine_steps.snap").lines();
    for line in block("text") {
        assert!(story.any(|told| told == line), "not in the story, or not in this order: {line}");
    }
}

#[test]
fn the_diagram_in_the_readme_is_the_one_that_the_crate_draws() {
    let drawn = crate::nine_steps::mermaid(&crate::nine_steps::nine_steps().unwrap());
    let shown = README.split_once("```mermaid\n").unwrap().1.split_once("```").unwrap().0;
    assert!(shown == drawn, "the README shows another diagram than `render_trace` prints:\n{drawn}");
}

#[test]
fn the_files_of_the_nine_steps_exist() {
    let paths: Vec<_> = README.split('`').filter(|word| word.starts_with("src/")).collect();
    assert!(paths.len() > 8, "{paths:?}");
    for path in paths {
        assert!(crate::root().join(path).exists(), "{path}");
    }
}

#[test]
fn the_numbers_of_rules_are_those_of_the_catalogue() {
    let asked =
        |rule: &&RuleEntry| rule.party == Party::Provider && rule.pages != "none of the documentation";
    let documented = || rules().iter().filter(asked);
    let with = |status| documented().filter(|rule| rule.status == status).count();
    let told = [
        format!("asks {} things of a store provider", documented().count()),
        format!("{} of them are rules here with a function each", with(Status::Checked)),
        format!("the types leave no way to break {},", with(Status::Types)),
        format!("and {} cannot be seen from outside", with(Status::Unobservable)),
        format!("the kit has {} checks", RULES.len()),
    ];
    let text = README.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in told {
        assert!(text.contains(&told), "the README does not say: {told}");
    }
}
