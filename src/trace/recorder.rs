//! The writing end of a trace.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::advice::Advice;
use super::deviation::Deviation;
use super::event::{Actor, Args, Bytes, Event, Object, Out, ValuesNo, What};
use super::fact::{Fact, TextNo};
use super::ids::{OpenNo, SectionNo, ServiceNo, SessionNo, TaskNo};
use super::log::Part;
use super::{Names, Trace, TraceDetail};
use crate::mapi::{EntryId, HResult};
use crate::methods::{Interface, Method, Named};

/// What an event belongs to.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Context {
    pub(crate) session: Option<SessionNo>,
    pub(crate) open: Option<OpenNo>,
}

impl Context {
    pub(crate) const fn session(session: SessionNo) -> Self {
        Self { session: Some(session), open: None }
    }

    pub(crate) const fn of(session: SessionNo, open: Option<OpenNo>) -> Self {
        Self { session: Some(session), open }
    }
}

/// A call as it is recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) from: Actor,
    pub(crate) to: Object,
    pub(crate) method: Method,
    pub(crate) args: Args,
}

/// A call that is on record and has not returned. Its return is recorded once.
#[derive(Clone, Copy, Debug)]
#[must_use = "a call that is on record has to be made, and its return recorded"]
pub(crate) struct Called {
    context: Context,
    to: Object,
    method: Method,
}

impl Called {
    pub(crate) const fn method(&self) -> Method {
        self.method
    }

    pub(crate) const fn context(&self) -> Context {
        self.context
    }
}

/// The events that a trace has room for at first: enough for a session in which one store is opened.
const ROOM: usize = 128;

/// How many identifiers wait for their event: those of calls that were not recorded are forgotten.
const MOST_TOLD: usize = 16;

/// Appends events; it formats nothing.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// What is finished.
    trace: Trace,
    /// What has happened since.
    tail: Part,
    detail: TraceDetail,
    /// How many events are kept at least.
    limit: usize,
    /// Whose turn it is, and how many calls of that task are under way.
    task: TaskNo,
    depth: u16,
    /// The thread on which that is.
    thread: usize,
    /// Whose turn it is on the other threads.
    threads: BTreeMap<usize, TaskNo>,
    last_task: TaskNo,
    /// The same of the tasks whose turn it is not, by their numbers.
    depths: Vec<u16>,
    emitted: usize,
    /// Identifiers that were told and that no event has had yet, the oldest first.
    told: VecDeque<EntryId>,
    /// The identifier that was told last, by its extract.
    whole: BTreeMap<(u32, [u8; 8]), EntryId>,
    /// How many objects of an interface were opened.
    opened: BTreeMap<Interface, u32>,
}

impl Recorder {
    pub(crate) fn new(names: Names, detail: TraceDetail, limit: usize) -> Self {
        let trace = Trace::new(names, detail);
        let room = if detail == TraceDetail::Off { 0 } else { ROOM };
        Self {
            trace,
            tail: Part::with_room(room),
            detail,
            limit,
            task: TaskNo::MAIN,
            depth: 0,
            thread: 0,
            threads: BTreeMap::new(),
            last_task: TaskNo::MAIN,
            depths: Vec::new(),
            emitted: 0,
            told: VecDeque::new(),
            whole: BTreeMap::new(),
            opened: BTreeMap::new(),
        }
    }

    /// The trace so far.
    pub(crate) fn trace(&mut self) -> &Trace {
        self.finish_part();
        &self.trace
    }

    /// The trace so far, of which no event is kept here.
    pub(crate) fn take(&mut self) -> Trace {
        self.finish_part();
        let log = self.trace.log.take();
        self.trace.showing(log)
    }

    /// How many events there are.
    pub(crate) fn len(&self) -> usize {
        self.trace.len().saturating_add(self.tail.len())
    }

    /// How many events there were until now.
    pub(crate) fn recorded(&self) -> usize {
        self.tail.end()
    }

