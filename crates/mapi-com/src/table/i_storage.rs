//! The rows of `IStorage`.

use super::elements::enum_elements_slot;
use super::scope::*;

rows! {
    IStorage, fill_i_storage;
    hand { EnumElements: enum_elements_slot; }
    also {
        fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
            super::elements::ask(self.cx(), self.pointer())
        }

        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    CreateStream = create_stream(name: &str, mode: u32) -> plain Arc<dyn IStream> {
        in text: wide [pwcsName: *const u16] = name;
        in bits: word [grfMode: u32] = mode;
        in first: word [reserved1: u32] = 0_u32;
        in second: word [reserved2: u32] = 0_u32;
        out stream: object<dyn IStream> [ppstm: Place];
        call(o) { let _ = (first, second); o.create_stream(&text, bits) };
    }
    OpenStream = open_stream(name: &str, mode: u32) -> plain Arc<dyn IStream> {
        in text: wide [pwcsName: *const u16] = name;
        in first: word [reserved1: usize] = 0_usize;
        in bits: word [grfMode: u32] = mode;
        in second: word [reserved2: u32] = 0_u32;
        out stream: object<dyn IStream> [ppstm: Place];
        call(o) { let _ = (first, second); o.open_stream(&text, bits) };
    }
    CreateStorage = create_storage(name: &str, mode: u32) -> plain Arc<dyn IStorage> {
        in text: wide [pwcsName: *const u16] = name;
        in bits: word [grfMode: u32] = mode;
        in first: word [reserved1: u32] = 0_u32;
        in second: word [reserved2: u32] = 0_u32;
        out storage: object<dyn IStorage> [ppstg: Place];
        call(o) { let _ = (first, second); o.create_storage(&text, bits) };
    }
    OpenStorage = open_storage(name: &str, mode: u32) -> plain Arc<dyn IStorage> {
        in text: wide [pwcsName: *const u16] = name;
        in priority: word [pstgPriority: usize] = 0_usize;
        in bits: word [grfMode: u32] = mode;
        in exclude: word [snbExclude: usize] = 0_usize;
        in reserved: word [reserved1: u32] = 0_u32;
        out storage: object<dyn IStorage> [ppstg: Place];
        call(o) { let _ = (priority, exclude, reserved); o.open_storage(&text, bits) };
    }
    Commit = commit(flags: u32) -> plain () {
        in bits: word [grfCommitFlags: u32] = flags;
        call(o) o.commit(bits);
    }
    Revert = revert() -> plain () {
        call(o) o.revert();
    }
    DestroyElement = destroy_element(name: &str) -> plain () {
        in text: wide [pwcsName: *const u16] = name;
        call(o) o.destroy_element(&text);
    }
    RenameElement = rename_element(old_name: &str, new_name: &str) -> plain () {
        in before: wide [pwcsOldName: *const u16] = old_name;
        in after: wide [pwcsNewName: *const u16] = new_name;
        call(o) o.rename_element(&before, &after);
    }
    SetClass = set_class(class: &MapiUid) -> plain () {
        in uid: iid [clsid: *const [u8; 16]] = Some(*class);
        call(o) o.set_class(&some(uid)?);
    }
}
