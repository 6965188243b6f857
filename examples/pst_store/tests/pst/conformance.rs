//! The conformance kit on the example provider over PST files: a provider that only reads, and that shares nothing
//! with the reference provider.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use mapi_sim::conformance::{Capability, Conformance, Declaration, Fixture, Outcome, Report, Setup, rules};
use mapi_sim::mapi::{PropValue, ResourceFlags};
use mapi_sim::sim::{Dll, Reply, SpoolerModel, StoreSection};
use pst_store::{DLL_NAME, PR_PST_EXAMPLE_PASSWORD, PstDll, store_entry_id};

use crate::pst_files;

/// The file is only read, so one search for it is enough.
static EMPTY: LazyLock<PathBuf> = LazyLock::new(pst_files::empty_pst);

/// A file that needs no password, on a machine with nothing else.
pub(crate) struct EmptyPst;

impl Fixture for EmptyPst {
    fn setup(&self) -> Setup {
        setup(EMPTY.to_str().unwrap())
    }
}

/// The set-up that needs no more than one file.
pub(crate) fn setup(file: &str) -> Setup {
    let (folder, name) = (Path::new(file).parent().unwrap().display(), Path::new(file).file_name().unwrap());
    let name = name.to_str().unwrap();
    Setup::new(Dll::new(DLL_NAME).provider_entry(PstDll), section(file))
        .other_id(store_entry_id(&format!("{folder}/./{name}")))
        .unconfigured(plain_section(), [])
        .unreachable(section(&format!("{folder}/no such file.pst")))
        .chooses_store([Reply::fill("file", file)])
}

fn section(file: &str) -> StoreSection {
    plain_section().entry_id(store_entry_id(file))
}

/// A section that names no file.
fn plain_section() -> StoreSection {
    let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
    StoreSection::new(DLL_NAME, "PST file").resource_flags(flags)
}

/// The provider keeps all rules that apply, `rules` in number, and has what real clients rely on, but for columns that the
/// tables of a PST file do not keep: reading each message for a table takes too long. A rule that does not apply needs a
/// capability of `missing`.
fn keeps_all(report: &Report, rules: usize, missing: &[Capability]) {
    assert_eq!(report.conformance(), Conformance::Conformant, "{report}");
    let broken = report.entries().iter().filter_map(|entry| entry.outcome.failure());
    let beyond = broken.filter(|failure| failure.rule.id != rules::OBS_01);
    assert_eq!(beyond.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    // The columns show only in files with messages.
    assert_eq!(report.counts().passed + report.counts().observed, rules, "{report}");
    for entry in report.entries() {
        if let Outcome::NotApplicable(capability) = entry.outcome {
            assert!(missing.contains(&capability), "{} does not apply: {capability}", entry.rule.name);
        }
    }
}

/// What the provider does not do, whatever its files are.
const LACKING: [Capability; 15] = [
    Capability::Write,
    Capability::Submit,
    Capability::Notify,
    Capability::DefaultStore,
    Capability::TransportCoupled,
    Capability::ServiceEntry,
    Capability::ChangePassword,
    Capability::Identity,
    Capability::ShortTermIds,
    Capability::FastShutdown,
    Capability::Wrapper,
    Capability::Offline,
    Capability::Warning,
    Capability::ForeignLocale,
    Capability::ExtendedError,
];

/// What cannot be tested besides with one file that has no password.
const ALONE: [Capability; 2] = [Capability::SecondStore, Capability::Password];

#[test]
fn real_clients_are_content() {
    keeps_all(&report(), 106, &[&LACKING[..], &ALONE].concat());
}

mapi_sim::conformance_tests!(
    EmptyPst,
    capabilities: [mail, ui, other_id, unconfigured, unreachable, chooses_store],
);

/// With the spooler in a process of its own.
mod spooler_process {
    use super::*;

    struct TwoProcesses;

    impl Fixture for TwoProcesses {
        fn setup(&self) -> Setup {
            EmptyPst.setup().spooler_model(SpoolerModel::OwnProcess)
        }
    }

    #[test]
    fn real_clients_are_content() {
        keeps_all(&report(), 106, &[&LACKING[..], &ALONE].concat());
    }

    mapi_sim::conformance_tests!(
        TwoProcesses,
        capabilities: [mail, ui, other_id, unconfigured, unreachable, chooses_store],
    );
}

/// Real files: two without a password, and one with.
mod files {
    use super::*;

    struct RealFiles {
        first: String,
        second: String,
        safe: String,
        /// The password of `safe`.
        right: String,
    }

    impl Fixture for RealFiles {
        fn setup(&self) -> Setup {
            let password = |text: &str| PropValue::new(PR_PST_EXAMPLE_PASSWORD, text);
            setup(&self.first)
                .second_store(section(&self.second))
                .password(section(&self.safe), password(&self.right), password("wrong"))
                .types_password([Reply::fill("password", &self.right)])
        }

        fn declaration(&self) -> Declaration {
            Declaration {
                capabilities: &[
                    Capability::Mail,
                    Capability::Ui,
                    Capability::SecondStore,
                    Capability::Password,
                    Capability::OtherId,
                    Capability::Unconfigured,
                    Capability::Unreachable,
                    Capability::ChoosesStore,
                ],
                ..Declaration::NOTHING
            }
        }
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn those_of_outlook_are_served_as_the_rules_have_it() {
        let safe = pst_files::path("passworded.pst");
        let right = pst_files::password(&safe, "");
        let (first, second) = (pst_files::path("Outlook.pst"), pst_files::path("dist-list.pst"));
        let report = mapi_sim::conformance::run(RealFiles { first, second, safe, right });
        keeps_all(&report, 117, &LACKING);
    }

    #[test]
    #[ignore = "needs MAPI_SIM_UNUSUAL_PST_DIR"]
    fn unusual_ones_are_served_as_the_rules_have_it() {
        let safe = pst_files::unusual("pstsdk-test_ansi.pst");
        let right = pst_files::password(&safe, "");
        let first = pst_files::unusual("aspose-Test_part1.pst");
        let second = pst_files::unusual("SampleContacts.pst");
        let report = mapi_sim::conformance::run(RealFiles { first, second, safe, right });
        keeps_all(&report, 117, &LACKING);
    }
}
