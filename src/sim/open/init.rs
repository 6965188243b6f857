//! Steps 2 and 3: the DLL's entry point and the provider object.

use super::Opening;
use crate::load::{Effect, Effects, InitOutcome, Input};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiErrorDetail, MapiInitFlags, MapiResult, ProviderInitFlags};
use crate::sim::state::ProviderData;
use crate::spi::{InitAnswer, InitRequest, MemAllocRoutines};
use crate::trace::{Actor, Args, Call, DllNo, Fact, Method, Object, Out, ProviderNo};

impl Opening<'_> {
    pub(super) fn init_provider(&mut self) {
        self.advance(Input::InitCalled);
        let entry = self.dll.and_then(|dll| Some((dll, self.shared.provider_entry(dll)?)));
        let Some((dll, entry)) = entry else {
            let what = if self.dll.is_some() { "exports no MSProviderInit" } else { "was not found" };
            let detail = MapiErrorDetail::new(format!("the DLL {} {what}", self.dll_name)).component("MAPI");
            self.keep_detail(MAPI_E_CALL_FAILED, Some(&detail));
            self.initialised(InitOutcome::Failed(MAPI_E_CALL_FAILED));
            return;
        };
        let options = self.shared.options;
        let no = self.shared.with(|state| ProviderNo::from_index(state.providers.len()));
        // [INIT-06]
        let mut flags = ProviderInitFlags::empty();
        flags.set(ProviderInitFlags::MAPI_NT_SERVICE, options.init.contains(MapiInitFlags::MAPI_NT_SERVICE));
        let request =
            InitRequest::new(MemAllocRoutines::new(no.number())).flags(flags).mapi_version(options.version);
        let call = Call {
            from: Actor::Mapi,
            to: Object::Dll(dll),
            method: Method::MsProviderInit,
            args: Args::Init(options.version, flags),
        };
        let out = |result: &MapiResult<InitAnswer>| {
            let out = result
                .as_ref()
                .map_or(Out::None, |answer| Out::Init(answer.provider.as_ref().map(|_| no), answer.version));
            (crate::sim::shared::code(result), out)
        };
        let result = self.shared.cross(self.context(), call, || entry.ms_provider_init(&request), out);
        self.judge_init(dll, no, result);
    }

    fn initialised(&mut self, outcome: InitOutcome) -> Effects {
        let effects = self.advance(Input::InitReturned(outcome));
        if effects.contains(Effect::DisableService)
            && let Some(section) = self.resolved
        {
            self.disable_service(section);
        }
        effects
    }

    fn judge_init(&mut self, dll: DllNo, no: ProviderNo, result: MapiResult<InitAnswer>) {
        let oldest = self.shared.options.oldest;
        let (outcome, provider) = match result {
            Err(error) => {
                self.keep_detail(error.code(), error.detail());
                (InitOutcome::Failed(error.code()), None)
            }
            Ok(answer) if answer.provider.is_none() => (InitOutcome::NoObject, None),
            Ok(answer) if answer.version < oldest => (InitOutcome::VersionTooLow, answer.provider),
            Ok(answer) => (InitOutcome::Ready, answer.provider),
        };
        let effects = self.initialised(outcome);
        let Some(provider) = provider else { return };
        let context = self.context();
        if effects.contains(Effect::KeepProvider) {
            self.shared.with(|state| {
                state.providers.push(ProviderData { object: Some(provider.clone()), logons: 0, used: false });
                if let Some(session) = state.session_mut(self.session) {
                    session.providers.insert(dll, no);
                }
            });
            self.provider = Some((no, provider));
        } else {
            // [INIT-11] released at once, without Shutdown.
            self.shared.fact(context, Fact::ProviderReleased(no));
        }
    }
}
