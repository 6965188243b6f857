//! Status objects.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends status objects.
    BendStatus of IMAPIStatus, provider_side status;
    + IMAPIProp;
    IMAPIStatus {
        validate_state(window: ParentWindow<'_> => window, flags: ValidateStateFlags) -> ();
        settings_dialog(window: ParentWindow<'_> => window, flags: SettingsDialogFlags) -> ();
        change_password(old: &MapiString, new: &MapiString, width: StringWidth) -> ();
        flush_queues(
            window: ParentWindow<'_> => window,
            transport: Option<&EntryId>,
            flags: FlushQueuesFlags,
        ) -> ();
    }
}
