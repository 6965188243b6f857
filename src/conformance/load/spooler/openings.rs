//! How a client has come to a store that the spooler is told of.

use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, Trial};
use crate::conformance::rule::{OrBreach, Reached, Verdict, way};
use crate::mapi::{MapiResult, OpenStoreFlags};
use crate::sim::{Reply, Session, SpoolerModel, SpoolerStore};
use crate::spi::IMsgStore;

/// Both places where the spooler may run.
pub(super) const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];

/// One way to an open store.
pub(super) struct Opening {
    pub(super) name: &'static str,
    slot: StoreSlot,
    options: MachineOptions,
    /// Whether the user has to say something.
    asks: bool,
}

/// The ways that need no more than an identifier.
pub(super) fn openings(trial: &Trial) -> Vec<Opening> {
    let plain = |name, slot| Opening { name, slot, options: MachineOptions::default(), asks: false };
    let mut openings = vec![plain("the first store", StoreSlot::Store)];
    if trial.has(Capability::SecondStore) {
        openings.push(plain("the second store", StoreSlot::Second));
    }
    openings
}

/// Further ways, in which more than the identifier of a store is needed.
pub(super) fn more_openings(trial: &Trial) -> Vec<Opening> {
    let mut openings = openings(trial);
    if trial.has(Capability::Password) {
        openings.push(Opening {
            name: "a store whose password is in the profile",
            slot: StoreSlot::Password,
            options: MachineOptions::default().right_password(),
            asks: false,
        });
    }
    if trial.has(Capability::Ui) {
        openings.extend(asking(trial));
    }
    openings
}

/// Those in which the user is asked.
fn asking(trial: &Trial) -> impl Iterator<Item = Opening> + use<> {
    let replies =
        |declared, replies: &[Reply]| (trial.has(declared) && !replies.is_empty()).then(|| replies.to_vec());
    let typed = trial.setup.password.as_ref().map_or(&[][..], |password| &password.typed);
    let typed = replies(Capability::Password, typed).map(|replies| Opening {
        name: "a store whose password was typed",
        slot: StoreSlot::Password,
        options: MachineOptions::default().user(replies),
        asks: true,
    });
    let chosen = replies(Capability::ChoosesStore, &trial.setup.chooses_store).map(|replies| Opening {
        name: "a store that was chosen",
        slot: StoreSlot::Nameless,
        options: MachineOptions::default().nameless().user(replies),
        asks: true,
    });
    typed.into_iter().chain(chosen)
}

/// A store that a client has open.
pub(super) struct Opened {
    pub(super) store: Arc<dyn IMsgStore>,
    pub(super) session: Arc<Session>,
    pub(super) machine: Machine,
}

impl Opening {
    /// Goes this way, with the spooler in that place.
    fn open(&self, trial: &Trial, model: SpoolerModel) -> Reached<Option<Opened>> {
        let machine = trial.fresh_machine(self.options.clone().spooler(model))?;
        let session = machine.session()?;
        let mut flags = OpenStoreFlags::empty();
        flags.set(OpenStoreFlags::MDB_WRITE, trial.has(Capability::Write));
        flags.set(OpenStoreFlags::MDB_NO_DIALOG, !self.asks);
        let opened = machine.try_open(&session, self.slot, flags)?;
        // Whether a user is asked as the fixture says is what other rules ask.
        if self.asks && opened.is_err() {
            return Ok(None);
        }
        let store =
            opened.or_not_reached(way::slot(self.slot), format_args!("OpenMsgStore of {}", self.name))?;
        Ok(Some(Opened { store, session, machine }))
    }
}

impl Opening {
    /// The same store once more, and what came of it.
    pub(super) fn open_again(
        &self,
        machine: &Machine,
        session: &Session,
    ) -> Reached<MapiResult<Arc<dyn IMsgStore>>> {
        machine.try_open(session, self.slot, OpenStoreFlags::MDB_NO_DIALOG)
    }
}

impl Opened {
    /// What the spooler holds of the store once it has run.
    pub(super) fn pair(&self) -> Option<SpoolerStore> {
        self.machine.run_spooler().into_iter().next()
    }
}

/// Asks about every way, with the spooler in each of these places.
pub(super) fn each_opening(
    trial: &Trial,
    openings: &[Opening],
    models: &[SpoolerModel],
    ask: impl Fn(&Opening, SpoolerModel, &Opened) -> Verdict,
) -> Verdict {
    for opening in openings {
        for model in models {
            if let Some(opened) = opening.open(trial, *model)? {
                ask(opening, *model, &opened)?;
            }
        }
    }
    Ok(())
}

/// Where the spooler runs, for a message.
pub(super) const fn place(model: SpoolerModel) -> &'static str {
    match model {
        SpoolerModel::SameProcess => "in the client's process",
        SpoolerModel::OwnProcess => "in another process",
    }
}
