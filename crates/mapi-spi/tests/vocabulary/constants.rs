//! Every constant of the vocabulary against a table of MAPI's constants.
//!
//! `constants.csv` holds group, name and value as the public headers and documents give them. A constant
//! without a row fails, a row without a constant fails, and so does a type of flags that nobody compares.

use std::collections::{BTreeMap, BTreeSet};

use bitflags::Flags;
use mapi_spi::mapi::*;
use mapi_spi::spi::SeekOrigin;

const TABLE: &str = include_str!("constants.csv");

/// What the headers of MAPI leave to COM: name, value, why it has no row.
const FIXED_BY_COM: &[(&str, &str, &str)] = &[
    ("S_OK", "0x00000000", "winerror.h; MAPI calls it SUCCESS_SUCCESS"),
    ("S_FALSE", "0x00000001", "winerror.h; MAPI returns it for empty answers"),
    ("STREAM_SEEK_SET", "0x00000000", "objidl.h"),
    ("STREAM_SEEK_CUR", "0x00000001", "objidl.h"),
    ("STREAM_SEEK_END", "0x00000002", "objidl.h"),
    ("IID_IUnknown", "00000000-0000-0000-C000-000000000046", "unknwn.h"),
    ("IID_ILockBytes", "0000000A-0000-0000-C000-000000000046", "objidl.h"),
    ("IID_IStorage", "0000000B-0000-0000-C000-000000000046", "objidl.h"),
    ("IID_ISequentialStream", "0C733A30-2A1C-11CE-ADE5-00AA0044773D", "objidlbase.h"),
    ("IID_IStream", "0000000C-0000-0000-C000-000000000046", "objidl.h"),
];

/// Names that the crate spells in another way.
const SPELLED: &[(&str, &str)] =
    &[("MUID_STORE_WRAP", "muidStoreWrap"), ("MUID_CONTAB_DLL", "muidContabDLL")];

/// A constant of the crate, with its value as the table writes it.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Constant {
    group: &'static str,
    name: &'static str,
    value: String,
}

fn constant(group: &'static str, name: &'static str, value: u32) -> Constant {
    Constant { group, name, value: format!("0x{value:X}") }
}

fn uid(group: &'static str, name: &'static str, uid: MapiUid) -> Constant {
    Constant { group, name, value: guid_text(uid.as_bytes()) }
}

/// GUID text, from the bytes alone.
fn guid_text(bytes: &[u8; 16]) -> String {
    const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut text = String::new();
    for (place, index) in ORDER.into_iter().enumerate() {
        text += if [4, 6, 8, 10].contains(&place) { "-" } else { "" };
        text += &format!("{:02X}", bytes[index]);
    }
    text
}

/// A value of the table in the form in which constants are compared.
fn normal(value: &str) -> String {
    let Some(digits) = value.strip_prefix("0x") else { return value.to_uppercase() };
    format!("0x{:X}", u32::from_str_radix(digits, 16).unwrap())
}

fn table() -> BTreeMap<(&'static str, &'static str), String> {
    let mut lines = TABLE.lines();
    assert_eq!(lines.next(), Some("group,name,value"));
    let mut rows = BTreeMap::new();
    for line in lines {
        let [group, name, value] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert_eq!(rows.insert((group, name), normal(value)), None, "two rows of {name}");
    }
    rows
}

/// The types of flags, each with the group of the table that has its members.
macro_rules! flag_types {
    ($($type:ident: $group:literal;)+) => {
        const FLAG_TYPES: &[&str] = &[$(stringify!($type)),+];

        fn flags() -> Vec<Constant> {
            let mut found = Vec::new();
            $(for flag in <$type as Flags>::FLAGS.iter().filter(|flag| !flag.name().is_empty()) {
                found.push(constant($group, flag.name(), u32::from(flag.value().bits())));
            })+
            found
        }
    };
}

