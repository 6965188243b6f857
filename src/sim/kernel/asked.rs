//! What the spooler has been asked and told, for who wants to know which questions may change places.

use std::cell::Cell;

use crate::sim::books::due::session_bit;
use crate::sim::spooler::SpoolerKey;

/// What a question to the spooler is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    /// The order in which stores wait, which all sessions share.
    Order,
    /// The same, and a store.
    OrderOf(SpoolerKey),
    /// A store alone.
    Store(SpoolerKey),
}

/// Questions on this thread since somebody has looked.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Asked {
    /// One of them was about the order in which stores wait.
    pub(crate) order: bool,
    /// A store that may have waited has gone.
    pub(crate) gone: bool,
    /// The sessions whose stores they were about, see [`session_bit`].
    pub(crate) sessions: u64,
    /// The session of the store that the spooler has turned to last, if it has looked for one.
    pub(crate) turned_to: Option<u64>,
}

thread_local! {
    static ASKED: Cell<Asked> = const { Cell::new(Asked { order: false, gone: false, sessions: 0, turned_to: None }) };
}

/// The spooler is asked something. Of one that somebody else has made nothing is known.
pub(super) fn note(about: About, is_own: bool) {
    let mut asked = ASKED.get();
    let (order, store) = match about {
        About::Order => (true, None),
        About::OrderOf(store) => (true, Some(store)),
        About::Store(store) => (!is_own, Some(store)),
    };
    asked.order |= order;
    asked.sessions |= store.map_or(0, bit_of);
    ASKED.set(asked);
}

/// The spooler turns to a store, or finds none.
pub(crate) fn note_turn(store: Option<SpoolerKey>) {
    let mut asked = ASKED.get();
    let bit = store.map_or(0, bit_of);
    asked.sessions |= bit;
    asked.turned_to = Some(bit);
    ASKED.set(asked);
}

/// A store has gone that the spooler has no objects of: it may have waited.
pub(crate) fn note_gone() {
    ASKED.set(Asked { gone: true, ..ASKED.get() });
}

/// What has been asked since this was asked last.
pub(crate) fn take_asked() -> Asked {
    ASKED.take()
}

const fn bit_of(store: SpoolerKey) -> u64 {
    session_bit(store.session())
}
