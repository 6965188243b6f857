//! The methods of `IUnknown`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_unknown_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        0 QueryInterface;
        1 AddRef;
        2 Release;
    } };
}
