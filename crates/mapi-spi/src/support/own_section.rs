//! The store's section of the profile.

use std::sync::Arc;

use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{EntryId, GetPropsFlags, MapiResult, OpenSectionFlags, PropTag, PropValue};
use crate::spi::{IProfSect, Support};

/// The profile section of the store that a support object belongs to. Page: `imapisupport-openprofilesection`.
///
/// ```no_run
/// # use mapi_spi::mapi::{MapiResult, PropTag, PropType, PropValue};
/// # use mapi_spi::spi::LogonRequest;
/// use mapi_spi::support::OwnSection;
///
/// /// Where the file of a store is, in the range that is the provider's own.
/// const PR_MY_PATH: PropTag = PropTag::new(0x6700, PropType::PT_UNICODE);
///
/// fn path(request: &LogonRequest<'_>) -> MapiResult<Option<String>> {
///     let section = OwnSection::open(request.support)?;
///     Ok(section.get(PR_MY_PATH).and_then(|path| path.as_unicode().map(str::to_owned)))
/// }
/// ```
pub struct OwnSection(Arc<dyn IProfSect>);

impl OwnSection {
    /// Opens it for reading and writing.
    ///
    /// # Errors
    /// Those of `IMAPISupport::OpenProfileSection`.
    pub fn open(support: &Support) -> MapiResult<Self> {
        support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).map(Self)
    }

    /// A property, asked for by its tag: the only way to see one in the range that sections hide \[PROFILE-08\].
    #[must_use]
    pub fn get(&self, tag: PropTag) -> Option<PropValue> {
        let value = self.0.get_props(Some(&[tag]), GetPropsFlags::empty()).ok()?.value.pop()?;
        value.as_error().is_none().then_some(value)
    }

    /// The store that the profile names, as a rule wrapped \[LOGON-05\]; see [`own_entry_id`](super::own_entry_id).
    #[must_use]
    pub fn entry_id(&self) -> Option<EntryId> {
        self.get(PR_ENTRYID)?.as_entry_id()
    }

    /// Sets properties, such as [`StoreDescription::section_props`](super::StoreDescription::section_props). They are
    /// permanent at once.
    ///
    /// # Errors
    /// Those of `IMAPIProp::SetProps`, and the code of the first property that could not be set.
    pub fn set(&self, values: &[PropValue]) -> MapiResult<()> {
        let problems = self.0.set_props(values)?;
        problems.first().map_or(Ok(()), |problem| Err(problem.code.into()))
    }
}
