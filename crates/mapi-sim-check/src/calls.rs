//! The calls of a trial, written down while they are made, so that they are known when the process is not there any more.

use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use mapi_sim::methods::{Interface, Method};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// How many of the last lines are told.
const TOLD: usize = 12;

/// Writes each line of the trace into a file at once.
pub(crate) struct CallWriter {
    file: File,
    spans: AtomicU64,
}

impl CallWriter {
    pub(crate) fn new(path: &Path) -> std::io::Result<Self> {
        Ok(Self { file: File::create(path)?, spans: AtomicU64::new(1) })
    }
}

/// What an event says.
#[derive(Default)]
struct Said {
    line: String,
    method: String,
    is_end: bool,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "method" {
            value.clone_into(&mut self.method);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => _ = write!(self.line, "{value:?}"),
            "code" | "panicked" => self.is_end = true,
            _ => {}
        }
    }
}

impl Subscriber for CallWriter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "mapi_sim"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut said = Said::default();
        event.record(&mut said);
        let kind = match (said.method.is_empty(), said.is_end) {
            (true, _) => '-',
            (false, false) => '>',
            (false, true) => '<',
        };
        // One write a line: what is written is not lost with the process.
        let line = format!("{kind}\t{}\t{}\n", said.method, said.line.replace('\n', " "));
        _ = (&self.file).write_all(line.as_bytes());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The calls that a process has told of.
#[derive(Default)]
pub(crate) struct Calls {
    /// The last lines of the trace.
    pub(crate) last: Vec<String>,
    /// The call of the provider that had not returned.
    pub(crate) under_way: Option<Method>,
}

impl Calls {
    /// What stands in the file of a [`CallWriter`]; nothing if there is none.
    pub(crate) fn read(path: &Path) -> Self {
        let text =
            fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<(&str, &str, &str)> = text.lines().filter_map(parts).collect();
        let mut open: Vec<&str> = Vec::new();
        for (kind, method, _) in &lines {
            match *kind {
                ">" => open.push(method),
                "<" => {
                    if let Some(at) = open.iter().rposition(|called| called == method) {
                        open.remove(at);
                    }
                }
                _ => {}
            }
        }
        let skip = lines.len().saturating_sub(TOLD);
        Self {
            last: lines.iter().skip(skip).map(|(_, _, line)| (*line).to_owned()).collect(),
            under_way: open.iter().rev().filter_map(|name| method(name)).find(|called| is_providers(*called)),
        }
    }
}

fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (kind, rest) = line.split_once('\t')?;
    let (method, line) = rest.split_once('\t')?;
    Some((kind, method, line))
}

fn method(name: &str) -> Option<Method> {
    Method::all().find(|method| method.name() == name)
}

/// Whether the method is one of the provider's objects. The others are MAPI's and the client's, and do not crash.
fn is_providers(method: Method) -> bool {
    let of_mapi = [
        Interface::IMAPISession,
        Interface::IMAPISupport,
        Interface::IMAPIAdviseSink,
        Interface::IProfSect,
        Interface::IProviderAdmin,
        Interface::IMsgServiceAdmin,
    ];
    !of_mapi.contains(&method.interface())
}
