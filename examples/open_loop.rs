//! Opens and releases a store of a trivial provider again and again: what the simulator itself costs.
//!
//! `cargo run --release --example open_loop -- --opens N --stores S --trace off|steps|calls [--no-mail]`
//!
//! S stores are held open meanwhile. Count instructions with
//! `valgrind --tool=callgrind target/release/examples/open_loop --opens 200 --stores 1 --trace calls` for two values of
//! N; the difference divided by that of N is the cost of one open and release, the spooler's logon included.
#![allow(clippy::print_stderr, reason = "a wrong argument is told to who typed it")]

use std::process::ExitCode;
use std::sync::Arc;

use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{
    EntryId, EntryIdFlags, GetPropsFlags, LogoffFlags, LogonExFlags, MapiResult, MapiUid, OpenStoreFlags,
    PropTag, PropValue, Warned,
};
use mapi_sim::sim::{Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{
    IMAPIProp, IMAPISession, IMSLogon, IMSProvider, IMsgStore, InitAnswer, InitRequest, KeptSupport,
    LogonAnswer, LogonRequest, OpenStoreRequest, SpoolerLogonRequest, Support,
};
use mapi_sim::trace::TraceDetail;

const USAGE: &str = "usage: open_loop --opens N --stores S --trace off|steps|calls [--no-mail]";
const UID: MapiUid = MapiUid::from_fields(0x6F70_656E, 0x6C6F, 0x6F70, *b"openloop");

fn main() -> ExitCode {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    opens: u32,
    stores: u32,
    detail: TraceDetail,
    mail: bool,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut arguments = Self { opens: 100, stores: 1, detail: TraceDetail::Calls, mail: true };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--opens" => arguments.opens = words.next()?.parse().ok()?,
                "--stores" => arguments.stores = words.next()?.parse().ok()?,
                "--trace" => arguments.detail = detail(&words.next()?)?,
                "--no-mail" => arguments.mail = false,
                _ => return None,
            }
        }
        Some(arguments)
    }
}

fn detail(word: &str) -> Option<TraceDetail> {
    match word {
        "off" => Some(TraceDetail::Off),
        "steps" => Some(TraceDetail::Steps),
        "calls" => Some(TraceDetail::Calls),
        _ => None,
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let mut service = Service::new("LOOP");
    for number in 0..=arguments.stores {
        service = service.store(StoreSection::new("loop.dll", "").entry_id(id(number)));
    }
    let entry = |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Provider)));
    let mapi = Subsystem::builder()
        .dll(Dll::new("loop.dll").provider_entry(entry))
        .profile(Profile::new("LOOP").service(service))
        .trace_detail(arguments.detail)
        .build()?;
    let mail = if arguments.mail { LogonExFlags::empty() } else { LogonExFlags::MAPI_NO_MAIL };
    let session = mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION | mail)?;
    let held: Vec<_> =
        (1..=arguments.stores).map(|number| open(&session, number)).collect::<MapiResult<_>>()?;
    mapi.run_spooler();
    for _ in 0..arguments.opens {
        let store = open(&session, 0)?;
        mapi.run_spooler();
        drop(store);
    }
    drop(held);
    Ok(())
}

fn id(number: u32) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, &number.to_le_bytes())
}

fn open(session: &Session, number: u32) -> MapiResult<Arc<dyn IMsgStore>> {
    let request = id(number);
    Ok(session.open_msg_store(&OpenStoreRequest::new(&request).flags(OpenStoreFlags::MDB_NO_DIALOG))?.value)
}

/// Opens a pair of objects at every logon; this program never opens a store that is open.
struct Provider;

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = pair(request.support, request.entry_id)?;
        request.support.set_provider_uid(&UID, 0)?;
        Ok(answer)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        pair(request.support, request.entry_id)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

fn pair(support: &Support, id: Option<&EntryId>) -> MapiResult<LogonAnswer> {
    let id = id.ok_or(MAPI_E_NOT_FOUND)?.clone();
    let kept = Arc::new(KeptSupport::new(support));
    Ok(LogonAnswer::first(Arc::new(Logon(Arc::clone(&kept))), Arc::new(Store { id, kept })))
}

struct Logon(Arc<KeptSupport>);

impl IMSLogon for Logon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        self.0.logged_off();
        Ok(())
    }
}

struct Store {
    id: EntryId,
    kept: Arc<KeptSupport>,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.kept.store_released();
    }
}

impl IMAPIProp for Store {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(vec![PropValue::new(PR_ENTRYID, &self.id)]))
    }
}

impl IMsgStore for Store {
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.kept.note_logoff(flags);
        Ok(LogoffFlags::empty())
    }
}
