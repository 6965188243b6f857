//! One list of methods an interface, read twice: as a trait of bends, and as a wrapper that calls them.
//!
//! A line of a list is a method as the interface has it, without `&self` and `MapiResult`. `=> NAME` behind an
//! argument or an answer says that it holds objects that have to be wrapped or unwrapped: NAME is a function in
//! `args` or `answers` of the side on which the wrapped object is.

/// Methods of a bend trait: each forwards unless it is overridden.
macro_rules! bend_methods {
    (
        $part:ident of $interface:ident;
        $($name:ident($($arg:ident: $type:ty $(=> $_lend:ident)?),* $(,)?) -> $answer:ty $(=> $_receive:ident)?;)*
    ) => {$(
        #[doc = concat!(
            "[`", stringify!($part), "::", stringify!($name), "`](crate::spi::", stringify!($part), "::",
            stringify!($name), "), answered by `inner` unless bent."
        )]
        fn $name(&self, inner: &dyn $interface, $($arg: $type),*) -> MapiResult<$answer> {
            inner.$name($($arg),*)
        }
    )*};
}

/// The same methods in the wrapper: unwrap what goes in, ask the bend, wrap what comes out.
macro_rules! forward_methods {
    (
        $part:ident to $side:ident $bend:ident;
        $($name:ident($($arg:ident: $type:ty $(=> $lend:ident)?),* $(,)?) -> $answer:ty $(=> $receive:ident)?;)*
    ) => {$(
        fn $name(&self, $($arg: $type),*) -> MapiResult<$answer> {
            let (bend, inner) = (&self.wrapper().bends.$bend, self.inner()?);
            bend.before(inner, concat!(stringify!($part), "::", stringify!($name)))?;
            let answer = lend!($side self [$($arg $($lend)?,)*] bend.$name(inner, $($arg),*))?;
            Ok(receive!($side self answer $(, $receive)?))
        }
    )*};
}

/// The call with each marked argument lent to it, from left to right.
macro_rules! lend {
    ($side:ident $this:tt [] $call:expr) => { $call };
    ($side:ident $this:tt [$arg:ident, $($rest:tt)*] $call:expr) => {
        lend!($side $this [$($rest)*] $call)
    };
    ($side:ident $this:tt [$arg:ident $lend:ident, $($rest:tt)*] $call:expr) => {
        $side::args::$lend($this.wrapper(), $arg, |$arg| lend!($side $this [$($rest)*] $call))
    };
}

/// The answer, changed if it is marked.
macro_rules! receive {
    ($side:ident $this:tt $answer:ident) => {
        $answer
    };
    ($side:ident $this:tt $answer:ident, $receive:ident) => {
        $side::answers::$receive($this.wrapper(), $answer)
    };
}

/// An interface: its bend trait, its wrapper, and the way from an object to its wrapper.
///
/// `SIDE` is whose object is wrapped, the provider's or MAPI's; `FIELD` is its bend in `Bends`; `in REGISTRY` is for
/// objects whose identity counts; `+ IMAPIProp` is for those that have properties.
macro_rules! bend {
    (
        $(#[$meta:meta])*
        $bend:ident of $interface:ident, $side:ident $field:ident $(in $registry:ident)?;
        $(+ $base:ident;)?
        $($part:ident { $($methods:tt)* } $(; also bend { $bent:item } forward { $forwarded:item })?)+
    ) => {
        $(#[$meta])*
        pub trait $bend: Send + Sync {
            /// Comes before every method, whose name it is given: `Interface::method`, as the traits of
            /// [`spi`](crate::spi) spell it. An error is the method's answer, and the method is not called.
            fn before(&self, inner: &dyn $interface, method: &'static str) -> MapiResult<()> {
                let _ = (inner, method);
                Ok(())
            }

            $(prop_methods! { bend_methods! $base of $interface; })?
            $(bend_methods! { $part of $interface; $($methods)* } $($bent)?)+

            /// The last `Release` of the wrapper: lets `inner` go unless bent.
            fn released(&self, inner: Arc<dyn $interface>) {
                drop(inner);
            }
        }

        $(impl $base for Wrapped<dyn $interface> {
            prop_methods! { forward_methods! $base to $side $field; }
        })?
        $(impl $part for Wrapped<dyn $interface> {
            forward_methods! { $part to $side $field; $($methods)* }
            $($forwarded)?
        })+

        impl Interface for dyn $interface {
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }

            $(fn registry(wrapper: &Wrapper) -> Option<&Registry<Self>> {
                Some(&wrapper.$registry)
            })?

            fn released(wrapper: &Wrapper, inner: Arc<Self>) {
                wrapper.bends.$field.released(inner);
            }
        }

        impl Wrapper {
            #[doc = concat!("The wrapper of an `", stringify!($interface), "`.")]
            pub(super) fn $field(self: &Arc<Self>, inner: Arc<dyn $interface>) -> Arc<dyn $interface> {
                Wrapped::around(self, inner)
            }
        }
    };
}
