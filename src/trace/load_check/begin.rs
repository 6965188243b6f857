//! What MAPI may have known when an open began.

use std::collections::BTreeMap;

use super::begins;
use super::run::{Known, Run, Runs};
use crate::load::readings::Readings;
use crate::load::{LoadMachine, OpenFacts, ProviderObject};
use crate::mapi::{LogonExFlags, OpenStoreFlags, StoreLogonFlags};
use crate::methods::Method;
use crate::trace::Trace;
use crate::trace::event::{Args, Event, Object, Out, What};
use crate::trace::fact::Fact;
use crate::trace::ids::{OpenNo, SessionNo};

/// What the trace says of opens beside the order of their events.
#[derive(Default)]
pub(super) struct Beginnings {
    opens: BTreeMap<OpenNo, Told>,
    /// Whether a client has logged on to a session with mail, and whether one has without.
    mail: BTreeMap<SessionNo, [bool; 2]>,
    seen_by_provider: bool,
}

/// What is said of an open.
struct Told {
    flags: Option<OpenStoreFlags>,
    readings: Readings,
    /// The entry point of its message service is called.
    configured: bool,
}

impl Beginnings {
    pub(super) fn of(trace: &Trace) -> Self {
        let mut beginnings = Self { seen_by_provider: trace.is_seen_by_provider(), ..Self::default() };
        let mut logons = Vec::new();
        for event in trace.iter() {
            beginnings.learn(&event, &mut logons);
        }
        beginnings
    }

    /// `logons` are the flags of logons that have not returned, which may be nested.
    fn learn(&mut self, event: &Event, logons: &mut Vec<LogonExFlags>) {
        if let What::Call { args: Args::LogonEx(flags), .. } = event.what {
            logons.push(flags);
        } else if let What::Return { method: Method::MapiLogonEx, out, .. } = event.what {
            self.logged_on(logons.pop(), out);
        } else if let What::Panicked { method: Method::MapiLogonEx, .. } = event.what {
            logons.pop();
        } else if let Some(open) = event.open {
            self.told(open).learn(event);
        }
    }

    fn logged_on(&mut self, flags: Option<LogonExFlags>, out: Out) {
        let (Some(flags), Out::Session(session)) = (flags, out) else { return };
        let without = flags.contains(LogonExFlags::MAPI_NO_MAIL);
        let mail = self.mail.entry(session).or_default();
        if let Some(seen) = mail.get_mut(usize::from(without)) {
            *seen = true;
        }
    }

    fn told(&mut self, open: OpenNo) -> &mut Told {
        let nothing = || Told { flags: None, readings: Readings::DEFAULT, configured: false };
        self.opens.entry(open).or_insert_with(nothing)
    }

    /// Every run that an open may be, if its beginning is there.
    pub(super) fn runs(&self, open: OpenNo, first: &Event) -> Option<Runs> {
        let told = self.opens.get(&open)?;
        if !begins(first, self.seen_by_provider) {
            return None;
        }
        let known = Known { seen_by_provider: self.seen_by_provider, configured: told.configured };
        let mut runs = Vec::new();
        for facts in self.facts(told, first.session) {
            let (machine, effects) = LoadMachine::open(facts);
            runs.push(Run::new(machine, &effects, known));
        }
        Some(Runs::new(runs, known))
    }

    fn facts(&self, told: &Told, session: Option<SessionNo>) -> Vec<OpenFacts> {
        let flags = told.flags.unwrap_or_default();
        let [with_mail, without_mail] =
            session.and_then(|session| self.mail.get(&session)).copied().unwrap_or([true, true]);
        let clients = [(with_mail, false), (without_mail, true)];
        let mut all = Vec::new();
        for (_, client_no_mail) in clients.into_iter().filter(|(seen, _)| *seen) {
            for provider_object in
                [ProviderObject::Missing, ProviderObject::Present, ProviderObject::PresentStoreOpen]
            {
                for service_disabled in [false, true] {
                    all.push(OpenFacts {
                        provider_object,
                        service_disabled,
                        client_no_mail,
                        store_no_mail: flags.contains(OpenStoreFlags::MDB_NO_MAIL),
                        no_dialog: flags.contains(OpenStoreFlags::MDB_NO_DIALOG),
                        temporary: flags.contains(OpenStoreFlags::MDB_TEMPORARY),
                        service_known: true,
                        readings: told.readings,
                    });
                }
            }
        }
        all
    }
}

impl Told {
    fn learn(&mut self, event: &Event) {
        if let What::Call { args: Args::OpenStore(_, flags), .. } = event.what {
            self.flags = Some(flags);
        } else if let What::Call { args: Args::Logon(_, _, flags), .. } = event.what {
            // What is seen inside of a provider are the flags of Logon, which have the same bits.
            self.flags = self.flags.or_else(|| Some(client_flags(flags)));
        } else if let What::Call { to: Object::Service(_), method: Method::MsgServiceEntry, .. } = event.what
        {
            self.configured = true;
        } else if let What::Fact(Fact::ReadAs(reading, choice)) = event.what {
            self.readings = self.readings.with(reading, choice);
        }
    }
}

fn client_flags(flags: StoreLogonFlags) -> OpenStoreFlags {
    let both = [
        (StoreLogonFlags::MDB_NO_MAIL, OpenStoreFlags::MDB_NO_MAIL),
        (StoreLogonFlags::MDB_NO_DIALOG, OpenStoreFlags::MDB_NO_DIALOG),
        (StoreLogonFlags::MDB_TEMPORARY, OpenStoreFlags::MDB_TEMPORARY),
    ];
    let given = both.into_iter().filter(|(logon, _)| flags.contains(*logon));
    given.fold(OpenStoreFlags::empty(), |all, (_, open)| all | open)
}
