//! Steps 2 and 3: the DLL's entry point and the provider object.

use super::Opening;
use crate::load::{Effect, Effects, InitOutcome, Input};
use crate::mapi::MapiErrorDetail;
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::sim::process::Home;
use crate::sim::provider_object::initialise;

impl Opening<'_> {
    pub(super) fn init_provider(&mut self) {
        self.advance(Input::InitCalled);
        let Some(dll) = self.dll else {
            let detail = MapiErrorDetail::new(format!("the DLL {} was not found", self.dll_name));
            self.keep_detail(MAPI_E_CALL_FAILED, Some(&detail.component("MAPI")));
            self.initialised(InitOutcome::Failed(MAPI_E_CALL_FAILED));
            return;
        };
        let context = self.context();
        let made = initialise(self.shared, context, Home::Client, dll);
        if let Some(error) = &made.error {
            self.keep_detail(error.code(), error.detail());
        }
        let effects = self.initialised(made.outcome);
        self.provider = made.settle(self.shared, context, self.session, dll, effects);
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
}
