//! Whether a provider does the same twice. No page asks for that, so nothing here is a verdict.

use std::collections::BTreeMap;
use std::fmt;

use crate::explore::orders::InOrder;
use crate::explore::play::Played;
use crate::explore::scenario::Scenario;
use crate::mapi::{EntryId, Notification, PropTag, PropValue, Row, Value as PropData};
use crate::methods::{Named, Value};
use crate::trace::{Event, TaskNo, Trace};

/// How many characters of a value are shown.
const CHARACTERS: usize = 120;

/// Where two runs of a scenario in the same order differ.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Difference {
    /// The number of the line of the trace, from 1.
    pub line: usize,
    /// The line in the first run, with the value that differs if the line does not show it; empty if that run had ended.
    pub first: String,
    /// The same in the second run.
    pub second: String,
}

impl fmt::Display for Difference {
    /// Begins with `not deterministic:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_end =
            |line: &str| if line.is_empty() { "(the end)".to_owned() } else { line.trim().to_owned() };
        let Self { line, first, second } = self;
        writeln!(
            f,
            "not deterministic: two runs of the documented order differ first at line {line} of the trace"
        )?;
        writeln!(f, "  first run:  {}", or_end(first))?;
        write!(f, "  second run: {}", or_end(second))
    }
}

impl Scenario {
    /// Plays the documented order twice, and says where the traces differ first, leaving out what
    /// [`may_differ`](Self::may_differ). What a replay shows of a provider that does not do the same twice may be something
    /// else than what was found.
    ///
    /// Values of properties are compared where the trace has them: in worlds with
    /// [`TraceDetail::Whole`](crate::trace::TraceDetail::Whole). Invariants of the author are not asked.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// use mapi_sim::explore::{Orders, Scenario};
    /// use mapi_sim::mapi::{FileTime, GetPropsFlags, LogonExFlags, PropValue, SessionLogoffFlags, tags};
    /// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
    /// use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
    /// use mapi_sim::spi::OpenStoreRequest;
    /// use mapi_sim::trace::TraceDetail;
    /// use mapi_sim::wrap::{OnStore, Wrapping};
    ///
    /// // A clock that goes on from world to world.
    /// let clock = Arc::new(AtomicU64::new(0));
    /// let world = move || {
    ///     let clock = Arc::clone(&clock);
    ///     let store = OnStore::new().get_props(move |inner, tags, flags| {
    ///         let mut answer = inner.get_props(tags, flags)?;
    ///         let now = FileTime::from_units(clock.fetch_add(1, Ordering::Relaxed));
    ///         answer.value.push(PropValue::new(tags::PR_LAST_MODIFICATION_TIME, now));
    ///         Ok(answer)
    ///     });
    ///     let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    ///     let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
    ///     Subsystem::builder()
    ///         .trace_detail(TraceDetail::Whole)
    ///         .dll(Dll::new(DLL_NAME).provider_entry(Wrapping::new(entry).store(store)))
    ///         .profile(Profile::new("Default").service(Service::new("MYSTORE").store(section)))
    ///         .build()
    /// };
    /// let scenario = Scenario::new(world).client("reader", async |client| {
    ///     let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    ///     let store = session.open(&OpenStoreRequest::new(&store_entry_id("personal"))).await?;
    ///     store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    ///     store.release().await;
    ///     Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    /// });
    /// let difference = scenario.canary().ok_or("the clock has stopped")?;
    /// assert!(difference.first.contains("PR_LAST_MODIFICATION_TIME = 1601"), "{difference}");
    ///
    /// let explored = scenario.may_differ([tags::PR_LAST_MODIFICATION_TIME]).explore(Orders::all())?;
    /// assert_eq!(explored.difference(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn canary(&self) -> Option<Difference> {
        // Who asks an invariant counts on one question a schedule.
        let mut scenario = self.clone();
        scenario.invariants.clear();
        let play = || scenario.play(&mut InOrder::Documented, None);
        let (first, second) = (play(), play());
        match (&first.trace, &second.trace) {
            (Some(one), Some(other)) => Both { traces: [one, other], differing: &self.differing }.compare(),
            _ => worlds(&first, &second),
        }
    }
}

/// One of the worlds at least could not be built.
fn worlds(first: &Played, second: &Played) -> Option<Difference> {
    let text = |played: &Played| match &played.trace {
        None => played.findings.first().map_or_else(String::new, ToString::to_string),
        Some(_) => "the world was built".to_owned(),
    };
    let (first, second) = (text(first), text(second));
    (first != second).then_some(Difference { line: 1, first, second })
}

/// Two traces, and the identifiers of properties that are left out.
struct Both<'a> {
    traces: [&'a Trace; 2],
    differing: &'a [u16],
}

/// What an event tells.
#[derive(PartialEq)]
struct Told<'a> {
    event: Event,
    text: &'a str,
    values: Vec<Named>,
    ids: Vec<&'a EntryId>,
}

