//! What sessions have in common, for who wants to know whether two moves have to do with each other.

use crate::sim::books::client_process::ClientProcess;
use crate::sim::books::state::State;
use crate::trace::TaskNo;

/// What has been asked of it and done to it until now. Where it says how often, the difference to an earlier one counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Common {
    /// How many events there were.
    pub(crate) events: usize,
    /// How often the profiles were read.
    pub(crate) profile_reads: u64,
    /// How often they were written, whether that has changed anything or not.
    pub(crate) profile_writes: u64,
    /// The same for properties of sections.
    pub(crate) prop_reads: u64,
    pub(crate) prop_writes: u64,
    /// How often somebody wanted to open a section as an object.
    pub(crate) sections_tried: u64,
    /// Which sections are open, as a sum.
    pub(crate) sections_open: u64,
    /// How often a session has begun or ceased to have a store of some section open.
    pub(crate) stores_opened: u64,
    /// How often it was asked whether other sessions have a store open.
    pub(crate) stores_asked: u64,
    /// How many identifiers have been given.
    pub(crate) uids: u32,
    /// The sessions that may have to end and that whoever comes next sees to, a bit each.
    pub(crate) due: u64,
    /// Those that the task sees to for which it was asked.
    pub(crate) due_of_task: u64,
    pub(crate) process: ClientProcess,
    /// Answers of `MAPILogonEx` that are still to come.
    pub(crate) logon_answers: usize,
    /// Somebody listens to sessions or to their tables.
    pub(crate) has_audience: bool,
}

impl State {
    /// See [`Common`]. `logon_answers` and `has_audience` are not in the books.
    pub(crate) fn common(&self, task: Option<TaskNo>, logon_answers: usize, has_audience: bool) -> Common {
        let [due, due_of_task] = self.due.bits(task);
        let (profile_reads, profile_writes) = self.profiles.uses();
        let (prop_reads, prop_writes) = self.profiles.prop_uses();
        let (sections_tried, sections_open) = self.profiles.openings();
        let (stores_opened, stores_asked) = self.stores.openings();
        Common {
            events: self.recorder.recorded(),
            profile_reads,
            profile_writes,
            prop_reads,
            prop_writes,
            sections_tried,
            sections_open,
            stores_opened,
            stores_asked,
            uids: self.numbers.uids(),
            due,
            due_of_task,
            process: self.client_process,
            logon_answers,
            has_audience,
        }
    }
}
