//! The methods of `IUnknown`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_unknown_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        0 QueryInterface = other_interface(interface: &MapiUid) -> OtherInterface => other_interface;
            codes MAPI_E_INTERFACE_NOT_SUPPORTED;
        1 AddRef;
        2 Release;
    } };
}
