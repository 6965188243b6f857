//! Strategies of `proptest` for the types of this module: arbitrary values for a provider's own property tests.
//!
//! ```
//! use mapi_spi::mapi::strategies;
//! use proptest::prelude::*;
//!
//! proptest!(|(value in strategies::prop_value())| {
//!     assert_eq!(value.tag().prop_type(), value.value().prop_type());
//! });
//! ```

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

use super::{
    AnsiString, BitmaskOp, EntryId, EntryIdFlags, FileTime, FlagBits, FlagType, FuzzyLevel, FuzzyPart,
    HResult, MapiString, MapiUid, NamedProp, OneOff, PropName, PropTag, PropType, PropValue, RelOp,
    Restriction, Row, RuleActions, SortDirection, SortOrder, SortOrderSet, Value, WrappedStoreEntryId, codes,
    tags,
};

/// The longest list of values, rows or parts.
const LONG: usize = 8;

/// Any 32 bits, the named codes more often.
pub fn hresult() -> impl Strategy<Value = HResult> + Clone {
    let named: Vec<HResult> = codes::ALL.iter().map(|(_, code)| *code).collect();
    prop_oneof![select(named), any::<u32>().prop_map(HResult::from_raw)]
}

/// Any 16 bytes.
pub fn uid() -> impl Strategy<Value = MapiUid> + Clone {
    any::<[u8; 16]>().prop_map(MapiUid::from_bytes)
}

/// Any bytes without zero, as C strings have them.
pub fn ansi_string() -> impl Strategy<Value = AnsiString> + Clone {
    vec(1_u8.., 0..40).prop_map(AnsiString::from_bytes)
}

/// Any text without the zero character.
pub fn unicode_string() -> impl Strategy<Value = String> + Clone {
    "[^\0]{0,30}"
}

/// Flags of a type: some of those with names, now and then with any other bits.
///
/// ```
/// use mapi_spi::mapi::{OpenStoreFlags, strategies};
/// use proptest::prelude::*;
///
/// proptest!(|(flags in strategies::flags_of::<OpenStoreFlags>())| {
///     assert_eq!(flags.set().name, "OpenStoreFlags");
/// });
/// ```
pub fn flags_of<F: FlagType>() -> impl Strategy<Value = FlagBits> + Clone {
    let named: Vec<u32> = F::SET.flags.iter().map(|(_, bits)| *bits).collect();
    let all = named.len();
    let some = proptest::sample::subsequence(named, 0..=all);
    let some = some.prop_map(|bits| bits.into_iter().fold(0, |all, bits| all | bits));
    let bits =
        prop_oneof![9 => some.clone(), 1 => (some, any::<u32>()).prop_map(|(some, other)| some | other)];
    bits.prop_map(|bits| FlagBits::new(F::SET, bits))
}

/// A string of either kind.
pub fn mapi_string() -> impl Strategy<Value = MapiString> + Clone {
    prop_oneof![ansi_string().prop_map(MapiString::Ansi), unicode_string().prop_map(MapiString::Unicode)]
}

/// Identifiers of all lengths, with and without a header.
pub fn entry_id() -> impl Strategy<Value = EntryId> + Clone {
    let bytes = vec(any::<u8>(), 0..100);
    let headed = (any::<u8>(), uid(), vec(any::<u8>(), 0..80))
        .prop_map(|(flags, uid, data)| EntryId::build(EntryIdFlags::from_bits_retain(flags), uid, &data));
    prop_oneof![bytes.prop_map(|bytes| EntryId::from_bytes(&bytes)), headed]
}

/// A wrapped store identifier that can be encoded.
pub fn wrapped_store_entry_id() -> impl Strategy<Value = WrappedStoreEntryId> + Clone {
    let store = vec(any::<u8>(), 1..80).prop_map(|bytes| EntryId::from_bytes(&bytes));
    (vec(1_u8.., 1..40), store)
        .prop_map(|(name, store)| WrappedStoreEntryId { dll_name: AnsiString::from_bytes(name), store })
}

/// A one-off that can be encoded: its three strings are of one kind.
pub fn one_off() -> impl Strategy<Value = OneOff> + Clone {
    let ansi = || ansi_string().prop_map(MapiString::Ansi);
    let wide = || unicode_string().prop_map(MapiString::Unicode);
    let strings = prop_oneof![(ansi(), ansi(), ansi()), (wide(), wide(), wide())];
    (strings, any::<bool>()).prop_map(|((name, kind, address), rich)| {
        let one_off = OneOff::new(name, kind, address);
        if rich { one_off } else { one_off.without_rich_info() }
    })
}

