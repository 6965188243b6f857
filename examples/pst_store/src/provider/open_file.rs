//! An open file, whichever of the two formats it has.

use std::io;
use std::rc::Rc;

use outlook_pst::ltp::table_context::{AnsiTableContext, TableContext, UnicodeTableContext};
use outlook_pst::messaging::store::{AnsiStore, Store, UnicodeStore};
use outlook_pst::ndb::NdbError;
use outlook_pst::ndb::byte_index::ByteIndex;
use outlook_pst::ndb::header::Header;
use outlook_pst::ndb::node_id::{NodeId, NodeIdType};
use outlook_pst::ndb::page::NodeBTreeEntry;
use outlook_pst::ndb::root::Root;
use outlook_pst::{AnsiPstFile, PstFile as _, UnicodePstFile};

use super::code_page::{CodePage, USUAL, code_page_of};
use super::header::{Format, format_of};

/// An open file.
pub(super) struct OpenFile {
    pub(super) store: Rc<dyn Store>,
    /// How many bytes the header says that the file has.
    size: u64,
    parent_of: Box<dyn Fn(NodeId) -> io::Result<Option<NodeId>>>,
    table: Box<dyn Fn(NodeId) -> io::Result<Option<Table>>>,
}

type Table = Rc<dyn TableContext>;

impl OpenFile {
    /// Of the texts that say nothing else.
    pub(super) fn code_page(&self) -> CodePage {
        code_page_of(|id| self.store.properties().get(id)).unwrap_or(USUAL)
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The folder that a folder or message lies in; the root lies in itself.
    pub(super) fn parent_of(&self, node: u32) -> io::Result<Option<u32>> {
        Ok((self.parent_of)(NodeId::from(node))?.map(u32::from))
    }

    /// A table of a folder. The library's own objects do not tell one that is not there from one that is damaged, and
    /// know none of search folders.
    pub(super) fn table(&self, kind: NodeIdType, folder: u32) -> io::Result<Option<Table>> {
        (self.table)(NodeId::new(kind, NodeId::from(folder).index())?)
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
    let (tables, nodes) = (Rc::clone(&store), Rc::clone(&file));
    let table = Box::new(move |node| {
        let node = found(nodes.read_node(node))?;
        node.map(|node| UnicodeTableContext::read(Rc::clone(&tables), node)).transpose()
    });
    let parent_of = Box::new(move |node| Ok(file.read_node(node)?.parent()));
    Ok(OpenFile { store, size, parent_of, table })
}

fn open_ansi(path: &str) -> io::Result<OpenFile> {
    let file = Rc::new(AnsiPstFile::open(path)?);
    let size = file.header().root().file_eof_index().index().into();
    let store = AnsiStore::read(Rc::clone(&file))?;
    let (tables, nodes) = (Rc::clone(&store), Rc::clone(&file));
    let table = Box::new(move |node| {
        let node = found(nodes.read_node(node))?;
        node.map(|node| AnsiTableContext::read(Rc::clone(&tables), node)).transpose()
    });
    let parent_of = Box::new(move |node| Ok(file.read_node(node)?.parent()));
    Ok(OpenFile { store, size, parent_of, table })
}

/// A node that the file does not have is none.
fn found<T>(node: io::Result<T>) -> io::Result<Option<T>> {
    match node {
        Err(error) if is_missing(&error) => Ok(None),
        other => other.map(Some),
    }
}

fn is_missing(error: &io::Error) -> bool {
    let error = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(error, Some(NdbError::BTreePageNotFound(_)))
}
