//! The content of an open message, private to it until `SaveChanges`.

// [PROP-35]

use std::sync::{Arc, Mutex, PoisonError};

use super::props::{View, computed, values};
use crate::mapi::codes::MAPI_E_UNEXPECTED_TYPE;
use crate::mapi::tags::{
    PR_CREATION_TIME, PR_LAST_MODIFICATION_TIME, PR_MESSAGE_CLASS_W, PR_MESSAGE_FLAGS, PR_SEARCH_KEY,
};
use crate::mapi::{HResult, MapiResult, MessageFlags, PropTag, PropValue, SaveChangesFlags, Value};
use crate::memory::MemoryProps;
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::{Content, Message, Origin, Saving};
use crate::reference::ids::ObjectNo;
use crate::reference::open_store::{OpenStore, Role};
use crate::reference::props::Properties;

/// One opening of a message, shared by the message object and its attachments.
pub(in crate::reference) struct Draft {
    pub(super) inside: Arc<OpenStore>,
    pub(super) number: usize,
    access: AccessLevel,
    associated: bool,
    state: Mutex<DraftState>,
}

pub(in crate::reference) struct DraftState {
    /// Where the message was when it was opened or made.
    folder: usize,
    /// The version that was opened; none before the first save.
    version: Option<u64>,
    pub(in crate::reference) content: Content,
}

impl Draft {
    /// A message as it was saved last.
    pub(super) fn open(inside: &Arc<OpenStore>, number: usize, access: AccessLevel) -> Option<Self> {
        let (state, associated) = inside.file.with(|data| {
            let message = data.message(number)?;
            let (folder, version) = (message.folder, Some(message.version));
            let associated = message.flags.contains(MessageFlags::MSGFLAG_ASSOCIATED);
            Some((DraftState { folder, version, content: message.content.clone() }, associated))
        })?;
        Some(Self { inside: Arc::clone(inside), number, access, associated, state: Mutex::new(state) })
    }

    /// A new message that nobody else sees yet. It has an identifier and a search key already.
    // [KEY-19]
    pub(super) fn create(inside: &Arc<OpenStore>, folder: usize, associated: bool) -> Option<Self> {
        let (number, now) = inside.file.with(|data| {
            data.folder(folder)?;
            Some((data.new_message_number(), data.now()))
        })?;
        let mut content = Content::default();
        // [MSG-06]
        content.props.set(PropValue::new(PR_CREATION_TIME, now));
        content.props.set(PropValue::new(PR_LAST_MODIFICATION_TIME, now));
        let id = inside.file.id(ObjectNo::Message(number));
        content.props.set(PropValue::new(PR_SEARCH_KEY, &id));
        let state = Mutex::new(DraftState { folder, version: None, content });
        Some(Self { inside: Arc::clone(inside), number, access: AccessLevel::Modify, associated, state })
    }

    /// Looks at the content or changes it. `work` calls nobody.
    pub(in crate::reference) fn with<R>(&self, work: impl FnOnce(&mut DraftState) -> R) -> R {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_saved(&self) -> bool {
        self.with(|state| state.version.is_some())
    }
}

impl Properties for Draft {
    fn inside(&self) -> &Arc<OpenStore> {
        &self.inside
    }

    /// A submitted message is read-only to clients, whoever had it open.
    // [SEND-12] [QUEUE-16]
    fn access(&self) -> AccessLevel {
        let is_submitted =
            || self.inside.file.with(|data| data.message(self.number).is_some_and(Message::is_submitted));
        match self.inside.role {
            Role::Client if self.access.may_modify() && is_submitted() => AccessLevel::Read,
            Role::Client | Role::Spooler => self.access,
        }
    }

    fn read(&self) -> MapiResult<MemoryProps> {
        self.inside.check_open()?;
        let access = self.access();
        Ok(self.with(|state| {
            self.inside.file.with(|data| {
                let saved = state.version.and_then(|_| data.message(self.number));
                let view = View {
                    number: self.number,
                    folder: saved.map_or(state.folder, |message| message.folder),
                    flags: saved.map_or_else(|| unsaved_flags(&state.content), |message| message.flags),
                    content: &state.content,
                };
                values(&self.inside, data, &view, access)
            })
        }))
    }

    // [MSG-07]
    fn computed(&self, tag: PropTag) -> bool {
        computed(tag) || (tag.id() == PR_MESSAGE_FLAGS.id() && self.is_saved())
    }

    fn check(&self, value: &PropValue) -> Result<(), HResult> {
        let is_class = value.id() == PR_MESSAGE_CLASS_W.id();
        if is_class && value.as_text().is_none() { Err(MAPI_E_UNEXPECTED_TYPE) } else { Ok(()) }
    }

    fn change(&self, work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()> {
        self.inside.check_open()?;
        self.with(|state| work(&mut state.content.props));
        Ok(())
    }

    /// The object stays open and writable, whichever flag says how.
    // [PROP-37]
    fn save(&self, flags: SaveChangesFlags) -> MapiResult<()> {
        let force = flags.contains(SaveChangesFlags::FORCE_SAVE);
        let saving = self.with(|state| Saving {
            number: self.number,
            folder: state.folder,
            version: state.version,
            force,
            origin: Origin { delivered: self.inside.role == Role::Spooler, associated: self.associated },
            content: state.content.clone(),
        });
        // Who is told of the save may look at this message, so it is not locked meanwhile.
        let saved = self.inside.file.with(|data| data.save_message(saving));
        let (version, content) = saved?;
        self.with(|state| {
            state.version = Some(version);
            state.content = content;
        });
        self.inside.file.tell();
        Ok(())
    }
}

/// What a message that was never saved says of itself.
// [MSG-08]
fn unsaved_flags(content: &Content) -> MessageFlags {
    let chosen = content.props.find(PR_MESSAGE_FLAGS).and_then(Value::as_bits);
    chosen.map_or(
        MessageFlags::MSGFLAG_UNSENT | MessageFlags::MSGFLAG_UNMODIFIED,
        MessageFlags::from_bits_retain,
    )
}
