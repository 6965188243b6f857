//! The folders of a provider's stores: the template is copied for each setup, so that no rule sees what another one did.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where the copies are made.
#[derive(Debug)]
pub(crate) struct Folders {
    below: PathBuf,
    template: Option<PathBuf>,
    made: AtomicUsize,
}

/// A copy of the template, which is removed when nobody has it any more.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folders {
    pub(crate) const fn new(below: PathBuf, template: Option<PathBuf>) -> Self {
        Self { below, template, made: AtomicUsize::new(0) }
    }

    /// A folder that nobody has used.
    pub(crate) fn next(&self) -> io::Result<Folder> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let folder = self.below.join(format!("stores-{number:04}"));
        fs::create_dir_all(&folder)?;
        if let Some(template) = &self.template {
            copy(template, &folder)?;
        }
        Ok(Folder(folder))
    }
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed goes with the folder above.
        _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
