//! What is in a store, as a test describes it.

use std::sync::Arc;

use super::abilities::Abilities;
use super::described::Described;
use super::folder_spec::FolderSpec;
use crate::mapi::{FileTime, PropTag, PropValue, RecipientType, Value};

/// The folders that every reference store has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum StandardFolder {
    /// The folder above all others, whose identifier nobody needs to know.
    Root,
    /// The top of what users see (`PR_IPM_SUBTREE_ENTRYID`).
    IpmSubtree,
    /// The receive folder.
    Inbox,
    /// `PR_IPM_OUTBOX_ENTRYID`.
    Outbox,
    /// `PR_IPM_SENTMAIL_ENTRYID`.
    SentItems,
    /// `PR_IPM_WASTEBASKET_ENTRYID`.
    DeletedItems,
    /// The root of search folders (`PR_FINDER_ENTRYID`).
    SearchRoot,
}

/// A store: its name, perhaps a password, and what is in it.
#[derive(Clone, Debug)]
pub struct StoreSpec {
    /// Shared with the copies of this one.
    pub(super) described: Arc<Described>,
    pub(super) abilities: Abilities,
}

impl StoreSpec {
    /// A store with the standard folders, which can be read only. The name is part of its identifiers.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { described: Arc::new(Described::new(name.into())), abilities: Abilities::default() }
    }

    /// Can be changed, through openings that ask for it with `MDB_WRITE` \[LOGON-12\].
    #[must_use]
    pub const fn writable(mut self) -> Self {
        self.abilities.write = true;
        self
    }

    /// Tells advise sinks of what changes.
    #[must_use]
    pub const fn notifying(mut self) -> Self {
        self.abilities.notify = true;
        self
    }

    /// Sends mail through an outgoing queue, and can be written.
    #[must_use]
    pub const fn submitting(mut self) -> Self {
        self.abilities.submit = true;
        self.writable()
    }

    /// Is coupled with a transport of its own for the addresses of
    /// [`COUPLED_DOMAIN`](super::COUPLED_DOMAIN), and sends all else through the spooler \[SPOOL-14\].
    #[must_use]
    pub const fn coupled(mut self) -> Self {
        self.abilities.coupled = true;
        self.submitting()
    }

    /// Can be the default store of a profile \[LOGON-21\]: all of the above but a transport, associated contents, search
    /// folders, receive folders for any class of message, and news of what arrives.
    #[must_use]
    pub const fn default_store(mut self) -> Self {
        self.abilities.default_store = true;
        self.notifying().submitting()
    }

    /// Asks for this password at logon.
    #[must_use]
    pub fn password(mut self, password: impl Into<String>) -> Self {
        Described::change(&mut self.described).password = Some(password.into());
        self
    }

    /// Puts a message into a standard folder.
    #[must_use]
    pub fn message(mut self, folder: StandardFolder, message: MessageSpec) -> Self {
        Described::change(&mut self.described).messages.push((folder, message));
        self
    }

    /// Adds a folder to the top of what users see.
    #[must_use]
    pub fn folder(mut self, folder: FolderSpec) -> Self {
        Described::change(&mut self.described).folders.push(folder);
        self
    }

    /// Adds a little mail: two messages in the Inbox, one with an attachment and one unread, one in Sent Items, and a
    /// folder with another one.
    #[must_use]
    pub fn with_sample_mail(self) -> Self {
        let at = |hour: i64| FileTime::from_unix_seconds(1_700_000_000 + hour * 3600);
        let plan =
            AttachmentSpec::new("plan.txt", "1. Load the store\n2. Read the mail\n").mime_type("text/plain");
        let invitation = MessageSpec::new("Invitation")
            .body("Will you come on Friday?")
            .from("Ann", "ann@example.org")
            .recipient(RecipientSpec::to("Me", "me@example.org"))
            .received(at(0))
            .attachment(plan);
        let reminder = MessageSpec::new("Reminder")
            .body("Friday!")
            .from("Bob", "bob@example.org")
            .recipient(RecipientSpec::to("Me", "me@example.org"))
            .recipient(RecipientSpec::cc("Ann", "ann@example.org"))
            .received(at(1))
            .unread();
        let answer = MessageSpec::new("Re: Invitation")
            .body("Yes.")
            .from("Me", "me@example.org")
            .recipient(RecipientSpec::to("Ann", "ann@example.org"))
            .received(at(2));
        let kept = MessageSpec::new("Minutes").from("Ann", "ann@example.org").received(at(3));
        self.message(StandardFolder::Inbox, invitation)
            .message(StandardFolder::Inbox, reminder)
            .message(StandardFolder::SentItems, answer)
            .folder(FolderSpec::new("Projects").message(kept))
    }
}

