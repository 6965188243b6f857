//! The books of the memory that a compiled provider takes from its host.

use std::alloc::{Layout, alloc, dealloc};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::findings::{Breach, Findings};

/// What a block holds before its owner writes to it.
pub(super) const FRESH: u8 = 0xCD;
/// What it holds after it was freed.
const FREED: u8 = 0xDD;
/// How many bytes of freed memory are kept, so that who uses them is found.
const QUARANTINE: usize = 1 << 22;
const ALIGNMENT: usize = 16;

/// Every block of one set of memory routines.
#[derive(Default)]
pub(crate) struct Ledger {
    books: Mutex<Books>,
    pub(crate) findings: Findings,
}

#[derive(Default)]
struct Books {
    blocks: BTreeMap<usize, Block>,
    freed: VecDeque<usize>,
    freed_bytes: usize,
}

struct Block {
    size: usize,
    state: State,
    /// The blocks that go with this one.
    more: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Root,
    More,
    Freed,
}

/// What is known of a place in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In a block of `MAPIAllocateBuffer`, with so many bytes up to its end.
    Root(usize),
    /// In a block of `MAPIAllocateMore`, with so many bytes up to its end.
    More(usize),
    /// In a block that is freed.
    Freed,
    /// In no block.
    Unknown,
}

impl Ledger {
    pub(crate) const fn new() -> Self {
        let books = Books { blocks: BTreeMap::new(), freed: VecDeque::new(), freed_bytes: 0 };
        Self { books: Mutex::new(books), findings: Findings::new() }
    }

    /// A new block, with `root` a part of that one; `None` if there is no memory or no such block.
    pub(crate) fn allocate(&self, size: usize, root: Option<usize>) -> Option<usize> {
        let mut books = self.books();
        if let Some(root) = root {
            let root_block = books.blocks.get(&root).filter(|block| block.state != State::Freed);
            if root_block.is_none() {
                self.findings.add(Breach::UnknownBlock, None, "MAPIAllocateMore on what is no block");
                return None;
            }
        }
        let layout = Layout::from_size_align(size.max(1), ALIGNMENT).ok()?;
        // SAFETY: the layout is not empty.
        let pointer = unsafe { alloc(layout) };
        if pointer.is_null() {
            return None;
        }
        // SAFETY: the block is as long as its layout, and nobody has it yet.
        unsafe { pointer.write_bytes(FRESH, layout.size()) };
        let address = pointer.expose_provenance();
        let state = if root.is_some() { State::More } else { State::Root };
        books.blocks.insert(address, Block { size: layout.size(), state, more: Vec::new() });
        if let Some(root) = root.and_then(|root| books.blocks.get_mut(&root)) {
            root.more.push(address);
        }
        Some(address)
    }

    /// `MAPIFreeBuffer`: whether the block could be freed.
    pub(crate) fn free(&self, address: usize) -> bool {
        let mut books = self.books();
        let breach = match books.blocks.get(&address).map(|block| block.state) {
            Some(State::Root) => None,
            Some(State::More) => {
                Some((Breach::FreedMoreBlock, "MAPIFreeBuffer of a block of MAPIAllocateMore"))
            }
            Some(State::Freed) => {
                Some((Breach::FreedTwice, "MAPIFreeBuffer of a block that is freed already"))
            }
            None => Some((Breach::UnknownBlock, "MAPIFreeBuffer of what is no block")),
        };
        if let Some((breach, text)) = breach {
            drop(books);
            self.findings.add(breach, None, text);
            return false;
        }
        let mut waiting = vec![address];
        while let Some(next) = waiting.pop() {
            let Some(block) = books.blocks.get_mut(&next) else { continue };
            block.state = State::Freed;
            waiting.append(&mut block.more);
            // SAFETY: the block is in the books, so it is this long and not given back yet.
            unsafe { std::ptr::with_exposed_provenance_mut::<u8>(next).write_bytes(FREED, block.size) };
            let size = block.size;
            books.freed.push_back(next);
            books.freed_bytes += size;
        }
        let written = books.give_back();
        drop(books);
        for _ in 0..written {
            self.findings.add(Breach::WrittenAfterFree, None, "memory was written to after it was freed");
        }
        true
    }

    /// What is known of the bytes from `address` on.
    pub(crate) fn place(&self, address: usize) -> Place {
        let books = self.books();
        let Some((start, block)) = books.blocks.range(..=address).next_back() else { return Place::Unknown };
        let Some(rest) = (start + block.size).checked_sub(address).filter(|rest| *rest > 0) else {
            return Place::Unknown;
        };
        match block.state {
            State::Root => Place::Root(rest),
            State::More => Place::More(rest),
            State::Freed => Place::Freed,
        }
    }

    /// Blocks that are not freed.
    pub(crate) fn live(&self) -> usize {
        self.books().blocks.values().filter(|block| block.state != State::Freed).count()
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Gives the oldest freed blocks back to the machine; the answer is how many of them were written to.
    fn give_back(&mut self) -> usize {
        let mut written = 0;
        while self.freed_bytes > QUARANTINE {
            let Some(address) = self.freed.pop_front() else { break };
            let Some(block) = self.blocks.remove(&address) else { continue };
            self.freed_bytes -= block.size;
            let pointer = std::ptr::with_exposed_provenance_mut::<u8>(address);
            // SAFETY: the block is this long, and was initialised when it was made.
            let bytes = unsafe { std::slice::from_raw_parts(pointer, block.size) };
            written += usize::from(bytes.iter().any(|byte| *byte != FREED));
            if let Ok(layout) = Layout::from_size_align(block.size, ALIGNMENT) {
                // SAFETY: this is the layout that the block was made with, and nobody finds it any more.
                unsafe { dealloc(pointer, layout) };
            }
        }
        written
    }
}
