//! A trace as a sequence diagram: as SVG, and as text for Mermaid.

mod fold;
mod lane;
mod mermaid;
mod row;
mod svg;

use lane::{Lane, Lanes};
use row::Row;

use super::Trace;

/// How many rows a diagram has unless it is told otherwise.
const ROWS: usize = 500;

/// A trace as a sequence diagram.
///
/// A line of life each for the client, MAPI, the spooler, every provider by the name of its DLL, and the user, as far as
/// they take part. A call is a solid arrow with the object, the method and its arguments, a return a dashed one with its
/// code. Steps of the load sequence are bands with their numbers; deviations and advice stand out.
///
/// ```
/// # use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags};
/// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// # use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
/// # use mapi_sim::spi::{IMAPISession, OpenStoreRequest};
/// # let id = store_entry_id("personal");
/// # let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
/// # let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id.clone());
/// # let mapi = Subsystem::builder()
/// #     .dll(Dll::new(DLL_NAME).provider_entry(dll))
/// #     .profile(Profile::new("Default").service(Service::new("REF").store(section)))
/// #     .build()?;
/// # let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
/// # let store = session.open_msg_store(&OpenStoreRequest::new(&id))?.value;
/// let trace = mapi.trace();
/// assert!(trace.to_svg().starts_with("<svg "));
/// assert!(trace.to_mermaid().contains("m->>p1: P1 IMSProvider::Logon("));
///
/// let short = trace.diagram().rows(20).references(false);
/// assert!(short.to_mermaid().len() < trace.to_mermaid().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Diagram<'a> {
    trace: &'a Trace,
    rows: usize,
    references: bool,
    fold_property_calls: bool,
}

impl Trace {
    /// The trace as a sequence diagram, to be set up before it is drawn.
    #[must_use]
    pub const fn diagram(&self) -> Diagram<'_> {
        Diagram { trace: self, rows: ROWS, references: true, fold_property_calls: true }
    }

    /// The [`diagram`](Self::diagram) as SVG, as it is without more ado.
    #[must_use]
    pub fn to_svg(&self) -> String {
        self.diagram().to_svg()
    }

    /// The [`diagram`](Self::diagram) for Mermaid, as it is without more ado.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        self.diagram().to_mermaid()
    }
}

impl Diagram<'_> {
    /// How many rows it has, counted from the end; a row in their place says how many there were before. 500 unless told
    /// otherwise.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Whether it shows `AddRef` and `Release`. It does unless told otherwise.
    #[must_use]
    pub const fn references(mut self, shown: bool) -> Self {
        self.references = shown;
        self
    }

    /// Whether calls in a row that read or write properties, and succeed without calling back, share one arrow without
    /// a return. They do unless told otherwise.
    #[must_use]
    pub const fn fold_property_calls(mut self, folded: bool) -> Self {
        self.fold_property_calls = folded;
        self
    }

    /// As a picture that stands alone or inside of HTML: no scripts, nothing fetched, light or dark as the reader's
    /// system.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let (lanes, rows) = self.laid_out();
        svg::draw(self.trace, &lanes, &rows)
    }

    /// As text in Mermaid's language (`sequenceDiagram`), which many forges draw inside of Markdown.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let (lanes, rows) = self.laid_out();
        mermaid::write(self.trace, &lanes, &rows)
    }

    /// The lines of life from left to right, and the rows from top to bottom.
    fn laid_out(&self) -> (Vec<Lane>, Vec<Row>) {
        let mut rows = row::rows(self.trace, &Lanes::of(self.trace), self.references);
        if self.fold_property_calls {
            rows = fold::fold(rows);
        }
        let omitted = rows.len().saturating_sub(self.rows);
        rows.drain(..omitted);
        let omitted = omitted.saturating_add(self.trace.left_out());
        if omitted > 0 {
            rows.insert(0, Row::Omitted(omitted));
        }
        let mut lanes: Vec<Lane> = rows.iter().flat_map(Row::lanes).collect();
        lanes.sort_unstable();
        lanes.dedup();
        if lanes.is_empty() {
            lanes.push(Lane::Mapi);
        }
        (lanes, rows)
    }
}
