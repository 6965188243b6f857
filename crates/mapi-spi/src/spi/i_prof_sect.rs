//! `IProfSect`: a section of the profile.

use super::IMAPIProp;

/// A profile section. Page: `iprofsectimapiprop`. It has the methods of [`IMAPIProp`] and none of its own.
///
/// A section knows no named properties, and `SaveChanges` is not needed: changes are permanent at once.
pub trait IProfSect: IMAPIProp {}

debug_as_name!(IProfSect);
