//! The model: what a client has, and what has to come of each call.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

use super::{Stateful, StatefulStage};
use crate::load::Step;

/// A call of the client, or a turn of the spooler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Move {
    /// `MAPILogonEx`, with or without mail.
    LogOn {
        /// Without `MAPI_NO_MAIL`.
        mail: bool,
    },
    /// `OpenMsgStore` of a store, with or without mail.
    Open {
        /// Which.
        store: usize,
        /// Without `MDB_NO_MAIL`.
        mail: bool,
    },
    /// `GetProps` of the store behind this pointer.
    Use(usize),
    /// `StoreLogoff` of the store behind this pointer.
    StoreLogoff(usize),
    /// `Release` of this pointer.
    Release(usize),
    /// `IMAPISession::Logoff`, and the session is released, after the pointers.
    LogOff,
    /// The spooler logs on to what waits.
    Spooler,
}

/// What the model knows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Model {
    stores: usize,
    /// Whether the session has mail, if there is one.
    session: Option<bool>,
    /// The stores behind the client's pointers, in the order of the opens.
    pub(super) open: Vec<usize>,
    loaded: bool,
    /// Stores that the spooler was told of, and those of them that it has not logged on to.
    told: BTreeSet<usize>,
    waiting: BTreeSet<usize>,
    /// What the last call has to have led to.
    pub(super) expected: Expected,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) enum Expected {
    #[default]
    Nothing,
    Steps(Vec<Step>),
    /// At most so many logons.
    Logons(usize),
}

impl Model {
    pub(super) fn of_stores(stores: usize) -> Self {
        Self { stores: stores.max(1), ..Self::default() }
    }

    fn apply(&mut self, made: Move) {
        self.expected = Expected::Nothing;
        match made {
            Move::LogOn { mail } => self.session = Some(mail),
            Move::Open { store, mail } => self.opens(store, mail && self.session == Some(true)),
            Move::Use(_) | Move::StoreLogoff(_) => {}
            Move::Release(pointer) => {
                if pointer < self.open.len() {
                    let store = self.open.remove(pointer);
                    self.closes(store);
                }
            }
            Move::LogOff => {
                *self = Self { stores: self.stores, ..Self::default() };
            }
            Move::Spooler => {
                self.expected = Expected::Logons(self.waiting.len());
                self.waiting.clear();
            }
        }
    }

    fn opens(&mut self, store: usize, mail: bool) {
        let mut steps = vec![Step::OpenMsgStore];
        if !self.loaded {
            steps.extend([Step::MsProviderInit, Step::ProviderObject]);
        }
        steps.extend([Step::Logon, Step::LogonAndStore]);
        if mail && self.told.insert(store) {
            steps.push(Step::SpoolerTold);
            self.waiting.insert(store);
        }
        steps.push(Step::StoreToClient);
        self.loaded = true;
        self.open.push(store);
        self.expected = Expected::Steps(steps);
    }

    /// With the last pointer the store goes.
    fn closes(&mut self, store: usize) {
        if !self.open.contains(&store) {
            self.told.remove(&store);
            self.waiting.remove(&store);
        }
    }
}

impl<S: StatefulStage> ReferenceStateMachine for Stateful<S> {
    type State = Model;
    type Transition = Move;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::of_stores(S::stores().len())).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Move> {
        if model.session.is_none() {
            return any::<bool>().prop_map(|mail| Move::LogOn { mail }).boxed();
        }
        let open = (0..model.stores, proptest::bool::weighted(0.8));
        let open = open.prop_map(|(store, mail)| Move::Open { store, mail });
        let others = prop_oneof![4 => open.clone(), 1 => Just(Move::LogOff), 2 => Just(Move::Spooler)];
        if model.open.is_empty() {
            return others.boxed();
        }
        let pointer = || 0..model.open.len();
        let of_pointer = prop_oneof![
            2 => pointer().prop_map(Move::Use),
            1 => pointer().prop_map(Move::StoreLogoff),
            3 => pointer().prop_map(Move::Release),
        ];
        prop_oneof![others, of_pointer].boxed()
    }

    fn apply(mut model: Model, made: &Move) -> Model {
        model.apply(*made);
        model
    }

    fn preconditions(model: &Model, made: &Move) -> bool {
        match *made {
            Move::LogOn { .. } => model.session.is_none(),
            Move::Open { store, .. } => model.session.is_some() && store < model.stores,
            Move::Use(pointer) | Move::StoreLogoff(pointer) | Move::Release(pointer) => {
                pointer < model.open.len()
            }
            Move::LogOff | Move::Spooler => model.session.is_some(),
        }
    }
}
