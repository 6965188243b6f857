//! What is told next.

use crate::sim::books::live::listeners::Delivery;
use crate::sim::books::state::State;

impl State {
    /// What a sink has to be told first; nothing if somebody is telling already, who will tell this, too.
    pub(crate) fn begin_telling(&mut self) -> Option<Delivery> {
        let can_be_news = self.listeners.has_news() || self.has_open_tables();
        if self.listeners.is_telling() || !can_be_news {
            return None;
        }
        self.next_telling()
    }

    /// What a sink has to be told next. Without anything more the telling has ended.
    pub(crate) fn next_telling(&mut self) -> Option<Delivery> {
        if !self.listeners.has_news() {
            self.refresh_tables();
        }
        self.listeners.next()
    }
}
