//! A run of the command from its arguments to its exit code.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use mapi_sim::conformance::{
    Conformance, Declaration, Entry, Judgement, Outcome, Report, Rule, RuleId, RuleSet, judge_fixture,
    judge_rule, report_of,
};

use crate::arguments::Arguments;
use crate::binary::look_at;
use crate::child::{self, Task, load};
use crate::exit::Trouble;
use crate::output::{Progress, write_report, write_reports};
use crate::parent;
use crate::profile::{Profile, ProviderFixture};
use crate::rules::{com_rules, named};
use crate::steps::{Steps, nine_steps};

/// Does what the arguments ask for. `out` gets the report, `progress` a line a rule while they are tried; the answer is the
/// exit code.
///
/// # Errors
/// [`Trouble`] for everything that keeps the run from its end.
pub fn run(
    arguments: &Arguments,
    out: &mut dyn Write,
    progress: &mut (dyn Write + Send),
) -> Result<u8, Trouble> {
    if let (Some(folder), Some(task)) = (&arguments.child, &arguments.task) {
        return child::run(arguments, folder, task);
    }
    let profile = Profile::read(&arguments.profile)?;
    look_at(&arguments.provider)?;
    let run = Run { arguments, profile, all: com_rules() };
    if arguments.steps { run.nine_steps(out) } else { run.rules(out, progress) }
}

struct Run<'a> {
    arguments: &'a Arguments,
    profile: Profile,
    all: RuleSet,
}

impl Run<'_> {
    fn limit(&self) -> Duration {
        self.profile.time_limit()
    }

    fn nine_steps(&self, out: &mut dyn Write) -> Result<u8, Trouble> {
        let steps = if self.arguments.in_process {
            let folder = folder()?;
            nine_steps(&self.fixture(folder.path())?)?
        } else {
            let answer = parent::ask(self.arguments, Task::Steps, self.limit())?;
            let (code, text) = answer.split_once('\n').unwrap_or(("1", &answer));
            Steps { is_good: code == "0", text: text.to_owned() }
        };
        writeln!(out, "{}", steps.text).map_err(|error| Trouble::Report(error.to_string()))?;
        Ok(u8::from(!steps.is_good))
    }

    fn fixture(&self, folder: &std::path::Path) -> Result<ProviderFixture, Trouble> {
        let provider = load(self.arguments, &self.profile)?;
        Ok(ProviderFixture::new(self.profile.clone(), &self.arguments.provider, provider, folder))
    }

    fn rules(&self, out: &mut dyn Write, progress: &mut (dyn Write + Send)) -> Result<u8, Trouble> {
        let chosen = self.chosen()?;
        let trials: Box<dyn Trials> = if self.arguments.in_process {
            let folder = folder()?;
            let fixture = std::sync::Arc::new(self.fixture(folder.path())?);
            Box::new(InProcess { fixture, _folder: folder })
        } else {
            parent::ask(self.arguments, Task::Probe, self.limit())?;
            Box::new(Processes { arguments: self.arguments, limit: self.limit() })
        };
        let report = self.judged(&*trials, chosen, progress)?;
        write_report(&report, self.arguments, out)?;
        write_reports(&report, self.arguments)?;
        Ok(match report.conformance() {
            Conformance::Conformant | Conformance::ConformantWithWaivers => 0,
            Conformance::NotConformant => 1,
            Conformance::NotJudged => 7,
        })
    }

    /// The rules that the arguments name, or all.
    fn chosen(&self) -> Result<RuleSet, Trouble> {
        if self.arguments.rules.is_empty() {
            return Ok(self.all.clone());
        }
        let declaration = self.profile.declaration(&self.all);
        let mut chosen = RuleSet::empty();
        for name in &self.arguments.rules {
            let no_rule = || {
                Trouble::Arguments(format!(
                    "--rule {name}: there is no such rule for providers; LOAD-19 is one"
                ))
            };
            let rule = *named(&self.all, name).ok_or_else(no_rule)?;
            if let Some(missing) = missing(&rule, declaration) {
                let text = format!(
                    "--rule {name}: does not apply, since the profile file does not declare {missing}"
                );
                return Err(Trouble::Arguments(text));
            }
            if !rule.has_check() {
                let text = format!(
                    "--rule {name}: what breaks this rule shows in the trials of all others; leave --rule out"
                );
                return Err(Trouble::Arguments(text));
            }
            if chosen.get(rule.id).is_none() {
                chosen = chosen.with(rule);
            }
        }
        Ok(chosen)
    }

    /// The report of some rules, and of those that stand in their way.
    fn judged(
        &self,
        trials: &dyn Trials,
        mut rules: RuleSet,
        progress: &mut (dyn Write + Send),
    ) -> Result<Report, Trouble> {
        let name = self.profile.dll(&self.arguments.provider);
        let mut judgements = BTreeMap::new();
        let fixture = trials.judge(&self.all, Task::Fixture, Declaration::NOTHING)?;
        judgements.insert(fixture.rule(), fixture);
        loop {
            let declaration = self.profile.declaration(&rules);
            let report = |judgements: &BTreeMap<RuleId, Judgement>| {
                report_of(&name, declaration, &rules, judgements.values().cloned())
            };
            if report(&judgements).conformance() == Conformance::NotJudged {
                return Ok(report(&judgements));
            }
            let is_open = |rule: &&Rule| {
                rule.has_check() && missing(rule, declaration).is_none() && !judgements.contains_key(&rule.id)
            };
            let open: Vec<Rule> = rules.iter().filter(is_open).copied().collect();
            judgements.extend(self.tried(trials, &open, declaration, progress)?);
            let made = report(&judgements);
            let causes: Vec<Rule> = self.causes(&made, &rules);
            if causes.is_empty() {
                return Ok(made);
            }
            rules = rules.with_all(&causes);
        }
    }

    /// Rules that belong into the report beside those that were chosen: they stand in the way of one and were not tried, or
    /// they were seen broken meanwhile.
    fn causes(&self, report: &Report, rules: &RuleSet) -> Vec<Rule> {
        let in_the_way = |entry: &Entry| {
            if let Outcome::NotReached(stopped) = &entry.outcome { stopped.cause } else { entry.rule.id }
        };
        let named: BTreeSet<RuleId> = report.entries().iter().map(in_the_way).collect();
        let new = named.into_iter().filter(|id| rules.get(*id).is_none());
        new.filter_map(|id| self.all.get(id).copied()).collect()
    }

    /// Tries rules, several at a time.
    fn tried(
        &self,
        trials: &dyn Trials,
        open: &[Rule],
        declaration: Declaration,
        progress: &mut (dyn Write + Send),
    ) -> Result<BTreeMap<RuleId, Judgement>, Trouble> {
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Ok(BTreeMap::new())));
        let progress = Mutex::new(Progress::new(progress, open.len()));
        let work = || {
            while let Some(rule) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                let judged = trials.judge(&self.all, Task::Rule(rule.id), declaration);
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                match (&mut *done, judged) {
                    (Ok(all), Ok(judgement)) => {
                        let outcome = judgement.outcome(declaration);
                        progress.lock().unwrap_or_else(PoisonError::into_inner).say(rule, &outcome);
                        all.insert(rule.id, judgement);
                    }
                    (Ok(_), Err(trouble)) => *done = Err(trouble),
                    (Err(_), _) => return,
                }
            }
        };
        let workers = trials.at_a_time(self.arguments).min(open.len());
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
        });
        done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

