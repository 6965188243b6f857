//! A PST on the disk, opened for one question at a time.

use std::io;

use mapi_spi::mapi::codes::{MAPI_E_CORRUPT_STORE, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND};
use mapi_spi::mapi::{HResult, MapiError, MapiErrorDetail, MapiResult, MapiUid};

use super::PROVIDER_DISPLAY;
use super::code_page::CodePage;
use super::guard::guarded;
use super::open_file::{OpenFile, open};
use super::read::folder_props;
use super::values::{as_long, as_text};

/// The property that holds the password's CRC ([MS-PST] 2.4.3.3.3).
const PID_TAG_PST_PASSWORD: u16 = 0x67FF;
const PID_TAG_DISPLAY_NAME: u16 = 0x3001;

/// Where a PST is.
#[derive(Clone, Debug)]
pub(super) struct PstFile {
    path: String,
}

/// What `Logon` needs to know of a file.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) record_key: MapiUid,
    pub(super) display_name: String,
    pub(super) password_crc: u32,
    pub(super) code_page: CodePage,
    /// The nodes of the IPM subtree, of deleted items and of search folders, where they can be read.
    pub(super) ipm_subtree: Option<u32>,
    pub(super) wastebasket: Option<u32>,
    pub(super) finder: Option<u32>,
}

impl PstFile {
    pub(super) fn new(path: String) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Opens the file, checks it as a whole and reads what `Logon` needs.
    pub(super) fn facts(&self) -> MapiResult<Facts> {
        let size = std::fs::metadata(&self.path).map_err(|error| self.unreadable(&error))?.len();
        let mut reader = self.reader();
        let mut facts = reader.read(|opened| {
            if size < opened.size() {
                let text = format!("it has {size} bytes of {}; the rest is cut off", opened.size());
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
            }
            facts(opened)
        })?;
        for special in [&mut facts.ipm_subtree, &mut facts.wastebasket, &mut facts.finder] {
            *special = special.filter(|node| reader.read(|opened| folder_props(opened, *node)).is_ok());
        }
        Ok(facts)
    }

    /// Reads something of the file. A panic of the library on damaged data is an error like any other.
    pub(super) fn read<R>(&self, question: impl FnOnce(&OpenFile) -> io::Result<R>) -> MapiResult<R> {
        self.reader().read(question)
    }

    /// For several questions, each of which may fail alone.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { file: self, opened: None }
    }

    fn unreadable(&self, error: &io::Error) -> MapiError {
        self.failure(code_of(error), &error.to_string())
    }

    fn corrupt(&self, text: &str) -> MapiError {
        self.failure(MAPI_E_CORRUPT_STORE, &format!("no readable PST: {text}"))
    }

    /// A failure whose MAPIERROR says which file it is about.
    pub(super) fn failure(&self, code: HResult, text: &str) -> MapiError {
        let text = format!("{}: {text}", self.path);
        MapiError::with_detail(code, MapiErrorDetail::new(text).component(PROVIDER_DISPLAY))
    }
}

/// Reads of a file one thing after the other.
pub(super) struct Reader<'a> {
    file: &'a PstFile,
    opened: Option<OpenFile>,
}

impl Reader<'_> {
    pub(super) fn read<R>(&mut self, question: impl FnOnce(&OpenFile) -> io::Result<R>) -> MapiResult<R> {
        let path = &self.file.path;
        if self.opened.is_none() {
            // The library has one error for a missing file and for a damaged one.
            drop(std::fs::File::open(path).map_err(|error| self.file.unreadable(&error))?);
        }
        // Only a file that has answered is kept: after a panic it may be locked for ever.
        let opened = self.opened.take();
        let answer = guarded(|| {
            let opened = opened.map_or_else(|| open(path), Ok)?;
            Ok((question(&opened)?, opened))
        });
        let (answer, opened) = answer.map_err(|error| self.file.corrupt(&error.to_string()))?;
        self.opened = Some(opened);
        Ok(answer)
    }
}

/// The code of `Logon` for a file that the system does not open.
pub fn code_of(error: &io::Error) -> HResult {
    /// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows: another program holds the file.
    const LOCKED: [i32; 2] = [32, 33];
    const MISSING: [io::ErrorKind; 2] = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
    const FORBIDDEN: [io::ErrorKind; 3] =
        [io::ErrorKind::PermissionDenied, io::ErrorKind::ResourceBusy, io::ErrorKind::WouldBlock];
    let locked = cfg!(windows) && error.raw_os_error().is_some_and(|code| LOCKED.contains(&code));
    if MISSING.contains(&error.kind()) {
        MAPI_E_NOT_FOUND
    } else if locked || FORBIDDEN.contains(&error.kind()) {
        MAPI_E_NO_ACCESS
    } else {
        MAPI_E_CORRUPT_STORE
    }
}

fn facts(opened: &OpenFile) -> io::Result<Facts> {
    let props = opened.store.properties();
    let crc = props.get(PID_TAG_PST_PASSWORD).and_then(as_long).unwrap_or(0);
    let node =
        |id: io::Result<outlook_pst::messaging::store::EntryId>| id.ok().map(|id| u32::from(id.node_id()));
    let name = props.get(PID_TAG_DISPLAY_NAME).and_then(|name| as_text(name, opened.code_page()));
    Ok(Facts {
        record_key: MapiUid::from_bytes(*props.record_key()?.record_key()),
        display_name: name.unwrap_or_default(),
        password_crc: u32::from_ne_bytes(crc.to_ne_bytes()),
        code_page: opened.code_page(),
        ipm_subtree: node(props.ipm_sub_tree_entry_id()),
        wastebasket: node(props.ipm_wastebasket_entry_id()),
        finder: node(props.finder_entry_id()),
    })
}
