//! Waits for processes, and says how they have ended.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "whether a process ends is a question of the machine's time"
)]

use std::io;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a process may take to end once its answer is there.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How much more than the limit of a rule a process may take: the fixture is looked at as well, and files are copied.
const SLACK: Duration = Duration::from_secs(20);
/// How a process has ended.
pub(crate) enum End {
    Status(ExitStatus),
    Overdue(Duration),
}

/// Waits for the end of a process. One that has answered gets a moment, and one that takes too long is ended.
pub(crate) fn wait(child: &mut Child, answer: &Path, limit: Duration) -> io::Result<End> {
    let begin = Instant::now();
    let mut answered: Option<Instant> = None;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(End::Status(status));
        }
        if answered.is_none() && answer.exists() {
            answered = Some(Instant::now());
        }
        // Without a limit somebody debugs.
        let is_late = !limit.is_zero() && begin.elapsed() > limit.saturating_mul(2).saturating_add(SLACK);
        if is_late || answered.is_some_and(|since| since.elapsed() > LAST_WORDS) {
            child.kill()?;
            child.wait()?;
            return Ok(End::Overdue(begin.elapsed()));
        }
        sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

/// The signal or the exit code.
pub(crate) fn ended_with(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return signal_name(signal);
    }
    match status.code() {
        Some(code) if cfg!(windows) && code < 0 => {
            format!("{} ({})", exception_name(code.cast_unsigned()), hex(code))
        }
        Some(code) => format!("exit code {code}"),
        None => status.to_string(),
    }
}

#[cfg(unix)]
fn signal_name(signal: i32) -> String {
    let name = match signal {
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => "",
    };
    let is_bus = if cfg!(target_os = "linux") { signal == 7 } else { signal == 10 };
    match (name, is_bus) {
        (_, true) => "signal SIGBUS".to_owned(),
        ("", false) => format!("signal {signal}"),
        (name, false) => format!("signal {name}"),
    }
}

fn exception_name(code: u32) -> &'static str {
    match code {
        0xC000_0005 => "an access violation",
        0xC000_00FD => "a stack overflow",
        0xC000_0409 => "an abort",
        0xC000_0374 => "a broken heap",
        _ => "an exception",
    }
}

fn hex(code: i32) -> String {
    format!("{:#010X}", code.cast_unsigned())
}
