//! The simulator for who plays a recorded trace again.

use std::sync::Arc;

use crate::mapi::MapiUid;
use crate::sim::client::subsystem::Subsystem;
use crate::spi::{Dialog, DialogAnswer, DialogHost};
use crate::trace::{SectionNo, ServiceNo};

pub(crate) use crate::sim::kernel::dialog::FILLS_IN;

/// Somebody answers dialogs in place of the subsystem's user, or nobody does any more.
pub(crate) fn stand_in(mapi: &Subsystem, host: Option<Arc<dyn DialogHost>>) {
    mapi.shared().user.stand_in(host);
}

/// How many dialogs the subsystem's own user can answer.
pub(crate) fn replies_left(mapi: &Subsystem) -> usize {
    mapi.shared().user.replies_left()
}

/// What the subsystem's own user does with a dialog.
pub(crate) fn own_answer(mapi: &Subsystem, dialog: &Dialog) -> DialogAnswer {
    mapi.shared().user.own_answer(dialog)
}

/// The service that has this number in traces.
pub(crate) fn service_uid(mapi: &Subsystem, service: ServiceNo) -> Option<MapiUid> {
    mapi.shared().with(|state| state.profiles.service(service).map(|service| service.uid()))
}

/// The section that has this number in traces.
pub(crate) fn section_uid(mapi: &Subsystem, section: SectionNo) -> Option<MapiUid> {
    mapi.shared().with(|state| state.profiles.section(section).map(|section| section.uid()))
}