flag_types! {
    Access: "access";
    AddressBookFlags: "open_flag";
    AddressFlags: "dialog_flag";
    CopyFlags: "copy_flag";
    CopyFolderFlags: "copy_flag";
    CopyMessagesFlags: "copy_flag";
    CreateAttachFlags: "create_flag";
    CreateFolderFlags: "create_flag";
    CreateMessageFlags: "create_flag";
    CreateProviderFlags: "profile_flag";
    DefaultStoreFlags: "default_store_flag";
    DeleteAttachFlags: "delete_flag";
    DeleteFolderFlags: "delete_flag";
    DeleteMessagesFlags: "delete_flag";
    DetailsFlags: "dialog_flag";
    EmptyFolderFlags: "delete_flag";
    EntryIdFlags: "entryid_flag";
    EventMask: "event_mask";
    FindRowFlags: "table_flag";
    FlushQueuesFlags: "status_method_flag";
    FolderMask: "valid_folder_mask";
    GetPropListFlags: "open_flag";
    GetPropsFlags: "open_flag";
    IdsFlags: "named_prop_flag";
    LogoffFlags: "logoff_flag";
    LogonExFlags: "logon_flag";
    MapiInitFlags: "init_flag";
    MessageFlags: "message_flag";
    MessageStatus: "message_status";
    ModifyProfileFlags: "open_store_flag";
    ModifyRecipientsFlags: "modrecip_flag";
    NamesFlags: "named_prop_flag";
    NotifyFlags: "notify_flag";
    OneOffFlags: "entryid_flag";
    OpenEntryFlags: "open_flag";
    OpenPropertyFlags: "open_flag";
    OpenSectionFlags: "open_flag";
    OpenStoreFlags: "open_store_flag";
    ProgressFlags: "progress_flag";
    ProviderInitFlags: "init_flag";
    QueryColumnsFlags: "table_flag";
    QueryRowsFlags: "table_flag";
    ReadFlags: "read_flag";
    ReadReceiptFlags: "read_flag";
    ReceiveFolderFlags: "receive_flag";
    RecipientNeeds: "submit_flag";
    ResolveNameFlags: "dialog_flag";
    ResourceFlags: "resource_flag";
    ResourceMethods: "status_capability";
    RestrictFlags: "table_flag";
    SaveChangesFlags: "save_flag";
    SaveSortFlags: "sort_order";
    SearchFlags: "search_flag";
    SearchState: "search_state";
    ServiceFlags: "service_flag";
    ServiceResourceFlags: "resource_flag";
    SessionLogoffFlags: "logoff_flag";
    SetColumnsFlags: "table_flag";
    SettingsDialogFlags: "status_method_flag";
    ShowFormFlags: "form_flag";
    SortFlags: "table_flag";
    SpoolerLogonFlags: "open_store_flag";
    SpoolerNotifyFlags: "notify_flag";
    StatusCode: "status_code";
    StatusRowFlags: "notify_flag";
    StorageFlags: "stream_flag";
    StoreLogonFlags: "open_store_flag";
    StoreSupportMask: "store_support_mask";
    StringWidth: "open_flag";
    SubmitFlags: "submit_flag";
    TableFlags: "table_flag";
    TemplateFlags: "dialog_flag";
    ValidateStateFlags: "status_method_flag";
}

/// The enumerations with a number, each with its group.
macro_rules! numbered_types {
    ($($type:ident: $group:literal;)+) => {
        const NUMBERED_TYPES: &[&str] = &[$(stringify!($type)),+];

        fn numbered() -> Vec<Constant> {
            let mut found = Vec::new();
            $(for (name, value) in $type::ALL {
                assert_eq!(value.name(), Some(*name));
                assert_eq!($type::from_raw(value.raw()), *value, "{name}");
                found.push(constant($group, name, value.raw()));
            })+
            found
        }
    };
}

numbered_types! {
    AttachMethod: "attach_method";
    BitmaskOp: "bitmask_op";
    FuzzyPart: "fuzzy_level";
    RelOp: "relop";
    SeekOrigin: "stream_seek";
    SortDirection: "sort_order";
    FolderType: "folder_type";
    LockState: "lock_state";
    ObjectType: "object_type";
    RecipientType: "recipient_type";
    ResourceType: "resource_type";
    ServiceContext: "msg_service_context";
    TableEvent: "table_event";
    TableStatus: "table_status";
    TableType: "table_type";
}

/// Constants of types that are open: any other number is one too.
fn associated() -> Vec<Constant> {
    vec![
        constant("spi_version", "CURRENT_SPI_VERSION", SpiVersion::CURRENT.raw()),
        constant("spi_version", "PDK1_SPI_VERSION", SpiVersion::PDK1.raw()),
        constant("spi_version", "PDK2_SPI_VERSION", SpiVersion::PDK2.raw()),
        constant("spi_version", "PDK3_SPI_VERSION", SpiVersion::PDK3.raw()),
        constant("bookmark", "BOOKMARK_BEGINNING", Bookmark::BEGINNING.raw()),
        constant("bookmark", "BOOKMARK_CURRENT", Bookmark::CURRENT.raw()),
        constant("bookmark", "BOOKMARK_END", Bookmark::END.raw()),
    ]
}

/// Every constant that the crate defines.
fn all() -> Vec<Constant> {
    let mut found = flags();
    found.extend(numbered());
    found.extend(associated());
    found.extend(codes::ALL.iter().map(|(name, code)| constant("hresult", name, code.raw())));
    found.extend(tags::all().map(|(name, tag)| constant("prop_tag", name, tag.raw())));
    found.extend(PropType::ALL.iter().map(|(name, kind)| constant("prop_type", name, kind.raw().into())));
    found.extend(iids::ALL.iter().map(|(name, iid)| uid("iid", name, *iid)));
    found.extend(guids::ALL.iter().map(|(name, guid)| uid("guid", name, *guid)));
    found
}

