//! Entry identifiers: any bytes are held, the known forms are read and written exactly.

use std::collections::BTreeSet;

use mapi_spi::mapi::codes::{MAPI_E_INVALID_ENTRYID, MAPI_E_INVALID_PARAMETER};
use mapi_spi::mapi::guids::{MAPI_ONE_OFF_UID, MUID_STORE_WRAP};
use mapi_spi::mapi::{
    AnsiString, EntryId, EntryIdError, EntryIdFlags, MapiError, MapiString, MapiUid, OneOff,
    WrappedStoreEntryId,
};
use proptest::prelude::*;

const WRAP_BYTES: [u8; 16] =
    [0x38, 0xA1, 0xBB, 0x10, 0x05, 0xE5, 0x10, 0x1A, 0xA1, 0xBB, 0x08, 0x00, 0x2B, 0x2A, 0x56, 0xC2];
const ONE_OFF_BYTES: [u8; 16] =
    [0x81, 0x2B, 0x1F, 0xA4, 0xBE, 0xA3, 0x10, 0x19, 0x9D, 0x6E, 0x00, 0xDD, 0x01, 0x0F, 0x54, 0x02];

fn wrapped(dll_name: &str, store: &[u8]) -> WrappedStoreEntryId {
    WrappedStoreEntryId { dll_name: dll_name.into(), store: EntryId::from_bytes(store) }
}

