//! What clients and the spooler open, where a trace shows calls on it \[`TraceDetail::All`\]: wrappers that record.
//!
//! With less detail there are no wrappers, and everybody has the objects themselves.

use std::sync::{Arc, Weak};

use crate::mapi::{HResult, MapiResult};
use crate::methods::{Interface, Named, ObjectNo, Show, ShowDetail, Values};
use crate::sim::kernel::shared::Shared;
use crate::spi::{Dialog, DialogAnswer, IMAPITable, IMsgStore, IProfSect, MapiObject};
use crate::trace::{self, Actor, Args, Context, Object, Out, StoreNo, TraceDetail};
use crate::wrap::{Call, Layer, ObjectWrapper, Outcome};

/// The wrappers of a subsystem. An object has one for all clients, and one for the spooler.
pub(super) struct Traced {
    clients: ObjectWrapper,
    spooler: ObjectWrapper,
}

impl Traced {
    /// If the trace has that much detail.
    pub(super) fn new(detail: TraceDetail) -> Option<Self> {
        if detail < TraceDetail::All {
            return None;
        }
        let nobody =
            || Recording { shared: Weak::new(), by: Actor::Mapi, context: Context::default(), store: None };
        let clients = ObjectWrapper::new(nobody());
        let spooler = clients.for_another_party(nobody());
        Some(Self { clients, spooler })
    }
}

/// Who gets an object, and what the calls on it belong to.
#[derive(Clone, Copy)]
pub(crate) struct Receiver {
    by: Actor,
    context: Context,
    store: Option<StoreNo>,
}

impl Receiver {
    /// A client.
    pub(crate) const fn client(context: Context) -> Self {
        Self { by: Actor::Client, context, store: None }
    }

    /// The spooler.
    pub(crate) const fn spooler(context: Context) -> Self {
        Self { by: Actor::Spooler, context, store: None }
    }

    /// The number that traces show of a store object.
    const fn of_store(self, store: StoreNo) -> Self {
        Self { store: Some(store), ..self }
    }
}

impl Shared {
    /// Whether calls on what is opened are recorded where they are made.
    pub(crate) const fn records_all(&self) -> bool {
        self.traced.is_some()
    }

    /// A store object of a provider, as it is handed out. May be called while the state is locked.
    #[inline]
    pub(crate) fn hand_out_store(
        self: &Arc<Self>,
        to: Receiver,
        store: StoreNo,
        object: Arc<dyn IMsgStore>,
    ) -> Arc<dyn IMsgStore> {
        // Usually, and on the way of an open.
        if !self.records_all() {
            return object;
        }
        match self.wrapper(to.of_store(store)) {
            Some(wrapper) => wrapper.store(object),
            None => object,
        }
    }

    /// The provider's own store object behind one that was handed out.
    pub(crate) fn inner_store(&self, object: Arc<dyn IMsgStore>) -> Arc<dyn IMsgStore> {
        match &self.traced {
            Some(traced) => traced.clients.inner_store(&object),
            None => object,
        }
    }

    /// An object of any kind, as it is handed out.
    pub(crate) fn hand_out(self: &Arc<Self>, to: Receiver, object: MapiObject) -> MapiObject {
        match self.wrapper(to) {
            Some(wrapper) => wrapper.object(object),
            None => object,
        }
    }

    /// A table of MAPI's, as it is handed out.
    pub(crate) fn hand_out_table(
        self: &Arc<Self>,
        to: Receiver,
        table: Arc<dyn IMAPITable>,
    ) -> Arc<dyn IMAPITable> {
        match self.wrapper(to) {
            Some(wrapper) => wrapper.table(table),
            None => table,
        }
    }

    /// A section of the profile, as it is handed out.
    pub(crate) fn hand_out_section(
        self: &Arc<Self>,
        to: Receiver,
        section: Arc<dyn IProfSect>,
    ) -> Arc<dyn IProfSect> {
        match self.wrapper(to) {
            Some(wrapper) => wrapper.section(section),
            None => section,
        }
    }

    /// Arguments of a call on an object of MAPI: every one, where calls on what is opened are recorded with theirs.
    pub(crate) fn args_told(&self, args: Args, show: impl FnOnce(&mut Values)) -> Args {
        if !self.records_all() {
            return args;
        }
        let mut values = Values::new(self.options.show_detail());
        show(&mut values);
        Args::Values(self.with(|state| state.recorder.values(values.into_list())))
    }

    /// The code and, where calls on what is opened are recorded, the object that it opens.
    pub(crate) fn opened_told<R: Show>(&self, result: &MapiResult<R>) -> (HResult, Out) {
        let Outcome { code, answer, .. } = Outcome::told(result, self.options.show_detail());
        if answer.is_empty() || !self.records_all() {
            return (code, Out::None);
        }
        (code, Out::Values(self.with(|state| state.recorder.values(answer))))
    }

    fn wrapper(self: &Arc<Self>, to: Receiver) -> Option<ObjectWrapper> {
        let traced = self.traced.as_ref()?;
        let party = if to.by == Actor::Spooler { &traced.spooler } else { &traced.clients };
        let Receiver { by, context, store } = to;
        Some(party.with_layer(Recording { shared: Arc::downgrade(self), by, context, store }))
    }
}

/// Records every call. It keeps nobody alive: what a client has may outlive the subsystem.
struct Recording {
    shared: Weak<Shared>,
    by: Actor,
    context: Context,
    store: Option<StoreNo>,
}

impl Recording {
    fn object(&self, object: ObjectNo) -> Object {
        match (object.interface, self.store) {
            (Interface::IMsgStore, Some(store)) => Object::Store(store),
            _ => Object::Opened(object),
        }
    }
}

impl Layer for Recording {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        let Some(shared) = self.shared.upgrade() else {
            go_on();
            return Ok(());
        };
        let keep = |values: Vec<Named>| shared.with(|state| state.recorder.values(values));
        let args = Args::Values(keep(call.arguments.clone()));
        let recorded = trace::Call { from: self.by, to: self.object(call.object), method: call.method, args };
        shared.cross(
            self.context,
            recorded,
            || Ok(go_on()),
            |outcome| match outcome {
                Ok(outcome) if outcome.answer.is_empty() => (outcome.code, Out::None),
                Ok(outcome) => (outcome.code, Out::Values(keep(outcome.answer.clone()))),
                Err(error) => (error.code(), Out::None),
            },
        )?;
        Ok(())
    }

    fn dialog(&self, dialog: &Dialog, answer: &DialogAnswer) {
        if let Some(shared) = self.shared.upgrade() {
            shared.record_dialog(self.context, dialog, answer);
        }
    }

    fn detail(&self) -> ShowDetail {
        self.shared.upgrade().map_or(ShowDetail::Short, |shared| shared.options.show_detail())
    }

    fn number(&self, interface: Interface) -> u32 {
        // A store has the number of its logon. It is handed out while the state is locked.
        if interface == Interface::IMsgStore {
            return 0;
        }
        let next = |shared: Arc<Shared>| shared.with(|state| state.recorder.next_number(interface));
        self.shared.upgrade().map_or(0, next)
    }

    fn released(&self, object: ObjectNo) {
        let Some(shared) = self.shared.upgrade() else { return };
        if object.interface != Interface::IMsgStore {
            shared.with(|state| state.recorder.release(self.context, self.object(object), self.by, 0));
        }
    }
}
