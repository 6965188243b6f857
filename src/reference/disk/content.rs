//! What is in a message.

use std::collections::BTreeMap;

use crate::mapi::tags::{
    PR_DISPLAY_BCC_W, PR_DISPLAY_CC_W, PR_DISPLAY_NAME_W, PR_DISPLAY_TO_W, PR_HASATTACH, PR_MESSAGE_CLASS_W,
    PR_NORMALIZED_SUBJECT_W, PR_RECIPIENT_TYPE, PR_SUBJECT_PREFIX_W, PR_SUBJECT_W,
};
use crate::mapi::{PropTag, PropValue, RecipientType};
use crate::memory::MemoryProps;

/// The bits of `PR_RECIPIENT_TYPE` that say To, Cc or Bcc; the others are flags.
const RECIPIENT_KIND: u32 = 0xF;

/// Properties, recipients and attachments: what an open message changes and `SaveChanges` stores.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) props: MemoryProps,
    pub(crate) recipients: Parts,
    pub(crate) attachments: Parts,
}

/// Parts of a message by number. No number is given twice.
// [RECIP-05] [ATT-02]
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    parts: BTreeMap<u32, MemoryProps>,
    next: u32,
}

impl Parts {
    pub(crate) fn new_number(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    pub(crate) fn add(&mut self, part: MemoryProps) {
        let number = self.new_number();
        self.parts.insert(number, part);
    }

    pub(crate) fn put(&mut self, number: u32, part: MemoryProps) {
        self.parts.insert(number, part);
    }

    pub(crate) fn get(&self, number: u32) -> Option<&MemoryProps> {
        self.parts.get(&number)
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<MemoryProps> {
        self.parts.remove(&number)
    }

    pub(crate) fn clear(&mut self) {
        self.parts.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut MemoryProps)> {
        self.parts.iter_mut().map(|(number, part)| (*number, part))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &MemoryProps)> {
        self.parts.iter().map(|(number, part)| (*number, part))
    }
}

impl Content {
    /// What the store works out when a message is saved.
    // [MSG-03] [MSG-11] [RECIP-14]
    pub(super) fn settle(&mut self) {
        if self.props.find(PR_MESSAGE_CLASS_W).is_none() {
            self.props.set(PropValue::new(PR_MESSAGE_CLASS_W, "IPM"));
        }
        let subject = self.text(PR_SUBJECT_W).to_owned();
        let set = self.text(PR_SUBJECT_PREFIX_W);
        let prefix = if subject.starts_with(set) && !set.is_empty() { set } else { prefix_of(&subject) };
        let prefix = prefix.to_owned();
        let rest = subject.strip_prefix(&prefix).unwrap_or(&subject);
        self.props.set(PropValue::new(PR_NORMALIZED_SUBJECT_W, rest));
        self.props.set(PropValue::new(PR_SUBJECT_PREFIX_W, prefix));
        // [MSG-09]
        let has_attachments = !self.attachments.is_empty();
        self.props.set(PropValue::new(PR_HASATTACH, has_attachments));
        for (tag, kind) in [
            (PR_DISPLAY_TO_W, RecipientType::To),
            (PR_DISPLAY_CC_W, RecipientType::Cc),
            (PR_DISPLAY_BCC_W, RecipientType::Bcc),
        ] {
            let names = self.names(kind);
            self.props.set(PropValue::new(tag, names));
        }
    }

    /// All properties together.
    // [MSG-12]
    pub(crate) fn size(&self) -> u32 {
        let parts = self.recipients.iter().chain(self.attachments.iter());
        parts.fold(self.props.size(), |sum, (_, part)| sum.saturating_add(part.size()))
    }

    fn text(&self, tag: PropTag) -> &str {
        self.props.find(tag).and_then(|value| value.as_unicode()).unwrap_or_default()
    }

    fn names(&self, kind: RecipientType) -> String {
        let name = |part: &MemoryProps| {
            let of_kind = part.find(PR_RECIPIENT_TYPE)?.as_bits()? & RECIPIENT_KIND == kind.raw();
            of_kind.then(|| part.find(PR_DISPLAY_NAME_W)?.as_unicode().map(str::to_owned)).flatten()
        };
        self.recipients.iter().filter_map(|(_, part)| name(part)).collect::<Vec<_>>().join("; ")
    }
}

/// One to three letters, a colon and a blank, as `Re: `; else nothing.
fn prefix_of(subject: &str) -> &str {
    let Some((letters, _)) = subject.split_once(": ") else { return "" };
    let fits = (1..=3).contains(&letters.chars().count()) && letters.chars().all(char::is_alphabetic);
    if fits { subject.get(..letters.len() + 2).unwrap_or_default() } else { "" }
}
