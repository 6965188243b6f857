//! The lines.

use serde::{Deserialize, Serialize};

use super::events::{ArgsForm, FactForm, OutForm};
use super::form::CodeForm;

/// What a file says that it is.
pub(super) const FORMAT: &str = "mapi-sim trace";

/// The version of the format that is written and read.
pub(super) const VERSION: u32 = 1;

/// A line, by its `kind`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    Trace(Header),
    Deviation(Finding),
    Advice(Finding),
    Call(CallLine),
    Return(ReturnLine),
    Panicked(PanickedLine),
    AddRef(CountLine),
    Release(CountLine),
    Fact(FactLine),
    Held(Held),
    End(End),
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) version: u32,
    #[serde(default)]
    pub(super) seen_from: SeenFrom,
    #[serde(default)]
    pub(super) detail: Detail,
    /// How many events were left out before the first one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) left_out: u64,
    /// How many events there were before the first one, if that is another number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<u64>,
    pub(super) dlls: Vec<String>,
    #[serde(default)]
    pub(super) services: Vec<Option<String>>,
    #[serde(default)]
    pub(super) sections: Vec<Option<String>>,
}

/// The header as far as it says what it is: what is in it depends on that.
#[derive(Deserialize)]
pub(super) struct Told {
    pub(super) kind: Option<String>,
    pub(super) format: Option<String>,
    pub(super) version: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SeenFrom {
    #[default]
    Mapi,
    Provider,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Detail {
    Off,
    Steps,
    #[default]
    Calls,
    All,
    Whole,
}

/// A finding. Facts name it by its place among those of its kind.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) page: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) session: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) open: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) step: Option<u8>,
    pub(super) expected: String,
    pub(super) got: String,
    pub(super) help: String,
}

/// Something that somebody has.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    pub(super) object: String,
    pub(super) by: String,
    pub(super) references: u32,
    pub(super) made_for: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) session: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) open: Option<u32>,
    pub(super) overdue: bool,
}

/// The last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) events: u64,
}

/// What every event has.
pub(super) struct At {
    pub(super) task: u16,
    pub(super) depth: u16,
    pub(super) session: Option<u32>,
    pub(super) open: Option<u32>,
}

/// Lines of events: what every event has, and what these have besides.
macro_rules! event_lines {
    ($($name:ident { $($(#[$serde:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            #[serde(default, skip_serializing_if = "is_none")]
            task: u16,
            #[serde(default)]
            depth: u16,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            session: Option<u32>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            open: Option<u32>,
            $($(#[$serde])* pub(super) $field: $type,)+
        }

        impl $name {
            pub(super) const fn new(at: At, $($field: $type),+) -> Self {
                let At { task, depth, session, open } = at;
                Self { task, depth, session, open, $($field),+ }
            }

            pub(super) const fn at(&self) -> At {
                At { task: self.task, depth: self.depth, session: self.session, open: self.open }
            }
        }
    )+};
}

event_lines! {
    CallLine { from: String, to: String, method: String, #[serde(default)] args: ArgsForm }
    ReturnLine { from: String, method: String, code: CodeForm, #[serde(default)] out: OutForm }
    PanickedLine { from: String, method: String }
    CountLine { object: String, by: String, count: u32 }
    FactLine { fact: FactForm }
}

impl Default for ArgsForm {
    fn default() -> Self {
        Self::None {}
    }
}

impl Default for OutForm {
    fn default() -> Self {
        Self::None {}
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The test's own task.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
const fn is_none(task: &u16) -> bool {
    *task == 0
}
