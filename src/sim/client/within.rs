//! A story with a time limit: for providers that wait for themselves.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use tracing::dispatcher;

use crate::sim::client::subsystem::Subsystem;
use crate::trace::Trace;

/// The stack of a story's thread: what the main thread of a process has.
const STACK: usize = 8 << 20;

/// A story that was not over when its time was. Its thread is left behind, and waits on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Overdue {
    /// How long it was waited for.
    pub limit: Duration,
    /// The calls that have not returned, the outermost first, as lines of the trace.
    pub calls: Vec<String>,
    /// What had happened until then.
    pub trace: Box<Trace>,
}

impl fmt::Display for Overdue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {:?} these calls have not returned:", self.limit)?;
        if self.calls.is_empty() {
            return f.write_str(" none; the test itself waits");
        }
        self.calls.iter().try_for_each(|call| write!(f, "\n  {call}"))
    }
}

impl std::error::Error for Overdue {}

impl Subsystem {
    /// Runs a story on a thread of its own and waits for its end, but no longer than `limit`: a test of a provider that
    /// waits for itself fails then, and says which calls have not returned. A panic of the story goes on here. With a limit
    /// of zero the story runs on this thread, and nobody looks at a clock: for who debugs.
    ///
    /// The story alone runs meanwhile, so its trace is the same as without a thread.
    ///
    /// # Errors
    /// [`Overdue`] if the story is not over. Its thread is left behind with everything that the story has.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use mapi_sim::mapi::LogonExFlags;
    /// use mapi_sim::sim::{Profile, Subsystem};
    ///
    /// let mapi = Subsystem::builder().profile(Profile::new("Work")).build()?;
    /// let session = mapi.within(Duration::from_secs(10), |mapi| {
    ///     mapi.logon("Work", LogonExFlags::MAPI_NEW_SESSION)
    /// })??;
    /// # drop(session);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within<R: Send + 'static>(
        &self,
        limit: Duration,
        story: impl FnOnce(&Self) -> R + Send + 'static,
    ) -> Result<R, Overdue> {
        let mapi = self.clone();
        run_within(limit, move || story(&mapi)).ok_or_else(|| self.overdue(limit))
    }

    fn overdue(&self, limit: Duration) -> Overdue {
        let trace = self.trace();
        let calls = trace.under_way().into_iter().map(|call| trace.line(call).trim().to_owned()).collect();
        Overdue { limit, calls, trace: Box::new(trace) }
    }
}

/// Runs `work` on a thread of its own; nothing if it is not over in time. Who listens to `tracing` here listens there, too.
pub(crate) fn run_within<R: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> R + Send + 'static,
) -> Option<R> {
    run_while(limit, work, || 0)
}

/// The same with as much time again whenever `progress` has another number than when it was asked last.
pub(crate) fn run_while<R: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> R + Send + 'static,
    progress: impl Fn() -> u64,
) -> Option<R> {
    if limit.is_zero() {
        return Some(work());
    }
    let (tell, told) = channel();
    let listener = dispatcher::get_default(Clone::clone);
    let name = thread::current().name().map(str::to_owned);
    let run = move || {
        let ended = dispatcher::with_default(&listener, || catch_unwind(AssertUnwindSafe(work)));
        // Nobody hears of what is overdue.
        let _ = tell.send(ended);
    };
    let named = name.map_or_else(thread::Builder::new, |name| thread::Builder::new().name(name));
    if named.stack_size(STACK).spawn(run).is_err() {
        return None;
    }
    let mut before = progress();
    loop {
        match told.recv_timeout(limit) {
            Ok(Ok(result)) => return Some(result),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => match progress() {
                now if now == before => return None,
                now => before = now,
            },
        }
    }
}
