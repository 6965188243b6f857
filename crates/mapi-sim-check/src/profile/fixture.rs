//! The fixture that a profile file describes.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Capability, Declaration, Fixture, Setup};
use mapi_sim::mapi::{EntryId, PropValue, ResourceFlags};
use mapi_sim::sim::{Dll, Reply, StoreSection};

use super::bytes::{Bytes, Places};
use super::file::{Offline, OneProp, Profile, Section, UserReply};
use super::folder::{Folder, Folders};
use crate::exit::Trouble;
use crate::rules::com_rules;
use crate::watch::Watch;

/// A provider and its first store, for the nine steps.
pub(crate) struct Stage {
    pub(crate) dll: Dll,
    pub(crate) dll_name: String,
    pub(crate) section: StoreSection,
    pub(crate) entry_id: EntryId,
    _folder: Folder,
}

/// A compiled provider with the stores of a profile file.
pub struct ProviderFixture {
    profile: Profile,
    dll: String,
    provider: ComDll,
    watch: Arc<Watch>,
    folders: Folders,
}

impl ProviderFixture {
    /// The provider in this file, with copies of the profile's template folder below `folder`. The profile's code page, if it has one,
    /// becomes that of the process.
    #[must_use]
    pub fn new(profile: Profile, path: &Path, provider: ComDll, folder: &Path) -> Self {
        if let Some(page) = profile.contents.code_page {
            page.0.make_current();
        }
        let dll = profile.dll(path);
        let folders = Folders::new(folder.to_owned(), profile.template());
        Self { profile, dll, watch: Arc::new(Watch::new(provider.clone())), provider, folders }
    }

    fn section(&self, section: &Section, places: &Places) -> StoreSection {
        let mut made = StoreSection::new(&self.dll, &section.name).resource_flags(self.flags(section));
        if let Some(id) = &section.entry_id {
            made = made.entry_id(entry_id(id, places));
        }
        section.properties.at(places).fold(made, |made, prop| made.prop(prop.tag(), prop.into_value()))
    }

    /// What the section says, or what fits to the capabilities.
    fn flags(&self, section: &Section) -> ResourceFlags {
        if let Some(flags) = &section.flags {
            return flags.iter().map(|word| word.0).collect();
        }
        let has = |capability| self.profile.contents.capabilities.iter().any(|word| word.0 == capability);
        let mut flags = ResourceFlags::empty();
        flags.set(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY, !has(Capability::Identity));
        flags.set(ResourceFlags::STATUS_NO_DEFAULT_STORE, !has(Capability::DefaultStore));
        flags
    }

    /// What the nine steps need.
    pub(crate) fn stage(&self) -> Result<Stage, Trouble> {
        let folder = self.folders.next();
        let folder =
            folder.map_err(|error| Trouble::Profile(format!("template: cannot be copied: {error}")))?;
        let places = Places::new(folder.path(), &self.profile.folder);
        let store = &self.profile.contents.store;
        let entry_id = store.entry_id.as_ref().map(|id| entry_id(id, &places));
        Ok(Stage {
            dll: self.dll(),
            dll_name: self.dll.clone(),
            section: self.section(store, &places),
            entry_id: entry_id.ok_or_else(|| {
                Trouble::Profile(
                    "store: expected an entry_id, by which a client opens the store; got none".to_owned(),
                )
            })?,
            _folder: folder,
        })
    }

    fn dll(&self) -> Dll {
        let dll = Dll::new(&self.dll).provider_entry(self.provider.clone());
        if self.provider.has_service() { dll.service_entry(self.provider.clone()) } else { dll }
    }

    /// The part of a setup that is a section and nothing else.
    fn with_sections(&self, mut setup: Setup, places: &Places) -> Setup {
        let contents = &self.profile.contents;
        type Add = fn(Setup, StoreSection) -> Setup;
        let plain: [(&Option<Section>, Add); 5] = [
            (&contents.second_store, Setup::second_store),
            (&contents.unreachable, Setup::unreachable),
            (&contents.warning, Setup::warning),
            (&contents.foreign_locale, Setup::foreign_locale),
            (&contents.extended_error, Setup::extended_error),
        ];
        for (section, add) in plain {
            if let Some(section) = section {
                setup = add(setup, self.section(section, places));
            }
        }
        setup
    }

