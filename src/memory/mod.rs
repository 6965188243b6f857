//! Building blocks of objects whose data lie in memory.
//!
//! [`MemoryTable`] answers `IMAPITable`, [`MemoryProps`] the reading half of `IMAPIProp`. The simulated MAPI and the
//! reference store are made of them, and a provider under test may be.

mod props;
mod stream;
mod table;

pub use props::MemoryProps;
pub use stream::MemoryStream;
pub use table::MemoryTable;
