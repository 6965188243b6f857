//! What the provider has of its own in the profile section of a store: the password.

use super::PR_REFERENCE_PASSWORD;
use crate::mapi::{MapiResult, PropValue};
use crate::support::OwnSection;

pub(super) fn password_in(section: &OwnSection) -> Option<String> {
    section.get(PR_REFERENCE_PASSWORD)?.as_unicode().map(str::to_owned)
}

pub(super) fn set_password(section: &OwnSection, password: &str) -> MapiResult<()> {
    section.set(&[PropValue::new(PR_REFERENCE_PASSWORD, password)])
}
