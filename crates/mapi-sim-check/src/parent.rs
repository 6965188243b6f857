//! The other side of `child`: starts a process for a task, waits for it, and says how it ended.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::Duration;

use mapi_sim::conformance::{Breach, Finding, Judgement, Outcome, RuleSet};
use tempfile::TempDir;

use crate::arguments::Arguments;
use crate::calls::Calls;
use crate::child::{ANSWER, CALLS, OUTPUT, Task};
use crate::exit::Trouble;
use crate::rules::rules as own_rules;
use crate::wait::{End, ended_with, wait};

/// How many lines of what the provider has printed are told.
const PRINTED: usize = 5;

/// What is left of a process.
struct Left {
    end: End,
    answer: Option<Result<String, Trouble>>,
    calls: Calls,
    printed: Vec<String>,
}

/// The answer of a process to something that is no rule.
pub(crate) fn ask(arguments: &Arguments, task: Task, limit: Duration) -> Result<String, Trouble> {
    let left = run(arguments, task, limit)?;
    let died = || {
        let doing = if task == Task::Probe {
            "while the provider was loaded"
        } else {
            "on the way through the nine steps"
        };
        Trouble::NotAProvider(format!(
            "{}: {} {doing}{}",
            arguments.provider.display(),
            left.how(),
            left.told()
        ))
    };
    left.answer.clone().unwrap_or_else(|| Err(died()))
}

/// What comes of the first store, or of a rule, in a process of its own.
pub(crate) fn judge(
    arguments: &Arguments,
    rules: &RuleSet,
    task: Task,
    limit: Duration,
) -> Result<Judgement, Trouble> {
    let id = if let Task::Rule(rule) = task { rule } else { Judgement::fixture_id() };
    let left = run(arguments, task, limit)?;
    let Some(answer) = &left.answer else {
        let breach = Breach::new("a process that goes on", format!("{}{}", left.how(), left.told())).help(
            "Run the command under a debugger with --in-process and --rule; the calls say where it was.",
        );
        let calls = left.calls.last.clone();
        let died = Judgement::died(rules, id, left.calls.under_way, breach, calls);
        return died.ok_or_else(|| Trouble::Arguments(format!("there is no rule {id}")));
    };
    let text = answer.clone()?;
    let judgement = Judgement::from_json(&text, rules).map_err(|error| Trouble::System(error.to_string()))?;
    Ok(left.with_its_end(judgement))
}

fn run(arguments: &Arguments, task: Task, limit: Duration) -> Result<Left, Trouble> {
    let system = |what: &str, error: &dyn std::fmt::Display| Trouble::System(format!("{what}: {error}"));
    let folder = tempfile::Builder::new().prefix("mapi-sim-").tempdir();
    let folder = folder.map_err(|error| system("no folder can be made for a rule", &error))?;
    let program =
        std::env::current_exe().map_err(|error| system("this program does not find itself", &error))?;
    let output = File::create(folder.path().join(OUTPUT));
    let output = output.map_err(|error| system("no file can be made for a rule", &error))?;
    let errors = output.try_clone().map_err(|error| system("no file can be made for a rule", &error))?;
    let mapi32 = arguments.mapi32.iter().flat_map(|file| [OsStr::new("--mapi32"), file.as_os_str()]);
    let mut child = Command::new(program)
        .args(mapi32)
        .arg(&arguments.provider)
        .arg("--profile")
        .arg(&arguments.profile)
        .arg("--child")
        .arg(folder.path())
        .args(["--task", &task.to_string()])
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .map_err(|error| system("no process can be started for a rule", &error))?;
    let end = wait(&mut child, &folder.path().join(ANSWER), limit)
        .map_err(|error| system("a process was lost", &error))?;
    Ok(Left::of(end, &folder))
}

impl Left {
    fn of(end: End, folder: &TempDir) -> Self {
        let file = |name: &str| {
            let bytes = fs::read(folder.path().join(name)).ok();
            bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        };
        let answer = file(ANSWER).and_then(|text| {
            let (code, text) = text.split_once('\n')?;
            let code: u8 = code.parse().ok()?;
            Some(if code == 0 { Ok(text.to_owned()) } else { Err(Trouble::from_code(code, text.to_owned())) })
        });
        let printed = file(OUTPUT).unwrap_or_default();
        let printed: Vec<String> =
            printed.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        Self { end, answer, calls: Calls::read(&folder.path().join(CALLS)), printed }
    }

    /// How the process has ended, in words.
    fn how(&self) -> String {
        let during = self.calls.under_way.map(|method| format!(" in {method}")).unwrap_or_default();
        match &self.end {
            End::Overdue(after) => format!("no end after {} s{during}", after.as_secs()),
            End::Status(status) => format!("the process has ended with {}{during}", ended_with(*status)),
        }
    }

    /// What the provider has printed last.
    fn told(&self) -> String {
        let skip = self.printed.len().saturating_sub(PRINTED);
        let lines: Vec<&str> = self.printed.iter().skip(skip).map(String::as_str).collect();
        if lines.is_empty() { String::new() } else { format!("; it has printed: {}", lines.join(" / ")) }
    }

    /// The judgement, and whether the process has ended well once the rule was judged.
    fn with_its_end(&self, judgement: Judgement) -> Judgement {
        let passes = |outcome: &Outcome| matches!(outcome, Outcome::Passed);
        match &self.end {
            End::Status(status)
                if !status.success()
                    && passes(&judgement.outcome(mapi_sim::conformance::Declaration::NOTHING)) =>
            {
                let breach = Breach::new("a process that ends with exit code 0", format!("{}{}", self.how(), self.told()))
                    .help("Look at static objects and threads of the provider: their destructors run when the process ends.");
                judgement.with_finding(Finding::new(own_rules::COM_3, breach))
            }
            End::Status(_) | End::Overdue(_) => judgement,
        }
    }
}
