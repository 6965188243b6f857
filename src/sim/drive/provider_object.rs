//! Provider objects: `MSProviderInit` makes them, and their owner shuts them down.

use std::sync::Arc;

use crate::load::InitOutcome;
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiError, MapiErrorDetail, MapiInitFlags, MapiResult, ProviderInitFlags};
use crate::sim::books::home::Home;
use crate::sim::books::providers::Provider;
use crate::sim::books::state::State;
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::kernel::shared::{Shared, code};
use crate::spi::{IMSProvider, InitAnswer, InitRequest, MemAllocRoutines};
use crate::trace::{Args, Call, Context, DllNo, Method, Object, Out, ProviderNo, SessionNo};

/// What came of a `MSProviderInit`.
pub(crate) struct Initialised {
    pub(crate) outcome: InitOutcome,
    pub(crate) error: Option<MapiError>,
    no: ProviderNo,
    object: Option<Arc<dyn IMSProvider>>,
}

/// Steps 2 and 3 in either process: loads the DLL and calls its entry point.
pub(crate) async fn initialise(
    shared: &Shared,
    context: Context,
    home: Home,
    dll: DllNo,
) -> Result<Initialised, NoAnswer> {
    let no = shared.with(|state| state.providers.add(home));
    let Some(entry) = shared.provider_entry(dll) else {
        return Ok(without_entry(shared, no, dll));
    };
    let options = shared.options;
    // [INIT-06] the spooler's own process is no service.
    let in_service = home == Home::Client && options.init.contains(MapiInitFlags::MAPI_NT_SERVICE);
    let mut flags = ProviderInitFlags::empty();
    flags.set(ProviderInitFlags::MAPI_NT_SERVICE, in_service);
    let request =
        InitRequest::new(MemAllocRoutines::new(no.number())).flags(flags).mapi_version(options.version);
    let request = request.in_process(u32::from(home != Home::Client));
    let call = Call {
        from: home.owner(),
        to: Object::Dll(dll),
        method: Method::MsProviderInit,
        args: Args::Init(options.version, flags),
    };
    let out = |result: &MapiResult<InitAnswer>| {
        let out = result
            .as_ref()
            .map_or(Out::None, |answer| Out::Init(answer.provider.as_ref().map(|_| no), answer.version));
        (code(result), out)
    };
    let result = shared.call(context, call, || entry.ms_provider_init(&request), out).await?;
    Ok(judge(shared, no, result))
}

fn without_entry(shared: &Shared, no: ProviderNo, dll: DllNo) -> Initialised {
    let text = format!("the DLL {} exports no MSProviderInit", shared.dll_name(dll));
    let detail = MapiErrorDetail::new(text).component("MAPI");
    let error = MapiError::with_detail(MAPI_E_CALL_FAILED, detail);
    Initialised { no, outcome: InitOutcome::Failed(error.code()), error: Some(error), object: None }
}

fn judge(shared: &Shared, no: ProviderNo, result: MapiResult<InitAnswer>) -> Initialised {
    let answer = match result {
        Err(error) => {
            let outcome = InitOutcome::Failed(error.code());
            return Initialised { no, outcome, error: Some(error), object: None };
        }
        Ok(answer) => answer,
    };
    let outcome = if answer.provider.is_none() {
        InitOutcome::NoObject
    } else if answer.version < shared.options.oldest {
        InitOutcome::VersionTooLow
    } else {
        InitOutcome::Ready
    };
    Initialised { no, outcome, error: None, object: answer.provider }
}

impl Initialised {
    /// The machine has said that the object is kept for the session.
    pub(crate) fn keep(&self, state: &mut State, context: Context, session: SessionNo, dll: DllNo) {
        if let Some(object) = &self.object {
            state.keep_provider(context, session, dll, self.no, object);
        }
    }

    /// The object, unless it is not kept, and so released at once.
    pub(crate) async fn settle(self, shared: &Shared, context: Context, keeps: bool) -> Option<Provider> {
        let Self { no, object, .. } = self;
        match object {
            Some(object) if keeps => return Some((no, object)),
            // [INIT-11] without Shutdown.
            Some(object) => shared.release_provider(context, (no, object)).await,
            None => {}
        }
        shared.with(|state| state.providers.forget(no));
        None
    }
}
