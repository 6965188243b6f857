//! The text of a script: one line.

use std::fmt;
use std::str::FromStr;

use super::{Act, Script, Usage};
use crate::mapi::{LogoffFlags, LogonExFlags, OpenStoreFlags};
use crate::sim::Fault;

/// What the text of a script begins with: the form and its version.
const VERSION: &str = "mapi-sim-script-1:";

/// No script has more steps: what says so by a mistake must not take all memory.
const MOST_STEPS: usize = 1 << 16;

/// Schedules can name no more tasks.
const MOST_CLIENTS: usize = 30;

/// Why a text is no script.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ScriptError {
    /// It begins with something else than the version that this crate reads.
    Version(String),
    /// A word is no step.
    Step {
        /// The word.
        word: String,
        /// Its position, from 1.
        at: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It has more than 65,536 steps or 30 clients.
    TooLong,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(found) => {
                write!(f, "a script begins with `{VERSION}`; this text begins with `{found}`")
            }
            Self::Step { word, at, why } => write!(f, "`{word}`, word {at} of the script: {why}"),
            Self::TooLong => {
                write!(f, "the script has more than {MOST_STEPS} steps or {MOST_CLIENTS} clients")
            }
        }
    }
}

impl std::error::Error for ScriptError {}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSION)?;
        for (place, client) in self.clients.iter().enumerate() {
            f.write_str(if place == 0 { "" } else { " |" })?;
            client.iter().try_for_each(|act| write!(f, " {act}"))?;
        }
        match (self.spooler, self.clients.is_empty()) {
            (false, _) => Ok(()),
            (true, true) => f.write_str(" spooler"),
            (true, false) => f.write_str(" | spooler"),
        }?;
        if self.faults.is_empty() {
            return Ok(());
        }
        f.write_str(" !")?;
        self.faults.iter().try_for_each(|fault| write!(f, " {fault}"))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LogOn(flags) => write!(f, "logon({})", flags.bits()),
            Self::Open { store, flags } => write!(f, "open({store},{})", flags.bits()),
            Self::Use { store, how } => write!(f, "use({store},{})", how.word()),
            Self::Advise(store) => write!(f, "advise({store})"),
            Self::Unadvise(store) => write!(f, "unadvise({store})"),
            Self::StoreLogoff { store, flags } => write!(f, "store_logoff({store},{})", flags.bits()),
            Self::Release(store) => write!(f, "release({store})"),
            Self::LogOff => f.write_str("logoff"),
        }
    }
}

impl Usage {
    const fn word(self) -> &'static str {
        match self {
            Self::Props => "props",
            Self::Folders => "folders",
            Self::Contents => "contents",
            Self::ReceiveFolder => "receive_folder",
            Self::Compare => "compare",
        }
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(all) = text.trim().strip_prefix(VERSION) else {
            return Err(ScriptError::Version(text.chars().take(VERSION.len()).collect()));
        };
        let (rest, wrong) = all.split_once('!').map_or((all, None), |(rest, faults)| (rest, Some(faults)));
        let before = rest.split_whitespace().count();
        let faults = faults(wrong.unwrap_or_default(), before + 2)?;
        let mut script = Self { clients: vec![Vec::new()], spooler: false, faults };
        let mut words = rest.split_whitespace().zip(1_usize..).peekable();
        if words.peek().is_none() {
            // No client at all, and one that does nothing, have the same text.
            script.clients.clear();
            return Ok(script);
        }
        let mut begins = true;
        for (word, at) in words {
            let wrong = |why| ScriptError::Step { word: word.chars().take(40).collect(), at, why };
            if script.spooler {
                return Err(wrong("nothing follows `spooler`"));
            }
            match word {
                "|" => {
                    script.clients.push(Vec::new());
                    begins = true;
                    continue;
                }
                "spooler" if begins => {
                    script.clients.pop();
                    script.spooler = true;
                }
                other => script.add(act(other).map_err(wrong)?),
            }
            begins = false;
            if script.len() > MOST_STEPS || script.clients.len() > MOST_CLIENTS {
                return Err(ScriptError::TooLong);
            }
        }
        if script.clients.len() > MOST_CLIENTS {
            return Err(ScriptError::TooLong);
        }
        Ok(script)
    }
}

impl Script {
    fn add(&mut self, act: Act) {
        if let Some(client) = self.clients.last_mut() {
            client.push(act);
        }
    }
}

/// What goes wrong; the first of these words has this position.
fn faults(text: &str, first: usize) -> Result<Vec<Fault>, ScriptError> {
    let words = text.split_whitespace().zip(first..);
    let mut faults = Vec::new();
    for (word, at) in words {
        let why = "it is no fault, which is METHOD#NUMBER=WHAT";
        let wrong = |_| ScriptError::Step { word: word.chars().take(40).collect(), at, why };
        faults.push(word.parse().map_err(wrong)?);
        if faults.len() > MOST_STEPS {
            return Err(ScriptError::TooLong);
        }
    }
    Ok(faults)
}

/// A step: its name and, in parentheses, its arguments.
fn act(word: &str) -> Result<Act, &'static str> {
    if word == "logoff" {
        return Ok(Act::LogOff);
    }
    let (name, arguments) = word
        .strip_suffix(')')
        .and_then(|word| word.split_once('('))
        .ok_or("a step has its arguments in parentheses, and `logoff` has none")?;
    let (first, second) = match arguments.split_once(',') {
        Some((first, second)) => (first, Some(second)),
        None => (arguments, None),
    };
    match (name, second) {
        ("logon", None) => Ok(Act::LogOn(LogonExFlags::from_bits_retain(flags(first)?))),
        ("open", Some(bits)) => {
            Ok(Act::Open { store: store(first)?, flags: OpenStoreFlags::from_bits_retain(flags(bits)?) })
        }
        ("use", Some(word)) => {
            let how = Usage::ALL.into_iter().find(|how| how.word() == word);
            Ok(Act::Use { store: store(first)?, how: how.ok_or("a store is not used in this way")? })
        }
        ("advise", None) => Ok(Act::Advise(store(first)?)),
        ("unadvise", None) => Ok(Act::Unadvise(store(first)?)),
        ("store_logoff", Some(bits)) => {
            Ok(Act::StoreLogoff { store: store(first)?, flags: LogoffFlags::from_bits_retain(flags(bits)?) })
        }
        ("release", None) => Ok(Act::Release(store(first)?)),
        ("logon" | "open" | "use" | "advise" | "unadvise" | "store_logoff" | "release", _) => {
            Err("the step has another number of arguments")
        }
        _ => Err("there is no such step"),
    }
}

fn flags(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| "flags are a number of 32 bits")
}

fn store(text: &str) -> Result<u8, &'static str> {
    text.parse().map_err(|_| "a store is a number from 0 to 255")
}
