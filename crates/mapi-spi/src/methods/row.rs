//! The rows as data.

use crate::mapi::HResult;

/// A method of an interface, as its interface declares it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The place in the vtable; those of `IUnknown` are 0 to 2.
    pub slot: u8,
    /// The name as MAPI spells it.
    pub name: &'static str,
    /// The method of the trait; `None` for one that the trait leaves out.
    pub function: Option<Function>,
    /// The codes that the method's page lists as return values, besides `S_OK`.
    pub codes: &'static [HResult],
    /// The codes that its page lists for single properties, in the answer.
    pub problems: &'static [HResult],
}

/// How a trait has a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Function {
    /// The name.
    pub name: &'static str,
    /// The arguments in order, without `self`.
    pub arguments: &'static [Argument],
    /// The type of the answer as it is written, without the `MapiResult` around it.
    pub answer: &'static str,
}

/// An argument of a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Argument {
    /// The name.
    pub name: &'static str,
    /// The type as it is written.
    pub type_name: &'static str,
}

/// The rows of one interface as a slice.
macro_rules! data_of_rows {
    ($(
        $slot:literal $name:ident
        $(= $function:ident($($arg:ident: $type:ty $(=> $_lend:ident)?),* $(,)?) -> $answer:ty $(=> $_receive:ident)?)?;
        $(codes $($code:ident)+;)?
        $(problems $($problem:ident)+;)?
    )*) => {
        &[$(Row {
            slot: $slot,
            name: stringify!($name),
            function: first![$(Function {
                name: stringify!($function),
                arguments: &[$(Argument { name: stringify!($arg), type_name: stringify!($type) }),*],
                answer: stringify!($answer),
            })?],
            codes: &[$($(codes::$code),+)?],
            problems: &[$($(codes::$problem),+)?],
        }),*]
    };
}

/// `Some` of a value, `None` of nothing.
macro_rules! first {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

pub(super) use {data_of_rows, first};