/// Any 32 bits, the named tags more often.
pub fn prop_tag() -> impl Strategy<Value = PropTag> + Clone {
    let named: Vec<PropTag> = tags::all().map(|(_, tag)| tag).collect();
    prop_oneof![select(named), any::<u32>().prop_map(PropTag::from_raw)]
}

/// A value of any type.
pub fn value() -> impl Strategy<Value = Value> {
    Union::new(values_by_type())
}

/// Values type by type: one strategy for each type that a value can have.
#[must_use]
pub fn values_by_type() -> Vec<BoxedStrategy<Value>> {
    [numbers(), blocks(), lists_of_numbers(), lists_of_blocks()].concat()
}

fn numbers() -> Vec<BoxedStrategy<Value>> {
    vec![
        Just(Value::Null).boxed(),
        Just(Value::Object).boxed(),
        any::<i16>().prop_map(Value::I2).boxed(),
        any::<i32>().prop_map(Value::Long).boxed(),
        any::<i64>().prop_map(Value::I8).boxed(),
        any::<i64>().prop_map(Value::Currency).boxed(),
        any::<bool>().prop_map(Value::Boolean).boxed(),
        any::<u64>().prop_map(|units| Value::SysTime(FileTime::from_units(units))).boxed(),
        any::<f32>().prop_map(Value::R4).boxed(),
        any::<f64>().prop_map(Value::Double).boxed(),
        any::<f64>().prop_map(Value::AppTime).boxed(),
        hresult().prop_map(Value::Error).boxed(),
    ]
}

fn blocks() -> Vec<BoxedStrategy<Value>> {
    let bytes = || vec(any::<u8>(), 0..60);
    vec![
        uid().prop_map(Value::ClsId).boxed(),
        ansi_string().prop_map(Value::String8).boxed(),
        unicode_string().prop_map(Value::Unicode).boxed(),
        bytes().prop_map(Value::Binary).boxed(),
        bytes().prop_map(Value::ServerEntryId).boxed(),
        bytes().prop_map(|bytes| Value::Actions(RuleActions::new(bytes))).boxed(),
        prop_tag().prop_map(|tag| Value::Restriction(Box::new(Restriction::Exist(tag)))).boxed(),
    ]
}

/// At least one value, as multi-valued properties have.
// [PROP-10]
const SOME: std::ops::Range<usize> = 1..LONG;

fn lists_of_numbers() -> Vec<BoxedStrategy<Value>> {
    vec![
        vec(any::<i16>(), SOME).prop_map(Value::MvI2).boxed(),
        vec(any::<i32>(), SOME).prop_map(Value::MvLong).boxed(),
        vec(any::<i64>(), SOME).prop_map(Value::MvI8).boxed(),
        vec(any::<i64>(), SOME).prop_map(Value::MvCurrency).boxed(),
        vec(any::<f32>(), SOME).prop_map(Value::MvR4).boxed(),
        vec(any::<f64>(), SOME).prop_map(Value::MvDouble).boxed(),
        vec(any::<f64>(), SOME).prop_map(Value::MvAppTime).boxed(),
        vec(any::<u64>().prop_map(FileTime::from_units), SOME).prop_map(Value::MvSysTime).boxed(),
    ]
}

fn lists_of_blocks() -> Vec<BoxedStrategy<Value>> {
    vec![
        vec(uid(), SOME).prop_map(Value::MvClsId).boxed(),
        vec(ansi_string(), SOME).prop_map(Value::MvString8).boxed(),
        vec(unicode_string(), SOME).prop_map(Value::MvUnicode).boxed(),
        vec(vec(any::<u8>(), 0..30), SOME).prop_map(Value::MvBinary).boxed(),
    ]
}

/// A property with a value of any type.
pub fn prop_value() -> impl Strategy<Value = PropValue> {
    (prop_tag(), value()).prop_map(|(tag, value)| PropValue::new(tag, value))
}

/// A row with up to eight columns.
pub fn row() -> impl Strategy<Value = Row> {
    vec(prop_value(), 0..LONG).prop_map(Row::new)
}

/// The name of a named property.
pub fn named_prop() -> impl Strategy<Value = NamedProp> + Clone {
    let name = prop_oneof![any::<i32>().prop_map(PropName::Id), unicode_string().prop_map(PropName::String)];
    (uid(), name).prop_map(|(set, name)| NamedProp { set, name })
}

