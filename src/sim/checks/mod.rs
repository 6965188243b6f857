//! What the simulator says of providers and clients that break a rule. Nothing here knows the books: a check gets what it
//! looks at, and the recorder.

pub(crate) mod client_findings;
pub(crate) mod finding;
pub(crate) mod load_findings;
pub(crate) mod needless_calls;
pub(crate) mod provider_findings;
pub(crate) mod words;