/// A message: what it says, who it is from and for, what is attached.
#[derive(Clone, Debug)]
pub struct MessageSpec {
    pub(super) class: String,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) sender: Option<(String, String)>,
    pub(super) recipients: Vec<RecipientSpec>,
    pub(super) attachments: Vec<AttachmentSpec>,
    pub(super) received: FileTime,
    pub(super) read: bool,
    pub(super) props: Vec<PropValue>,
}

impl MessageSpec {
    /// A message of class `IPM.Note` that was read, without body, sender and recipients, of the start of 1970.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            class: "IPM.Note".into(),
            subject: subject.into(),
            body: String::new(),
            sender: None,
            recipients: Vec::new(),
            attachments: Vec::new(),
            received: FileTime::from_unix_seconds(0),
            read: true,
            props: Vec::new(),
        }
    }

    /// Another message class.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    /// The plain text.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// The sender's name and SMTP address.
    #[must_use]
    pub fn from(mut self, name: impl Into<String>, address: impl Into<String>) -> Self {
        self.sender = Some((name.into(), address.into()));
        self
    }

    /// Adds a recipient.
    #[must_use]
    pub fn recipient(mut self, recipient: RecipientSpec) -> Self {
        self.recipients.push(recipient);
        self
    }

    /// Adds an attachment.
    #[must_use]
    pub fn attachment(mut self, attachment: AttachmentSpec) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// When it was sent, received, made and last changed.
    #[must_use]
    pub fn received(mut self, at: FileTime) -> Self {
        self.received = at;
        self
    }

    /// Nobody has read it yet.
    #[must_use]
    pub fn unread(mut self) -> Self {
        self.read = false;
        self
    }

    /// Adds a property, or replaces the one that the store would set.
    #[must_use]
    pub fn prop(mut self, tag: PropTag, value: impl Into<Value>) -> Self {
        self.props.push(PropValue::new(tag, value));
        self
    }
}

/// A recipient with an SMTP address.
#[derive(Clone, Debug)]
pub struct RecipientSpec {
    pub(super) kind: RecipientType,
    pub(super) name: String,
    pub(super) address: String,
}

impl RecipientSpec {
    /// A recipient of any type.
    #[must_use]
    pub fn new(kind: RecipientType, name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { kind, name: name.into(), address: address.into() }
    }

    /// A primary recipient.
    #[must_use]
    pub fn to(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self::new(RecipientType::To, name, address)
    }

    /// Who gets a copy.
    #[must_use]
    pub fn cc(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self::new(RecipientType::Cc, name, address)
    }
}

/// A file in a message.
#[derive(Clone, Debug)]
pub struct AttachmentSpec {
    pub(super) file_name: String,
    pub(super) data: Vec<u8>,
    pub(super) mime_type: Option<String>,
}

impl AttachmentSpec {
    /// A file and its bytes.
    #[must_use]
    pub fn new(file_name: impl Into<String>, data: impl Into<Vec<u8>>) -> Self {
        Self { file_name: file_name.into(), data: data.into(), mime_type: None }
    }

    /// Sets `PR_ATTACH_MIME_TAG`.
    #[must_use]
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = Some(mime_type.into());
        self
    }
}
