//! The profile file: an author's words about a provider, and the fixture that is made of them.

mod bytes;
mod file;
mod fixture;
mod folder;
mod props;
mod words;

pub use file::Profile;
pub use fixture::ProviderFixture;
