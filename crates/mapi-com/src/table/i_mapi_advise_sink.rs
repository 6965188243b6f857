//! The row of `IMAPIAdviseSink`, which answers a number and no code.

use super::scope::*;
use crate::findings::Breach;
use crate::identity::ComObject;

type Function = unsafe extern "system-unwind" fn(Unknown, u32, *const NotificationStruct) -> u32;

const AT: Method = methods::IMAPIAdviseSink::OnNotify;

impl<I: ?Sized + Imported + IMAPIAdviseSink> IMAPIAdviseSink for Proxy<I> {
    fn on_notify(&self, notifications: &[Notification]) -> SinkAnswer {
        let Ok(mut list) = args::notifications::lend(self.cx(), notifications) else {
            return SinkAnswer::S_OK;
        };
        let (count, pointer) = list.c();
        // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
        SinkAnswer::from_raw(unsafe {
            let function = std::mem::transmute::<*const (), Function>(self.function(AT.slot()));
            guarded_for(self.cx(), AT, || function(self.pointer(), count, pointer))
        })
    }

    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        self.query_other(interface)
    }
}

pub(super) const fn fill_i_mapi_advise_sink<I: ?Sized + Exported + IMAPIAdviseSink>(table: VTable) -> VTable {
    put(table, AT, on_notify::<I> as *const ())
}

unsafe extern "system" fn on_notify<I: ?Sized + Exported + IMAPIAdviseSink>(
    this: Unknown,
    count: u32,
    notifications: *const NotificationStruct,
) -> u32 {
    let mut answer = SinkAnswer::S_OK;
    serve::<I>(this, AT, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        let list = match unsafe { args::notifications::take(o.cx, (count, notifications)) } {
            Ok(list) => list,
            Err(error) => {
                // SAFETY: `this` came in by a vtable of `I`.
                let com = unsafe { ComObject::<I>::of(this) };
                com.find(Breach::WildPointer, "a notification that cannot be read");
                return Err(error);
            }
        };
        answer = o.on_notify(&list);
        Ok(codes::S_OK)
    });
    answer.raw()
}
