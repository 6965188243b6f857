//! Events as text, with numbers that are given anew, so that two orders can be compared.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use mapi_sim::trace::{Event, SessionNo};

/// What stands before a number: sessions, opens, objects by their letters, and what a trace keeps in lists.
const KINDS: [&str; 7] = ["session ", "open ", "P", "M", "S", "Advised(", "TextNo("];

/// The text of an event.
#[derive(Default)]
pub(crate) struct Told {
    /// What stands before a number that is given anew, its kind, and the number.
    parts: Vec<(String, &'static str, String)>,
    rest: String,
}

/// The texts of events, by what few of them have in common: task, depth and session.
type Known = BTreeMap<(u16, u16, Option<SessionNo>), Vec<(Event, Rc<Told>)>>;

thread_local! {
    /// All orders have nearly the same events, and a text takes longer to make than all the rest.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// The text of an event.
pub(crate) fn told(event: &Event) -> Rc<Told> {
    let key = (event.task.number(), event.depth, event.session);
    KNOWN.with_borrow_mut(|known| {
        let known = known.entry(key).or_default();
        if let Some((_, told)) = known.iter().find(|(other, _)| other == event) {
            return Rc::clone(told);
        }
        let told = Rc::new(Told::new(&format!("{event:?}\n")));
        known.push((*event, Rc::clone(&told)));
        told
    })
}

impl Told {
    fn new(text: &str) -> Self {
        let mut told = Self::default();
        let mut before = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (text, from) = rest.split_at(start);
            let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
            let (digits, after) = from.split_at(end);
            before.push_str(text);
            match KINDS.into_iter().find(|kind| is_word(text, kind)) {
                Some(kind) => told.parts.push((std::mem::take(&mut before), kind, digits.to_owned())),
                None => before.push_str(digits),
            }
            rest = after;
        }
        told.rest = before + rest;
        told
    }
}

fn is_word(before: &str, kind: &str) -> bool {
    let word = before.strip_suffix(kind);
    word.is_some_and(|word| !word.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Gives numbers anew, kind by kind.
#[derive(Default)]
pub(crate) struct Renamed(Vec<(&'static str, String)>);

impl Renamed {
    /// Adds a text with the new numbers.
    pub(crate) fn add(&mut self, told: &Told, to: &mut String) {
        for (before, kind, digits) in &told.parts {
            to.push_str(before);
            write!(to, "{}", self.number(kind, digits)).unwrap();
        }
        to.push_str(&told.rest);
    }

    fn number(&mut self, kind: &'static str, digits: &str) -> usize {
        let mut of_kind = self.0.iter().filter(|(of, _)| *of == kind);
        if let Some(place) = of_kind.position(|(_, known)| known == digits) {
            return place + 1;
        }
        self.0.push((kind, digits.to_owned()));
        self.0.iter().filter(|(of, _)| *of == kind).count()
    }
}
