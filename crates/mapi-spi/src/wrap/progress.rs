//! Progress objects.

use std::sync::Arc;

use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends the progress objects that the provider is given.
    BendProgress of IMAPIProgress, mapi_side progress;
    IMAPIProgress {
        progress(value: u32, count: u32, total: u32) -> ();
        get_flags() -> ProgressFlags;
        get_max() -> u32;
        get_min() -> u32;
        set_limits(min: Option<u32>, max: Option<u32>, flags: Option<ProgressFlags>) -> ();
    }
}
