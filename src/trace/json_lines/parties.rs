//! Parties and objects as words with numbers: `client`, `dll 1`, `support 2`, `IMAPIFolder 3`.

use super::form::{Form, index};
use super::read::Reading;
use super::write::Writing;
use crate::methods::{Interface, ObjectNo};
use crate::trace::event::{Actor, Object, TableKind};
use crate::trace::ids::{DllNo, ProviderNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo};

impl Form for Actor {
    type Plain = String;

    fn plain(&self, _trace: &mut Writing<'_>) -> String {
        match self {
            Self::Client => "client".to_owned(),
            Self::Mapi => "mapi".to_owned(),
            Self::Spooler => "spooler".to_owned(),
            Self::User => "user".to_owned(),
            Self::Provider(dll) => format!("dll {}", dll.number()),
        }
    }

    fn back(plain: String, trace: &mut Reading) -> Result<Self, String> {
        match (plain.as_str(), numbered(&plain)) {
            ("client", _) => Ok(Self::Client),
            ("mapi", _) => Ok(Self::Mapi),
            ("spooler", _) => Ok(Self::Spooler),
            ("user", _) => Ok(Self::User),
            (_, Some(("dll", number))) => {
                trace.known_dll(DllNo::from_index(index(number)?)).map(Self::Provider)
            }
            _ => Err(format!("{plain:?} is no party; parties are client, mapi, spooler, user and dll N")),
        }
    }
}

impl Form for Object {
    type Plain = String;

    fn plain(&self, _trace: &mut Writing<'_>) -> String {
        match self {
            Self::Mapi => "mapi".to_owned(),
            Self::Sink => "sink".to_owned(),
            Self::Table(TableKind::Stores) => "stores table".to_owned(),
            Self::Table(TableKind::Status) => "status table".to_owned(),
            Self::Session(no) => format!("session {}", no.number()),
            Self::Dll(no) => format!("dll {}", no.number()),
            Self::Provider(no) => format!("provider {}", no.number()),
            Self::Logon(no) => format!("logon {}", no.number()),
            Self::Store(no) => format!("store {}", no.number()),
            Self::Folder(no) => format!("folder {}", no.number()),
            Self::Support(no) => format!("support {}", no.number()),
            Self::Service(no) => format!("service {}", no.number()),
            Self::Services(no) => format!("services {}", no.number()),
            Self::Section(no) => format!("section {}", no.number()),
            Self::Opened(object) => opened(*object),
        }
    }

    fn back(plain: String, trace: &mut Reading) -> Result<Self, String> {
        match plain.as_str() {
            "mapi" => return Ok(Self::Mapi),
            "sink" => return Ok(Self::Sink),
            "stores table" => return Ok(Self::Table(TableKind::Stores)),
            "status table" => return Ok(Self::Table(TableKind::Status)),
            _ => {}
        }
        let unknown = || format!("{plain:?} names no object");
        let (kind, number) = numbered(&plain).ok_or_else(unknown)?;
        if let Some(object) = opened_back(kind, number) {
            return Ok(Self::Opened(object));
        }
        let index = index(number)?;
        Ok(match kind {
            "session" => Self::Session(SessionNo::from_index(index)),
            "dll" => Self::Dll(trace.known_dll(DllNo::from_index(index))?),
            "provider" => Self::Provider(ProviderNo::from_index(index)),
            "logon" => Self::Logon(StoreNo::from_index(index)),
            "store" => Self::Store(StoreNo::from_index(index)),
            "folder" => Self::Folder(StoreNo::from_index(index)),
            "support" => Self::Support(SupportNo::from_index(index)),
            "service" => Self::Service(ServiceNo::from_index(index)),
            "services" => Self::Services(SessionNo::from_index(index)),
            "section" => Self::Section(SectionNo::from_index(index)),
            _ => return Err(unknown()),
        })
    }
}

/// `IMAPIFolder 3`.
pub(super) fn opened(object: ObjectNo) -> String {
    format!("{} {}", object.interface.name(), object.number)
}

/// The object that [`opened`] wrote.
pub(super) fn opened_back(kind: &str, number: u32) -> Option<ObjectNo> {
    let interface = Interface::ALL.iter().copied().find(|interface| interface.name() == kind)?;
    Some(ObjectNo { interface, number })
}

/// A word and the number behind it, which has no sign and no zero in front.
pub(super) fn numbered(text: &str) -> Option<(&str, u32)> {
    let (kind, digits) = text.rsplit_once(' ')?;
    let number: u32 = digits.parse().ok()?;
    (number.to_string() == digits).then_some((kind, number))
}
