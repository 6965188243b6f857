//! How codes, flags, properties and errors are shown, compared and converted.

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::*;
use proptest::prelude::*;

#[test]
fn codes_show_name_and_number() {
    assert_eq!(S_OK.to_string(), "S_OK");
    assert_eq!(MAPI_E_NOT_FOUND.to_string(), "MAPI_E_NOT_FOUND (0x8004010F)");
    assert_eq!(MAPI_W_ERRORS_RETURNED.to_string(), "MAPI_W_ERRORS_RETURNED (0x00040380)");
    assert_eq!(HResult::from_raw(0x8123_4567).to_string(), "0x81234567");
    assert!(S_OK.is_success() && MAPI_W_ERRORS_RETURNED.is_success() && MAPI_E_NOT_FOUND.is_failure());
}

/// A test that ends with `?` prints the `Debug` of its error.
#[test]
fn an_error_reads_the_same_as_text_and_from_a_failed_test() {
    let bare = MapiError::new(MAPI_E_NOT_FOUND);
    assert_eq!(format!("{bare:?}"), "MAPI_E_NOT_FOUND (0x8004010F)");
    let detail = MapiErrorDetail::new("no such file").component("disk").low_level_error(2);
    let full: Box<dyn std::error::Error> = MapiError::with_detail(MAPI_E_NOT_FOUND, detail).into();
    let text = "MAPI_E_NOT_FOUND (0x8004010F): no such file (component disk) (low-level error 0x2)";
    assert_eq!(format!("{full:?}"), text);
    assert_eq!(format!("{full:#?}"), text);
    assert_eq!(full.to_string(), text);
}

#[test]
fn flags_show_names_and_keep_what_has_none() {
    assert_eq!(OpenStoreFlags::empty().to_string(), "0");
    let known = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_WRITE;
    assert_eq!(known.to_string(), "MDB_NO_DIALOG|MDB_WRITE");
    let odd = known | OpenStoreFlags::from_bits_retain(0x4000_0000);
    assert_eq!(odd.to_string(), "MDB_NO_DIALOG|MDB_WRITE|0x40000000");
    assert_eq!(odd.unnamed().bits(), 0x4000_0000);
    assert_eq!(odd.bits(), known.bits() | 0x4000_0000);
    assert_eq!(OpenStoreFlags::from_bits_retain(0x4000_0000).to_string(), "0x40000000");
}

#[test]
fn tags_know_their_kind() {
    assert_eq!(PR_ENTRYID.to_string(), "PR_ENTRYID");
    assert_eq!(PropTag::from_raw(0x1234_0003).to_string(), "0x12340003");
    assert!(PropTag::new(0x8000, PropType::PT_LONG).is_named());
    assert!(!PropTag::new(0x7FFF, PropType::PT_LONG).is_named());
    assert!(!PropTag::new(0xFFFF, PropType::PT_LONG).is_named(), "0xFFFF is reserved");
    for (id, secure) in [(0x67EF, false), (0x67F0, true), (0x67FF, true), (0x6800, false)] {
        assert_eq!(PropTag::new(id, PropType::PT_LONG).is_secure(), secure, "{id:#x}");
    }
}

#[test]
fn a_failure_never_has_a_code_of_success() {
    assert_eq!(MapiError::new(S_OK).code(), MAPI_E_CALL_FAILED);
    assert_eq!(MapiError::from(MAPI_W_ERRORS_RETURNED).code(), MAPI_E_CALL_FAILED);
    assert_eq!(MapiError::from(MAPI_E_NO_ACCESS).to_string(), "MAPI_E_NO_ACCESS (0x80070005)");
    let detail = MapiErrorDetail::new("it broke").component("Disk").context(0x10).low_level_error(5);
    let error = MapiError::with_detail(MAPI_E_DISK_ERROR, detail.clone());
    assert_eq!(
        error.to_string(),
        "MAPI_E_DISK_ERROR (0x80040116): it broke (component Disk) (context 0x10) (low-level error 0x5)"
    );
    assert_eq!(error.clone().into_detail(), Some(detail));
    assert_eq!(MapiErrorDetail::default().to_string(), "no text");
}

#[test]
fn a_warning_is_a_success_that_is_not_s_ok() {
    assert_eq!(Warning::from_code(S_OK), None);
    assert_eq!(Warning::from_code(MAPI_E_NOT_FOUND), None);
    assert_eq!(Warning::from_code(MAPI_W_NO_SERVICE).map(|warning| warning.code()), Some(MAPI_W_NO_SERVICE));
    let codes = [
        (Warning::errors_returned(), MAPI_W_ERRORS_RETURNED),
        (Warning::partial_completion(), MAPI_W_PARTIAL_COMPLETION),
        (Warning::position_changed(), MAPI_W_POSITION_CHANGED),
        (Warning::no_service(), MAPI_W_NO_SERVICE),
    ];
    for (warning, code) in codes {
        assert_eq!(Warned::warning(1, warning).code(), code);
    }
    assert_eq!(Warned::ok(1).code(), S_OK);
    assert_eq!(Warned::ok(1).map(|one| one + 1).into_value(), 2);
    let failed = Warned::props(vec![PropValue::error(PR_ENTRYID, MAPI_E_NOT_FOUND)]);
    assert_eq!(failed.code(), MAPI_W_ERRORS_RETURNED);
    assert_eq!(Warned::props(vec![]).code(), S_OK);
}

