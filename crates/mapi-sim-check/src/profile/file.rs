//! What stands in a profile file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mapi_com::CodePage;
use mapi_sim::conformance::{Capability, Declaration, RuleId, RuleSet};
use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::sim::{Reply, SpoolerModel};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::bytes::Bytes;
use super::props::Props;
use super::words::Word;
use crate::exit::Trouble;

/// A profile file: what an author says of a provider and its stores. The README has every key.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(super) contents: Contents,
    /// The folder of the file.
    pub(super) folder: PathBuf,
}

#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    pub(super) dll: Option<String>,
    pub(super) service_entry: Option<String>,
    pub(super) template: Option<PathBuf>,
    pub(super) time_limit: Option<u64>,
    pub(super) code_page: Option<Word<CodePage>>,
    pub(super) spooler: Option<Word<SpoolerModel>>,
    #[serde(default)]
    pub(super) capabilities: Vec<Word<Capability>>,
    #[serde(default)]
    pub(super) waivers: BTreeMap<Word<RuleId>, String>,
    #[serde(default)]
    pub(super) lenient: Vec<Word<RuleId>>,
    #[serde(default)]
    pub(super) readings: BTreeMap<Word<Reading>, Word<Strictness>>,
    pub(super) store: Section,
    pub(super) second_store: Option<Section>,
    pub(super) password: Option<Password>,
    pub(super) unconfigured: Option<Unconfigured>,
    pub(super) unreachable: Option<Section>,
    pub(super) warning: Option<Section>,
    pub(super) foreign_locale: Option<Section>,
    pub(super) extended_error: Option<Section>,
    pub(super) other_id: Option<Bytes>,
    pub(super) offline: Option<Offline>,
    #[serde(default)]
    pub(super) chooses_store: Vec<UserReply>,
}

/// A section of the profile.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) entry_id: Option<Bytes>,
    pub(super) flags: Option<Vec<Word<ResourceFlags>>>,
    #[serde(default)]
    pub(super) properties: Props,
}

/// The section of the store with a password, and its passwords.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Password {
    pub(super) store: Section,
    pub(super) right: OneProp,
    pub(super) wrong: OneProp,
    #[serde(default)]
    pub(super) typed: Vec<UserReply>,
}

/// The section that lacks something, and what completes it.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Unconfigured {
    pub(super) store: Section,
    #[serde(default)]
    pub(super) configuration: Props,
}

/// What takes the first store off the network.
#[derive(Deserialize, Clone, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum Offline {
    /// An empty file is made.
    Create(String),
    /// A file is removed.
    Remove(String),
    /// A program is run.
    Run(Vec<String>),
}

/// A property with its value.
#[derive(Clone, Debug)]
pub(super) struct OneProp(pub(super) Props);

impl<'de> Deserialize<'de> for OneProp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let props = Props::deserialize(deserializer)?;
        if props.len() == 1 {
            Ok(Self(props))
        } else {
            Err(D::Error::custom("expected one property, as { \"0x67F0001F\" = \"secret\" }"))
        }
    }
}

/// What a user does with a dialog: the fields that are filled in, or "cancel".
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged, expecting = "expected the fields of a dialog, as { server = \"mail\" }, or \"cancel\"")]
pub(super) enum UserReply {
    Word(Cancel),
    Fields(BTreeMap<String, String>),
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum Cancel {
    Cancel,
}

impl From<&UserReply> for Reply {
    fn from(reply: &UserReply) -> Self {
        match reply {
            UserReply::Word(Cancel::Cancel) => Self::Cancel,
            UserReply::Fields(fields) => {
                Self::Fill(fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
            }
        }
    }
}

impl Profile {
    /// Reads a profile file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or says what it cannot say; the text has the line.
    pub fn read(path: &Path) -> Result<Self, Trouble> {
        let text = fs::read_to_string(path)
            .map_err(|error| Trouble::Profile(format!("{}: cannot be read: {error}", path.display())))?;
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let profile = Self::parse(&text, &folder)
            .map_err(|error| Trouble::Profile(format!("{}: {error}", path.display())))?;
        match profile.template() {
            Some(template) if !template.is_dir() => Err(Trouble::Profile(format!(
                "{}: template: expected a folder; there is none at {}",
                path.display(),
                template.display()
            ))),
            Some(_) | None => Ok(profile),
        }
    }

    /// The profile in a text, as if it stood in a file of this folder.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let contents: Contents =
            toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        Ok(Self { contents, folder })
    }

    /// The folder that is copied for each rule.
    pub(crate) fn template(&self) -> Option<PathBuf> {
        self.contents.template.as_ref().map(|template| self.folder.join(template))
    }

    /// The name of the entry point of the message service.
    #[must_use]
    pub fn service_entry(&self) -> &str {
        self.contents.service_entry.as_deref().unwrap_or("ServiceEntry")
    }

    /// Whether the file says that there is such an entry point.
    pub(crate) fn needs_service(&self) -> bool {
        self.contents.service_entry.is_some()
    }

    /// The name of the DLL in the profile.
    pub(crate) fn dll(&self, provider: &Path) -> String {
        let stem = || {
            provider
                .file_stem()
                .map_or_else(|| "provider".to_owned(), |stem| stem.to_string_lossy().into_owned())
        };
        self.contents.dll.clone().unwrap_or_else(stem)
    }

    /// What is declared of the provider, as far as it is about these rules.
    ///
    /// The lists are kept as long as the process: a command reads one profile file.
    pub(crate) fn declaration(&self, rules: &RuleSet) -> Declaration {
        let is_there = |id: RuleId| rules.get(id).is_some();
        let capabilities: Vec<Capability> = self.contents.capabilities.iter().map(|word| word.0).collect();
        let waivers = self.contents.waivers.iter().filter(|(rule, _)| is_there(rule.0));
        let waivers: Vec<(RuleId, &'static str)> =
            waivers.map(|(rule, reason)| (rule.0, &*Box::leak(reason.clone().into_boxed_str()))).collect();
        let lenient: Vec<RuleId> =
            self.contents.lenient.iter().map(|word| word.0).filter(|rule| is_there(*rule)).collect();
        Declaration { capabilities: capabilities.leak(), waivers: waivers.leak(), lenient: lenient.leak() }
    }
}
