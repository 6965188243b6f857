//! Properties: tags, types, values.

mod accessors;
mod file_time;
mod in_type;
mod named;
mod prop_type;
mod rule_actions;
mod tag;
mod value;

pub use file_time::FileTime;
pub use named::{NamedProp, PropName};
pub use prop_type::PropType;
pub use rule_actions::RuleActions;
pub use tag::PropTag;
pub use value::{PropProblem, PropValue, Value};