fn spelled(name: &'static str) -> &'static str {
    SPELLED.iter().find(|(rust, _)| *rust == name).map_or(name, |(_, original)| original)
}

#[test]
fn every_constant_has_the_value_of_its_row_and_every_row_a_constant() {
    let mut unused = table();
    let rows = unused.clone();
    let mut wrong = Vec::new();
    for Constant { group, name, value } in all() {
        if let Some((_, fixed, _)) = FIXED_BY_COM.iter().find(|(known, ..)| *known == name) {
            assert_eq!(value, normal(fixed), "{name}");
            continue;
        }
        let key = (group, spelled(name));
        unused.remove(&key);
        if rows.get(&key) != Some(&value) {
            wrong.push(format!("{group},{name} is {value}, its row has {:?}", rows.get(&key)));
        }
    }
    assert!(wrong.is_empty(), "{} constants differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(unused.is_empty(), "rows without a constant: {unused:#?}");
}

#[test]
fn the_exceptions_are_all_needed() {
    let (names, rows) = (all().into_iter().map(|found| found.name).collect::<BTreeSet<_>>(), table());
    for (name, ..) in FIXED_BY_COM {
        assert!(names.contains(name), "{name} is not a constant of the crate");
        assert!(!rows.keys().any(|(_, row)| row == name), "{name} has a row");
    }
    for (rust, original) in SPELLED {
        assert!(names.contains(rust), "{rust} is not a constant of the crate");
        assert!(rows.keys().any(|(_, row)| row == original), "{original} has no row");
    }
}

#[test]
fn no_name_stands_twice_in_a_group() {
    let mut values = BTreeMap::new();
    let flags_and_rest = all();
    for Constant { group, name, value } in &flags_and_rest {
        let earlier = values.insert((group, name), value);
        assert!(earlier.is_none_or(|earlier| earlier == value), "{group},{name}: {earlier:?} and {value}");
    }
    let tags: Vec<_> = tags::all().map(|(name, _)| name).collect();
    assert_eq!(tags.len(), tags.iter().collect::<BTreeSet<_>>().len());
}

/// The text of the source files below `src/mapi`, by name.
fn sources(below: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mapi").join(below);
    if folder.is_file() {
        return vec![std::fs::read_to_string(folder).unwrap()];
    }
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

/// The first words of the indented lines for which `rest` is true of what follows the word.
fn declared(below: &str, rest: impl Fn(&str) -> bool) -> BTreeSet<String> {
    sources(below).iter().flat_map(|text| first_words(text, &rest)).collect()
}

fn first_words(text: &str, rest: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let Some(line) = line.strip_prefix("    ") else { continue };
        let end = line.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(line.len());
        let (name, after) = line.split_at(end);
        if name.starts_with(char::is_uppercase) && rest(after) {
            found.insert(name.to_owned());
        }
    }
    found
}

fn names(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_type_of_flags_is_compared() {
    let found = declared("flags", |rest| rest.starts_with(": u32 {") || rest.starts_with(": u8 {"));
    assert_eq!(found, names(FLAG_TYPES));
    let texts = sources("flags").concat();
    let blocks =
        texts.lines().filter(|line| line.contains(": u") && line.contains('{') && !line.contains("fn "));
    let blocks = blocks.count();
    assert_eq!(FlagSet::all().map(|set| set.name.to_owned()).collect::<BTreeSet<_>>(), found);
    assert_eq!(blocks, found.len(), "a type of flags is declared in a form that this test does not read");
}

#[test]
fn every_numbered_type_is_compared() {
    let texts = ["object_type.rs", "table.rs", "../spi/i_stream.rs"].map(|file| sources(file).concat());
    let blocks = texts.iter().flat_map(|text| text.split("\nnumbered! {\n").skip(1));
    let blocks = blocks.filter_map(|rest| rest.split("\n}\n").next());
    let found = blocks.flat_map(|block| first_words(block, |rest| rest == " {"));
    assert_eq!(found.collect::<BTreeSet<_>>(), names(NUMBERED_TYPES));
}

#[test]
fn every_associated_constant_is_compared() {
    let constants = |file| {
        let text = sources(file).concat();
        text.lines()
            .filter(|line| line.trim_start().starts_with("pub const") && line.contains(": Self ="))
            .count()
    };
    assert_eq!(constants("object_type.rs") + constants("table.rs"), associated().len());
}

#[test]
fn public_modules_of_constants_declare_them_in_their_lists_only() {
    for module in ["codes.rs", "iids.rs", "guids.rs", "tags"] {
        let text = sources(module).concat();
        let by_hand = text.lines().filter(|line| line.trim_start().starts_with("pub const"));
        let by_hand: Vec<_> =
            by_hand.filter(|line| !line.contains("$name") && !line.contains(" ALL:")).collect();
        assert!(by_hand.is_empty(), "{module}: {by_hand:?}");
    }
}
