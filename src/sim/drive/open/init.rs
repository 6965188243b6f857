//! Steps 2 and 3: the DLL's entry point and the provider object.

use crate::load::{InitOutcome, Input};
use crate::mapi::MapiErrorDetail;
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::sim::books::duties::{Duties, Duty};
use crate::sim::books::process::Home;
use crate::sim::drive::open::Opening;
use crate::sim::drive::provider_object::initialise;

impl Opening<'_> {
    pub(super) async fn init_provider(&mut self) {
        self.advance(Input::InitCalled);
        let Some(dll) = self.dll else {
            let detail = MapiErrorDetail::new(format!("the DLL {} was not found", self.dll_name()));
            self.keep_detail(MAPI_E_CALL_FAILED, Some(&detail.component("MAPI")));
            self.initialised(InitOutcome::Failed(MAPI_E_CALL_FAILED));
            return;
        };
        let context = self.context();
        let made = initialise(self.shared, context, Home::Client, dll).await;
        if let Some(error) = &made.error {
            self.keep_detail(error.code(), error.detail());
        }
        let duties = self.initialised(made.outcome);
        self.provider = made.settle(self.shared, context, self.session, dll, duties).await;
    }

    fn initialised(&mut self, outcome: InitOutcome) -> Duties {
        let duties = self.advance(Input::InitReturned(outcome));
        if duties.contains(Duty::DisableService)
            && let Some(section) = self.resolved
        {
            self.disable_service(section);
        }
        duties
    }
}
