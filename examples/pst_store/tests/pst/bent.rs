//! A copy of `Empty.pst` with single parts changed, whose checksums are right again, so that the change is met where
//! it is read and not before.

use std::ops::Range;

use outlook_pst::ndb::node_id::NodeId;
use outlook_pst::ndb::page::NodeBTreeEntry;
use outlook_pst::{PstFile as _, UnicodePstFile};

use crate::pst_files::{crc_of, empty_pst, file_with};

/// Where the trailer of a page begins, and how long a page is ([MS-PST] 2.2.2.7.1).
const PAGE: (usize, usize) = (496, 512);
/// Where a page of a tree has its level; 0 is that of the entries.
const PAGE_LEVEL: usize = 491;
/// The type of a page that lists blocks.
const BLOCK_PAGE: u8 = 0x80;
const BLOCK_TRAILER: usize = 16;
/// Where the header says how data are encoded.
const CRYPT_METHOD: usize = 513;

pub(crate) struct Bent {
    bytes: Vec<u8>,
    pst: UnicodePstFile,
}

impl Bent {
    /// The file, with all of its nodes as they are meant and not as they are encoded ([MS-PST] 5.1).
    pub(crate) fn new() -> Self {
        let file = empty_pst();
        let pst = UnicodePstFile::open(&file).unwrap();
        let mut bent = Self { bytes: std::fs::read(file).unwrap(), pst };
        for node in (0x21..0x700).chain(0x2220..0x2240).chain(0x8020..0x8090) {
            let block = bent.pst.read_node(NodeId::from(node)).map(|node| node.data());
            if let Ok(plain) = block.and_then(|block| bent.pst.read_block(block)) {
                let at = bent.block(node);
                bent.bytes[at.clone()].copy_from_slice(&plain);
                bent.sign_block(&at);
            }
        }
        bent.bytes[CRYPT_METHOD] = 0;
        let sum = crc_of(&bent.bytes[8..524]);
        bent.bytes[524..528].copy_from_slice(&sum.to_le_bytes());
        bent
    }

    /// The file under this name.
    pub(crate) fn file(&self, name: &str) -> String {
        file_with(name, &self.bytes)
    }

    /// Changes what a node says; its length stays.
    pub(crate) fn node(mut self, node: u32, change: impl FnOnce(&mut [u8])) -> Self {
        let at = self.block(node);
        change(&mut self.bytes[at.clone()]);
        self.sign_block(&at);
        self
    }

    /// Changes a node and leaves its checksum wrong.
    pub(crate) fn spoilt(mut self, node: u32) -> Self {
        let at = self.block(node).start;
        self.bytes[at] ^= 0x55;
        self
    }

    /// Gives the block of a node another length in the list of all blocks.
    pub(crate) fn length(mut self, node: u32, length: u16) -> Self {
        let wanted = self.block_id(node).to_le_bytes();
        for page in (0..self.bytes.len() - PAGE.1).step_by(PAGE.1) {
            let entries = page..page + PAGE.0;
            let kind = (self.bytes[entries.end], self.bytes[page + PAGE_LEVEL]);
            if kind != (BLOCK_PAGE, 0) || !self.is_signed_page(page) {
                continue;
            }
            let entry = self.bytes[entries.clone()].chunks_exact(24).position(|entry| entry[..8] == wanted);
            if let Some(entry) = entry {
                let at = page + entry * 24 + 16;
                self.bytes[at..at + 2].copy_from_slice(&length.to_le_bytes());
                let sum = crc_of(&self.bytes[entries.clone()]);
                self.bytes[entries.end + 4..entries.end + 8].copy_from_slice(&sum.to_le_bytes());
            }
        }
        self
    }

    fn sign_block(&mut self, at: &Range<usize>) {
        let trailer = trailer_of(at);
        let sum = crc_of(&self.bytes[at.clone()]);
        self.bytes[trailer + 4..trailer + 8].copy_from_slice(&sum.to_le_bytes());
    }

    fn is_signed_page(&self, page: usize) -> bool {
        let sum = crc_of(&self.bytes[page..page + PAGE.0]).to_le_bytes();
        self.bytes[page + PAGE.0 + 4..page + PAGE.0 + 8] == sum
    }

    fn block_id(&self, node: u32) -> u64 {
        self.pst.read_node(NodeId::from(node)).unwrap().data().into()
    }

    fn plain(&self, node: u32) -> Vec<u8> {
        self.pst.read_block(self.pst.read_node(NodeId::from(node)).unwrap().data()).unwrap()
    }

    /// The place of a node's block: the one whose trailer has its number and checksum.
    fn block(&self, node: u32) -> Range<usize> {
        let (id, length) = (self.block_id(node).to_le_bytes(), self.plain(node).len());
        let starts = (0..self.bytes.len()).step_by(64).map(|start| start..start + length);
        let mut found = starts.filter(|at| {
            let trailer = trailer_of(at);
            self.bytes.get(trailer + 8..trailer + 16).is_some_and(|found| found == id)
                && self.bytes[trailer + 4..trailer + 8] == crc_of(&self.bytes[at.clone()]).to_le_bytes()
        });
        found.next().unwrap()
    }
}

/// Blocks are padded so that they end, with their trailer, at a multiple of 64 bytes.
fn trailer_of(block: &Range<usize>) -> usize {
    (block.end + BLOCK_TRAILER).next_multiple_of(64) - BLOCK_TRAILER
}

/// Little-endian, as all of a PST.
pub(crate) fn word(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

/// The place of an item of a heap ([MS-PST] 2.3.1.1) in the first block of its node.
pub(crate) fn item(heap: &[u8], id: u32) -> Range<usize> {
    let place = word(heap, 0) + 4 + 2 * (usize::try_from(id >> 5).unwrap() - 1);
    word(heap, place)..word(heap, place + 2)
}

/// The item that a heap names as its root.
pub(crate) fn root_item(heap: &[u8]) -> Range<usize> {
    item(heap, u32::from_le_bytes(heap[4..8].try_into().unwrap()))
}

/// Replaces a text by one of the same length.
pub(crate) fn rewrite(bytes: &mut [u8], old: &str, new: &str) {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let (old, new) = (wide(old), wide(new));
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    bytes[at..at + new.len()].copy_from_slice(&new);
}

/// Where a property of a folder has its number, or the place of what is longer: after its tag ([MS-PST] 2.3.3.3).
pub(crate) fn value_of(heap: &[u8], id: u16, kind: u16) -> usize {
    let tag = [id.to_le_bytes(), kind.to_le_bytes()].concat();
    heap.windows(4).position(|window| window == tag).unwrap() + 4
}
