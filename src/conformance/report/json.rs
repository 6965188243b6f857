//! The report as JSON.

use serde::Serialize;

use super::view::{CountsView, EntryView, UntestedView, untested};
use super::{RenderError, Report};

/// Counted up when a key changes its meaning or goes; new keys leave it alone.
const FORMAT: u8 = 1;

#[derive(Serialize)]
struct ReportView<'a> {
    format: u8,
    provider: &'a str,
    conformance: &'static str,
    fixture_fault: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_fault: Option<&'a str>,
    counts: CountsView,
    entries: Vec<EntryView<'a>>,
    untested: Vec<UntestedView>,
}

impl Report {
    /// The report as JSON, for programs.
    ///
    /// An object with these keys, always all of them:
    ///
    /// | key | value |
    /// |:--|:--|
    /// | `format` | 1; it is counted up when a key below changes its meaning or goes |
    /// | `provider` | the name of the DLL |
    /// | `conformance` | [`Conformance::text`](super::Conformance::text) |
    /// | `fixture_fault` | what is wrong with the fixture, or `null` |
    /// | `counts` | numbers: `tested`, of these `pass`, `fail`, `waived`, `stale_waiver`, `not_applicable`, `not_reached`, `observed`; beside these `kept_by_types`, `unobservable` |
    /// | `entries` | the rules in the order of the table |
    /// | `untested` | the rules without a test ([`untested_rules`](super::untested_rules)): `id`, `title`, `level`, `pages`, `status` (`types` or `unobservable`), `reason` |
    ///
    /// An entry has `id` (`LOAD-19`), `title`, `duty` (not for rules from elsewhere), `level` (`must`, `should` or `may`), `reading` (`strict` or `lenient`),
    /// `pages` (stems of documents in Microsoft's MAPI reference), `area`, `test` (its name), `outcome`
    /// ([`Outcome::word`](super::Outcome::word)), `reason` (why it is waived or does not apply, or `null`) and
    /// `failure`: `null`, or an object of `expected`, `got`, `help` (or `null`), `calls` (the last ones of the trace, as
    /// text) and `trace` (the whole trace as text, or `null`). A rule that was not reached has in `cause` the number of the
    /// rule that stands in the way, and in `failure` what happened there; the other entries have no `cause`.
    ///
    /// Three more keys are there only where rules from elsewhere make a difference: `rules_fault` beside `fixture_fault`,
    /// what is wrong with the rules of the run ([`Report::rules_fault`]); `source` in an entry, what the rule rests on
    /// besides pages; `seen_in` in a failure, the number of the rule that was on trial.
    ///
    /// ```
    /// # use mapi_sim::conformance::{Fixture, Setup};
    /// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
    /// # use mapi_sim::sim::{Dll, StoreSection};
    /// # struct MyProvider;
    /// # impl Fixture for MyProvider {
    /// #     fn setup(&self) -> Setup {
    /// #         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
    /// #         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
    /// #         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
    /// #     }
    /// # }
    /// let json = mapi_sim::conformance::run(MyProvider).to_json()?;
    /// assert!(json.contains("\"id\": \"LOAD-19\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RenderError`] if the report cannot be written; nothing in a report is known to lead to it.
    pub fn to_json(&self) -> Result<String, RenderError> {
        let mut json = serde_json::to_string_pretty(&ReportView::new(self)).map_err(RenderError::new)?;
        json.push('\n');
        Ok(json)
    }
}

impl<'a> ReportView<'a> {
    fn new(report: &'a Report) -> Self {
        Self {
            format: FORMAT,
            provider: report.provider(),
            conformance: report.conformance().text(),
            fixture_fault: report.fixture_fault(),
            rules_fault: report.rules_fault(),
            counts: CountsView::new(report.counts()),
            entries: report.entries().iter().map(EntryView::new).collect(),
            untested: untested(report),
        }
    }
}