    fn with_conditions(&self, mut setup: Setup, places: &Places) -> Setup {
        let contents = &self.profile.contents;
        if let Some(password) = &contents.password {
            let section = self.section(&password.store, places);
            if let (Some(right), Some(wrong)) = (one(&password.right, places), one(&password.wrong, places)) {
                setup = setup.password(section, right, wrong).types_password(replies(&password.typed));
            }
        }
        if let Some(unconfigured) = &contents.unconfigured {
            let section = self.section(&unconfigured.store, places);
            setup = setup.unconfigured(section, unconfigured.configuration.at(places));
        }
        if let Some(id) = &contents.other_id {
            setup = setup.other_id(entry_id(id, places));
        }
        if let Some(offline) = &contents.offline {
            let (offline, places) = (offline.clone(), places.clone());
            setup = setup.goes_offline(move || offline.happen(&places));
        }
        if !contents.chooses_store.is_empty() {
            setup = setup.chooses_store(replies(&contents.chooses_store));
        }
        if let Some(model) = contents.spooler {
            setup = setup.spooler_model(model.0);
        }
        contents.readings.iter().fold(setup, |setup, (point, choice)| setup.reading(point.0, choice.0))
    }
}

impl Fixture for ProviderFixture {
    #[allow(clippy::panic, reason = "the kit takes a panic of a setup for a fixture that is not sound")]
    fn setup(&self) -> Setup {
        let folder = match self.folders.next() {
            Ok(folder) => folder,
            Err(error) => panic!("the template folder cannot be copied: {error}"),
        };
        let places = Places::new(folder.path(), &self.profile.folder);
        let setup = Setup::new(self.dll(), self.section(&self.profile.contents.store, &places));
        let setup = self.with_conditions(self.with_sections(setup, &places), &places);
        let watch = Arc::clone(&self.watch);
        setup.watched_by(move || {
            // The stores are there as long as the setup.
            let _stores = &folder;
            watch.findings()
        })
    }

    fn declaration(&self) -> Declaration {
        self.profile.declaration(&com_rules())
    }

    fn time_limit(&self) -> Duration {
        self.profile.time_limit()
    }
}

impl Profile {
    /// How long a rule may take: what the environment says, or the file, or ten seconds.
    pub(crate) fn time_limit(&self) -> Duration {
        let said = std::env::var("MAPI_SIM_TIME_LIMIT").ok().and_then(|seconds| seconds.trim().parse().ok());
        Duration::from_secs(said.or(self.contents.time_limit).unwrap_or(10))
    }
}

fn entry_id(bytes: &Bytes, places: &Places) -> EntryId {
    EntryId::from_bytes(&bytes.at(places))
}

fn one(prop: &OneProp, places: &Places) -> Option<PropValue> {
    prop.0.at(places).next()
}

fn replies(replies: &[UserReply]) -> Vec<Reply> {
    replies.iter().map(Reply::from).collect()
}

impl Offline {
    #[allow(clippy::panic, reason = "the kit takes a panic of a fixture for a fixture that is not sound")]
    fn happen(&self, places: &Places) {
        if let Err(error) = self.tried(places) {
            panic!("the store cannot be taken off the network ({self:?}): {error}");
        }
    }

    fn tried(&self, places: &Places) -> io::Result<()> {
        match self {
            Self::Create(path) => fs::write(places.text(path), ""),
            Self::Remove(path) => fs::remove_file(places.text(path)),
            Self::Run(words) => {
                let mut words = words.iter().map(|word| places.text(word));
                let program = words.next().ok_or_else(|| io::Error::other("no program"))?;
                let status = Command::new(program).args(words).status()?;
                if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
            }
        }
    }
}
