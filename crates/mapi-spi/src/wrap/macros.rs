//! What is made of the rows of an interface: the trait of its overrides, and the wrapper that asks them.

/// Methods of a trait of overrides: each forwards unless it is overridden.
macro_rules! override_methods {
    ($part:ident of $interface:ident; $(
        $slot:literal $name:ident $(= $function:ident(
            $($arg:ident: $type:ty $(=> $_lend:ident)?),* $(,)?
        ) -> $answer:ty $(=> $_receive:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?
    )*) => {$($(
        #[doc = concat!(
            "[`", stringify!($part), "::", stringify!($function), "`](crate::spi::", stringify!($part), "::",
            stringify!($function), "), answered by `inner` unless overridden."
        )]
        fn $function(&self, inner: &dyn $interface, $($arg: $type),*) -> MapiResult<$answer> {
            inner.$function($($arg),*)
        }
    )?)*};
}

/// The same methods in the wrapper: unwrap what goes in, ask the override, wrap what comes out.
macro_rules! forward_methods {
    ($interface:ident to $side:ident $field:ident; $(
        $slot:literal $name:ident $(= $function:ident(
            $($arg:ident: $type:ty $(=> $lend:ident)?),* $(,)?
        ) -> $answer:ty $(=> $receive:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?
    )*) => {$($(
        fn $function(&self, $($arg: $type),*) -> MapiResult<$answer> {
            let (own, inner) = (&self.wrapper().overrides.$field, self.inner()?);
            let call = self.call(methods::$interface::$name, &|_values| {
                $(show!(_values $arg $($lend)?);)*
            });
            let filled = self.filled();
            self.filling(call, &filled, || {
                own.before(inner, methods::$interface::$name)?;
                let answer = lend!($side self filled [$($arg $($lend)?,)*] own.$function(inner, $($arg),*))?;
                Ok(receive!($side self answer $(, $receive)?))
            })
        }
    )?)*};
}

/// `QueryInterface` in a trait of overrides: forwards unless it is overridden.
macro_rules! override_other_interface {
    ($root:ident of $interface:ident) => {
        #[doc = concat!(
                            "[`", stringify!($root), "::other_interface`](crate::spi::", stringify!($root),
                            "::other_interface), answered by `inner` unless overridden."
                        )]
        fn other_interface(
            &self,
            inner: &Arc<dyn $interface>,
            interface: &MapiUid,
        ) -> MapiResult<OtherInterface> {
            Arc::clone(inner).other_interface(interface)
        }
    };
}

/// The same in the wrapper. Its row is that of `IUnknown`, and it needs the object with its references.
macro_rules! forward_other_interface {
    ($side:ident $field:ident $(, $before:ident)?) => {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            let own = &self.wrapper().overrides.$field;
            let inner = self.whole_inner().ok_or(codes::MAPI_E_INVALID_OBJECT)?;
            let call = self.call(methods::IUnknown::QueryInterface, &|values| {
                Show::show(&interface, "interface", values);
            });
            self.through(call, || {
                $(own.$before(&**inner, methods::IUnknown::QueryInterface)?;)?
                let answer = own.other_interface(inner, interface)?;
                Ok($side::answers::other_interface(self.wrapper(), answer))
            })
        }
    };
}

/// Adds an argument to the values of a call. A secret is told with the secure properties only.
macro_rules! show {
    ($values:ident $arg:ident secret) => {
        $values.push_secret(&$arg, stringify!($arg))
    };
    ($values:ident $arg:ident $($lend:ident)?) => {
        Show::show(&$arg, stringify!($arg), $values)
    };
}

/// The call with each marked argument lent to it, from left to right. What comes into a buffer is kept for the layer.
macro_rules! lend {
    ($side:ident $this:tt $filled:ident [] $call:expr) => { $call };
    ($side:ident $this:tt $filled:ident [$arg:ident, $($rest:tt)*] $call:expr) => {
        lend!($side $this $filled [$($rest)*] $call)
    };
    ($side:ident $this:tt $filled:ident [$arg:ident buffer, $($rest:tt)*] $call:expr) => {
        $filled.with($arg, |$arg| lend!($side $this $filled [$($rest)*] $call))
    };
    ($side:ident $this:tt $filled:ident [$arg:ident $lend:ident, $($rest:tt)*] $call:expr) => {
        $side::args::$lend($this.wrapper(), $arg, |$arg| lend!($side $this $filled [$($rest)*] $call))
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

/// An interface: its trait of overrides, its wrapper, and the way from an object to its wrapper.
///
/// `SIDE` is whose object is wrapped, the provider's or MAPI's; `FIELD` is its place in `Overrides`; `in REGISTRY` is for
/// objects whose identity counts. A line for each interface of the ancestry names its rows, the root first.
macro_rules! wrapped {
    (
        $(#[$meta:meta])*
        $wrap:ident of $interface:ident, $side:ident $field:ident $(in $registry:ident)?;
        $root:ident by $root_rows:ident $(, and override { $own:item } forward { $forwarded:item })?;
        $($part:ident by $rows:ident;)*
    ) => {
        $(#[$meta])*
        pub trait $wrap: Send + Sync {
            /// Comes before every method. An error is the method's answer, and the method is not called.
            fn before(&self, inner: &dyn $interface, method: Method) -> MapiResult<()> {
                let _ = (inner, method);
                Ok(())
            }

            $root_rows! { override_methods! $root of $interface; }
            $($rows! { override_methods! $part of $interface; })*
            override_other_interface!($root of $interface);
            $($own)?

            /// The last `Release` of the wrapper: lets `inner` go unless overridden.
            fn released(&self, inner: Arc<dyn $interface>) {
                drop(inner);
            }
        }

        impl $root for Wrapped<dyn $interface> {
            $root_rows! { forward_methods! $interface to $side $field; }
            forward_other_interface!($side $field, before);
            $($forwarded)?
        }

        $(impl $part for Wrapped<dyn $interface> {
            $rows! { forward_methods! $interface to $side $field; }
        })*

        impl Wrappable for dyn $interface {
            const INTERFACE: Interface = Interface::$interface;

            fn as_any(&self) -> &dyn std::any::Any {
                self
            }

            $(fn registry(wrapper: &Wrapper) -> Option<&Registry<Self>> {
                Some(&wrapper.registries.$registry)
            })?

            fn released(wrapper: &Wrapper, inner: Arc<Self>) {
                wrapper.overrides.$field.released(inner);
            }
        }

        impl Wrapper {
            #[doc = concat!("The wrapper of an `", stringify!($interface), "`.")]
            pub(super) fn $field(self: &Arc<Self>, inner: Arc<dyn $interface>) -> Arc<dyn $interface> {
                // A wrapper of its own kind is not wrapped again.
                if self.inside::<dyn $interface>(inner.as_any()).is_some() {
                    return inner;
                }
                Wrapped::around(self, inner)
            }
        }
    };
}
