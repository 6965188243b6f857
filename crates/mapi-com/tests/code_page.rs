//! Strings whose width is not that of their call, by the code page of the process. One test, for there is one code page.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "values/mirror.rs"]
#[allow(dead_code, reason = "strings are all that is asked here")]
mod mirror;

use mapi_com::CodePage;
use mapi_spi::mapi::{AnsiString, MapiString, ReceiveFolderFlags};

use mirror::Through;

/// What a string becomes in a call of the other width: the provider gets it so.
fn crossed(through: &Through, class: &MapiString, flags: ReceiveFolderFlags) -> MapiString {
    through.store.set_receive_folder(Some(class), flags, None).unwrap();
    through.mirror.kept().text.clone().unwrap()
}

fn narrowed(through: &Through, text: &str) -> Vec<u8> {
    match crossed(through, &MapiString::Unicode(text.to_owned()), ReceiveFolderFlags::empty()) {
        MapiString::Ansi(bytes) => bytes.as_bytes().to_vec(),
        MapiString::Unicode(text) => panic!("{text} in a narrow call"),
    }
}

fn widened(through: &Through, bytes: &[u8]) -> String {
    match crossed(through, &MapiString::Ansi(AnsiString::from_bytes(bytes)), ReceiveFolderFlags::MAPI_UNICODE)
    {
        MapiString::Unicode(text) => text,
        MapiString::Ansi(bytes) => panic!("{bytes:?} in a wide call"),
    }
}

#[test]
fn strings_are_converted_by_the_code_page_of_the_process() {
    let through = Through::new();
    assert_eq!(CodePage::current().name(), "windows-1252");
    assert_eq!(narrowed(&through, "Grüße, 5 €, жук"), b"Gr\xFC\xDFe, 5 \x80, ???");
    assert_eq!(widened(&through, b"Gr\xFC\xDFe, 5 \x80"), "Grüße, 5 €");
    // All bytes come back but the one that ends a string.
    let all: Vec<u8> = (1..=255).collect();
    assert_eq!(narrowed(&through, &widened(&through, &all)), all);

    CodePage::named("windows-1251").unwrap().make_current();
    assert_eq!(narrowed(&through, "жук, ü"), b"\xE6\xF3\xEA, ?");
    assert_eq!(widened(&through, b"\xE6\xF3\xEA"), "жук");

    CodePage::named("shift_jis").unwrap().make_current();
    assert_eq!(narrowed(&through, "日本 ü 語"), b"\x93\xFA\x96{ ? \x8C\xEA");
    assert_eq!(widened(&through, b"\x93\xFA\x96{"), "日本");
    assert_eq!(widened(&through, b"a\x93"), "a\u{FFFD}", "half a character");

    CodePage::named("utf-8").unwrap().make_current();
    assert_eq!(widened(&through, &narrowed(&through, "日本 ü 🎉")), "日本 ü 🎉");
    assert_eq!(through.loopback.findings(), []);
}

/// A code page is one of bytes, by any of its labels.
#[test]
fn what_is_no_code_page_is_refused() {
    assert_eq!(CodePage::named("utf-16"), None);
    assert_eq!(CodePage::named("windows-1253").map(CodePage::name), Some("windows-1253"));
    assert_eq!(CodePage::named("cp1252").map(CodePage::name), Some("windows-1252"));
    assert_eq!(CodePage::named("codepage 9"), None);
}