#[test]
fn the_two_kinds_of_strings_stay_apart() {
    let latin = AnsiString::from_bytes(*b"gr\xFC\xDFe");
    assert_eq!(latin.to_string(), r"gr\xfc\xdfe");
    assert_eq!(latin.as_ascii(), None);
    assert_eq!(AnsiString::from("plain").as_ascii(), Some("plain"));
    assert_ne!(MapiString::from("x"), MapiString::from(AnsiString::from("x")));
    assert_eq!(Value::from(MapiString::from("x")).prop_type(), PropType::PT_UNICODE);
    assert_eq!(Value::from(AnsiString::from("x")).prop_type(), PropType::PT_STRING8);
    assert_eq!(Value::String8(latin).as_text().as_deref(), Some(r"gr\xfc\xdfe"));
}

#[test]
fn values_are_taken_out_by_their_own_type_only() {
    let number = PropValue::new(PR_MESSAGE_SIZE, -1);
    assert_eq!((number.as_long(), number.as_bits()), (Some(-1), Some(u32::MAX)));
    assert!(number.as_bool().is_none() && number.as_binary().is_none() && number.as_text().is_none());
    assert_eq!(PropValue::new(PR_MESSAGE_FLAGS, 0x8000_0000_u32).as_long(), Some(i32::MIN));
    let id = EntryId::from_bytes(b"id");
    assert_eq!(PropValue::new(PR_ENTRYID, &id).as_entry_id(), Some(id));
    assert_eq!(
        PropValue::new(PR_ENTRYID, "text").tag().prop_type(),
        PropType::PT_UNICODE,
        "the value decides"
    );
}

#[test]
fn times_are_dates() {
    let table = [
        (0, "1601-01-01T00:00:00Z"),
        (864_000_000_000, "1601-01-02T00:00:00Z"),
        (FileTime::from_unix_seconds(951_782_400).units(), "2000-02-29T00:00:00Z"),
        (FileTime::from_unix_seconds(4_107_542_399).units(), "2100-02-28T23:59:59Z"),
        (FileTime::from_unix_seconds(4_107_542_400).units(), "2100-03-01T00:00:00Z"),
        (FileTime::from_unix_seconds(978_307_199).units(), "2000-12-31T23:59:59Z"),
        (u64::MAX, "60056-05-28T05:36:10Z"),
    ];
    for (units, text) in table {
        assert_eq!(FileTime::from_units(units).to_string(), text);
    }
    assert_eq!(FileTime::from_unix_seconds(i64::MIN).units(), 0);
    assert!(FileTime::from_unix_seconds(i64::MAX).units() > 1 << 60);
}

#[test]
fn what_is_no_guid_is_refused() {
    for text in [
        "",
        "{}",
        "10BBA138-E505-1A10-A1BB-08002B2A56C",
        "10BBA138E5051A10A1BB08002B2A56C2",
        "{10BBA138-E505-1A10-A1BB-08002B2A56C2",
        "10BBA138-E505-1A10-A1BB-08002B2A56C2-",
        "+0BBA138-E505-1A10-A1BB-08002B2A56C2",
        "ä0BBA138-E505-1A10-A1BB-08002B2A56",
    ] {
        assert!(text.parse::<MapiUid>().is_err(), "{text}");
    }
}

#[test]
fn versions_have_three_parts() {
    assert_eq!(SpiVersion::CURRENT.to_string(), "0.1.16");
    assert_eq!(SpiVersion::new(1, 2, 3).raw(), 0x0102_0003);
    assert!(SpiVersion::PDK1 < SpiVersion::PDK2 && SpiVersion::PDK2 < SpiVersion::PDK3);
}

proptest! {
    /// The calendar agrees with a count of days, year by year.
    #[test]
    fn dates_follow_each_other(day in 0_u64..200_000) {
        let text = |day: u64| FileTime::from_units(day * 864_000_000_000).to_string();
        let parts = |text: String| -> Vec<u64> {
            text.split(['-', 'T']).take(3).map(|part| part.parse().unwrap()).collect()
        };
        let (today, tomorrow) = (parts(text(day)), parts(text(day + 1)));
        let (year, month, date) = (today[0], today[1], today[2]);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).unwrap()];
        let expected = if date < last {
            vec![year, month, date + 1]
        } else if month < 12 {
            vec![year, month + 1, 1]
        } else {
            vec![year + 1, 1, 1]
        };
        prop_assert_eq!(tomorrow, expected);
    }

    #[test]
    fn any_bits_of_flags_are_kept_and_shown(bits: u32) {
        let flags = OpenStoreFlags::from_bits_retain(bits);
        prop_assert_eq!(flags.bits(), bits);
        let named: u32 = flags.iter_names().map(|(_, flag)| flag.bits()).fold(0, |all, bit| all | bit);
        prop_assert_eq!(named | flags.unnamed().bits(), bits);
        prop_assert_eq!(named & flags.unnamed().bits(), 0);
    }
}
