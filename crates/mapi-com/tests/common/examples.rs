//! The examples of this crate that are shared objects.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The file of an example.
///
/// `cargo test` builds it beside the tests, unless one of them is named. So it is built here, once more where other packages are tested in
/// the same run and have asked for other features; who knows that it is there says so by `MAPI_COM_EXAMPLES_BUILT` in the environment.
pub(crate) fn build(example: &str) -> PathBuf {
    if std::env::var_os("MAPI_COM_EXAMPLES_BUILT").is_none() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "-p", "mapi-com", "--example", example]);
        assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
    }
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().and_then(Path::parent).unwrap();
    folder.join(format!("examples/lib{example}.so"))
}
