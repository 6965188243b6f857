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

impl fmt::Display for TraceReadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader => f.write_str(
                "a trace begins with {\"kind\":\"trace\",\"format\":\"mapi-sim trace\",\"version\":1,..}; this line is another",
            ),
            Self::Version(version) => write!(f, "version {version} of the format; this crate reads version 1"),
            Self::Form(why) => write!(f, "no line of a trace: {why}"),
            Self::Meaning(why) => f.write_str(why),
            Self::Altered => f.write_str(
                "the line is not as it was written, or a line before it is missing: its sum is another. \
                 Who changes lines by hand takes \"sum\" out of all of them",
            ),
            Self::Truncated => f.write_str(
                "the lines end here, without {\"kind\":\"end\",..}: the file has been cut off, or what wrote it did not \
                 come to its end. Write that line by hand to read what is there",
            ),
            Self::Count { said, found } => {
                write!(f, "the last line counts {said} events, and there are {found}: lines are missing")
            }
            Self::AfterEnd => f.write_str("something stands behind the line that ends the trace"),
        }
    }
}

impl std::error::Error for TraceReadError {}
