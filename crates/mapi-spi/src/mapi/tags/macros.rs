//! One shape for all tags.

macro_rules! tags {
    ($($name:ident = $id:literal, $type:ident;)+) => {
        $(
            #[doc = concat!("`", stringify!($name), "`: identifier ", stringify!($id), ", type `", stringify!($type), "`")]
            pub const $name: crate::mapi::PropTag =
                crate::mapi::PropTag::new($id, crate::mapi::PropType::$type);
        )+

        /// Every tag of this range with its name.
        pub(super) const TAGS: &[(&str, crate::mapi::PropTag)] = &[$((stringify!($name), $name)),+];
    };
}

pub(super) use tags;
