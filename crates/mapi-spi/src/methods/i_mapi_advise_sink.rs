//! The methods of `IMAPIAdviseSink`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_advise_sink_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 OnNotify = on_notify(notifications: &[Notification]) -> SinkAnswer;
    } };
}
