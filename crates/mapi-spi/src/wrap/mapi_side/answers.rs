//! Answers of MAPI to the provider: its own objects are unwrapped, those of MAPI get their wrappers.

use std::sync::Arc;

use crate::spi::{IMAPIProgress, IMAPISupport, IMessage, IProfSect, MapiObject, OtherInterface, Support};
use crate::wrap::wrapped::{Wrapped, Wrapper};

pub(in crate::wrap) fn object(wrapper: &Arc<Wrapper>, answer: MapiObject) -> MapiObject {
    wrapper.inward(&answer)
}

pub(in crate::wrap) fn other_interface(wrapper: &Arc<Wrapper>, answer: OtherInterface) -> OtherInterface {
    match answer {
        OtherInterface::Object(object) => OtherInterface::Object(wrapper.inward(&object)),
        OtherInterface::Own(_) => answer,
    }
}

pub(in crate::wrap) fn section(wrapper: &Arc<Wrapper>, answer: Arc<dyn IProfSect>) -> Arc<dyn IProfSect> {
    wrapper.section(answer)
}

pub(in crate::wrap) fn progress(
    wrapper: &Arc<Wrapper>,
    answer: Arc<dyn IMAPIProgress>,
) -> Arc<dyn IMAPIProgress> {
    wrapper.progress(answer)
}

pub(in crate::wrap) fn report(
    wrapper: &Arc<Wrapper>,
    answer: Option<Arc<dyn IMessage>>,
) -> Option<Arc<dyn IMessage>> {
    answer.map(|message| wrapper.bare(&message))
}

/// The reference of the answer becomes that of the wrapper's first handle.
pub(in crate::wrap) fn support(wrapper: &Arc<Wrapper>, answer: Support) -> Support {
    Support::from_object(Wrapped::<dyn IMAPISupport>::around(wrapper, answer.into_object()))
}
