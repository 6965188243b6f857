//! Steps 2 and 3: the DLL's entry point and the provider object.

use crate::load::{Effect, InitOutcome, Input};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiError, MapiErrorDetail};
use crate::sim::books::home::Home;
use crate::sim::drive::open::Opening;
use crate::sim::drive::provider_object::{Initialised, initialise};
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::setup::near_names::near_names;
use crate::trace::DllNo;

impl Opening<'_> {
    pub(super) async fn init_provider(&mut self) -> Result<(), NoAnswer> {
        let Some(dll) = self.place.dll else {
            let detail = MapiErrorDetail::new(self.why_no_dll()).component("MAPI");
            let error = MapiError::with_detail(MAPI_E_CALL_FAILED, detail);
            self.initialised(InitOutcome::Failed(MAPI_E_CALL_FAILED), Some(&error), None);
            return Ok(());
        };
        let context = self.context();
        let made = initialise(self.shared, context, Home::Client, dll).await?;
        let keeps = self.initialised(made.outcome, made.error.as_ref(), Some((&made, dll)));
        self.provider = made.settle(self.shared, context, keeps).await;
        Ok(())
    }

    #[cold]
    fn why_no_dll(&self) -> String {
        let name = &*self.place.dll_name;
        if self.shared.options.quirks.finds_file_of(name) {
            let known = near_names(name, self.shared.dll_names());
            format!("the DLL {name} was not found; the subsystem has {known}")
        } else {
            format!(
                "the DLL {name} was not found: MAPI puts 32 before the first period, and the name has more of them"
            )
        }
    }

    /// Says whether the provider object is kept.
    fn initialised(
        &mut self,
        outcome: InitOutcome,
        error: Option<&MapiError>,
        made: Option<(&Initialised, DllNo)>,
    ) -> bool {
        self.with(|opening, state| {
            if let Some(error) = error {
                opening.keep_detail(state, error.code(), error.detail());
            }
            opening.advance(state, Input::InitReturned(outcome));
            let keeps = state.opens.effects().contains(Effect::KeepProvider);
            if state.opens.effects().contains(Effect::DisableService)
                && let Some(section) = opening.place.section
            {
                opening.disable_service(state, section);
            }
            // Who waits for this initialisation finds the object.
            if let Some((made, dll)) = made.filter(|_| keeps) {
                made.keep(state, opening.context(), opening.session(), dll);
            }
            keeps
        })
    }
}
