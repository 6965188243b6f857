//! Words of the profile file that stand for something of the kit. What is no such word is an error with its line.

use std::fmt::Display;

use mapi_com::CodePage;
use mapi_sim::conformance::{Capability, RuleId};
use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::sim::SpoolerModel;
use serde::de::{Deserialize, Deserializer, Error};

use crate::rules::{com_rules, named};

/// What a word stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Word<T>(pub(super) T);

/// Something that has words in the profile file.
pub(super) trait Named: Sized {
    /// What the word is, as "a capability".
    const WHAT: &'static str;

    fn find(word: &str) -> Option<Self>;

    /// The words that there are.
    fn known() -> Vec<String>;
}

impl<'de, T: Named> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        T::find(&word).map(Self).ok_or_else(|| {
            let known = T::known();
            let known =
                if known.is_empty() { String::new() } else { format!(", one of {}", known.join(", ")) };
            D::Error::custom(format!("expected {}{known}; got \"{word}\"", T::WHAT))
        })
    }
}

fn words<T>(all: &[T], word: impl Fn(&T) -> String) -> Vec<String> {
    all.iter().map(word).collect()
}

impl Named for Capability {
    const WHAT: &'static str = "a capability";

    fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.word() == word)
    }

    fn known() -> Vec<String> {
        words(Self::ALL, ToString::to_string)
    }
}

impl Named for RuleId {
    const WHAT: &'static str = "the number of a rule, as LOAD-19";

    fn find(word: &str) -> Option<Self> {
        named(&com_rules(), word).map(|rule| rule.id)
    }

    fn known() -> Vec<String> {
        Vec::new()
    }
}

impl Named for Reading {
    const WHAT: &'static str = "an open point";

    fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| debug(known) == word)
    }

    fn known() -> Vec<String> {
        words(Self::ALL, debug)
    }
}

fn debug(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

impl Named for Strictness {
    const WHAT: &'static str = "a reading";

    fn find(word: &str) -> Option<Self> {
        [Self::Strict, Self::Lenient].into_iter().find(|known| known.word() == word)
    }

    fn known() -> Vec<String> {
        words(&[Self::Strict, Self::Lenient], |known| known.word().to_owned())
    }
}

/// A flag of `PR_RESOURCE_FLAGS`.
impl Named for ResourceFlags {
    const WHAT: &'static str = "a flag of PR_RESOURCE_FLAGS, as STATUS_NO_DEFAULT_STORE";

    fn find(word: &str) -> Option<Self> {
        Self::from_name(word)
    }

    fn known() -> Vec<String> {
        Vec::new()
    }
}

impl Named for CodePage {
    const WHAT: &'static str = "a code page, as windows-1252 or shift_jis";

    fn find(word: &str) -> Option<Self> {
        Self::named(word)
    }

    fn known() -> Vec<String> {
        Vec::new()
    }
}

impl Named for SpoolerModel {
    const WHAT: &'static str = "where the spooler runs";

    fn find(word: &str) -> Option<Self> {
        match word {
            "same process" => Some(Self::SameProcess),
            "own process" => Some(Self::OwnProcess),
            _ => None,
        }
    }

    fn known() -> Vec<String> {
        ["same process", "own process"].map(quoted).to_vec()
    }
}

fn quoted(word: impl Display) -> String {
    format!("\"{word}\"")
}
