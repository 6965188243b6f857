//! A provider made by hand that uses an enumerator and a list of recipients as a compiled one does: by slots and structures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::ffi::c_void;
use std::mem::{transmute, zeroed};
use std::ptr::{null, null_mut};
use std::sync::{Arc, Mutex};

use mapi_com::findings::Breach;
use mapi_com::incoming::ComEntry;
use mapi_com::layout::{AdrParm, AllocateBuffer, AllocateMore, FreeBuffer, SPropValue, SRow, Unknown};
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::tags::PR_ROWID;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// OLE's `STATSTG`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Stat {
    name: *mut u16,
    kind: u32,
    pad: u32,
    size: u64,
    rest: [u64; 7],
}

/// What the provider was given: the `IMalloc`, and the routines for blocks.
type Given = (Unknown, AllocateBuffer, FreeBuffer);

#[repr(C)]
struct ByHand {
    vtable: *const [*const (); 7],
    given: Given,
    /// What it does wrong, if anything: the DLL's instance, which is the one thing that it is told.
    fault: usize,
}

/// It uses an enumerator after its last `Release`.
const USES_AFTER_RELEASE: usize = 7;

struct Slots([*const (); 7]);
// SAFETY: functions may be called on any thread.
unsafe impl Sync for Slots {}

static VTABLE: Slots = Slots([
    query_interface as *const (),
    counts as *const (),
    counts as *const (),
    counts as *const (),
    logon as *const (),
    counts as *const (),
    counts as *const (),
]);

/// The object is there as long as the process.
extern "system" fn counts(_: Unknown) -> u32 {
    1
}

unsafe extern "system" fn query_interface(this: Unknown, _: *const [u8; 16], answer: *mut Unknown) -> u32 {
    // SAFETY: the caller passes a place.
    unsafe { answer.write(this) };
    0
}

unsafe extern "system" fn init(
    instance: usize,
    malloc: Unknown,
    allocate: Option<AllocateBuffer>,
    _more: Option<AllocateMore>,
    free: Option<FreeBuffer>,
    _flags: u32,
    _mapi_version: u32,
    version: *mut u32,
    provider: *mut Unknown,
) -> u32 {
    let given = (malloc, allocate.unwrap(), free.unwrap());
    let made = ByHand { vtable: &raw const VTABLE.0, given, fault: instance };
    // SAFETY: the caller passes places.
    unsafe {
        version.write(SpiVersion::CURRENT.raw());
        provider.write(Box::into_raw(Box::new(made)).cast());
    }
    0
}

/// The function in a slot.
unsafe fn slot(object: Unknown, number: usize) -> *const () {
    // SAFETY: an object begins with its vtable, which has this slot.
    unsafe { (*object.cast::<*const *const ()>()).add(number).read() }
}

#[allow(clippy::too_many_arguments, reason = "the arguments are the method's")]
unsafe extern "system" fn logon(
    this: Unknown,
    support: Unknown,
    _window: usize,
    _name: *const c_void,
    _size: u32,
    _id: *const c_void,
    _flags: u32,
    _interface: *const [u8; 16],
    _security_size: *mut u32,
    _security: *mut Unknown,
    error: *mut Unknown,
    _logon: *mut Unknown,
    _store: *mut Unknown,
) -> u32 {
    // SAFETY: all of it is what the method is given.
    unsafe {
        error.write(null_mut());
        let ByHand { given, fault, .. } = &*this.cast::<ByHand>();
        if *fault == USES_AFTER_RELEASE {
            uses_elements_after_release(this, support);
        } else {
            uses_elements(this, support, *given);
            uses_addresses(support, *given);
        }
    }
    MAPI_E_LOGON_FAILED.raw()
}

type FromStream = extern "system" fn(Unknown, Unknown, *const c_void, u32, *mut Unknown) -> u32;
type EnumElements = extern "system" fn(Unknown, u32, *const c_void, u32, *mut Unknown) -> u32;
type Next = extern "system" fn(Unknown, u32, *mut Stat, *mut u32) -> u32;
type Skip = extern "system" fn(Unknown, u32) -> u32;
type Count = extern "system" fn(Unknown) -> u32;
type CloneIt = extern "system" fn(Unknown, *mut Unknown) -> u32;
type Free = extern "system" fn(Unknown, *mut u16);

