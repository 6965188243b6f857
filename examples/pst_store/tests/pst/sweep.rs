//! Every call of a store's life goes wrong in turn, for the provider over PST files.

use mapi_sim::conformance::{Fixture, Setup, sweep};

use crate::conformance::{EmptyPst, setup};
use crate::pst_files;

/// In how many ways calls go wrong, and how many calls.
fn ways(fixture: impl Fixture) -> (usize, usize) {
    let sweep = sweep(fixture).expect_clean().unwrap();
    (sweep.faults(), sweep.verdicts().len())
}

#[test]
fn it_holds_whatever_goes_wrong() {
    assert_eq!(ways(EmptyPst), (343, 147));
}

/// A file of Outlook's.
struct RealFile(String);

impl Fixture for RealFile {
    fn setup(&self) -> Setup {
        setup(&self.0)
    }
}

#[test]
#[ignore = "needs MAPI_SIM_PST_DIR"]
fn it_holds_with_a_file_of_outlook() {
    assert_eq!(ways(RealFile(pst_files::path("Outlook.pst"))), (343, 147));
}
