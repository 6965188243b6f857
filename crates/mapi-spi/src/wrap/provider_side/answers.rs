//! Answers of the provider: its objects get their wrappers.

use std::sync::Arc;

use crate::spi::{
    CreatedAttach, IAttach, IMAPIFolder, IMAPIStatus, IMAPITable, IMessage, IStorage, IStream, InitAnswer,
    LogonAnswer, MapiObject, OtherInterface,
};
use crate::wrap::wrapped::Wrapper;

/// Answers that are one object.
macro_rules! single_objects {
    ($($name:ident: $interface:ident,)+) => {$(
        pub(in crate::wrap) fn $name(wrapper: &Arc<Wrapper>, answer: Arc<dyn $interface>) -> Arc<dyn $interface> {
            wrapper.$name(answer)
        }
    )+};
}

single_objects! {
    folder: IMAPIFolder,
    message: IMessage,
    attach: IAttach,
    table: IMAPITable,
    stream: IStream,
    storage: IStorage,
    status: IMAPIStatus,
}

pub(in crate::wrap) fn object(wrapper: &Arc<Wrapper>, answer: MapiObject) -> MapiObject {
    wrapper.outward(answer)
}

pub(in crate::wrap) fn other_interface(wrapper: &Arc<Wrapper>, answer: OtherInterface) -> OtherInterface {
    match answer {
        OtherInterface::Object(object) => OtherInterface::Object(wrapper.outward(object)),
        OtherInterface::Own(_) => answer,
    }
}

pub(in crate::wrap) fn created_attach(wrapper: &Arc<Wrapper>, mut answer: CreatedAttach) -> CreatedAttach {
    answer.attach = wrapper.attach(answer.attach);
    answer
}

pub(in crate::wrap) fn logon(wrapper: &Arc<Wrapper>, mut answer: LogonAnswer) -> LogonAnswer {
    answer.logon = answer.logon.map(|inner| wrapper.logon(inner));
    answer.store = answer.store.map(|inner| wrapper.store(inner));
    answer
}

pub(in crate::wrap) fn init(wrapper: &Arc<Wrapper>, mut answer: InitAnswer) -> InitAnswer {
    answer.provider = answer.provider.map(|inner| wrapper.provider(inner));
    answer
}
