//! Route 5: a client leaves without releasing anything \[SHUT-21\].

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_NO_SUPPORT, S_OK};
use crate::mapi::{HResult, MapiResult};
use crate::sim::books::client_process::Exit;
use crate::sim::books::transactions::providers::LoadedProvider;
use crate::sim::checks::provider_findings::{FAST_SHUTDOWN_ANSWER, FAST_SHUTDOWN_FAILED};
use crate::sim::client::session::Session;
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::panics::attempt;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::sim::kernel::turn::run_to_end;
use crate::sim::setup::fast_shutdown::FastShutdown;
use crate::spi::{IMAPIClientShutdown, IMAPIProviderShutdown};
use crate::trace::{Actor, Args, Call, Context, Method, Object};

/// A method of `IMAPIProviderShutdown`.
struct Phase {
    method: Method,
    call: fn(&dyn IMAPIProviderShutdown) -> MapiResult<()>,
}

const QUERY: Phase =
    Phase { method: Method::ProviderQueryFastShutdown, call: |provider| provider.query_fast_shutdown() };

const NOTIFY: Phase = Phase {
    method: Method::ProviderNotifyProcessShutdown,
    call: |provider| provider.notify_process_shutdown(),
};

const DO: Phase =
    Phase { method: Method::ProviderDoFastShutdown, call: |provider| provider.do_fast_shutdown() };

impl IMAPIClientShutdown for Session {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        self.call(Method::ClientQueryFastShutdown, Args::None, || self.query(), plain)
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        self.call(
            Method::ClientNotifyProcessShutdown,
            Args::None,
            || self.tell(&NOTIFY, Exit::Notified),
            plain,
        )
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        self.call(Method::ClientDoFastShutdown, Args::None, || self.tell(&DO, Exit::Left), plain)
    }
}

impl Session {
    fn query(&self) -> MapiResult<()> {
        let mode = self.shared.options.fast_shutdown;
        let granted = match mode {
            FastShutdown::Off => false,
            FastShutdown::UnlessOptedOut => self.ask_all(true),
            FastShutdown::IfAllOptIn => self.ask_all(false),
        };
        let exit = if granted { Exit::Granted } else { Exit::Staying };
        self.shared.with(|state| state.client_process.comes_to(exit));
        if granted { Ok(()) } else { Err(MAPI_E_NO_SUPPORT.into()) }
    }

    /// Asks every provider, also after one has refused; one without the interface has this answer.
    fn ask_all(&self, without_interface: bool) -> bool {
        let ask = |provider: LoadedProvider| {
            let answer = provider.call(&self.shared, &QUERY);
            if let Some(Ok(answer)) = answer {
                provider.check_answer(&self.shared, answer);
            }
            match answer {
                None => without_interface,
                Some(Ok(answer)) => answer.is_success(),
                Some(Err(_)) => false,
            }
        };
        let answers: Vec<bool> = self.providers().into_iter().map(ask).collect();
        answers.into_iter().all(|granted| granted)
    }

    /// Tells every provider that has the interface. The client is told of no failure: it leaves all the same.
    fn tell(&self, phase: &Phase, exit: Exit) -> MapiResult<()> {
        let context = Context::session(self.number);
        self.shared.with(|state| state.check_exit(context, exit));
        if self.shared.options.fast_shutdown == FastShutdown::Off {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        for provider in self.providers() {
            if let Some(Ok(answer)) = provider.call(&self.shared, phase) {
                provider.check_success(&self.shared, phase.method, answer);
            }
        }
        self.shared.with(|state| state.client_process.comes_to(exit));
        Ok(())
    }

    /// The provider objects of this session. Of the three kinds of providers, transports come first, then address books,
    /// then stores; the simulator has stores.
    fn providers(&self) -> Vec<LoadedProvider> {
        self.shared.with(|state| state.loaded_providers(self.number))
    }
}

impl LoadedProvider {
    const fn context(&self) -> Context {
        Context::session(self.session)
    }

    /// The code of a phase; nothing if the provider has no such interface, or has been shut down meanwhile.
    fn call(&self, shared: &Shared, phase: &Phase) -> Option<Result<HResult, NoAnswer>> {
        let (object, work) = shared.work(self.session, |state| state.providers.object(self.number))?;
        // Which interfaces there are is the provider's code to say.
        let shutdown = attempt(|| Arc::clone(&object).provider_shutdown()).ok().flatten();
        let answer = shutdown.as_ref().map(|shutdown| self.make(shared, phase, &**shutdown));
        shutdown.let_go();
        object.let_go();
        run_to_end(work.end());
        answer
    }

    fn make(
        &self,
        shared: &Shared,
        phase: &Phase,
        shutdown: &dyn IMAPIProviderShutdown,
    ) -> Result<HResult, NoAnswer> {
        let to = Object::Provider(self.number);
        let call = Call { from: Actor::Mapi, to, method: phase.method, args: Args::None };
        let called = shared.with(|state| state.record_call(self.context(), call));
        let result = shared.attempt(called, || (phase.call)(shutdown))?;
        shared.with(|state| state.recorder.returned(called, plain(&result)));
        Ok(code(&result))
    }

    /// \[SHUT-20\]
    fn check_answer(&self, shared: &Shared, code: HResult) {
        if code != S_OK && code != MAPI_E_NO_SUPPORT {
            let (context, got) = (self.context(), code.to_string());
            shared.with(|state| {
                FAST_SHUTDOWN_ANSWER.record_deviation(&mut state.recorder, context, None, got);
            });
        }
    }

    /// \[SHUT-20\]
    fn check_success(&self, shared: &Shared, method: Method, code: HResult) {
        if code.is_failure() {
            let (context, got) = (self.context(), format!("{code} from {method}"));
            shared.with(|state| {
                FAST_SHUTDOWN_FAILED.record_deviation(&mut state.recorder, context, None, got);
            });
        }
    }
}
