//! Arguments, answers and facts: the kind, and under their names what belongs to it.

use serde::{Deserialize, Serialize};

use super::form::Form;
use super::read::Reading as Reader;
use super::write::Writing;
use crate::load::readings::{Reading, Strictness};
use crate::load::{SkipReason, Step};
use crate::mapi::*;
use crate::trace::event::{Actor, Args, Bytes, Out, ValuesNo};
use crate::trace::fact::{Fact, SpoolerPair, TextNo};
use crate::trace::ids::*;

/// An enum with the form of each variant. The names of the fields are those in the line.
macro_rules! forms {
    ($plain:ident of $type:ident: $(
        $name:ident $(($($field:ident: $of:ty),+))? $({$($member:ident: $typed:ty),+})?;
    )+) => {
        #[derive(Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        pub(super) enum $plain {
            $($name { $($($field: <$of as Form>::Plain,)+)? $($($member: <$typed as Form>::Plain,)+)? },)+
        }

        impl Form for $type {
            type Plain = $plain;

            fn plain(&self, trace: &mut Writing<'_>) -> $plain {
                let _ = &trace;
                match self {
                    $(Self::$name $(($($field),+))? $({$($member),+})? => $plain::$name {
                        $($($field: $field.plain(trace),)+)? $($($member: $member.plain(trace),)+)?
                    },)+
                }
            }

            fn back(plain: $plain, trace: &mut Reader) -> Result<Self, String> {
                let _ = &trace;
                Ok(match plain {
                    $($plain::$name { $($($field),+)? $($($member),+)? } => {
                        Self::$name $(($(Form::back($field, trace)?),+))? $({$($member: Form::back($member, trace)?),+})?
                    },)+
                })
            }
        }
    };
}

forms! { ArgsForm of Args:
    None;
    LogonEx(flags: LogonExFlags);
    Initialize(flags: MapiInitFlags);
    OpenStore(entry_id: Bytes, flags: OpenStoreFlags);
    Init(version: SpiVersion, flags: ProviderInitFlags);
    Logon(support: SupportNo, entry_id: Option<Bytes>, flags: StoreLogonFlags);
    SpoolerLogon(support: SupportNo, entry_id: Option<Bytes>, flags: SpoolerLogonFlags, spool_security: u32);
    Ids(first: Bytes, second: Bytes);
    Entry(entry_id: Option<Bytes>, flags: OpenEntryFlags);
    Id(entry_id: Bytes);
    SpecialFolder(folder: SpecialFolder);
    Advise(entry_id: Option<Bytes>, events: EventMask);
    Events(events: EventMask);
    Uid(uid: MapiUid);
    Section(uid: Option<MapiUid>, flags: OpenSectionFlags);
    StatusRow(columns: u32, flags: StatusRowFlags);
    Logoff(flags: LogoffFlags);
    SpoolerNotify(flags: SpoolerNotifyFlags);
    Service(context: ServiceContext, flags: ServiceFlags);
    ServiceFlags(flags: ServiceFlags);
    DefaultStore(entry_id: Option<Bytes>, flags: DefaultStoreFlags);
    Props(count: u32);
    Notifications(count: u32);
    Width(flags: StringWidth);
    Raw(value: u32);
    Values(values: ValuesNo);
}

forms! { OutForm of Out:
    None;
    Init(provider: Option<ProviderNo>, version: SpiVersion);
    Logon { store: bool, logon: bool, security: u32 };
    Store(store: StoreNo);
    Session(session: SessionNo);
    Same(same: bool);
    Props(count: u32);
    Connection(connection: u32);
    Logoff(flags: LogoffFlags);
    Id(entry_id: Bytes);
    Uid(uid: MapiUid);
    Section(section: SectionNo);
    Service(service: ServiceNo);
    Values(values: ValuesNo);
}

forms! { FactForm of Fact:
    Reached(step: Step);
    Skipped(step: Step, reason: SkipReason);
    SectionChosen(section: SectionNo);
    SectionMade(section: SectionNo);
    SectionRemoved(section: SectionNo);
    SpoolerPair(store: StoreNo, pair: SpoolerPair);
    SpoolerTold(store: StoreNo);
    SpoolerToldOfDefault(section: Option<SectionNo>);
    SpoolerLoadsDll(dll: DllNo);
    SpoolerLogonDropped(store: StoreNo);
    OpenElsewhere(store: StoreNo);
    SpoolerFailed(code: HResult);
    OpenFailed(code: HResult);
    ErrorKept(text: TextNo);
    ServiceDisabled(service: ServiceNo);
    ServiceAdded(service: ServiceNo);
    ServiceRemoved(service: ServiceNo);
    ProviderAdded(section: SectionNo);
    ProviderMarked(section: SectionNo);
    ProviderRemoved(section: SectionNo);
    UidsRemoved(store: StoreNo, count: u32);
    RowsRemoved(store: StoreNo, count: u32);
    SupportFreed(support: SupportNo);
    LogonReleased(store: StoreNo);
    ProviderReleased(provider: ProviderNo, by: Actor);
    DialogShown(text: TextNo);
    DialogAnswered(text: TextNo, fields: Option<ValuesNo>);
    DialogRefused(text: TextNo);
    ReadAs(reading: Reading, choice: Strictness);
    Deviated(number: u32);
    Advised(number: u32);
    Note(text: TextNo);
}
