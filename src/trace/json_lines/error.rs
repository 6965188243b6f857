//! Why lines are no trace.

use std::fmt;

/// A file that is no trace: where, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TraceReadError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: TraceReadReason,
}

/// What can be wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TraceReadReason {
    /// The first line says something else than which trace this is.
    NoHeader,
    /// The format has a version that this crate does not read.
    Version(u32),
    /// It is no JSON object of the format.
    Form(String),
    /// Something in it has no meaning: a method that no interface has, a number that names nothing.
    Meaning(String),
    /// It is not as it was written: its sum is another, or it has none, or a line before it is missing.
    Altered,
    /// The lines end without the line that says so.
    Truncated,
    /// The last line counts other events than there are.
    Count {
        /// How many it says.
        said: usize,
        /// How many there are.
        found: usize,
    },
    /// There is something behind the line that ends a trace.
    AfterEnd,
}

impl TraceReadReason {
    pub(super) const fn at(self, line: usize) -> TraceReadError {
        TraceReadError { line, reason: self }
    }
}

impl fmt::Display for TraceReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl TraceReadReason {
    /// What to do about it.
    #[must_use]
    pub const fn to_do(&self) -> &'static str {
        match self {
            Self::NoHeader => {
                "Give the whole file, as `Trace::to_json_lines` has written it; who writes one by hand begins with that line."
            }
            Self::Version(_) => {
                "Read it with the version of mapi-sim that has written it, or record it again with this one."
            }
            Self::Form(_) | Self::Meaning(_) => {
                "The page of the module `mapi_sim::record` has the kinds of lines, their keys, and what stands in them."
            }
            Self::Altered => {
                "Record it again, or take the file as it was written; who changes lines by hand takes \"sum\" out of all of them."
            }
            Self::Truncated => "Take the whole file, or write that line by hand to read what is there.",
            Self::Count { .. } => {
                "Take the file as it was written; who changes lines by hand writes their number there."
            }
            Self::AfterEnd => "Take out what is behind it; each trace has a file of its own.",
        }
    }
}

impl fmt::Display for TraceReadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_why(f)?;
        write!(f, ". {}", self.to_do())
    }
}

impl TraceReadReason {
    fn write_why(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader => f.write_str(
                "a trace begins with {\"kind\":\"trace\",\"format\":\"mapi-sim trace\",\"version\":1,..}; this line is another",
            ),
            Self::Version(version) => write!(f, "version {version} of the format; this crate reads version 1"),
            Self::Form(why) => write!(f, "no line of a trace: {why}"),
            Self::Meaning(why) => f.write_str(why),
            Self::Altered => f.write_str(
                "the line is not as it was written, or a line before it is missing: its sum is another",
            ),
            Self::Truncated => f.write_str(
                "the lines end here, without {\"kind\":\"end\",..}: the file has been cut off, or what wrote it did not \
                 come to its end",
            ),
            Self::Count { said, found } => {
                let how = if said > found { "missing" } else { "there more than once" };
                write!(f, "the last line counts {said} events, and there are {found}: lines are {how}")
            }
            Self::AfterEnd => f.write_str("something stands behind the line that ends the trace"),
        }
    }
}

impl std::error::Error for TraceReadError {}
