//! Profile sections.

use std::sync::Arc;

use super::mapi_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends the profile sections that the provider opens through its support object.
    BendSection of IProfSect, mapi_side section;
    + IMAPIProp;
    IProfSect {}
}
