//! The words for parties, objects, arguments and answers.

use std::fmt::Write as _;

use super::Trace;
use super::event::{Actor, Args, Bytes, Object, Out, TableKind};
use super::fact::Fact;
use super::ids::SectionNo;
use super::values::{object_text, values_text};
use crate::load::readings::{Reading, Strictness};
use crate::mapi::MapiUid;

impl Trace {
    pub(super) fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::Client => "client".to_owned(),
            Actor::Mapi => "MAPI".to_owned(),
            Actor::Spooler => "spooler".to_owned(),
            Actor::Provider(dll) => self.names.party(dll).to_owned(),
            Actor::User => "user".to_owned(),
        }
    }

    pub(super) fn object(&self, object: Object) -> String {
        match object {
            Object::Mapi => "MAPI".to_owned(),
            Object::Session(session) => session.to_string(),
            Object::Dll(dll) => self.names.dll(dll).to_owned(),
            Object::Provider(provider) => format!("provider object {provider}"),
            Object::Logon(store) => format!("logon object L{}", store.number()),
            Object::Store(store) => format!("store object {store}"),
            Object::Folder(store) => format!("a folder of {store}"),
            Object::Support(support) => format!("support object {support}"),
            Object::Services(session) => format!("service administration of {session}"),
            Object::Service(service) => format!("service {}", self.names.service(service)),
            Object::Section(section) => self.section(section),
            Object::Sink => "advise sink".to_owned(),
            Object::Table(TableKind::Stores) => "stores table".to_owned(),
            Object::Table(TableKind::Status) => "status table".to_owned(),
            Object::Opened(object) => object_text(object),
        }
    }

    pub(super) fn section(&self, section: SectionNo) -> String {
        self.names.section(section).map_or_else(|| section.to_string(), |name| format!("section {name:?}"))
    }

    /// A fact that is not a step, as a sentence without a subject where MAPI is the subject.
    pub(super) fn fact_text(&self, fact: Fact) -> String {
        match fact {
            Fact::Reached(step) => step.title().to_owned(),
            Fact::Skipped(_, reason) => format!("skipped: {reason}"),
            Fact::SectionChosen(section) => format!("MAPI takes {} of the profile", self.section(section)),
            Fact::SectionMade(section) => {
                format!("no section has this identifier: MAPI makes {section} without a service")
            }
            Fact::SectionRemoved(section) => format!("MAPI removes temporary {}", self.section(section)),
            Fact::SpoolerPair(store, pair) => {
                format!("the spooler holds L{0} and {store}, {1}", store.number(), pair.text())
            }
            Fact::SpoolerTold(store) => format!("the spooler knows of {store} and waits for its turn"),
            Fact::SpoolerToldOfDefault(section) => {
                let store = section.map_or_else(|| "no store".to_owned(), |section| self.section(section));
                format!("the spooler learns that {store} is the default from now on")
            }
            Fact::SpoolerLoadsDll(dll) => {
                format!("the spooler loads {} in a process of its own", self.names.dll(dll))
            }
            Fact::SpoolerLogonDropped(store) => {
                format!("{store} has gone: the waiting spooler logon is dropped")
            }
            Fact::OpenElsewhere(store) => {
                format!("another process has the store of {store} open: the transports go on")
            }
            Fact::SpoolerFailed(code) => format!("the spooler moves no mail for this store: {code}"),
            Fact::OpenFailed(code) => format!("the open has failed: {code}"),
            Fact::ErrorKept(text) => format!("MAPI keeps the error text: {}", self.text(text)),
            Fact::ServiceDisabled(service) => {
                format!("MAPI disables service {} for this session", self.names.service(service))
            }
            Fact::ServiceAdded(service) => {
                format!("MAPI adds service {} to the profile", self.names.service(service))
            }
            Fact::ServiceRemoved(service) => {
                format!("MAPI takes service {} out of the profile", self.names.service(service))
            }
            Fact::ProviderAdded(section) => format!("MAPI adds {} to the profile", self.section(section)),
            Fact::ProviderMarked(section) => {
                format!("{} is in use: MAPI marks it for deletion", self.section(section))
            }
            Fact::ProviderRemoved(section) => {
                format!("MAPI removes {} from the profile", self.section(section))
            }
            Fact::UidsRemoved(store, count) => {
                let uids = counted(count, "MAPIUID", "MAPIUIDs");
                format!("MAPI takes {uids} of L{} out of its routing", store.number())
            }
            Fact::RowsRemoved(store, count) => {
                let rows = counted(count, "status row", "status rows");
                format!("MAPI removes {rows} of L{}", store.number())
            }
            Fact::SupportFreed(support) => format!("support object {support} is freed"),
            Fact::LogonReleased(store) => format!("MAPI releases logon object L{}", store.number()),
            Fact::ProviderReleased(provider, by) => {
                format!("{} releases provider object {provider}", self.actor(by))
            }
            Fact::DialogShown(text) => format!("the user sees the dialog {:?}", self.text(text)),
            Fact::DialogAnswered(text, _) => format!("the user {}", self.text(text)),
            Fact::DialogRefused(text) => format!("nobody can see the dialog {:?}", self.text(text)),
            Fact::ReadAs(reading, choice) => read_as(reading, choice),
            Fact::Deviated(number) => self.deviation_text(number),
            Fact::Advised(number) => self.advice_text(number),
            Fact::Note(text) => self.text(text).to_owned(),
        }
    }

    fn deviation_text(&self, number: u32) -> String {
        let deviation = usize::try_from(number).ok().and_then(|index| self.deviations().get(index));
        deviation.map_or_else(String::new, |deviation| format!("DEVIATION {deviation}"))
    }

    fn advice_text(&self, number: u32) -> String {
        let advice = usize::try_from(number).ok().and_then(|index| self.advice().get(index));
        advice.map_or_else(String::new, |advice| format!("ADVICE {advice}"))
    }
}

