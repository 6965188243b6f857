//! Interfaces that an object has beside those that methods give.

use std::sync::Arc;

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::iids;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

use crate::bare::Bare;

/// Each root of the interfaces, and one that extends another.
macro_rules! refused_by {
    ($($interface:ident)+) => {$(
        let object: Arc<dyn $interface> = Arc::new(Bare);
        let answer = Arc::clone(&object).other_interface(&iids::IID_ILockBytes).map(drop);
        assert_eq!(answer, Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()), "{}", stringify!($interface));
        assert_eq!(Arc::strong_count(&object), 1, "no reference is added");
    )+};
}

#[test]
fn an_object_has_no_other_interface_unless_it_says_so() {
    refused_by! {
        IMSProvider IMSLogon IMAPIProp IMsgStore IMAPITable ISequentialStream IStorage ILockBytes IMAPISession IMAPISupport
        IMAPIAdviseSink IMAPIProgress IProviderAdmin IMsgServiceAdmin
    }
}

#[test]
fn an_array_of_bytes_refuses_what_it_does_not_implement() {
    let bytes: &dyn ILockBytes = &Bare;
    let refused = Err(MAPI_E_NO_SUPPORT.into());
    assert_eq!(bytes.read_at(0, &mut [0]), refused.clone());
    assert_eq!(bytes.write_at(0, &[0]), refused);
    let refused = Err(MAPI_E_NO_SUPPORT.into());
    let calls = [bytes.flush(), bytes.set_size(0), bytes.lock_region(0, 1, 0), bytes.unlock_region(0, 1, 0)];
    assert!(calls.iter().all(|answer| *answer == refused));
    assert_eq!(bytes.stat(0).map(drop), refused);
}

/// A stream that is an array of bytes as well, and has an interface of its own.
struct Bytes;

/// The stream by its own interface.
struct Version(u32);

const IID_VERSION: MapiUid = MapiUid::from_bytes([7; 16]);

impl ISequentialStream for Bytes {
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        match *interface {
            iids::IID_ILockBytes => Ok(OtherInterface::Object(MapiObject::LockBytes(self))),
            IID_VERSION => Ok(OtherInterface::own(Version(5))),
            _ => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
        }
    }
}
impl IStream for Bytes {}
impl ILockBytes for Bytes {}

fn ask(interface: &MapiUid) -> (Arc<dyn IStream>, MapiResult<OtherInterface>) {
    let stream: Arc<dyn IStream> = Arc::new(Bytes);
    (Arc::clone(&stream), stream.other_interface(interface))
}

#[test]
fn another_interface_is_the_same_object() {
    let (stream, other) = ask(&iids::IID_ILockBytes);
    let bytes = other.unwrap().into_object().unwrap().into_lock_bytes().unwrap();
    assert_eq!(Arc::as_ptr(&stream).cast::<()>(), Arc::as_ptr(&bytes).cast::<()>());
    assert_eq!(Arc::strong_count(&stream), 2);
    assert_eq!(MapiObject::LockBytes(bytes).object_type(), None);
}

#[test]
fn an_interface_of_the_owner_is_taken_out_by_its_type() {
    let (_, other) = ask(&IID_VERSION);
    let other = other.unwrap();
    assert_eq!(other.clone().into_own::<Version>().unwrap().0, 5);
    let refused: MapiError = MAPI_E_INTERFACE_NOT_SUPPORTED.into();
    assert_eq!(other.clone().into_own::<u32>().unwrap_err(), refused);
    assert_eq!(other.into_object().unwrap_err(), refused);
    let (_, other) = ask(&iids::IID_ILockBytes);
    assert_eq!(other.unwrap().into_own::<Version>().err(), Some(refused));
    assert!(ask(&PROVIDER_UID).1.is_err());
}

#[test]
fn an_answer_prints_what_it_is_and_no_address() {
    let of = |interface: &MapiUid| format!("{:?}", ask(interface).1.unwrap());
    assert_eq!((of(&iids::IID_ILockBytes).as_str(), of(&IID_VERSION).as_str()), ("LockBytes", "Own"));
}

const PROVIDER_UID: MapiUid = MapiUid::from_bytes([1; 16]);