fn folder() -> Result<tempfile::TempDir, Trouble> {
    let made = tempfile::Builder::new().prefix("mapi-sim-").tempdir();
    made.map_err(|error| Trouble::System(format!("no folder can be made for stores: {error}")))
}

/// What a rule needs and nobody declares.
fn missing(rule: &Rule, declaration: Declaration) -> Option<String> {
    let needed = rule.requires.iter().find(|needed| !declaration.has(**needed))?;
    Some(format!("`{needed}`"))
}

/// Where rules are tried.
trait Trials: Sync {
    fn judge(&self, rules: &RuleSet, task: Task, declaration: Declaration) -> Result<Judgement, Trouble>;

    fn at_a_time(&self, arguments: &Arguments) -> usize;
}

/// Each in a process of its own.
struct Processes<'a> {
    arguments: &'a Arguments,
    limit: Duration,
}

impl Trials for Processes<'_> {
    fn judge(&self, rules: &RuleSet, task: Task, _: Declaration) -> Result<Judgement, Trouble> {
        parent::judge(self.arguments, rules, task, self.limit)
    }

    fn at_a_time(&self, arguments: &Arguments) -> usize {
        let processors = || thread::available_parallelism().map_or(1, Into::into);
        arguments.jobs.map_or_else(processors, Into::into)
    }
}

/// All in this process, one after the other: a DLL has its globals once.
struct InProcess {
    fixture: std::sync::Arc<ProviderFixture>,
    _folder: tempfile::TempDir,
}

impl Trials for InProcess {
    fn judge(&self, rules: &RuleSet, task: Task, declaration: Declaration) -> Result<Judgement, Trouble> {
        let fixture = std::sync::Arc::clone(&self.fixture);
        let judged = match task {
            Task::Rule(rule) => judge_rule(fixture, declaration, rules, rule),
            Task::Fixture | Task::Probe | Task::Steps => Some(judge_fixture(fixture)),
        };
        judged.ok_or_else(|| Trouble::Arguments(format!("{task} is not tried alone")))
    }

    fn at_a_time(&self, _: &Arguments) -> usize {
        1
    }
}