/// Header, uid and the rest.
fn bytes_of(uid: &[u8; 16], rest: &[u8]) -> Vec<u8> {
    [&[0; 4], &uid[..], rest].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

#[track_caller]
fn assert_invalid(error: EntryIdError) {
    assert_eq!(error.code(), MAPI_E_INVALID_ENTRYID, "{error}");
    assert!(error.to_string().contains("at offset "), "{error}");
}

#[test]
fn the_parts_of_an_identifier_are_there_only_if_their_bytes_are() {
    let all = bytes_of(&[0xAB; 16], b"data");
    for len in 0..=all.len() {
        let id = EntryId::from_bytes(&all[..len]);
        assert_eq!(id.len(), len);
        assert_eq!(id.is_empty(), len == 0);
        assert_eq!(id.flags(), (len >= 4).then_some(EntryIdFlags::empty()), "{len}");
        assert_eq!(id.provider_uid(), (len >= 20).then_some(MapiUid::from_bytes([0xAB; 16])), "{len}");
        assert_eq!(id.provider_data(), (len >= 20).then(|| &all[20..len]), "{len}");
    }
}

#[test]
fn build_writes_the_flags_into_the_first_byte_only() {
    let flags = EntryIdFlags::from_bits_retain(0xFF);
    let id = EntryId::build(flags, MUID_STORE_WRAP, &[7, 8]);
    assert_eq!(id.as_bytes(), [&[0xFF, 0, 0, 0], &WRAP_BYTES[..], &[7, 8]].concat());
    assert_eq!(id.flags(), Some(flags));
    assert_eq!(id.provider_data(), Some(&[7, 8][..]));
}

#[test]
fn short_term_is_the_top_bit_alone() {
    let id = |flags| EntryId::build(EntryIdFlags::from_bits_retain(flags), MUID_STORE_WRAP, &[]);
    assert!(id(0x80).is_short_term());
    assert!(id(0xFF).is_short_term());
    assert!(!id(0x7F).is_short_term());
    assert!(!id(0x00).is_short_term());
    assert!(!EntryId::from_bytes(&[0xFF, 0, 0]).is_short_term(), "three bytes have no flags");
}

#[test]
fn a_wrapped_identifier_is_known_by_its_uid() {
    assert!(wrapped("a.dll", &[1]).encode().unwrap().is_wrapped_store());
    assert!(EntryId::from_bytes(&bytes_of(&WRAP_BYTES, &[])).is_wrapped_store());
    assert!(!EntryId::from_bytes(&bytes_of(&ONE_OFF_BYTES, &[0; 30])).is_wrapped_store());
    assert!(!EntryId::from_bytes(&bytes_of(&WRAP_BYTES, &[])[..19]).is_wrapped_store());
}

#[test]
fn wrapping_pads_to_a_multiple_of_four_from_the_start() {
    // name, length of the padding, where the store's identifier starts
    let table = [
        ("mspst.dll", 0, 32),
        ("EMSMDB.DLL", 3, 36),
        ("eleven1.dll", 2, 36),
        ("twelve12.dll", 1, 36),
        ("thirteen1.dll", 0, 36),
    ];
    let store = bytes_of(&[9; 16], b"private");
    for (name, padding, start) in table {
        let id = wrapped(name, &store).encode().unwrap();
        let bytes = id.as_bytes();
        assert_eq!(bytes[..20], bytes_of(&WRAP_BYTES, &[]), "{name}");
        assert_eq!(bytes[20..22], [0, 0], "{name}: version and flag");
        assert_eq!(&bytes[22..22 + name.len()], name.as_bytes(), "{name}");
        assert_eq!(bytes[22 + name.len()..start], vec![0; 1 + padding], "{name}: zero and padding");
        assert_eq!(bytes[start..], store, "{name}: the end is not padded");
    }
}

#[test]
fn reading_a_wrapper_does_not_look_at_version_flag_and_padding() {
    let mut bytes = wrapped("EMSMDB.DLL", b"private").encode().unwrap().as_bytes().to_vec();
    bytes[..4].copy_from_slice(&[1, 2, 3, 4]);
    bytes[20..22].copy_from_slice(&[5, 6]);
    bytes[33..36].copy_from_slice(&[7, 8, 9]);
    let read = WrappedStoreEntryId::decode(&EntryId::from_bytes(&bytes)).unwrap();
    assert_eq!(read, wrapped("EMSMDB.DLL", b"private"));
}

#[test]
fn reading_a_wrapper_says_what_is_missing_and_where() {
    let error = |bytes: &[u8]| WrappedStoreEntryId::decode(&EntryId::from_bytes(bytes)).unwrap_err();
    let full = wrapped("mspst.dll", b"x").encode().unwrap().as_bytes().to_vec();
    let short = |part, offset, len| EntryIdError::TooShort { part, offset, len };
    for len in [0, 1, 3, 4, 19] {
        assert_eq!(error(&full[..len]), short("MAPIUID", 4, len));
    }
    for len in [20, 21] {
        assert_eq!(error(&full[..len]), short("DLL name", 22, len));
    }
    for len in [22, 23, 30, 31] {
        assert_eq!(error(&full[..len]), EntryIdError::Unterminated { part: "DLL name", offset: 22 });
    }
    assert_eq!(error(&full[..32]), short("store identifier", 32, 32));
    assert_eq!(error(&bytes_of(&WRAP_BYTES, &[0, 0, b'a', 0])), short("store identifier", 24, 24));
    assert_eq!(error(&bytes_of(&WRAP_BYTES, &[0, 0, b'a', b'b', 0])), short("store identifier", 28, 25));
    let other = error(&bytes_of(&ONE_OFF_BYTES, &[0; 20]));
    assert!(matches!(other, EntryIdError::OtherUid { found: MAPI_ONE_OFF_UID, .. }), "{other}");
    assert_eq!(
        short("DLL name", 22, 20).to_string(),
        "the identifier has 20 bytes and ends before its DLL name at offset 22"
    );
}

#[test]
fn what_cannot_be_wrapped_is_a_bad_parameter() {
    assert_eq!(wrapped("", b"x").encode(), Err(EntryIdError::Empty("DLL name")));
    assert_eq!(wrapped("a.dll", b"").encode(), Err(EntryIdError::Empty("store identifier")));
    let zero = wrapped("a\0b.dll", b"x").encode().unwrap_err();
    assert_eq!(zero, EntryIdError::EmbeddedZero("DLL name"));
    assert_eq!(zero.code(), MAPI_E_INVALID_PARAMETER);
    assert_eq!(EntryIdError::Empty("").code(), MAPI_E_INVALID_PARAMETER);
    assert_eq!(EntryIdError::MixedStrings.code(), MAPI_E_INVALID_PARAMETER);
}

#[test]
fn an_error_becomes_the_error_of_a_call() {
    let error = WrappedStoreEntryId::decode(&EntryId::from_bytes(b"")).unwrap_err();
    let call = MapiError::from(error);
    assert_eq!(call.code(), MAPI_E_INVALID_ENTRYID);
    assert_eq!(call.detail().unwrap().error, Some(MapiString::from(error.to_string())));
}

#[test]
fn a_one_off_of_8_bit_strings_has_no_padding() {
    let ansi = |bytes: &[u8]| MapiString::Ansi(AnsiString::from_bytes(bytes));
    let one_off = OneOff::new(ansi(b"J\xF6rg"), ansi(b"SMTP"), ansi(b"j@example.org")).without_rich_info();
    let id = one_off.encode().unwrap();
    let expected = bytes_of(&ONE_OFF_BYTES, b"\0\0\x01\x00J\xF6rg\0SMTP\0j@example.org\0");
    assert_eq!(id.as_bytes(), expected);
    assert_eq!(OneOff::decode(&id).unwrap(), one_off);
}

#[test]
fn a_unicode_one_off_has_a_wide_address_type_too() {
    let one_off = OneOff::new("Jörg \u{1F600}", "SMTP", "j@example.org");
    let id = one_off.encode().unwrap();
    let strings = [wide("Jörg \u{1F600}"), wide("SMTP"), wide("j@example.org")].concat();
    assert_eq!(id.as_bytes(), bytes_of(&ONE_OFF_BYTES, &[&[0, 0, 0, 0x80], &strings[..]].concat()));
    assert_eq!(OneOff::decode(&id).unwrap(), one_off);
}

#[test]
fn flag_bits_without_a_name_are_kept() {
    // A one-off of a real message had 0x1001.
    let bytes = bytes_of(&ONE_OFF_BYTES, b"\0\0\x01\x10n\0t\0a\0");
    let one_off = OneOff::decode(&EntryId::from_bytes(&bytes)).unwrap();
    assert_eq!(one_off.flags, 0x1001);
    assert_eq!(one_off.encode().unwrap().as_bytes(), bytes);
    let unicode = OneOff { flags: 0x9002, ..OneOff::new("n", "t", "a") };
    assert_eq!(unicode.encode().unwrap().as_bytes()[22..24], [0x02, 0x90]);
    let ansi = OneOff {
        flags: 0x8000,
        ..OneOff::new(AnsiString::default(), AnsiString::default(), AnsiString::default())
    };
    assert_eq!(ansi.encode().unwrap().as_bytes()[22..], [0, 0, 0, 0, 0], "the strings decide about Unicode");
}

#[test]
fn reading_a_one_off_says_what_is_wrong_and_where() {
    let error =
        |rest: &[u8]| OneOff::decode(&EntryId::from_bytes(&bytes_of(&ONE_OFF_BYTES, rest))).unwrap_err();
    for len in 0..4 {
        let short = EntryIdError::TooShort { part: "version and flags", offset: 20, len: 20 + len };
        assert_eq!(error(&vec![0; len]), short);
    }
    let open = |part, offset| EntryIdError::Unterminated { part, offset };
    assert_eq!(error(b"\0\0\0\0"), open("display name", 24));
    assert_eq!(error(b"\0\0\0\0abc"), open("display name", 24));
    assert_eq!(error(b"\0\0\0\0abc\0"), open("address type", 28));
    assert_eq!(error(b"\0\0\0\0abc\0SMTP\0x"), open("address", 33));
    assert_eq!(error(b"\0\0\0\0a\0b\0c\0dd"), EntryIdError::Trailing { offset: 30, count: 2 });
    assert_eq!(error(b"\0\0\0\x80a\0\0"), open("display name", 24));
    assert_eq!(error(b"\0\0\0\x80\0\0\0\0\0\0!"), EntryIdError::Trailing { offset: 30, count: 1 });
    let surrogate = EntryIdError::NotUtf16 { part: "address type", offset: 26 };
    assert_eq!(error(b"\0\0\0\x80\0\0\x00\xD8\0\0\0\0"), surrogate);
    let other = OneOff::decode(&EntryId::from_bytes(&bytes_of(&WRAP_BYTES, b"")));
    assert!(matches!(other, Err(EntryIdError::OtherUid { found: MUID_STORE_WRAP, .. })));
}

#[test]
fn strings_that_cannot_be_stored_are_bad_parameters() {
    for (place, part) in ["display name", "address type", "address"].into_iter().enumerate() {
        let mut unicode = ["n", "t", "a"];
        unicode[place] = "x\0y";
        let [name, kind, address] = unicode;
        let error = OneOff::new(name, kind, address).encode().unwrap_err();
        assert_eq!(error, EntryIdError::EmbeddedZero(part));
        assert_eq!(error.code(), MAPI_E_INVALID_PARAMETER);
        let [name, kind, address] = unicode.map(AnsiString::from);
        assert_eq!(OneOff::new(name, kind, address).encode(), Err(EntryIdError::EmbeddedZero(part)));
    }
    let mixed = OneOff::new("n", AnsiString::from("t"), "a");
    assert_eq!(mixed.encode(), Err(EntryIdError::MixedStrings));
    assert_eq!(OneOff::new("n", "t", AnsiString::from("a")).encode(), Err(EntryIdError::MixedStrings));
}

#[test]
fn debug_shows_length_and_last_bytes() {
    let shown = |bytes: &[u8]| format!("{:?}", EntryId::from_bytes(bytes));
    assert_eq!(shown(&[]), "EntryId(0 bytes )");
    assert_eq!(shown(&[0x0A, 0xFF]), "EntryId(2 bytes 0AFF)");
    assert_eq!(shown(&[1, 2, 3, 4, 5, 6, 7, 8]), "EntryId(8 bytes 0102030405060708)");
    assert_eq!(shown(&[1, 2, 3, 4, 5, 6, 7, 8, 9]), "EntryId(9 bytes ..0203040506070809)");
    assert_eq!(shown(&vec![0xEE; 1 << 20]), "EntryId(1048576 bytes ..EEEEEEEEEEEEEEEE)");
}

#[test]
fn an_identifier_is_small_and_holds_up_to_a_mebibyte_of_bytes() {
    assert!(size_of::<EntryId>() <= 64);
    for len in [0, 1, 3, 4, 19, 20, 22, 23, 61, 62, 63, 64, 255, 256, 1 << 20] {
        for filler in [0, 0x5A, 0xFF] {
            let bytes = vec![filler; len];
            let id = EntryId::from_bytes(&bytes);
            assert_eq!(id.as_bytes(), bytes);
            assert_eq!(id, EntryId::from_bytes(&bytes).clone());
            assert_invalid(WrappedStoreEntryId::decode(&id).unwrap_err());
            assert_invalid(OneOff::decode(&id).unwrap_err());
            let header = EntryId::from_bytes(&bytes_of(&WRAP_BYTES, &bytes));
            if let Err(error) = WrappedStoreEntryId::decode(&header) {
                assert_invalid(error);
            }
            let header = EntryId::from_bytes(&bytes_of(&ONE_OFF_BYTES, &bytes));
            if let Err(error) = OneOff::decode(&header) {
                assert_invalid(error);
            }
        }
    }
}

#[test]
fn equality_and_order_do_not_see_where_the_bytes_are_kept() {
    // The last length kept in place and the first that is not.
    let (inline, heap) = (vec![7; 62], vec![7; 63]);
    assert_ne!(EntryId::from_bytes(&inline), EntryId::from_bytes(&heap));
    assert!(EntryId::from_bytes(&inline) < EntryId::from_bytes(&heap), "a prefix comes first");
    let mut higher = inline.clone();
    higher[0] = 8;
    assert!(EntryId::from_bytes(&higher) > EntryId::from_bytes(&heap), "bytes decide before length");
    let ids: BTreeSet<_> = [&inline, &heap, &inline, &heap].map(|bytes| EntryId::from_bytes(bytes)).into();
    assert_eq!(ids.len(), 2);
}

proptest! {
    #[test]
    fn any_bytes_are_held_and_compared_as_bytes(
        a in prop::collection::vec(any::<u8>(), 0..200),
        b in prop::collection::vec(any::<u8>(), 0..200),
        common in 0usize..70,
    ) {
        let same: Vec<u8> = a.iter().take(common).chain(b.iter().skip(common)).copied().collect();
        let id = EntryId::from_bytes;
        let held = id(&a);
        prop_assert_eq!(held.as_bytes(), &a[..]);
        for other in [&b, &same] {
            prop_assert_eq!(id(&a).cmp(&id(other)), a.cmp(other));
            prop_assert_eq!(id(&a) == id(other), a == *other);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_with_code_and_offset(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        rest in prop::collection::vec(prop_oneof![Just(0), Just(0x80), any::<u8>()], 0..200),
    ) {
        for bytes in [bytes, bytes_of(&WRAP_BYTES, &rest), bytes_of(&ONE_OFF_BYTES, &rest)] {
            let id = EntryId::from_bytes(&bytes);
            match WrappedStoreEntryId::decode(&id) {
                Ok(read) if read.dll_name.as_bytes().is_empty() => {}
                Ok(read) => {
                    let again = read.encode().unwrap();
                    prop_assert_eq!(WrappedStoreEntryId::decode(&again), Ok(read));
                    prop_assert_eq!(again.len(), id.len());
                }
                Err(error) => assert_invalid(error),
            }
            match OneOff::decode(&id) {
                Ok(read) => {
                    // All but abFlags and version, which are not kept.
                    let again = read.encode().unwrap();
                    prop_assert_eq!(&again.as_bytes()[22..], &id.as_bytes()[22..]);
                }
                Err(error) => assert_invalid(error),
            }
        }
    }

    #[test]
    fn wrapped_identifiers_come_back(
        name in prop::collection::vec(1u8.., 1..40),
        store in prop::collection::vec(any::<u8>(), 1..150),
    ) {
        let value = WrappedStoreEntryId {
            dll_name: AnsiString::from_bytes(name.clone()),
            store: EntryId::from_bytes(&store),
        };
        let id = value.encode().unwrap();
        let end = 23 + name.len();
        prop_assert_eq!(id.len(), end + (4 - end % 4) % 4 + store.len());
        prop_assert_eq!(WrappedStoreEntryId::decode(&id).unwrap(), value);
    }

    #[test]
    fn one_offs_come_back(
        strings in prop::array::uniform3("[^\0]{0,30}"),
        wide in any::<bool>(),
        flags in 0u16..0x8000,
    ) {
        let [name, kind, address] = strings.map(|text| {
            if wide { MapiString::Unicode(text) } else { AnsiString::from_bytes(text).into() }
        });
        let value = OneOff { flags, ..OneOff::new(name, kind, address) };
        let id = value.encode().unwrap();
        prop_assert_eq!(id.flags(), Some(EntryIdFlags::empty()));
        prop_assert_eq!(OneOff::decode(&id).unwrap(), value);
    }
}
