//! One place around every call that crosses a wrapper.

use std::cell::RefCell;

use crate::mapi::{HResult, MapiError, MapiResult, Warning};
use crate::methods::{Interface, Method, Named, ObjectNo, Show, ShowDetail, Value, Values};
use crate::spi::{Dialog, DialogAnswer};
use crate::unwind::Pieces;

/// Sees every call on the objects that a wrapping hands out, and may answer in their place.
///
/// It knows the call as values, the same for every method, so that recording calls and failing them on purpose are
/// written once. Overrides, such as [`WrapStore`](super::WrapStore), come after it and know the objects.
pub trait Layer: Send + Sync {
    /// A call. `go_on` makes it, once; its outcome has the objects of the answer as they will be handed out.
    ///
    /// An error is what the caller gets, whether or not the call was made. `Ok` is the answer of the call, which is made
    /// after this if it was not made in it.
    ///
    /// # Errors
    /// Whatever is to be answered instead.
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()>;

    /// Asked behind [`around`](Self::around) about a call that has succeeded and whose answer can have a warning: one that is answered
    /// in place of what it has. Default: none.
    fn warning(&self, call: &Call) -> Option<Warning> {
        let _ = call;
        None
    }

    /// The number of an object that is wrapped now. Default: none.
    fn number(&self, interface: Interface) -> u32 {
        let _ = interface;
        0
    }

    /// A dialog that was shown during a call above a window with somebody in front of it, and what came of it. Default:
    /// nothing.
    fn dialog(&self, dialog: &Dialog, answer: &DialogAnswer) {
        let _ = (dialog, answer);
    }

    /// How much it is told of arguments and answers. Default: in short.
    fn detail(&self) -> ShowDetail {
        ShowDetail::Short
    }

    /// The last `Release` of a wrapper, before the object inside is released. Default: nothing.
    fn released(&self, object: ObjectNo) {
        let _ = object;
    }
}

/// A call on an object.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Call {
    /// The object, by its own interface.
    pub object: ObjectNo,
    /// The method.
    pub method: Method,
    /// What is passed.
    pub arguments: Vec<Named>,
}

/// How a call ended.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The code: `S_OK`, a warning or an error.
    pub code: HResult,
    /// What came back; nothing with an error. Where values are told whole, what came into the caller's buffer is the value
    /// `filled` behind the count.
    pub answer: Vec<Named>,
}

impl Outcome {
    /// The outcome that a method's result is.
    pub fn of<R: Show>(result: &MapiResult<R>) -> Self {
        Self::told(result, ShowDetail::Short)
    }

    /// The same, with so much of the answer.
    pub fn told<R: Show>(result: &MapiResult<R>, detail: ShowDetail) -> Self {
        let mut answer = Values::new(detail);
        if let Ok(value) = result {
            value.show("", &mut answer);
        }
        let code = result.as_ref().map_or_else(MapiError::code, Show::code);
        Self { code, answer: answer.into_list() }
    }
}

/// What came into the caller's buffer, where values are told whole.
#[derive(Default)]
pub(super) struct Filled {
    is_told: bool,
    bytes: RefCell<Option<Vec<u8>>>,
}

impl Filled {
    pub(super) fn new(detail: ShowDetail) -> Self {
        Self { is_told: detail != ShowDetail::Short, bytes: RefCell::default() }
    }

    /// Makes the call with the buffer, and keeps what is in it then.
    pub(super) fn with<R>(&self, buffer: &mut [u8], call: impl FnOnce(&mut [u8]) -> R) -> R {
        let answer = call(&mut *buffer);
        if self.is_told {
            *self.bytes.borrow_mut() = Some(buffer.to_vec());
        }
        answer
    }

    /// The outcome with as many of the bytes as it counts.
    fn told_in(&self, mut outcome: Outcome) -> Outcome {
        let bytes = self.bytes.borrow_mut().take();
        if let (Some(mut bytes), Some(Value::Number(count))) =
            (bytes, outcome.answer.first().map(|named| &named.value))
        {
            bytes.truncate(usize::try_from(*count).unwrap_or(0));
            outcome.answer.push(Named { name: FILLED, value: Value::Bytes(bytes) });
        }
        outcome
    }
}

/// The name of what came into a buffer, beside the count.
const FILLED: &str = "filled";

impl Call {
    pub(super) fn new(
        object: ObjectNo,
        method: Method,
        detail: ShowDetail,
        show: &dyn Fn(&mut Values),
    ) -> Self {
        let mut arguments = Values::new(detail);
        show(&mut arguments);
        Self { object, method, arguments: arguments.into_list() }
    }

    /// Makes the call with `layer` around it. `make` makes it the first time that it is asked.
    pub(super) fn through<R: Show>(
        &self,
        layer: &dyn Layer,
        filled: &Filled,
        make: &mut dyn FnMut() -> Option<MapiResult<R>>,
    ) -> MapiResult<R> {
        let (mut made, detail) = (None, layer.detail());
        let mut go_on = || {
            if made.is_none() {
                made = make();
            }
            let nothing = Outcome { code: crate::mapi::codes::S_OK, answer: Vec::new() };
            made.as_ref().map_or(nothing, |made| filled.told_in(Outcome::told(made, detail)))
        };
        let mut pieces = Pieces::default();
        let answered = self.ask(layer, &mut go_on, &mut pieces);
        if answered.is_none() {
            // Objects that the call has made are released, and then the layer's panic goes on.
            pieces.run(|| drop(made.take()));
        }
        pieces.end();
        answered.unwrap_or(Ok(()))?;
        // A call that has unwound has no result and cannot be made again.
        let made = made.or_else(make).unwrap_or_else(|| Err(crate::mapi::codes::MAPI_E_CALL_FAILED.into()));
        made.map(|answer| self.warned(layer, answer))
    }

    fn warned<R: Show>(&self, layer: &dyn Layer, mut answer: R) -> R {
        if let Some(place) = answer.warning_mut()
            && let Some(warning) = layer.warning(self)
        {
            *place = Some(warning);
        }
        answer
    }

    fn ask(
        &self,
        layer: &dyn Layer,
        go_on: &mut dyn FnMut() -> Outcome,
        pieces: &mut Pieces,
    ) -> Option<MapiResult<()>> {
        pieces.run(|| layer.around(self, go_on))
    }
}
