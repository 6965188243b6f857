//! The methods of `IMAPIProgress`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_progress_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 Progress = progress(value: u32, count: u32, total: u32) -> ();
        4 GetFlags = get_flags() -> ProgressFlags;
        5 GetMax = get_max() -> u32;
        6 GetMin = get_min() -> u32;
        7 SetLimits = set_limits(min: Option<u32>, max: Option<u32>, flags: Option<ProgressFlags>) -> ();
    } };
}
