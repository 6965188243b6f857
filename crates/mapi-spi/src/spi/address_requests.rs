//! Arguments of the address book methods of `IAddrBook` and `IMAPISupport`.

use super::ParentWindow;
use crate::mapi::{
    AddressFlags, DetailsFlags, EntryId, MapiString, OneOffFlags, ResolveNameFlags, Restriction, Row,
};

/// Arguments of `CreateOneOff`. Pages: `iaddrbook-createoneoff`, `imapisupport-createoneoff`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OneOffRequest<'a> {
    /// `lpszName`: the display name.
    pub name: Option<&'a MapiString>,
    /// `lpszAdrType`: such as `SMTP`.
    pub address_type: &'a MapiString,
    /// `lpszAddress`: the messaging address.
    pub address: &'a MapiString,
    /// `ulFlags`: `MAPI_SEND_NO_RICH_INFO`, `MAPI_UNICODE` (of all three strings).
    pub flags: OneOffFlags,
}

impl<'a> OneOffRequest<'a> {
    /// An address without display name.
    pub fn new(address_type: &'a MapiString, address: &'a MapiString) -> Self {
        Self { name: None, address_type, address, flags: OneOffFlags::empty() }
    }

    setters! {
        /// The display name.
        name: Option<&'a MapiString>,
        /// The flags.
        flags: OneOffFlags,
    }
}

/// Arguments of `NewEntry`. Pages: `iaddrbook-newentry`, `imapisupport-newentry`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct NewEntryRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`: `MAPI_UNICODE` for `IAddrBook`; reserved, zero, for `IMAPISupport`.
    pub flags: u32,
    /// `lpEIDContainer`: where to; `None` makes a one-off.
    pub container: Option<&'a EntryId>,
    /// `lpEIDNewEntryTpl`: the template; `None` lets the user choose one.
    pub template: Option<&'a EntryId>,
}

impl<'a> NewEntryRequest<'a> {
    /// A one-off by a template of the user's choice.
    pub fn new(window: ParentWindow<'a>) -> Self {
        Self { window, flags: 0, container: None, template: None }
    }

    setters! {
        /// The flags.
        flags: u32,
        /// The container.
        container: Option<&'a EntryId>,
        /// The template.
        template: Option<&'a EntryId>,
    }
}

/// Arguments of `Details`. Pages: `iaddrbook-details`, `imapisupport-details`.
///
/// The callbacks of the modeless form (`lpfnDismiss`) and of an extra button (`lpfButtonCallback`) are left
/// out: only a bridge could have such functions, and dialogs here are modal.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DetailsRequest<'a> {
    /// `lpulUIParam`.
    pub window: ParentWindow<'a>,
    /// `lpEntryID`: whose details.
    pub entry_id: &'a EntryId,
    /// `lpszButtonText`: the text of the extra button.
    pub button_text: Option<&'a MapiString>,
    /// `ulFlags`.
    pub flags: DetailsFlags,
}

impl<'a> DetailsRequest<'a> {
    /// The details of one entry.
    pub fn new(entry_id: &'a EntryId) -> Self {
        Self { window: ParentWindow::none(), entry_id, button_text: None, flags: DetailsFlags::empty() }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The text of the extra button.
        button_text: Option<&'a MapiString>,
        /// The flags.
        flags: DetailsFlags,
    }
}

/// Arguments of `Address`: an `ADRPARM` and an `ADRLIST`. Pages: `iaddrbook-address`,
/// `imapisupport-address`, `adrparm`.
///
/// The callbacks of the modeless form (`lpfnABSDI`, `lpfnDismiss`) and help (`ulHelpContext`,
/// `lpszHelpFileName`) are left out.
#[doc(alias = "ADRPARM")]
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AddressRequest<'a> {
    /// `lpulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags` of the `ADRPARM`.
    pub flags: AddressFlags,
    /// `lpABContEntryID`: the container shown first.
    pub container: Option<&'a EntryId>,
    /// `lpszCaption`.
    pub caption: Option<&'a MapiString>,
    /// `lpszNewEntryTitle`: the title of the edit control for new entries.
    pub new_entry_title: Option<&'a MapiString>,
    /// `lpszDestWellsTitle`: the title of the recipient boxes as a group.
    pub dest_wells_title: Option<&'a MapiString>,
    /// `nDestFieldFocus`: the box that has the focus, the first is 0.
    pub dest_field_focus: u32,
    /// `cDestFields`, `lppszDestTitles` and `lpulDestComps`: title and `PR_RECIPIENT_TYPE` of each box.
    pub dest_fields: &'a [(MapiString, u32)],
    /// `lpContRestriction`: which entries to show.
    pub contents_restriction: Option<&'a Restriction>,
    /// `lpHierRestriction`: which containers to show.
    pub hierarchy_restriction: Option<&'a Restriction>,
    /// `lppAdrList` on input: the recipients there are.
    pub recipients: &'a [Row],
}

impl<'a> AddressRequest<'a> {
    /// A dialog without preset recipients.
    pub fn new(window: ParentWindow<'a>, flags: AddressFlags) -> Self {
        Self { window, flags, ..Self::default() }
    }

    setters! {
        /// The container shown first.
        container: Option<&'a EntryId>,
        /// The caption.
        caption: Option<&'a MapiString>,
        /// The title of the edit control for new entries.
        new_entry_title: Option<&'a MapiString>,
        /// The title of the recipient boxes.
        dest_wells_title: Option<&'a MapiString>,
        /// The box that has the focus.
        dest_field_focus: u32,
        /// Which entries to show.
        contents_restriction: Option<&'a Restriction>,
        /// Which containers to show.
        hierarchy_restriction: Option<&'a Restriction>,
    }

    list_setters! {
        /// The boxes.
        dest_fields: [(MapiString, u32)],
        /// The recipients there are.
        recipients: [Row],
    }
}

/// What `Details` returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DetailsAnswer {
    /// Whether something was changed, which is told only with `AB_TELL_DETAILS_CHANGE`: `S_OK`, or else `S_FALSE`.
    pub changed: bool,
}

impl DetailsAnswer {
    /// With this said of changes.
    pub const fn new(changed: bool) -> Self {
        Self { changed }
    }
}

/// What `Address` returns.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AddressAnswer {
    /// `lppAdrList` on output: the recipients now, absent if there is no list.
    pub recipients: Option<Vec<Row>>,
}

impl AddressAnswer {
    /// With these recipients, if there is a list.
    pub const fn new(recipients: Option<Vec<Row>>) -> Self {
        Self { recipients }
    }
}

/// Arguments of `IAddrBook::ResolveName`. Page: `iaddrbook-resolvename`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResolveNameRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`.
    pub flags: ResolveNameFlags,
    /// `lpszNewEntryTitle`: a title in the dialog that asks the user.
    pub new_entry_title: Option<&'a MapiString>,
    /// `lpAdrList` on input: the names to resolve.
    pub recipients: &'a [Row],
}

impl<'a> ResolveNameRequest<'a> {
    /// Resolves without asking the user.
    pub fn new(recipients: &'a [Row]) -> Self {
        let flags = ResolveNameFlags::empty();
        Self { window: ParentWindow::none(), flags, new_entry_title: None, recipients }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: ResolveNameFlags,
        /// A title in the dialog.
        new_entry_title: Option<&'a MapiString>,
    }
}
