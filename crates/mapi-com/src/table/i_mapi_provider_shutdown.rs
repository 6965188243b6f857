//! The rows of `IMAPIProviderShutdown`.

use super::scope::*;

rows! {
    IMAPIProviderShutdown, fill_i_mapi_provider_shutdown;
    hand {}
    also {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    QueryFastShutdown = query_fast_shutdown() -> plain () {
        call(o) o.query_fast_shutdown();
    }
    NotifyProcessShutdown = notify_process_shutdown() -> plain () {
        call(o) o.notify_process_shutdown();
    }
    DoFastShutdown = do_fast_shutdown() -> plain () {
        call(o) o.do_fast_shutdown();
    }
}
