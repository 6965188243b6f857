//! Sequences of moves as values that have a text of one line.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use proptest::collection::SizeRange;
use proptest::prelude::{ProptestConfig, Strategy};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use super::{Model, Move, Stateful, StatefulStage};

/// What the text begins with: the form and its version.
const VERSION: &str = "mapi-sim-moves-1:";

/// No text has more moves: what says so by a mistake must not take all memory.
const MOST: usize = 1 << 16;

/// A sequence of moves for a [`StatefulStage`]. Its text is one line, also where proptest shows and keeps a case that fails;
/// the text plays the same moves again:
///
/// ```
/// # use mapi_sim::explore::stateful::StatefulStage;
/// # use mapi_sim::mapi::EntryId;
/// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// # use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
/// use mapi_sim::explore::stateful::Moves;
/// # struct Mine;
/// # impl StatefulStage for Mine {
/// #     const PROFILE: &'static str = "Default";
/// #     fn stores() -> Vec<EntryId> {
/// #         vec![store_entry_id("one")]
/// #     }
/// #     fn world() -> Result<Subsystem, BuildError> {
/// #         let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("one")]));
/// #         let section = StoreSection::new(DLL_NAME, "one").entry_id(store_entry_id("one"));
/// #         let builder = Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry));
/// #         builder.profile(Profile::new("Default").service(Service::new("MINE").store(section))).build()
/// #     }
/// # }
///
/// let line = "mapi-sim-moves-1: logon(mail) open(0,mail) open(0,no_mail) spooler use(1) release(0) logoff";
/// let moves: Moves<Mine> = line.parse()?;
/// assert_eq!(moves.to_string(), line);
/// moves.hold();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Moves<S> {
    model: Model,
    moves: Vec<Move>,
    /// How many were made when the case failed, for proptest, which first takes away what was not.
    seen: Option<Arc<AtomicUsize>>,
    stage: PhantomData<fn() -> S>,
}

/// Sequences of so many moves, which proptest shortens.
pub fn moves<S: StatefulStage>(count: impl Into<SizeRange>) -> impl Strategy<Value = Moves<S>> {
    let sequences = <Stateful<S> as ReferenceStateMachine>::sequential_strategy(count);
    sequences.prop_map(|(model, moves, seen)| Moves { model, moves, seen, stage: PhantomData })
}

impl<S> Moves<S> {
    /// The moves in their order.
    #[must_use]
    pub fn list(&self) -> &[Move] {
        &self.moves
    }
}

impl<S: StatefulStage> Moves<S> {
    /// Makes the moves in a new world, and holds each against the model.
    ///
    /// # Panics
    /// At the first that goes otherwise, with the text of the moves until then and the trace.
    pub fn hold(&self) {
        let (model, moves, seen) = (self.model.clone(), self.moves.clone(), self.seen.clone());
        <Stateful<S> as StateMachineTest>::test_sequential(ProptestConfig::default(), model, moves, seen);
    }
}

impl<S> fmt::Display for Moves<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(&self.moves))
    }
}

/// The text, so that proptest shows and keeps it.
impl<S> fmt::Debug for Moves<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text of these moves.
pub(super) fn text(moves: &[Move]) -> String {
    moves.iter().fold(VERSION.to_owned(), |line, made| format!("{line} {made}"))
}

const fn mail_word(mail: bool) -> &'static str {
    if mail { "mail" } else { "no_mail" }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LogOn { mail } => write!(f, "logon({})", mail_word(mail)),
            Self::Open { store, mail } => write!(f, "open({store},{})", mail_word(mail)),
            Self::Use(pointer) => write!(f, "use({pointer})"),
            Self::StoreLogoff(pointer) => write!(f, "store_logoff({pointer})"),
            Self::Release(pointer) => write!(f, "release({pointer})"),
            Self::LogOff => f.write_str("logoff"),
            Self::Spooler => f.write_str("spooler"),
        }
    }
}

/// Why a text is no sequence of moves.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum MovesError {
    /// It begins with something else than the version that this crate reads.
    Version(String),
    /// A word is no move, or one that cannot be made there.
    Move {
        /// The word.
        word: String,
        /// Its position, from 1.
        at: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It has more than 65,536 moves.
    TooLong,
}

impl fmt::Display for MovesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(found) => {
                write!(f, "moves begin with `{VERSION}`; this text begins with `{found}`")
            }
            Self::Move { word, at, why } => write!(f, "`{word}`, move {at}: {why}"),
            Self::TooLong => write!(f, "the text has more than {MOST} moves"),
        }
    }
}

impl std::error::Error for MovesError {}

impl<S: StatefulStage> FromStr for Moves<S> {
    type Err = MovesError;

    fn from_str(line: &str) -> Result<Self, MovesError> {
        let line = line.trim();
        let Some(words) = line.strip_prefix(VERSION) else {
            let first = line.split_whitespace().next().unwrap_or_default();
            return Err(MovesError::Version(first.chars().take(40).collect()));
        };
        let model = Model::of_stores(S::stores().len());
        let (mut now, mut moves) = (model.clone(), Vec::new());
        for (word, at) in words.split_whitespace().zip(1..) {
            if at > MOST {
                return Err(MovesError::TooLong);
            }
            let wrong = |why| MovesError::Move { word: word.to_owned(), at, why };
            let made = read(word).ok_or_else(|| wrong("no move"))?;
            if !<Stateful<S> as ReferenceStateMachine>::preconditions(&now, &made) {
                return Err(wrong("cannot be made there"));
            }
            now = <Stateful<S> as ReferenceStateMachine>::apply(now, &made);
            moves.push(made);
        }
        Ok(Self { model, moves, seen: None, stage: PhantomData })
    }
}

fn read(word: &str) -> Option<Move> {
    let (name, arguments) = match word.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')')?),
        None => (word, ""),
    };
    let number = |text: &str| text.parse().ok().filter(|number: &usize| number.to_string() == text);
    let mail = |text: &str| match text {
        "mail" => Some(true),
        "no_mail" => Some(false),
        _ => None,
    };
    Some(match name {
        "logon" => Move::LogOn { mail: mail(arguments)? },
        "open" => {
            let (store, with) = arguments.split_once(',')?;
            Move::Open { store: number(store)?, mail: mail(with)? }
        }
        "use" => Move::Use(number(arguments)?),
        "store_logoff" => Move::StoreLogoff(number(arguments)?),
        "release" => Move::Release(number(arguments)?),
        "logoff" if word == name => Move::LogOff,
        "spooler" if word == name => Move::Spooler,
        _ => return None,
    })
}
