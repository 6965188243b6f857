//! Building blocks of objects whose data lie in memory.
//!
//! [`MemoryTable`] answers `IMAPITable`, [`MemoryProps`] holds what `IMAPIProp` reads and writes, [`MemoryStream`] and
//! [`EditStream`] answer `IStream` for reading and for writing. The simulated MAPI and the reference store are made of
//! them, and a provider under test may be.

mod edit_stream;
mod props;
mod stream;
mod table;

pub use edit_stream::EditStream;
pub use props::MemoryProps;
pub use stream::MemoryStream;
pub use table::{MemoryTable, RowChange};
