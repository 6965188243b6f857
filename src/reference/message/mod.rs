//! `IMessage`.

mod draft;
mod object;
mod parts;
mod props;
mod recipients;
mod submit;

pub(super) use draft::Draft;
pub(super) use object::MessageObject;
pub(super) use parts::check_read_flags;
pub(super) use props::contents_row;
pub(super) use submit::optional;
