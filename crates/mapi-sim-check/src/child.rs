//! A process that does one thing for another one, so that whatever becomes of it the other one goes on.

use std::fmt;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use mapi_com::incoming::{ComDll, LoadErrorKind, Mapi32};
use mapi_sim::conformance::{RuleId, judge_fixture, judge_rule};

use crate::arguments::Arguments;
use crate::binary::look_at;
use crate::calls::CallWriter;
use crate::exit::Trouble;
use crate::profile::{Profile, ProviderFixture};
use crate::rules::{com_rules, named};
use crate::steps::nine_steps;

/// The file with the calls, in the folder of the process.
pub(crate) const CALLS: &str = "calls";
/// The file with the answer. It gets its name when it is whole.
pub(crate) const ANSWER: &str = "answer";
/// The file with what the provider prints.
pub(crate) const OUTPUT: &str = "output";

/// What the process does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Task {
    /// Loads the provider.
    Probe,
    /// Opens the first store.
    Fixture,
    /// Goes through the nine steps.
    Steps,
    /// Tries a rule.
    Rule(RuleId),
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Probe => f.write_str("probe"),
            Self::Fixture => f.write_str("fixture"),
            Self::Steps => f.write_str("steps"),
            Self::Rule(rule) => write!(f, "{rule}"),
        }
    }
}

impl FromStr for Task {
    type Err = Trouble;

    fn from_str(text: &str) -> Result<Self, Trouble> {
        match text {
            "probe" => Ok(Self::Probe),
            "fixture" => Ok(Self::Fixture),
            "steps" => Ok(Self::Steps),
            rule => {
                let rule = named(&com_rules(), rule).map(|rule| Self::Rule(rule.id));
                rule.ok_or_else(|| Trouble::Arguments(format!("there is no task {text}")))
            }
        }
    }
}

/// Loads the provider that the arguments name.
pub(crate) fn load(arguments: &Arguments, profile: &Profile) -> Result<ComDll, Trouble> {
    // Without a separator the system looks in its own folders.
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Some(library) = &arguments.mapi32 {
        look_at(library)?;
        let loaded = Mapi32::load_named_by_user(whole(library));
        loaded.map_err(|error| Trouble::NotAProvider(format!("--mapi32 {error}")))?;
    }
    let path = whole(&arguments.provider);
    let provider = ComDll::load_named_by_user(&path, profile.service_entry());
    let provider = provider.map_err(|error| match error.kind() {
        LoadErrorKind::NoMsProviderInit => Trouble::Export(format!(
            "{error}; expected an exported function MSProviderInit with C linkage (extern \"C\", visible; see the page msproviderinit)"
        )),
        LoadErrorKind::CannotBeLoaded | _ => Trouble::NotAProvider(error.to_string()),
    })?;
    if profile.needs_service() && !provider.has_service() {
        return Err(Trouble::Export(format!(
            "{}: exports no {}, which the profile file names as service_entry",
            path.display(),
            profile.service_entry()
        )));
    }
    Ok(provider)
}

/// Does the task, and leaves the answer in the folder.
pub(crate) fn run(arguments: &Arguments, folder: &Path, task: &str) -> Result<u8, Trouble> {
    let answer = match answer(arguments, folder, task) {
        Ok(text) => format!("0\n{text}"),
        Err(trouble) => format!("{}\n{trouble}", trouble.code()),
    };
    let (unfinished, finished) = (folder.join("unfinished"), folder.join(ANSWER));
    fs::write(&unfinished, answer)
        .and_then(|()| fs::rename(&unfinished, &finished))
        .map_err(|error| Trouble::System(format!("{}: {error}", finished.display())))?;
    Ok(0)
}

fn answer(arguments: &Arguments, folder: &Path, task: &str) -> Result<String, Trouble> {
    let task: Task = task.parse()?;
    if let Ok(calls) = CallWriter::new(&folder.join(CALLS)) {
        // Nobody else has set one: this is the first thing that the process does.
        _ = tracing::subscriber::set_global_default(calls);
    }
    let profile = Profile::read(&arguments.profile)?;
    let provider = load(arguments, &profile)?;
    let declaration = profile.declaration(&com_rules());
    let fixture = ProviderFixture::new(profile, &arguments.provider, provider, folder);
    let judgement = match task {
        Task::Probe => return Ok(String::new()),
        Task::Steps => {
            let steps = nine_steps(&fixture)?;
            return Ok(format!("{}\n{}", u8::from(!steps.is_good), steps.text));
        }
        Task::Fixture => Some(judge_fixture(fixture)),
        Task::Rule(rule) => judge_rule(fixture, declaration, &com_rules(), rule),
    };
    let judgement = judgement.ok_or_else(|| Trouble::Arguments(format!("{task} is not tried alone")))?;
    judgement.to_json().map_err(|error| Trouble::System(error.to_string()))
}
