//! The parent window of a call (`ulUIParam`) and the dialogs shown above it.

use std::fmt;

/// The parent window that a call carries: `ulUIParam`.
///
/// A provider that wants to ask the user something shows a [`Dialog`] through the window of the call it is
/// serving. Whether it may is another question, answered by the flags of that call (`MDB_NO_DIALOG` and its
/// like). The window is good for the length of the call only, which its lifetime keeps.
///
/// The number and the user are two things: a client without a window passes 0, and a dialog is shown all the same, above
/// nobody's window.
#[doc(alias = "ulUIParam")]
#[derive(Clone, Copy, Default)]
pub struct ParentWindow<'a> {
    handle: usize,
    host: Option<&'a dyn DialogHost>,
}

impl<'a> ParentWindow<'a> {
    /// No parent window, and nobody at the screen: `ulUIParam` is 0.
    pub const fn none() -> Self {
        Self { handle: 0, host: None }
    }

    /// A window of the number 1, whose dialogs are answered by `host`.
    pub const fn new(host: &'a dyn DialogHost) -> Self {
        Self { handle: 1, host: Some(host) }
    }

    /// A window of this number, for which the receiver finds somebody who answers; MAPI has the user of the machine.
    pub const fn of_handle(handle: usize) -> Self {
        Self { handle, host: None }
    }

    /// The same people at the screen, with this number of the window; 0 is none.
    #[must_use]
    pub const fn with_handle(mut self, handle: usize) -> Self {
        self.handle = handle;
        self
    }

    /// `ulUIParam`: the window's number, on Windows an `HWND`; 0 is no window.
    pub const fn handle(&self) -> usize {
        self.handle
    }

    /// Whether `ulUIParam` is 0.
    pub const fn is_none(&self) -> bool {
        self.handle == 0
    }

    /// Whether somebody answers the dialogs that are shown.
    pub const fn has_host(&self) -> bool {
        self.host.is_some()
    }

    /// Shows a modal dialog and answers what the user did; where nobody answers, [`DialogAnswer::Unavailable`].
    pub fn show(&self, dialog: &Dialog) -> DialogAnswer {
        self.host.map_or(DialogAnswer::Unavailable, |host| host.show(dialog))
    }
}

impl fmt::Debug for ParentWindow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_none() { "no window" } else { "window" })
    }
}

/// Who stands behind a window: a scripted user, or the user interface of a bridge.
pub trait DialogHost: Send + Sync {
    /// Shows `dialog`, waits for the user and answers what he did.
    fn show(&self, dialog: &Dialog) -> DialogAnswer;
}

debug_as_name!(DialogHost);

/// A modal dialog box with named fields.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Dialog {
    /// The caption.
    pub title: String,
    /// The fields from top to bottom.
    pub fields: Vec<DialogField>,
}

impl Dialog {
    /// A dialog without fields: a question of OK or Cancel.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), fields: Vec::new() }
    }

    /// Adds a field at the bottom.
    #[must_use]
    pub fn field(mut self, field: DialogField) -> Self {
        self.fields.push(field);
        self
    }
}

/// One field of a [`Dialog`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DialogField {
    /// The name under which the answer gives this field's value; unique in the dialog.
    pub name: String,
    /// The text beside the field.
    pub label: String,
    /// Whether what is typed is hidden, as for a password.
    pub secret: bool,
    /// What the field holds when the dialog appears.
    pub value: String,
}

impl DialogField {
    /// An empty, visible field.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), secret: false, value: String::new() }
    }

    /// Hides what is typed.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// What the field holds at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
}

impl fmt::Debug for DialogField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A trace is pasted into bug reports; passwords stay out of it.
        let value = if self.secret { "***" } else { self.value.as_str() };
        f.debug_struct("DialogField")
            .field("name", &self.name)
            .field("label", &self.label)
            .field("secret", &self.secret)
            .field("value", &value)
            .finish()
    }
}

/// What the user did with a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogAnswer {
    /// OK: the fields' values by name, in the dialog's order.
    Completed(Vec<(String, String)>),
    /// Cancel. A logon that was cancelled fails with `MAPI_E_USER_CANCEL`.
    Cancelled,
    /// No dialog could be shown: there is no window, or nobody in front of it.
    Unavailable,
}

impl DialogAnswer {
    /// The value of a field of a completed dialog.
    pub fn value(&self, name: &str) -> Option<&str> {
        match self {
            Self::Completed(values) => {
                values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
            }
            Self::Cancelled | Self::Unavailable => None,
        }
    }
}
