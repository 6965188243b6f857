//! An open file, whichever of the two formats it has.

use std::io;
use std::rc::Rc;

use outlook_pst::messaging::store::{AnsiStore, Store, UnicodeStore};
use outlook_pst::ndb::byte_index::ByteIndex;
use outlook_pst::ndb::header::Header;
use outlook_pst::ndb::node_id::NodeId;
use outlook_pst::ndb::page::NodeBTreeEntry;
use outlook_pst::ndb::root::Root;
use outlook_pst::{AnsiPstFile, PstFile as _, UnicodePstFile};

use super::header::{Format, format_of};

/// An open file.
pub(super) struct OpenFile {
    pub(super) store: Rc<dyn Store>,
    /// How many bytes the header says that the file has.
    size: u64,
    parent_of: Box<dyn Fn(NodeId) -> io::Result<Option<NodeId>>>,
}

impl OpenFile {
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The folder that a folder or message lies in; the root lies in itself.
    pub(super) fn parent_of(&self, node: u32) -> io::Result<Option<u32>> {
        Ok((self.parent_of)(NodeId::from(node))?.map(u32::from))
    }
}

pub(super) fn open(path: &str) -> io::Result<OpenFile> {
    match format_of(path)? {
        Format::Unicode => open_unicode(path),
        Format::Ansi => open_ansi(path),
    }
}

fn open_unicode(path: &str) -> io::Result<OpenFile> {
    let file = Rc::new(UnicodePstFile::open(path)?);
    let size = file.header().root().file_eof_index().index();
    let store = UnicodeStore::read(Rc::clone(&file))?;
    let parent_of = Box::new(move |node| Ok(file.read_node(node)?.parent()));
    Ok(OpenFile { store, size, parent_of })
}

fn open_ansi(path: &str) -> io::Result<OpenFile> {
    let file = Rc::new(AnsiPstFile::open(path)?);
    let size = file.header().root().file_eof_index().index().into();
    let store = AnsiStore::read(Rc::clone(&file))?;
    let parent_of = Box::new(move |node| Ok(file.read_node(node)?.parent()));
    Ok(OpenFile { store, size, parent_of })
}
