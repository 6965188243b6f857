//! The text of a schedule.
//!
//! `mapi-sim-1:CHOICES` or `mapi-sim-1:CHOICES:CHECKS`; with faults `mapi-sim-2:CHOICES:CHECKS:FAULTS`, where the checks may be
//! left out between their colons, and a semicolon stands between two faults. A choice is a digit or a small letter, from 0 to 35; a run of equal
//! choices that is longer than three is written once, with its length in parentheses behind it: `0(12)`. A check is one of
//! the 64 characters of base64; there is one more of them than choices.

use std::fmt;

use crate::sim::{Fault, FaultError};

/// The version of the form without faults. Other versions than the two are refused.
const VERSION: &str = "mapi-sim-1:";

/// The version of the form with faults. It is as long as the other one.
const WITH_FAULTS: &str = "mapi-sim-2:";

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const CHECKS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The greatest choice that has a character.
pub(super) const GREATEST: usize = DIGITS.len() - 1;

/// A run shorter than this is written out.
const RUN: usize = 4;

/// No schedule is longer: what says so by a mistake must not take all memory.
const LONGEST: usize = 1 << 20;

/// Why a text is no token.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// It begins with something else than the version that this crate reads.
    Version(String),
    /// Something stands in it that has no meaning there.
    Character {
        /// What stands there.
        found: String,
        /// The position of the character, from 1.
        at: usize,
        /// What could stand there.
        expected: &'static str,
    },
    /// It has a number of checks that does not belong to its number of choices.
    Checks {
        /// How many choices it has.
        choices: usize,
        /// How many checks it has.
        checks: usize,
    },
    /// It would have more than a million choices.
    TooLong,
    /// One of its faults is none.
    Fault(FaultError),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(found) => {
                write!(
                    f,
                    "a schedule begins with `{VERSION}` or `{WITH_FAULTS}`; this text begins with `{found}`"
                )
            }
            Self::Character { found, at, expected } => {
                write!(f, "`{found}` at character {at} of the schedule: expected {expected}")
            }
            Self::Checks { choices, checks } => {
                write!(
                    f,
                    "the schedule has {choices} choices and {checks} checks; it has been cut off or changed"
                )
            }
            Self::TooLong => write!(f, "the schedule has more than {LONGEST} choices"),
            Self::Fault(error) => write!(f, "in the faults of the schedule: {error}"),
        }
    }
}

impl std::error::Error for TokenError {}

pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    choices: &[u8],
    checks: &[u8],
    faults: Option<&[Fault]>,
) -> fmt::Result {
    f.write_str(if faults.is_some() { WITH_FAULTS } else { VERSION })?;
    write_choices(f, choices)?;
    if faults.is_some() || !checks.is_empty() {
        f.write_str(":")?;
    }
    for check in checks {
        let character = CHECKS.get(usize::from(*check)).copied().unwrap_or(b'_');
        write!(f, "{}", char::from(character))?;
    }
    for (index, fault) in faults.into_iter().flatten().enumerate() {
        write!(f, "{}{fault}", if index == 0 { ":" } else { ";" })?;
    }
    if faults.is_some_and(<[Fault]>::is_empty) { f.write_str(":") } else { Ok(()) }
}

fn write_choices(f: &mut fmt::Formatter<'_>, choices: &[u8]) -> fmt::Result {
    for run in choices.chunk_by(|one, other| one == other) {
        let digit = run.first().and_then(|choice| DIGITS.get(usize::from(*choice)));
        let digit = char::from(digit.copied().unwrap_or(b'z'));
        if run.len() < RUN {
            run.iter().try_for_each(|_| write!(f, "{digit}"))?;
        } else {
            write!(f, "{digit}({})", run.len())?;
        }
    }
    Ok(())
}

/// The choices, the checks, and the faults if the form has them.
type Parts = (Vec<u8>, Vec<u8>, Option<Vec<Fault>>);

pub(super) fn read(text: &str) -> Result<Parts, TokenError> {
    let text = text.trim();
    let with_faults = text.starts_with(WITH_FAULTS);
    if !with_faults && !text.starts_with(VERSION) {
        return Err(TokenError::Version(text.chars().take(VERSION.len()).collect()));
    }
    let mut reader = Reader { text, at: VERSION.len() };
    let choices = reader.choices()?;
    let ends = !with_faults && reader.rest().is_empty();
    if !ends {
        reader.colon("a choice from 0 to z, `(` or `:`")?;
    }
    let checks = reader.checks(with_faults)?;
    let may_be_left_out = ends || with_faults;
    if checks.len() != choices.len() + 1 && !(checks.is_empty() && may_be_left_out) {
        return Err(TokenError::Checks { choices: choices.len(), checks: checks.len() });
    }
    let faults = if with_faults { Some(reader.faults()?) } else { None };
    Ok((choices, checks, faults))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn choices(&mut self) -> Result<Vec<u8>, TokenError> {
        let mut choices = Vec::new();
        while let Some(byte) = self.peek() {
            match (byte, choices.last()) {
                (b':', _) => break,
                (b'(', Some(last)) => {
                    let length = self.length()?;
                    choices.resize(choices.len() + length - 1, *last);
                }
                _ => {
                    let digit = DIGITS.iter().position(|digit| *digit == byte);
                    choices.push(self.number(digit, "a choice from 0 to z, `(` or `:`")?);
                    self.at += 1;
                }
            }
            if choices.len() > LONGEST {
                return Err(TokenError::TooLong);
            }
        }
        Ok(choices)
    }

    /// The number in parentheses, which stands for a run of choices.
    fn length(&mut self) -> Result<usize, TokenError> {
        self.at += 1;
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest().get(..digits).and_then(|digits| digits.parse::<usize>().ok());
        let number = match number {
            Some(0) | None => return Err(self.unexpected("the length of a run, from 1")),
            Some(number) if number > LONGEST => return Err(TokenError::TooLong),
            Some(number) => number,
        };
        self.at += digits;
        if self.peek() != Some(b')') {
            return Err(self.unexpected("`)`"));
        }
        self.at += 1;
        Ok(number)
    }

    fn checks(&mut self, up_to_colon: bool) -> Result<Vec<u8>, TokenError> {
        let mut checks = Vec::new();
        while let Some(byte) = self.peek() {
            if byte == b':' && up_to_colon {
                break;
            }
            let check = CHECKS.iter().position(|check| *check == byte);
            checks.push(self.number(check, "a letter, a digit, `-` or `_`")?);
            self.at += 1;
        }
        Ok(checks)
    }

    /// What is left, behind a colon.
    fn faults(&mut self) -> Result<Vec<Fault>, TokenError> {
        self.colon("`:` and the faults")?;
        let faults = self.rest().split(';').filter(|_| !self.rest().is_empty());
        faults.map(|fault| fault.parse().map_err(TokenError::Fault)).collect()
    }

    fn colon(&mut self, expected: &'static str) -> Result<(), TokenError> {
        if self.peek() != Some(b':') {
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        Ok(())
    }

    fn number(&self, position: Option<usize>, expected: &'static str) -> Result<u8, TokenError> {
        position.and_then(|position| u8::try_from(position).ok()).ok_or_else(|| self.unexpected(expected))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn unexpected(&self, expected: &'static str) -> TokenError {
        let found = self.rest().chars().next().map_or_else(|| "the end".to_owned(), String::from);
        let at = self.text.get(..self.at).map_or(self.at, |before| before.chars().count()) + 1;
        TokenError::Character { found, at, expected }
    }
}
