//! `IMAPIProgress`: a progress indicator, and how calls carry one.

use std::any::Any;
use std::sync::Arc;

use super::{OtherInterface, ParentWindow, no_interface, no_support};
use crate::mapi::{MapiResult, MapiUid, ProgressFlags};

/// A progress indicator. Page: `imapiprogressiunknown`.
pub trait IMAPIProgress: Any + Send + Sync {
    /// `IMAPIProgress::Progress`. Page: `imapiprogress-progress`.
    ///
    /// `value`: the level between the lower and upper limit; `count` of `total` items are done. Required.
    #[doc(alias = "Progress")]
    fn progress(&self, value: u32, count: u32, total: u32) -> MapiResult<()>;

    /// `IMAPIProgress::GetFlags`. Page: `imapiprogress-getflags`.
    ///
    /// `MAPI_TOP_LEVEL` while progress is that of the object the client called. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetFlags")]
    fn get_flags(&self) -> MapiResult<ProgressFlags> {
        no_support()
    }

    /// `IMAPIProgress::GetMax`. Page: `imapiprogress-getmax`. The upper limit; 1000 at first for the global
    /// one. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMax")]
    fn get_max(&self) -> MapiResult<u32> {
        no_support()
    }

    /// `IMAPIProgress::GetMin`. Page: `imapiprogress-getmin`. The lower limit; 1 at first for the global
    /// one. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMin")]
    fn get_min(&self) -> MapiResult<u32> {
        no_support()
    }

    /// `IMAPIProgress::SetLimits`. Page: `imapiprogress-setlimits`.
    ///
    /// Sets the limits and whether they are global (`MAPI_TOP_LEVEL`); all three come as pointers, and one
    /// that is absent leaves its setting alone. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetLimits")]
    fn set_limits(&self, min: Option<u32>, max: Option<u32>, flags: Option<ProgressFlags>) -> MapiResult<()> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPIProgress);

/// `ulUIParam` and `lpProgress`, which long operations take together.
///
/// Both are ignored unless the flags of the call ask for a dialog (`MAPI_DIALOG`, `FOLDER_DIALOG`,
/// `MESSAGE_DIALOG`, `ATTACH_DIALOG`). Without progress object MAPI's own is used, see
/// [`IMAPISupport::do_progress_dialog`](crate::spi::IMAPISupport::do_progress_dialog).
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgressUi<'a> {
    /// `ulUIParam`: the parent window of the indicator.
    pub window: ParentWindow<'a>,
    /// `lpProgress`: the progress object.
    pub progress: Option<&'a Arc<dyn IMAPIProgress>>,
}

impl<'a> ProgressUi<'a> {
    /// No window and no progress object.
    pub const fn none() -> Self {
        Self { window: ParentWindow::none(), progress: None }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The progress object.
        progress: Option<&'a Arc<dyn IMAPIProgress>>,
    }
}