/// Restrictions of every kind, up to four deep.
pub fn restriction() -> impl Strategy<Value = Restriction> {
    let simple = Union::new(simple_restrictions()).boxed();
    simple.prop_recursive(4, 32, 4, |inner| Union::new(restrictions_of(&inner)))
}

/// Restrictions kind by kind: one strategy for each kind. What one is made of is of any kind.
#[must_use]
pub fn restrictions_by_kind() -> Vec<BoxedStrategy<Restriction>> {
    [simple_restrictions(), restrictions_of(&restriction().boxed())].concat()
}

/// Those that are made of others.
fn restrictions_of(inner: &BoxedStrategy<Restriction>) -> Vec<BoxedStrategy<Restriction>> {
    let some = || vec(inner.clone(), 0..4);
    let one = || inner.clone().prop_map(Box::new);
    vec![
        some().prop_map(Restriction::And).boxed(),
        some().prop_map(Restriction::Or).boxed(),
        one().prop_map(Restriction::Not).boxed(),
        (prop_tag(), one()).prop_map(|(tag, restriction)| Restriction::Sub { tag, restriction }).boxed(),
        (any::<u32>(), one())
            .prop_map(|(count, restriction)| Restriction::Count { count, restriction })
            .boxed(),
        (vec(prop_value(), 0..3), proptest::option::of(one()))
            .prop_map(|(props, restriction)| Restriction::Comment { props, restriction })
            .boxed(),
    ]
}

fn simple_restrictions() -> Vec<BoxedStrategy<Restriction>> {
    vec![
        (rel_op(), prop_tag(), prop_value())
            .prop_map(|(op, tag, value)| Restriction::Property { op, tag, value })
            .boxed(),
        (fuzzy_level(), prop_tag(), prop_value())
            .prop_map(|(fuzzy, tag, value)| Restriction::Content { fuzzy, tag, value })
            .boxed(),
        (rel_op(), prop_tag(), prop_tag())
            .prop_map(|(op, left, right)| Restriction::CompareProps { op, left, right })
            .boxed(),
        (numbered(BitmaskOp::from_raw, 3), prop_tag(), any::<u32>())
            .prop_map(|(op, tag, mask)| Restriction::Bitmask { op, tag, mask })
            .boxed(),
        (rel_op(), prop_tag(), any::<u32>())
            .prop_map(|(op, tag, size)| Restriction::Size { op, tag, size })
            .boxed(),
        prop_tag().prop_map(Restriction::Exist).boxed(),
        (0x0C_u32..).prop_map(Restriction::Other).boxed(),
    ]
}

fn rel_op() -> impl Strategy<Value = RelOp> + Clone {
    numbered(RelOp::from_raw, 102)
}

/// Values of a numbered enum, those with names and a few others.
fn numbered<N: std::fmt::Debug>(
    of: impl Fn(u32) -> N + Clone,
    most: u32,
) -> impl Strategy<Value = N> + Clone {
    prop_oneof![8 => 0..most, 1 => any::<u32>()].prop_map(of)
}

fn fuzzy_level() -> impl Strategy<Value = FuzzyLevel> + Clone {
    // The low half of the level is the part.
    let part =
        prop_oneof![8 => 0..0x40_u16, 1 => any::<u16>()].prop_map(|part| FuzzyPart::from_raw(part.into()));
    // The high bits without the three that have names.
    let other = any::<u16>().prop_map(|bits| u32::from(bits & !0b111) << 16);
    (part, any::<[bool; 3]>(), other).prop_map(|(part, [ignore_case, ignore_nonspace, loose], other)| {
        FuzzyLevel { part, ignore_case, ignore_nonspace, loose, other }
    })
}

/// Sort orders with and without categories.
pub fn sort_order_set() -> impl Strategy<Value = SortOrderSet> + Clone {
    let direction = numbered(SortDirection::from_raw, 10);
    let order = (prop_tag(), direction).prop_map(|(tag, direction)| SortOrder { tag, direction });
    (vec(order, 0..LONG), 0_u32..4, 0_u32..4).prop_map(|(orders, categories, expanded)| SortOrderSet {
        orders,
        categories,
        expanded,
    })
}

/// A type of a property, known or not.
pub fn prop_type() -> impl Strategy<Value = PropType> + Clone {
    let named: Vec<PropType> = PropType::ALL.iter().map(|(_, known)| *known).collect();
    prop_oneof![select(named), any::<u16>().prop_map(PropType::from_raw)]
}