/// The kinds and sizes of the next elements, and the code.
unsafe fn next(elements: Unknown, wanted: u32, malloc: Unknown) -> (u32, Vec<(u32, u64, u16)>) {
    // SAFETY: there is room for four elements, and slot 3 is `Next`; the names are the caller's to free.
    unsafe {
        let (mut stats, mut fetched) = ([zeroed::<Stat>(); 4], 9);
        let call = transmute::<*const (), Next>(slot(elements, 3));
        let code = call(elements, wanted, stats.as_mut_ptr(), &raw mut fetched);
        let mut got = Vec::new();
        for stat in &stats[..fetched as usize] {
            got.push((stat.kind, stat.size, *stat.name));
            transmute::<*const (), Free>(slot(malloc, 5))(malloc, stat.name);
        }
        (code, got)
    }
}

unsafe fn uses_elements(this: Unknown, support: Unknown, (malloc, _, _): Given) {
    let (mut storage, mut elements, mut copy) = (null_mut(), null_mut(), null_mut());
    let (a, b, c) = ((2, 5, u16::from(b'a')), (1, 0, u16::from(b'b')), (2, 7, u16::from(b'c')));
    // SAFETY: the slots are those of the interfaces.
    unsafe {
        let open = transmute::<*const (), FromStream>(slot(support, 42));
        assert_eq!(open(support, this, null(), 0, &raw mut storage), 0);
        let list = transmute::<*const (), EnumElements>(slot(storage, 11));
        assert_eq!(list(storage, 0, null(), 0, null_mut()), MAPI_E_INVALID_PARAMETER.raw());
        assert_eq!(list(storage, 0, null(), 0, &raw mut elements), 0);
        assert_eq!(next(elements, 2, malloc), (0, vec![a, b]));
        assert_eq!(transmute::<*const (), CloneIt>(slot(elements, 6))(elements, &raw mut copy), 0);
        assert_eq!(next(elements, 2, malloc), (1, vec![c]), "the end is S_FALSE");
        assert_eq!(next(elements, 1, malloc), (1, vec![]));
        let skip = transmute::<*const (), Skip>(slot(copy, 4));
        assert_eq!((skip(copy, 1), skip(copy, 1)), (0, 1), "the copy goes on where it was made");
        assert_eq!(transmute::<*const (), Count>(slot(copy, 5))(copy), 0);
        assert_eq!(next(copy, 4, malloc), (1, vec![a, b, c]), "from the start again");
        for object in [copy, elements, storage] {
            assert_eq!(transmute::<*const (), Count>(slot(object, 2))(object), 0);
        }
    }
}

/// Every method of an enumerator that has no reference any more.
unsafe fn uses_elements_after_release(this: Unknown, support: Unknown) {
    let (mut storage, mut elements, mut other) = (null_mut(), null_mut(), null_mut());
    let refused = MAPI_E_INVALID_OBJECT.raw();
    // SAFETY: the slots are those of the interfaces; the enumerator's memory is still there.
    unsafe {
        let open = transmute::<*const (), FromStream>(slot(support, 42));
        assert_eq!(open(support, this, null(), 0, &raw mut storage), 0);
        let list = transmute::<*const (), EnumElements>(slot(storage, 11));
        assert_eq!(list(storage, 0, null(), 0, &raw mut elements), 0);
        let count = |number: usize| transmute::<*const (), Count>(slot(elements, number))(elements);
        assert_eq!(count(2), 0);
        assert_eq!((count(1), count(2)), (0, 0), "AddRef and Release");
        let (mut stat, mut fetched) = (zeroed::<Stat>(), 0);
        let next = transmute::<*const (), Next>(slot(elements, 3));
        assert_eq!(next(elements, 1, &raw mut stat, &raw mut fetched), refused);
        assert_eq!(transmute::<*const (), Skip>(slot(elements, 4))(elements, 1), refused);
        assert_eq!(count(5), refused, "Reset");
        assert_eq!(transmute::<*const (), CloneIt>(slot(elements, 6))(elements, &raw mut other), refused);
        assert!(other.is_null());
        assert_eq!(transmute::<*const (), Count>(slot(storage, 2))(storage), 0);
    }
}

type Address = extern "system" fn(Unknown, *mut usize, *const AdrParm, *mut Unknown) -> u32;

/// Rows of one number each, as `ADRLIST` asks for them: the list and the values of each are blocks of their own.
unsafe fn list_of(numbers: &[i32], (_, allocate, _): Given) -> Unknown {
    let block = |size: usize| {
        let mut made = null_mut();
        // SAFETY: the routine is MAPI's.
        assert_eq!(unsafe { allocate(u32::try_from(size).unwrap(), &raw mut made) }, 0);
        made
    };
    let list = block(8 + 16 * numbers.len());
    // SAFETY: the blocks have this size.
    unsafe {
        list.cast::<u64>().write(numbers.len() as u64);
        for (index, number) in numbers.iter().enumerate() {
            let props = block(24).cast::<SPropValue>();
            let mut value: SPropValue = zeroed();
            (value.tag, value.value.l) = (PR_ROWID.raw(), *number);
            props.write(value);
            list.cast::<u8>().add(8).cast::<SRow>().add(index).write(SRow { pad: 0, count: 1, props });
        }
    }
    list
}

