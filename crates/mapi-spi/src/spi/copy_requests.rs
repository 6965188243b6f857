//! Arguments of `IMAPIProp::CopyTo` and `CopyProps` and of their helpers in `IMAPISupport`.

use super::{MapiObject, ProgressUi};
use crate::mapi::{CopyFlags, MapiUid, PropTag};

/// Arguments of `IMAPIProp::CopyTo`. Page: `imapiprop-copyto`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CopyToRequest<'a> {
    /// `rgiidExclude`: interfaces not to be used for the copy.
    pub exclude_interfaces: &'a [MapiUid],
    /// `lpExcludeProps`: `None` excludes nothing; an empty list is an invalid parameter.
    pub exclude_props: Option<&'a [PropTag]>,
    /// `ulUIParam` and `lpProgress`.
    pub ui: ProgressUi<'a>,
    /// `lpInterface`: how the destination is to be accessed; never NULL.
    pub interface: MapiUid,
    /// `lpDestObj`.
    pub destination: &'a MapiObject,
    /// `ulFlags`.
    pub flags: CopyFlags,
}

impl<'a> CopyToRequest<'a> {
    /// Copies everything, replacing what is there.
    pub fn new(interface: MapiUid, destination: &'a MapiObject) -> Self {
        Self {
            exclude_interfaces: &[],
            exclude_props: None,
            ui: ProgressUi::none(),
            interface,
            destination,
            flags: CopyFlags::empty(),
        }
    }

    setters! {
        /// Properties not to be copied.
        exclude_props: Option<&'a [PropTag]>,
        /// Parent window and progress object.
        ui: ProgressUi<'a>,
        /// The flags.
        flags: CopyFlags,
    }

    list_setters! {
        /// Interfaces not to be used for the copy.
        exclude_interfaces: [MapiUid],
    }
}

/// Arguments of `IMAPIProp::CopyProps`. Page: `imapiprop-copyprops`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CopyPropsRequest<'a> {
    /// `lpIncludeProps`: the properties to copy; never NULL.
    pub include_props: &'a [PropTag],
    /// `ulUIParam` and `lpProgress`.
    pub ui: ProgressUi<'a>,
    /// `lpInterface`: how the destination is to be accessed; never NULL.
    pub interface: MapiUid,
    /// `lpDestObj`.
    pub destination: &'a MapiObject,
    /// `ulFlags`.
    pub flags: CopyFlags,
}

impl<'a> CopyPropsRequest<'a> {
    /// Copies the named properties, replacing what is there.
    pub fn new(include_props: &'a [PropTag], interface: MapiUid, destination: &'a MapiObject) -> Self {
        let ui = ProgressUi::none();
        Self { include_props, ui, interface, destination, flags: CopyFlags::empty() }
    }

    setters! {
        /// Parent window and progress object.
        ui: ProgressUi<'a>,
        /// The flags.
        flags: CopyFlags,
    }
}

/// Arguments of `IMAPISupport::DoCopyTo`. Page: `imapisupport-docopyto`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DoCopyToRequest<'a> {
    /// `lpSrcInterface`: how the source is to be accessed; never NULL.
    pub source_interface: MapiUid,
    /// `lpSrcObj`.
    pub source: &'a MapiObject,
    /// The arguments that `CopyTo` has, too.
    pub copy: CopyToRequest<'a>,
}

impl<'a> DoCopyToRequest<'a> {
    /// Copies from `source` what `copy` says.
    pub fn new(source_interface: MapiUid, source: &'a MapiObject, copy: CopyToRequest<'a>) -> Self {
        Self { source_interface, source, copy }
    }
}

/// Arguments of `IMAPISupport::DoCopyProps`. Page: `imapisupport-docopyprops`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DoCopyPropsRequest<'a> {
    /// `lpSrcInterface`: how the source is to be accessed; never NULL.
    pub source_interface: MapiUid,
    /// `lpSrcObj`.
    pub source: &'a MapiObject,
    /// The arguments that `CopyProps` has, too.
    pub copy: CopyPropsRequest<'a>,
}

impl<'a> DoCopyPropsRequest<'a> {
    /// Copies from `source` what `copy` says.
    pub fn new(source_interface: MapiUid, source: &'a MapiObject, copy: CopyPropsRequest<'a>) -> Self {
        Self { source_interface, source, copy }
    }
}
