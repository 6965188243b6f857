//! Profile files that say what they cannot say: the line, what was expected, and what stands there.

use std::path::Path;

use mapi_com::CodePage;
use mapi_com::incoming::ComDll;
use mapi_sim_check::{Profile, ProviderFixture};

use crate::{changed_profile, check, err, profile, provider};

/// The error of a profile in which one piece is another.
fn refused(name: &str, from: &str, to: &str, line: Option<usize>, expected: &str) {
    let path = changed_profile(name, from, to);
    let output = check(&provider(), &path, &[]);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains(expected), "{expected}: {said}");
    if let Some(line) = line {
        assert!(said.contains(&format!("at line {line}, column ")), "line {line}: {said}");
    }
}

#[test]
fn what_is_no_toml() {
    refused("no-toml", "template = ", "template is ", Some(3), "expected");
}

#[test]
fn words_that_there_are_not() {
    refused("key", "template = ", "tempate = ", Some(3), "unknown field `tempate`, expected one of `dll`");
    refused(
        "capability",
        "\"mail\", ",
        "\"mial\", ",
        Some(6),
        "expected a capability, one of mail, ui, write",
    );
    refused(
        "rule",
        "[store]\n",
        "[waivers]\nLOAD-999 = \"why\"\n[store]\n",
        Some(18),
        "expected the number of a rule, as LOAD-19; got \"LOAD-999\"",
    );
    refused(
        "reading",
        "[store]\n",
        "[readings]\nCancelDisable = \"strict\"\n[store]\n",
        Some(18),
        "expected an open point, one of ",
    );
    refused(
        "flag",
        "name = \"first\"\n",
        "name = \"first\"\nflags = [\"NO_STORE\"]\n",
        Some(19),
        "expected a flag of PR_RESOURCE_FLAGS",
    );
    refused(
        "spooler",
        "template = ",
        "spooler = \"outside\"\ntemplate = ",
        Some(3),
        "one of \"same process\", \"own process\"; got \"outside\"",
    );
    refused("offline", "{ create = ", "{ creates = ", Some(15), "unknown variant `creates`");
}

#[test]
fn properties_and_bytes() {
    let first = "properties = { \"0x6600001F\" = \"{folder}/first.store\" }";
    let with = |name: &str, to: &str, expected: &str| refused(name, first, to, Some(21), expected);
    with(
        "tag",
        "properties = { \"6600001F\" = \"a\" }",
        "expected a property tag of eight digits, as 0x6600001F; got \"6600001F\"",
    );
    with("type", "properties = { \"0x66000001\" = \"a\" }", "expected a tag of type PT_UNICODE (001F)");
    with("value", "properties = { \"0x6600001F\" = 7 }", "invalid type: integer `7`, expected a string");
    with(
        "number",
        "properties = { \"0x66000003\" = 5000000000 }",
        "expected a number of 32 bits; got 5000000000",
    );
    with("bytes", "properties = { \"0x66000102\" = \"01 02\" }", "expected bytes as \"hex:00 01 FE\"");
    with(
        "digits",
        "properties = { \"0x66000102\" = \"hex:0\" }",
        "expected two hexadecimal digits a byte; got 1 digits",
    );
    with("hex", "properties = { \"0x66000102\" = [\"hex:0G\"] }", "expected hexadecimal digits; got \"0G\"");
    with("uid", "properties = { \"0x66000048\" = \"hex:00\" }", "expected 16 bytes; got 1");
    refused("two", "{ \"0x67F0001F\" = \"right\" }", "{}", Some(29), "expected one property");
}

#[test]
fn code_pages() {
    let expected = "expected a code page, as windows-1252 or shift_jis; got \"utf-16\"";
    refused("code-page", "template = ", "code_page = \"utf-16\"\ntemplate = ", Some(3), expected);
}

/// A code page that there is becomes that of the process in which the provider is loaded.
#[test]
fn a_code_page_is_that_of_the_process() {
    let profile = "code_page = \"cp1251\"\n[store]\nname = \"first\"\n";
    let profile = Profile::parse(profile, Path::new(".")).unwrap();
    let dll = ComDll::load_named_by_user(provider(), "ServiceEntry").unwrap();
    assert_eq!(CodePage::current().name(), "windows-1252");
    let _fixture = ProviderFixture::new(profile, &provider(), dll, Path::new("."));
    assert_eq!(CodePage::current().name(), "windows-1251");
}

#[test]
fn files_and_folders() {
    let output = check(&provider(), Path::new("nowhere.toml"), &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("nowhere.toml: cannot be read: "), "{}", err(&output));
    refused(
        "template",
        "template = \"stores\"",
        "template = \"shops\"",
        None,
        "template: expected a folder; there is none at ",
    );
    refused("no-store", "[store]", "[[stores]]", None, "unknown field `stores`");
    // Without the identifier a client has no way to the store.
    let id = "entry_id = [\"hex:00000000 9C4E31D7602B4F18A65DC77070737472\", \"hex:02 01 0000 00000000\", \"utf8:{folder}/first.store\"]\n";
    let path = changed_profile("no-id", id, "");
    let output = check(&provider(), &path, &["--steps"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("store: expected an entry_id"), "{}", err(&output));
    assert!(profile().is_file());
}
