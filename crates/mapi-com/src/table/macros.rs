//! What is made of a row: the method of the proxy, and the function in the vtable.

/// The rows of one interface: `impl TRAIT for Proxy<..>`, and a function that fills its slots in a vtable.
///
/// ```text
/// CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> plain bool {
///     in one: id [size1: u32, id1: *const c_void] = Some(first);
///     in two: id [size2: u32, id2: *const c_void] = Some(second);
///     in bits: word [ulFlags: u32] = flags;
///     out same: flag [result: *mut u32];
///     call(o) o.compare_entry_ids(&some(one)?, &some(two)?, bits);
/// }
/// ```
///
/// - `in NAME: CODEC [C ARGUMENTS] given (..) = EXPRESSION`: the codec's `lend` makes the C arguments of the expression, its
///   `take` makes NAME of them. `given` is what `take` needs besides, such as the flags that say how wide a string is.
/// - `out NAME: CODEC [C ARGUMENTS] given (..)`: the codec's room is where the other side writes; its `write` is the
///   reverse. `given` is for `read` and
///   `write`, by the names of the C arguments.
/// - `call`: how the object is called with the NAMEs.
/// - `as VALUE => (..) from ..`: how an answer of several outs is taken apart and put together.
/// - `hand { NAME: FUNCTION; }`: slots whose functions are written by hand; the proxy's methods stand in `also`.
macro_rules! rows {
    (
        $trait:ident, $fill:ident;
        hand { $($hand:ident: $function_by_hand:ident;)* }
        also { $($also:item)* }
        $($name:ident = $function:ident($($arg:ident: $type:ty),* $(,)?) -> $kind:ident $answer:ty {
            $(in $in:ident: $codec:ident $(<$of:ty>)? [$($c:ident: $ctype:ty),*]
                $(given ($($given:expr),*))? = $lent:expr;)*
            $(out $out:ident: $out_codec:ident $(<$out_of:ty>)? [$($oc:ident: $octype:ty),*]
                $(given ($($out_given:expr),*))?;)*
            call($o:ident) $call:expr;
            $(as $value:ident => ($($part:expr),*) from $whole:expr;)?
        })*
    ) => {
        impl<I: ?Sized + Imported + $trait> $trait for Proxy<I> {
            $(fn $function(&self, $($arg: $type),*) -> MapiResult<returned!($kind $answer)> {
                const AT: Method = methods::$trait::$name;
                type Function =
                    unsafe extern "system-unwind" fn(Unknown, $($($ctype,)*)* $($($octype,)*)*) -> u32;
                #[allow(unused_variables, reason = "a method without arguments needs none")]
                let cx = self.cx();
                $(let mut $in = args::$codec::lend(cx, $lent)?; let ($($c,)*) = $in.c();)*
                $(let mut $out = outs::$out_codec::Room$(::<$out_of>)?::default(); let ($($oc,)*) = $out.c();)*
                // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
                let code = HResult::from_raw(unsafe {
                    let function = std::mem::transmute::<*const (), Function>(self.function(AT.slot()));
                    guarded_for(cx, AT, || function(self.pointer(), $($($c,)*)* $($($oc,)*)*))
                });
                $($in.unchanged(cx, AT);)*
                if code.is_failure() {
                    $($out.is_left(cx, AT);)*
                    return Err(code.into());
                }
                // SAFETY: the method has succeeded, so it has written what it promises.
                $(let $out = unsafe { $out.read(cx, AT $($(, $out_given)*)?) }?;)*
                answer!($kind code, join!([$($out)*] $($whole)?))
            })*

            $($also)*
        }

        #[allow(non_snake_case, reason = "the names are MAPI's")]
        #[allow(unused_mut, reason = "an interface may have no methods of its own")]
        pub(super) const fn $fill<I: ?Sized + Exported + $trait>(mut table: VTable) -> VTable {
            $(
                unsafe extern "system" fn $name<I: ?Sized + Exported + $trait>(
                    this: Unknown, $($($c: $ctype,)*)* $($($oc: $octype,)*)*
                ) -> u32 {
                    serve::<I>(this, methods::$trait::$name, |$o| {
                        #[allow(unused_variables, reason = "a method without arguments needs none")]
                        let cx = $o.cx;
                        // SAFETY: the caller passes what the method's page asks for.
                        #[allow(unused_unsafe, reason = "a method without arguments needs none")]
                        unsafe {
                            $(outs::$out_codec::clear(($($oc,)*))?;)*
                            $(let $in = args::$codec::take$(::<$of>)?(cx, ($($c,)* $($($given,)*)?))?;)*
                            let answer = $call?;
                            let (code, answer) = taken!($kind answer);
                            split!(answer [$($out)*] $($value ($($part),*))?);
                            $(outs::$out_codec::write(cx, ($($oc,)* $($($out_given,)*)?), $out)?;)*
                            Ok(code)
                        }
                    })
                }
                table = put(table, methods::$trait::$name, $name::<I> as *const ());
            )*
            $(table = put(table, methods::$trait::$hand, $function_by_hand::<I> as *const ());)*
            table
        }
    };
}

/// The type of an answer.
macro_rules! returned {
    (plain $answer:ty) => {
        $answer
    };
    (warned $answer:ty) => {
        Warned<$answer>
    };
}

/// The answer of a proxy: a warning is kept where the method may have one.
macro_rules! answer {
    (plain $code:ident, $value:expr) => {{
        let _ = $code;
        Ok($value)
    }};
    (warned $code:ident, $value:expr) => {
        Ok(Warned { value: $value, warning: Warning::from_code($code) })
    };
}

/// The code and the value of an object's answer.
macro_rules! taken {
    (plain $answer:ident) => {
        (codes::S_OK, $answer)
    };
    (warned $answer:ident) => {
        (Warned::code(&$answer), $answer.value)
    };
}

/// An answer taken apart into its outs.
macro_rules! split {
    ($answer:ident []) => {
        let () = $answer;
    };
    ($answer:ident [$out:ident]) => {
        let $out = $answer;
    };
    ($answer:ident [$($out:ident)*] $value:ident ($($part:expr),*)) => {
        let $value = $answer;
        let ($($out,)*) = ($($part,)*);
    };
}

/// An answer put together of its outs.
macro_rules! join {
    ([]) => {
        ()
    };
    ([$out:ident]) => {
        $out
    };
    ([$($out:ident)*] $whole:expr) => {
        $whole
    };
}
