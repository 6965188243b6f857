//! The rows of tables, and what has become of them.

use std::collections::BTreeMap;

use super::disk::{Members, StoreData, Touched};
use super::folder::{hierarchy_row, hit_row, hits, instance_key};
use super::message::contents_row;
use super::open_store::OpenStore;
use crate::mapi::Row;
use crate::memory::RowChange;

/// What the rows of a table are, and how far they were read.
pub(super) struct TableRows {
    shown: Shown,
    /// How many entries of the journal were seen.
    read: u64,
    /// How many names of properties there were: all rows tell that by `PR_MAPPING_SIGNATURE`.
    names: usize,
}

#[derive(Clone, Copy)]
enum Shown {
    Messages {
        folder: usize,
        associated: bool,
    },
    Folders {
        below: usize,
        deep: bool,
    },
    /// The messages that wait to be sent.
    Queue,
}

/// What a table shows from now on.
pub(super) enum Update {
    /// These rows and no others.
    All(Vec<Row>),
    /// The same rows, except for these.
    Some(Vec<RowChange>),
}

impl TableRows {
    pub(super) const fn of_messages(folder: usize, associated: bool) -> Self {
        Self::of(Shown::Messages { folder, associated })
    }

    pub(super) const fn of_folders(below: usize, deep: bool) -> Self {
        Self::of(Shown::Folders { below, deep })
    }

    pub(super) const fn of_queue() -> Self {
        Self::of(Shown::Queue)
    }

    const fn of(shown: Shown) -> Self {
        Self { shown, read: 0, names: 0 }
    }

    pub(super) const fn are_queue(&self) -> bool {
        matches!(self.shown, Shown::Queue)
    }

    /// All rows; none once what they are about has gone.
    pub(super) fn read(&mut self, inside: &OpenStore, data: &StoreData) -> Option<Vec<Row>> {
        self.read = data.journal.end();
        self.names = data.names.len();
        self.shown.rows(inside, data)
    }

    /// What has changed since the last reading; nothing once what the rows are about has gone.
    pub(super) fn update(&mut self, inside: &OpenStore, data: &StoreData) -> Option<Update> {
        let touched = if self.names == data.names.len() { data.journal.since(self.read) } else { None };
        if let Some(touched) = touched
            && let Some(changes) = self.shown.changes(inside, data, touched)
        {
            self.read = data.journal.end();
            return Some(Update::Some(changes));
        }
        self.read(inside, data).map(Update::All)
    }
}

impl Shown {
    fn rows(self, inside: &OpenStore, data: &StoreData) -> Option<Vec<Row>> {
        match self {
            Self::Messages { folder, associated } => {
                if data.is_search(folder) && !associated {
                    let found = hits(inside, data, folder).into_iter();
                    return Some(found.filter_map(|message| hit_row(inside, data, message)).collect());
                }
                let messages = listed(data, folder, associated)?.iter();
                Some(messages.filter_map(|message| contents_row(inside, data, message)).collect())
            }
            Self::Folders { below, deep } => {
                data.folder(below)?;
                let all = data.descendants(below, deep).into_iter();
                Some(all.filter_map(|(number, depth)| hierarchy_row(inside, data, number, depth)).collect())
            }
            Self::Queue => {
                Some(data.queue().iter().filter_map(|number| contents_row(inside, data, number)).collect())
            }
        }
    }

    /// `None` if it takes all rows to tell.
    fn changes(
        self,
        inside: &OpenStore,
        data: &StoreData,
        touched: impl Iterator<Item = Touched>,
    ) -> Option<Vec<RowChange>> {
        match self {
            // What meets the criteria is found out anew.
            Self::Messages { folder, associated: false } if data.is_search(folder) => None,
            Self::Messages { folder, associated } => {
                let members = listed(data, folder, associated)?;
                Some(of_messages(inside, data, members, touched, |one| matches!(one, Touched::NewMessage(_))))
            }
            Self::Queue => Some(of_messages(inside, data, data.queue(), touched, |one| {
                matches!(one, Touched::Queued(_))
            })),
            Self::Folders { below, deep } => of_folders(inside, data, (below, deep), touched),
        }
    }
}

fn listed(data: &StoreData, folder: usize, associated: bool) -> Option<&Members> {
    let folder = data.folder(folder)?;
    Some(if associated { &folder.associated } else { &folder.messages })
}

/// Changes of rows that are messages of a list; `came` says what came to its end.
fn of_messages(
    inside: &OpenStore,
    data: &StoreData,
    members: &Members,
    touched: impl Iterator<Item = Touched>,
    came: impl Fn(Touched) -> bool,
) -> Vec<RowChange> {
    let mut numbers: BTreeMap<usize, bool> = BTreeMap::new();
    for one in touched {
        if let Touched::Message(number) | Touched::NewMessage(number) | Touched::Queued(number) = one {
            *numbers.entry(number).or_default() |= came(one);
        }
    }
    changes(members, &numbers, |number| contents_row(inside, data, number))
}

/// Changes of rows that are folders. In a deep table the place of a new one is not at the end.
fn of_folders(
    inside: &OpenStore,
    data: &StoreData,
    (below, deep): (usize, bool),
    touched: impl Iterator<Item = Touched>,
) -> Option<Vec<RowChange>> {
    let members = &data.folder(below)?.folders.members;
    // What a search folder shows may change with any message.
    let mut numbers: BTreeMap<usize, bool> = data.searches().map(|number| (number, false)).collect();
    for one in touched {
        if let Touched::Folder(number) | Touched::NewFolder(number) = one {
            *numbers.entry(number).or_default() |= matches!(one, Touched::NewFolder(_));
        }
    }
    if !deep {
        return Some(changes(members, &numbers, |number| hierarchy_row(inside, data, number, 0)));
    }
    if numbers.values().any(|came| *came) {
        return None;
    }
    let change = |number: usize| {
        let depth = data.depth_below(number, below);
        let row = depth.and_then(|depth| hierarchy_row(inside, data, number, depth));
        row.map_or_else(|| RowChange::Delete(instance_key(number)), RowChange::Put)
    };
    Some(numbers.into_keys().map(change).collect())
}

/// What to do for each of these numbers; those that came to the end are marked, and go there in their order.
fn changes(
    members: &Members,
    numbers: &BTreeMap<usize, bool>,
    row: impl Fn(usize) -> Option<Row>,
) -> Vec<RowChange> {
    let (mut changes, mut last) = (Vec::new(), BTreeMap::new());
    for (&number, &came) in numbers {
        let place = members.place(number);
        if came || place.is_none() {
            changes.push(RowChange::Delete(instance_key(number)));
        } else {
            changes.extend(row(number).map(RowChange::Put));
        }
        if came && let Some(place) = place {
            last.insert(place, number);
        }
    }
    changes.extend(last.into_values().filter_map(row).map(RowChange::Put));
    changes
}