fn read_as(reading: Reading, choice: Strictness) -> String {
    let (number, word, meaning) = (reading.number(), choice.word(), reading.meaning(choice));
    format!("{reading:?} (open point {number}) is read as {word}: {meaning}")
}

impl Trace {
    /// What was passed in a call, as the text of the trace has it.
    pub(crate) fn args_text(&self, args: Args) -> String {
        args_text(self, args)
    }
}

pub(super) fn args_text(trace: &Trace, args: Args) -> String {
    match args {
        Args::None => String::new(),
        Args::LogonEx(flags) => flags.to_string(),
        Args::Initialize(flags) => flags.to_string(),
        Args::OpenStore(id, flags) => format!("{}, {flags}", bytes(id)),
        Args::Init(version, flags) => format!("MAPI's SPI {version}, {flags}"),
        Args::Logon(support, id, flags) => format!("{support}, {}, {flags}", optional_id(id, "no id")),
        Args::SpoolerLogon(support, id, flags, security) => {
            format!("{support}, {}, {flags}, {security} bytes of validation data", optional_id(id, "no id"))
        }
        Args::Ids(a, b) => format!("{}, {}", bytes(a), bytes(b)),
        Args::Entry(id, flags) => format!("{}, {flags}", optional_id(id, "root")),
        Args::Id(id) => bytes(id),
        Args::SpecialFolder(folder) => format!("{:?}", folder.title()),
        Args::Advise(id, mask) => format!("{}, {mask}", optional_id(id, "whole store")),
        Args::Events(mask) => mask.to_string(),
        Args::Uid(uid) => uid.to_string(),
        Args::Section(uid, flags) => format!("{}, {flags}", section_uid(uid)),
        Args::StatusRow(columns, flags) => format!("{columns} columns, {flags}"),
        Args::Logoff(flags) => flags.to_string(),
        Args::SpoolerNotify(flags) => flags.to_string(),
        Args::Service(context, flags) => format!("{context}, {flags}"),
        Args::ServiceFlags(flags) => flags.to_string(),
        Args::DefaultStore(id, flags) => format!("{}, {flags}", optional_id(id, "no store")),
        Args::Props(count) => counted(count, "property", "properties"),
        Args::Notifications(count) => counted(count, "notification", "notifications"),
        Args::Width(width) => width.to_string(),
        Args::Raw(raw) => raw.to_string(),
        Args::Values(number) => values_text(trace.values(number)),
    }
}

/// What follows the code of a return, with its comma.
pub(super) fn out_text(trace: &Trace, out: Out) -> String {
    match out {
        Out::None => String::new(),
        Out::Init(provider, version) => {
            let object =
                provider.map_or_else(|| "no provider object".to_owned(), |p| format!("provider object {p}"));
            format!(", {object}, provider's SPI {version}")
        }
        Out::Logon { store, logon, security } => logon_text(store, logon, security),
        Out::Store(store) => format!(", store object {store}"),
        Out::Session(session) => format!(", {session}"),
        Out::Same(same) => (if same { ", the same" } else { ", different" }).to_owned(),
        Out::Props(count) => format!(", {}", counted(count, "property", "properties")),
        Out::Connection(number) => format!(", connection {number}"),
        Out::Logoff(flags) => format!(", {flags}"),
        Out::Id(id) => format!(", {}", bytes(id)),
        Out::Uid(uid) => format!(", {uid}"),
        Out::Service(service) => format!(", service {}", trace.names.service(service)),
        Out::Section(section) => format!(", {}", trace.section(section)),
        Out::Values(number) if trace.values(number).is_empty() => String::new(),
        Out::Values(number) => format!(", {}", values_text(trace.values(number))),
    }
}

fn logon_text(store: bool, logon: bool, security: u32) -> String {
    let mut text = String::new();
    let store = if store { "a store object" } else { "no store object" };
    let logon = if logon { "a logon object" } else { "no logon object" };
    let _ = write!(text, ", {store}, {logon}");
    if security > 0 {
        let _ = write!(text, ", {security} bytes of validation data");
    }
    text
}

pub(super) fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn section_uid(uid: Option<MapiUid>) -> String {
    uid.map_or_else(|| "own section".to_owned(), |uid| uid.to_string())
}

fn optional_id(id: Option<Bytes>, without: &str) -> String {
    id.map_or_else(|| without.to_owned(), bytes)
}

/// `id of 61 bytes ..0A0B0C0D`: identifiers of one provider differ in their last bytes.
pub(super) fn bytes(extract: Bytes) -> String {
    let shown = usize::try_from(extract.len).unwrap_or(usize::MAX).min(extract.tail.len());
    let mut text = format!("id of {} bytes ", extract.len);
    if usize::try_from(extract.len).is_ok_and(|len| len > shown) {
        text.push_str("..");
    }
    for byte in extract.tail.iter().skip(extract.tail.len() - shown) {
        let _ = write!(text, "{byte:02X}");
    }
    text.trim_end().to_owned()
}
