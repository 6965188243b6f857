//! The lines of life of a diagram, and which one an object belongs to.

use litemap::LiteMap;

use crate::trace::event::{Actor, Event, Object, Out, What};
use crate::trace::ids::{DllNo, OpenNo, ProviderNo, ServiceNo};
use crate::trace::{Method, Trace};

/// A line of life, in their order from left to right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Lane {
    Client,
    Mapi,
    Spooler,
    Provider(DllNo),
    /// A provider of which the trace does not tell the DLL, since its beginning is missing.
    SomeProvider,
    User,
}

impl Lane {
    pub(super) fn name(self, trace: &Trace) -> &str {
        match self {
            Self::Client => "client",
            Self::Mapi => "MAPI",
            Self::Spooler => "spooler",
            Self::Provider(dll) => trace.dll_name(dll),
            Self::SomeProvider => "provider",
            Self::User => "user",
        }
    }

    pub(super) const fn of_actor(actor: Actor) -> Self {
        match actor {
            Actor::Client => Self::Client,
            Actor::Mapi => Self::Mapi,
            Actor::Spooler => Self::Spooler,
            Actor::Provider(dll) => Self::Provider(dll),
            Actor::User => Self::User,
        }
    }
}

/// Whose code is behind the objects of a trace. Objects of providers have numbers of their own; which DLL made one
/// follows from what happened before.
pub(super) struct Lanes {
    providers: LiteMap<ProviderNo, DllNo>,
    opens: LiteMap<OpenNo, DllNo>,
    services: LiteMap<ServiceNo, DllNo>,
    /// The DLL, if the machine has just one.
    only: Option<DllNo>,
}

impl Lanes {
    pub(super) fn of(trace: &Trace) -> Self {
        let only = (trace.names.dlls.len() == 1).then(|| DllNo::from_index(0));
        let mut lanes =
            Self { providers: LiteMap::new(), opens: LiteMap::new(), services: LiteMap::new(), only };
        let mut configured = None;
        for event in trace.iter() {
            lanes.learn(&event, &mut configured);
        }
        lanes
    }

    /// `configured` is the service whose entry point was called last: the next call of a provider comes from there.
    fn learn(&mut self, event: &Event, configured: &mut Option<ServiceNo>) {
        if let What::Return { from: Object::Dll(dll), out: Out::Init(Some(provider), _), .. } = event.what {
            self.providers.insert(provider, dll);
        } else if let What::Call { to: Object::Service(service), method: Method::MsgServiceEntry, .. } =
            event.what
        {
            *configured = Some(service);
        } else if let What::Call { from: Actor::Provider(dll), .. } = event.what {
            if let Some(service) = configured.take() {
                self.services.entry(service).or_insert(dll);
            }
            if let Some(open) = event.open {
                self.opens.entry(open).or_insert(dll);
            }
        } else if let What::Call {
            to: Object::Provider(provider),
            method: Method::ProviderLogon | Method::ProviderSpoolerLogon,
            ..
        } = event.what
            && let (Some(open), Some(dll)) = (event.open, self.providers.get(&provider))
        {
            self.opens.insert(open, *dll);
        }
    }

    /// Whose code answers a call of `method` on `object`.
    pub(super) fn of_object(&self, object: Object, method: Method, open: Option<OpenNo>) -> Lane {
        match object {
            Object::Mapi
            | Object::Session(_)
            | Object::Section(_)
            | Object::Support(_)
            | Object::Services(_)
            | Object::Table(_) => Lane::Mapi,
            Object::Dll(dll) => Lane::Provider(dll),
            Object::Provider(provider) => self.provider(self.providers.get(&provider)),
            // What MAPI itself has opened for a client belongs to no open.
            Object::Opened(_) if open.is_none() => Lane::Mapi,
            Object::Logon(_) | Object::Store(_) | Object::Folder(_) | Object::Opened(_) => {
                self.provider(open.and_then(|open| self.opens.get(&open)))
            }
            Object::Service(service) if method == Method::MsgServiceEntry => {
                self.provider(self.services.get(&service))
            }
            Object::Service(_) => Lane::Mapi,
            Object::Sink => Lane::Client,
        }
    }

    fn provider(&self, known: Option<&DllNo>) -> Lane {
        known.copied().or(self.only).map_or(Lane::SomeProvider, Lane::Provider)
    }
}
