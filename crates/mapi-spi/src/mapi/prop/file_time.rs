//! Times.

use std::fmt;

/// Seconds from 1601-01-01 to 1970-01-01.
const UNIX_EPOCH: i64 = 11_644_473_600;
/// Units in a second.
const SECOND: u64 = 10_000_000;
/// Seconds in a day.
const DAY: u64 = 86_400;

/// A point in time in units of 100 ns since 1601-01-01 00:00 UTC (`FILETIME`). Page: `filetime`.
///
/// ```
/// use mapi_spi::mapi::FileTime;
///
/// assert_eq!(FileTime::from_unix_seconds(0).to_string(), "1970-01-01T00:00:00Z");
/// ```
#[doc(alias = "FILETIME")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileTime(u64);

impl FileTime {
    /// The time this many units after the start of 1601.
    #[must_use]
    pub const fn from_units(units: u64) -> Self {
        Self(units)
    }

    /// The units since the start of 1601.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// The time this many seconds after the start of 1970; what cannot be told is the nearest time that can.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Self {
        let since_1601 = u64::try_from(seconds.saturating_add(UNIX_EPOCH)).unwrap_or(0);
        Self(since_1601.saturating_mul(SECOND))
    }
}

impl fmt::Display for FileTime {
    /// ISO 8601, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / SECOND;
        let (year, month, day) = date(seconds / DAY);
        let time = seconds % DAY;
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl fmt::Debug for FileTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The Gregorian date of a day since 1601-01-01. 1601 begins a cycle of 400 years, which has 146097 days.
fn date(day: u64) -> (u64, u64, u64) {
    let (cycle, mut rest) = (day / 146_097, day % 146_097);
    // The last day of a long period would else begin a fifth short one.
    let century = (rest / 36_524).min(3);
    rest -= century * 36_524;
    let four = rest / 1_461;
    rest -= four * 1_461;
    let single = (rest / 365).min(3);
    rest -= single * 365;
    let year = 1601 + cycle * 400 + century * 100 + four * 4 + single;
    let leap = single == 3 && (four != 24 || century == 3);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    (year, month, rest + 1)
}