    /// The events from this one on, as all are counted.
    pub(crate) fn events_from(&self, first: usize) -> impl Iterator<Item = Event> + use<'_> {
        self.trace.log.from(first).chain(self.tail.from(first))
    }

    #[inline(never)]
    fn finish_part(&mut self) {
        if self.tail.len() > 0 {
            let next = self.tail.after();
            self.trace.log.add(std::mem::replace(&mut self.tail, next), self.limit);
        }
    }

    /// It is the turn of another task. Says whose it was.
    pub(crate) fn turn_of(&mut self, task: TaskNo) -> TaskNo {
        let before = std::mem::replace(&mut self.task, task);
        self.last_task = self.last_task.max(task);
        self.keep_depth(before);
        self.depth = self.depths.get(usize::from(task.number())).copied().unwrap_or(0);
        before
    }

    fn keep_depth(&mut self, task: TaskNo) {
        let place = usize::from(task.number());
        if self.depths.len() <= place {
            self.depths.resize(place + 1, 0);
        }
        if let Some(depth) = self.depths.get_mut(place) {
            *depth = self.depth;
        }
    }

    /// Whoever calls is on this thread. The first one is that of the test itself.
    #[inline(always)]
    pub(crate) fn on_thread(&mut self, thread: usize) {
        if thread != self.thread {
            self.change_thread(thread);
        }
    }

    #[cold]
    fn change_thread(&mut self, thread: usize) {
        let before = std::mem::replace(&mut self.thread, thread);
        if before == 0 {
            return;
        }
        self.threads.insert(before, self.task);
        let task = self.threads.get(&thread).copied();
        self.turn_of(task.unwrap_or_else(|| TaskNo::new(self.last_task.number().saturating_add(1))));
    }

    /// The thread, and the task that has its turn there.
    pub(crate) const fn stack(&self) -> (usize, TaskNo) {
        (self.thread, self.task)
    }

    /// What the innermost call of this task that is under way belongs to.
    #[cold]
    pub(crate) fn around(&self) -> Context {
        let of_innermost = |event: &Event| {
            let is_call = matches!(event.what, What::Call { .. });
            is_call && event.task == self.task && event.depth.saturating_add(1) == self.depth
        };
        let call = self.events_from(0).filter(of_innermost).last();
        call.map_or_else(Context::default, |call| Context { session: call.session, open: call.open })
    }

    pub(crate) fn name_service(&mut self, service: ServiceNo, name: Arc<str>) {
        self.trace.names_mut().name_service(service, name);
    }

    pub(crate) fn name_section(&mut self, section: SectionNo, name: Arc<str>) {
        self.trace.names_mut().name_section(section, name);
    }

    pub(crate) fn call(&mut self, context: Context, call: Call) -> Called {
        let Call { from, to, method, args } = call;
        self.push_call(context, What::Call { from, to, method, args });
        self.depth = self.depth.saturating_add(1);
        Called { context, to, method }
    }

    pub(crate) fn returned(&mut self, called: Called, (code, out): (HResult, Out)) {
        self.depth = self.depth.saturating_sub(1);
        let Called { context, to, method } = called;
        self.push_call(context, What::Return { from: to, method, code, out });
    }

    #[cold]
    pub(crate) fn panicked(&mut self, called: Called) {
        self.depth = self.depth.saturating_sub(1);
        let Called { context, to, method } = called;
        self.push(context, What::Panicked { from: to, method });
    }

    pub(crate) fn add_ref(&mut self, context: Context, object: Object, by: Actor, count: u32) {
        self.push_call(context, What::AddRef { object, by, count });
    }

    pub(crate) fn release(&mut self, context: Context, object: Object, by: Actor, count: u32) {
        self.push_call(context, What::Release { object, by, count });
    }

    pub(crate) fn fact(&mut self, context: Context, fact: Fact) {
        self.push(context, What::Fact(fact));
    }

    pub(crate) fn text(&mut self, text: String) -> TextNo {
        if self.detail == TraceDetail::Off {
            return TextNo(0);
        }
        TextNo(self.tail.keep_text(text))
    }

    pub(crate) fn values(&mut self, values: Vec<Named>) -> ValuesNo {
        ValuesNo(self.tail.keep_values(values))
    }

    /// The number of an object of this interface that is opened now.
    pub(crate) fn next_number(&mut self, interface: Interface) -> u32 {
        let made = self.opened.entry(interface).or_insert(0);
        *made = made.saturating_add(1);
        *made
    }

    /// A finding is kept whatever the detail of the trace is.
    #[cold]
    pub(crate) fn deviation(&mut self, context: Context, deviation: Deviation) {
        let number = self.trace.keep_deviation(deviation);
        self.push(context, What::Fact(Fact::Deviated(number)));
    }

    /// Kept like a deviation.
    #[cold]
    pub(crate) fn advice(&mut self, context: Context, advice: Advice) {
        let number = self.trace.keep_advice(advice);
        self.push(context, What::Fact(Fact::Advised(number)));
    }

    /// The events that `tracing` has not seen yet, each with its line of text.
    pub(crate) fn take_unemitted(&mut self) -> Vec<(Event, String)> {
        let emitted = self.emitted;
        let trace = self.trace();
        let lines = trace.after(emitted).iter().map(|event| (event, trace.line(&event))).collect();
        self.emitted = trace.recorded();
        lines
    }

    #[inline(always)]
    fn push_call(&mut self, context: Context, what: What) {
        if self.detail < TraceDetail::Calls {
            return;
        }
        if self.detail == TraceDetail::Whole {
            self.keep_whole(what.extracts());
        }
        self.append(context, what);
    }

    #[inline(always)]
    fn push(&mut self, context: Context, what: What) {
        match self.detail {
            TraceDetail::All | TraceDetail::Calls | TraceDetail::Steps | TraceDetail::Whole => {
                self.append(context, what)
            }
            TraceDetail::Off => {}
        }
    }

    /// An identifier of what is recorded next. It is kept whole if the trace is.
    #[inline(always)]
    pub(crate) fn tell(&mut self, id: &EntryId) {
        if self.detail == TraceDetail::Whole {
            self.keep_told(id);
        }
    }

    #[cold]
    fn keep_told(&mut self, id: &EntryId) {
        let Bytes { len, tail } = Bytes::of_id(id);
        self.whole.insert((len, tail), id.clone());
        self.told.push_back(id.clone());
        if self.told.len() > MOST_TOLD {
            self.told.pop_front();
        }
    }

    /// The identifiers of the next event. The event itself is not passed: it would have to be in memory whether they are
    /// kept or not.
    #[cold]
    fn keep_whole(&mut self, extracts: [Option<Bytes>; 2]) {
        for extract in extracts.into_iter().flatten() {
            let place = self.told.iter().position(|id| Bytes::of_id(id) == extract);
            let told = place.and_then(|place| self.told.remove(place));
            let Bytes { len, tail } = extract;
            if let Some(id) = told.or_else(|| self.whole.get(&(len, tail)).cloned()) {
                self.tail.keep_whole(id);
            }
        }
    }

    #[inline(always)]
    fn append(&mut self, context: Context, what: What) {
        let Context { session, open } = context;
        self.tail.push(Event { task: self.task, depth: self.depth, session, open, what });
        if self.tail.len() >= self.limit {
            self.finish_part();
        }
    }
}
