//! Slots, names and codes of the rows.

use std::collections::BTreeSet;

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::iids;
use mapi_spi::methods::{self, Interface, Method, Row};

/// The slots of all methods, with those of the bases.
fn slots(interface: Interface) -> Vec<u8> {
    let mut slots = interface.base().map_or_else(Vec::new, slots);
    slots.extend(interface.rows().iter().map(|row| row.slot));
    slots
}

#[test]
fn every_vtable_is_complete_and_without_gaps() {
    for &interface in Interface::ALL {
        let slots = slots(interface);
        let all: Vec<u8> = (0..u8::try_from(slots.len()).unwrap()).collect();
        assert_eq!(slots, all, "{interface:?}");
    }
}

/// The size of each vtable, counted by hand in MAPIDefS.h, MAPISPI.h, MAPIX.h and objidl.h.
#[test]
fn the_sizes_are_those_of_the_headers() {
    let sizes = [
        (Interface::IUnknown, 3),
        (Interface::IMSProvider, 7),
        (Interface::IMAPIProviderShutdown, 6),
        (Interface::IMSLogon, 10),
        (Interface::IMAPIProp, 14),
        (Interface::IMsgStore, 27),
        (Interface::IMAPIContainer, 19),
        (Interface::IMAPIFolder, 30),
        (Interface::IMessage, 22),
        (Interface::IAttach, 14),
        (Interface::IMAPITable, 26),
        (Interface::ISequentialStream, 5),
        (Interface::IStream, 14),
        (Interface::IStorage, 18),
        (Interface::ILockBytes, 10),
        (Interface::IMAPIStatus, 18),
        (Interface::IProfSect, 14),
        (Interface::IMAPISupport, 44),
        (Interface::IMAPIAdviseSink, 4),
        (Interface::IMAPIProgress, 8),
        (Interface::IMAPISession, 22),
        (Interface::IMAPIClientShutdown, 6),
        (Interface::IMsgServiceAdmin, 15),
        (Interface::IMsgServiceAdmin2, 16),
        (Interface::IProviderAdmin, 8),
        (Interface::IAddrBook, 32),
    ];
    let counted = Interface::ALL.iter().copied().filter(|interface| *interface != Interface::Exports);
    assert!(sizes.iter().map(|(interface, _)| *interface).eq(counted));
    for (interface, size) in sizes {
        assert_eq!(slots(interface).len(), size, "{interface:?}");
    }
}

#[test]
fn a_method_that_is_inherited_has_the_row_of_its_base() {
    let (of_folder, of_prop) = (methods::IMAPIFolder::GetProps, methods::IMAPIProp::GetProps);
    assert_eq!(of_folder.name(), "IMAPIFolder::GetProps");
    assert_eq!(of_folder.short_name(), "GetProps");
    assert_eq!(of_folder.row(), of_prop.row());
    assert_ne!(of_folder, of_prop);
    assert_eq!(methods::IMAPIFolder::OpenEntry.row(), methods::IMAPIContainer::OpenEntry.row());
    assert_eq!(methods::IStream::Read.name(), "IStream::Read");
    assert_eq!(methods::Exports::MSProviderInit.name(), "MSProviderInit");
}

#[test]
fn every_method_has_a_name_of_its_own_and_a_row() {
    let mut names = BTreeSet::new();
    for method in Method::all() {
        let row = method.row().unwrap();
        assert_eq!(row.slot, method.slot());
        assert!(method.name().ends_with(row.name), "{method}");
        assert!(names.insert(method.name()), "{method} twice");
    }
    let inherited = |interface: &Interface| interface.methods().count();
    assert_eq!(names.len(), Interface::ALL.iter().map(inherited).sum::<usize>());
}

#[test]
fn every_identifier_is_the_interfaces_own() {
    for &interface in Interface::ALL {
        let Some(iid) = interface.iid() else {
            assert_eq!(interface, Interface::Exports);
            continue;
        };
        let name = match interface.name() {
            "IAttach" => "IID_IAttachment".to_owned(),
            "IMAPISupport" => "IID_IMAPISup".to_owned(),
            name => format!("IID_{name}"),
        };
        assert!(iids::ALL.contains(&(name.as_str(), iid)), "{name}");
    }
}

#[test]
fn codes_are_listed_once_and_none_is_plain_success() {
    for row in Interface::ALL.iter().flat_map(|interface| interface.rows()) {
        let all: Vec<_> = row.codes.iter().chain(row.problems).collect();
        let once: BTreeSet<_> = row.codes.iter().map(|code| code.raw()).collect();
        assert_eq!(once.len(), row.codes.len(), "{}", row.name);
        assert!(all.iter().all(|code| **code != S_OK && code.name().is_some()), "{}", row.name);
    }
}

#[test]
fn codes_of_a_page() {
    let row = |method: Method| -> &'static Row { method.row().unwrap() };
    assert_eq!(row(methods::IMSProvider::SpoolerLogon).codes, [MAPI_E_UNCONFIGURED, MAPI_W_ERRORS_RETURNED]);
    assert_eq!(row(methods::IMSProvider::CompareStoreIDs).codes, []);
    let set_props = row(methods::IMAPIProp::SetProps);
    assert_eq!(set_props.codes, []);
    assert!(set_props.problems.contains(&MAPI_E_COMPUTED));
}