/// The numbers in a list, which is freed.
unsafe fn take(list: Unknown, (_, _, free): Given) -> Vec<i32> {
    // SAFETY: it is a list, and its blocks are the caller's.
    unsafe {
        let count = list.cast::<u32>().read() as usize;
        let entries = list.cast::<u8>().add(8).cast::<SRow>();
        let mut numbers = Vec::new();
        for index in 0..count {
            let entry = entries.add(index).read();
            numbers.push((*entry.props).value.l);
            assert_eq!(free(entry.props.cast()), 0);
        }
        assert_eq!(free(list), 0);
        numbers
    }
}

unsafe fn uses_addresses(support: Unknown, given: Given) {
    let caption = *b"Who?\0";
    // SAFETY: the structure is one of numbers and pointers, and the slot is that of the method.
    unsafe {
        let mut parms: AdrParm = zeroed();
        (parms.flags, parms.caption) = (1, caption.as_ptr().cast());
        parms.dest_fields = u32::MAX;
        let call = transmute::<*const (), Address>(slot(support, 21));
        let ask = |mut list: Unknown| {
            let (mut window, parms) = (7, &raw const parms);
            (call(support, &raw mut window, parms, &raw mut list), list)
        };
        let (code, list) = ask(null_mut());
        assert_eq!((code, take(list, given)), (0, vec![0]));
        let (code, list) = ask(list_of(&[1, 2], given));
        assert_eq!((code, take(list, given)), (0, vec![1, 2, 2]));
        let (code, list) = ask(list_of(&[1], given));
        assert_eq!(
            (code, take(list, given)),
            (MAPI_E_USER_CANCEL.raw(), vec![1]),
            "the list stays the caller's"
        );
        let no_parms = call(support, null_mut(), null(), null_mut());
        assert_eq!(no_parms, MAPI_E_INVALID_PARAMETER.raw());
    }
}

/// The host: it has the elements, and adds a recipient to those that it is given.
#[derive(Default)]
struct Host(Mutex<Vec<String>>);

impl IMAPISupport for Host {
    fn add_ref(&self, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        1
    }

    fn i_storage_from_stream(
        &self,
        _: &MapiObject,
        _: Option<MapiUid>,
        _: StorageFlags,
    ) -> MapiResult<Arc<dyn IStorage>> {
        Ok(Arc::new(Storage))
    }

    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        assert_eq!((request.dest_fields, request.window.handle()), (&[][..], 7));
        self.0.lock().unwrap().push(request.caption.unwrap().to_string());
        let given = request.recipients.to_vec();
        let number = i32::try_from(given.len()).unwrap();
        match number {
            1 => Err(MAPI_E_USER_CANCEL.into()),
            _ => Ok(AddressAnswer::new(Some(
                [given, vec![Row::new(vec![PropValue::new(PR_ROWID, number)])]].concat(),
            ))),
        }
    }
}

struct Storage;

impl IStorage for Storage {
    fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
        Ok(vec![StorageElement::stream("a", 5), StorageElement::storage("b"), StorageElement::stream("c", 7)])
    }
}

/// The provider, with a host that it was logged on with.
fn logged_on(fault: usize) -> (ComEntry, Arc<Host>) {
    // SAFETY: the function is an `MSProviderInit`.
    let entry = unsafe { ComEntry::from_function(init) }.of_instance(fault);
    let answer = entry.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap();
    let host = Arc::new(Host::default());
    let support = Support::from_object(host.clone());
    let name = MapiString::from("p");
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
    let refused = answer.provider.unwrap().logon(&request).map(drop).unwrap_err();
    assert_eq!(refused.code(), MAPI_E_LOGON_FAILED);
    drop(support);
    (entry, host)
}

#[test]
fn enumerators_and_lists_are_used_by_their_slots_and_structures() {
    let (entry, host) = logged_on(0);
    assert_eq!(*host.0.lock().unwrap(), ["Who?"; 3]);
    assert_eq!(entry.findings(), []);
    assert_eq!((entry.live_blocks(), entry.live_objects()), (0, vec![]));
}

#[test]
fn an_enumerator_is_used_after_its_last_release() {
    let (entry, _) = logged_on(USES_AFTER_RELEASE);
    let breaches: Vec<Breach> = entry.findings().into_iter().map(|found| found.breach).collect();
    let mut wanted = vec![Breach::CallAfterRelease; 6];
    wanted[1] = Breach::OverRelease;
    assert_eq!(breaches, wanted);
}