impl Both<'_> {
    fn compare(&self) -> Option<Difference> {
        let [first, second] = self.traces;
        let places = 0..first.len().max(second.len());
        let (place, [one, other]) =
            places.into_iter().find_map(|place| Some((place, self.differ(place)?)))?;
        let line =
            |trace: &Trace| trace.events().get(place).map_or_else(String::new, |event| trace.line(event));
        let (mut first_line, mut second_line) = (line(first), line(second));
        if first_line == second_line {
            first_line = format!("{first_line}, {one}");
            second_line = format!("{second_line}, {other}");
        }
        Some(Difference { line: line_of(first, place), first: first_line, second: second_line })
    }

    /// The first words in which the events at a place differ. Values of which one is no number differ, but not in words.
    fn differ(&self, place: usize) -> Option<[String; 2]> {
        let told = self.traces.map(|trace| self.told(trace, place));
        if told[0] == told[1] {
            return None;
        }
        let [first, second] = told.map(|told| told.map_or_else(Vec::new, |told| told.parts()));
        let parts = 0..first.len().max(second.len());
        let differ = parts.into_iter().find(|index| first.get(*index) != second.get(*index))?;
        let part = |parts: &[String]| {
            parts.get(differ).map_or_else(|| "nothing more".to_owned(), |part| shortened(part))
        };
        Some([part(&first), part(&second)])
    }

    fn told<'t>(&self, trace: &'t Trace, place: usize) -> Option<Told<'t>> {
        Left(self.differing).told(trace, place)
    }
}

/// What a task has seen at a place of a trace, each value by itself.
pub(super) struct Seen {
    pub(super) place: usize,
    pub(super) parts: Vec<String>,
}

/// What each task has seen, an event after the other, without the properties that are left out.
pub(super) fn seen_by_tasks(trace: &Trace, differing: &[u16]) -> BTreeMap<TaskNo, Vec<Seen>> {
    let mut seen = BTreeMap::<TaskNo, Vec<Seen>>::new();
    for (place, event) in trace.events().iter().enumerate() {
        let told = Left(differing).told(trace, place);
        seen.entry(event.task).or_default().extend(told.map(|told| Seen { place, parts: told.parts() }));
    }
    seen
}

/// What is left when these properties are left out.
struct Left<'a>(&'a [u16]);

impl Left<'_> {
    fn told<'t>(&self, trace: &'t Trace, place: usize) -> Option<Told<'t>> {
        let (event, text, values) = trace.told(*trace.events().get(place)?);
        let values = values.iter().map(|named| self.left(named)).collect();
        Some(Told { event, text, values, ids: trace.whole_ids(place) })
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "no other value names properties")]
    fn left(&self, Named { name, value }: &Named) -> Named {
        let row = |row: &Row| Row::new(self.props(row.props()));
        let value = match value {
            Value::Tags(tags) => Value::Tags(tags.iter().copied().filter(|tag| self.counts(*tag)).collect()),
            Value::Props(props) => Value::Props(self.props(props)),
            Value::Rows(rows) => Value::Rows(rows.iter().map(row).collect()),
            Value::Notifications(all) => {
                Value::Notifications(all.iter().map(|one| self.notified(one)).collect())
            }
            other => other.clone(),
        };
        Named { name, value }
    }

    fn props(&self, props: &[PropValue]) -> Vec<PropValue> {
        props.iter().filter(|prop| self.counts(prop.tag())).cloned().collect()
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "no other notification has values of properties")]
    fn notified(&self, notification: &Notification) -> Notification {
        let mut left = notification.clone();
        match &mut left {
            Notification::Table { row, .. } => *row = Row::new(self.props(row.props())),
            Notification::StatusObject { values, .. } => *values = self.props(values),
            _ => {}
        }
        left
    }

    fn counts(&self, tag: PropTag) -> bool {
        !self.0.contains(&tag.id())
    }
}

impl Told<'_> {
    /// Each value by itself.
    #[allow(clippy::wildcard_enum_match_arm, reason = "what has no parts is told whole")]
    fn parts(&self) -> Vec<String> {
        let mut parts: Vec<String> = self.ids.iter().map(|id| hexadecimal(id)).collect();
        for Named { name, value } in &self.values {
            match value {
                Value::Props(props) => parts.extend(props.iter().map(prop_text)),
                Value::Rows(rows) => {
                    for (row, number) in rows.iter().zip(1..) {
                        let columns = row.props().iter().map(prop_text);
                        parts.extend(columns.map(|column| format!("row {number}: {column}")));
                    }
                }
                Value::Id(id) => parts.push(hexadecimal(id)),
                Value::Ids(ids) => parts.extend(ids.iter().map(hexadecimal)),
                other => parts.push(format!("{name} {other:?}")),
            }
        }
        parts.push(format!("{} {:?}", self.text, self.event));
        parts
    }
}

/// Times in their units: as a date they have no parts of a second.
#[allow(clippy::wildcard_enum_match_arm, reason = "other values are told whole")]
fn prop_text(prop: &PropValue) -> String {
    let value = match prop.value() {
        PropData::SysTime(time) => format!("{time} ({} units)", time.units()),
        PropData::MvSysTime(times) => {
            format!("{:?} units", times.iter().map(|time| time.units()).collect::<Vec<_>>())
        }
        value => format!("{value:?}"),
    };
    format!("{} = {value}", prop.tag())
}

fn hexadecimal(id: &EntryId) -> String {
    let digits: String = id.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
    format!("id {digits}")
}

pub(super) fn shortened(text: &str) -> String {
    let short: String = text.chars().take(CHARACTERS).collect();
    if short.len() < text.len() { format!("{short}..") } else { short }
}

/// The number of an event's line in the text of a trace, which has headings between the lines.
fn line_of(trace: &Trace, place: usize) -> usize {
    let belongs = |event: &Event| (event.session, event.open);
    let until = trace.events().iter().take(place + 1);
    let headings =
        1 + until.clone().zip(until.skip(1)).filter(|(one, next)| belongs(one) != belongs(next)).count();
    usize::from(trace.left_out() > 0) + headings + place + 1
}
