//! Calls on live objects, with recorded arguments: every method of every interface, made from the rows of `methods`.

use std::sync::Arc;

use super::kept::{Keep, Kept};
use super::not_played;
use super::recall::{Missing, Recall, Recorded};
use crate::mapi::*;
use crate::methods::Method;
use crate::spi::*;

/// A function that makes any call of an interface, but for those of its bases.
macro_rules! calls {
    ($name:ident on $interface:ident; $(
        $slot:literal $method:ident $(= $function:ident(
            $($arg:ident: $type:ty $(=> $_lend:ident)?),* $(,)?
        ) -> $answer:ty $(=> $_receive:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?
    )*) => {
        #[allow(unreachable_code, unused_mut, unused_variables, reason = "some requests are never made")]
        /// What came of it; nothing if the interface has no such method.
        fn $name(object: &dyn $interface, slot: u8, recorded: &Recorded<'_>) -> Made {
            match slot {
                $($($slot => {
                    $(let mut $arg = <$type as Recall<'_>>::own(recorded, stringify!($arg))?;)*
                    $(let mut $arg = <$type as Recall<'_>>::lend(&mut $arg);)*
                    $(let $arg = <$type as Recall<'_>>::arg(&mut $arg);)*
                    Ok(Some(kept(object.$function($($arg),*))))
                })?)*
                _ => Ok(None),
            }
        }
    };
}

type Made = Result<Option<Kept>, Missing>;

/// What is called.
pub(super) enum Called {
    Object(MapiObject),
    Leaving(Arc<dyn IMAPIClientShutdown>),
    Providers(Arc<dyn IProviderAdmin>),
}

fn kept<T: Keep>(answer: MapiResult<T>) -> Kept {
    answer.map_or(Kept::Nothing, Keep::kept)
}

mapi_spi::i_mapi_prop_rows! { calls! of_prop on IMAPIProp; }
mapi_spi::i_msg_store_rows! { calls! of_store on IMsgStore; }
mapi_spi::i_mapi_container_rows! { calls! of_container on IMAPIContainer; }
mapi_spi::i_mapi_folder_rows! { calls! of_folder on IMAPIFolder; }
mapi_spi::i_message_rows! { calls! of_message on IMessage; }
mapi_spi::i_mapi_status_rows! { calls! of_status on IMAPIStatus; }
mapi_spi::i_mapi_table_rows! { calls! of_table on IMAPITable; }
mapi_spi::i_sequential_stream_rows! { calls! of_sequential_stream on ISequentialStream; }
mapi_spi::i_stream_rows! { calls! of_stream on IStream; }
mapi_spi::i_storage_rows! { calls! of_storage on IStorage; }
mapi_spi::i_lock_bytes_rows! { calls! of_lock_bytes on ILockBytes; }
mapi_spi::i_mapi_session_rows! { calls! of_session on IMAPISession; }
mapi_spi::i_mapi_client_shutdown_rows! { calls! of_leaving on IMAPIClientShutdown; }
mapi_spi::i_msg_service_admin_rows! { calls! of_services on IMsgServiceAdmin; }
mapi_spi::i_msg_service_admin2_rows! { calls! of_services2 on IMsgServiceAdmin2; }
mapi_spi::i_provider_admin_rows! { calls! of_providers on IProviderAdmin; }

/// Makes a call on an object. What it answers is on record.
///
/// # Errors
/// Why it was not made.
#[allow(clippy::wildcard_enum_match_arm, reason = "calls on other objects are not played")]
pub(super) fn call(called: &Called, method: Method, recorded: &Recorded<'_>) -> Result<Kept, Missing> {
    if let Some(why) = not_played(method) {
        return Err(why.to_owned());
    }
    let slot = method.slot();
    let object = match called {
        Called::Object(object) => object,
        Called::Leaving(leaving) => return made(of_leaving(&**leaving, slot, recorded)?),
        Called::Providers(providers) => return made(of_providers(&**providers, slot, recorded)?),
    };
    if slot == crate::methods::IUnknown::QueryInterface.slot() {
        return other_interface(object, recorded);
    }
    macro_rules! in_turn {
        ($object:ident: $($part:ident)+) => {{
            let mut made = None;
            $(if made.is_none() {
                made = $part(&**$object, slot, recorded)?;
            })+
            made
        }};
    }
    let answered = match object {
        MapiObject::Store(object) => in_turn!(object: of_prop of_store),
        MapiObject::Folder(object) => in_turn!(object: of_prop of_container of_folder),
        MapiObject::Message(object) => in_turn!(object: of_prop of_message),
        MapiObject::Attach(object) => in_turn!(object: of_prop),
        MapiObject::Status(object) => in_turn!(object: of_prop of_status),
        MapiObject::ProfileSection(object) => in_turn!(object: of_prop),
        MapiObject::Table(object) => in_turn!(object: of_table),
        MapiObject::Stream(object) => in_turn!(object: of_sequential_stream of_stream),
        MapiObject::Storage(object) => in_turn!(object: of_storage),
        MapiObject::LockBytes(object) => in_turn!(object: of_lock_bytes),
        MapiObject::Session(object) => in_turn!(object: of_session),
        MapiObject::ServiceAdmin(object) => match in_turn!(object: of_services) {
            Some(answered) => Some(answered),
            None => of_newer_services(object, slot, recorded)?,
        },
        _ => None,
    };
    made(answered)
}

fn made(answered: Option<Kept>) -> Result<Kept, Missing> {
    answered.ok_or_else(|| UNKNOWN.to_owned())
}

/// What later versions of MAPI have added.
fn of_newer_services(object: &Arc<dyn IMsgServiceAdmin>, slot: u8, recorded: &Recorded<'_>) -> Made {
    let newer = Arc::clone(object).query_admin2();
    of_services2(&*newer.map_err(|_| "the object has no IMsgServiceAdmin2")?, slot, recorded)
}

/// Why calls on other objects are not played.
pub(super) const UNKNOWN: &str = "it is not known how to make this call";

/// `QueryInterface`, which needs the object with its references.
#[allow(clippy::wildcard_enum_match_arm, reason = "calls on other objects are not played")]
fn other_interface(object: &MapiObject, recorded: &Recorded<'_>) -> Result<Kept, Missing> {
    let mut interface = <&MapiUid as Recall<'_>>::own(recorded, "interface")?;
    let mut interface = <&MapiUid as Recall<'_>>::lend(&mut interface);
    let interface = <&MapiUid as Recall<'_>>::arg(&mut interface);
    Ok(kept(match object {
        MapiObject::Store(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Folder(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Message(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Attach(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Status(object) => Arc::clone(object).other_interface(interface),
        MapiObject::ProfileSection(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Table(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Stream(object) => Arc::clone(object).other_interface(interface),
        MapiObject::Storage(object) => Arc::clone(object).other_interface(interface),
        MapiObject::LockBytes(object) => Arc::clone(object).other_interface(interface),
        _ => return Err(UNKNOWN.to_owned()),
    }))
}
