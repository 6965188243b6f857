//! Behaviour unlike the reference provider's that the pages allow: it breaks no rule.
//!
//! Above each stands the page that allows it.

mod answers;
pub(crate) mod fixtures;
mod logons;
mod tables;

use mapi_sim::conformance::Capability::*;
use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_COMMENT_W;

use super::changes::{Reuses, no_promise};
use super::errors::NoUnspecified;
use super::profile::notes;
use super::{Mutant, described, wrap};
use crate::bending::Bending;
use answers::{Different, Drafts, Fails, NotFast, OtherUid, OwnOnly};

#[rustfmt::skip]
pub(crate) fn allowed() -> Vec<Mutant> {
    vec![
        // imapiprovidershutdown-queryfastshutdown
        wrap(SHUT_20, "lets no client leave fast", |wrapping| wrapping.provider(NotFast)),
        // imapiprop-setprops: MAPI_E_COMPUTED is a code of the whole call, too.
        wrap(LOGON_15, "fails where others note a problem", |wrapping| wrapping.store(Fails)),
        // imapiprop-setprops: what is wrong with a change may show with SaveChanges.
        wrap(LOGON_12, "takes changes of a message and refuses to save them", |wrapping| wrapping.message(Drafts)),
        // imslogon-compareentryids
        wrap(EID_12, "finds a damaged identifier different", |wrapping| wrapping.logon(Different)),
        // registering-service-provider-unique-identifiers
        wrap(EID_08, "has a MAPIUID of its own in the second store", |wrapping| {
            wrapping.folder(OtherUid).logon(OwnOnly)
        }),
        // mapi-character-sets
        wrap(ERR_07, "refuses narrow strings", |wrapping| wrapping.store(NoUnspecified(MAPI_E_BAD_CHARWIDTH))),
        // file-format-of-mapisvc-inf: a path is a public setting, whatever word is in it.
        wrap(PROFILE_09, "has a path with its password's letters in it", |wrapping| {
            wrapping.provider(notes(PR_COMMENT_W, "C:\\Mail\\bright.db"))
        }),
        // constructing-entry-identifiers: identifiers can be given again, to objects of the same kind.
        wrap(EID_17, "gives identifiers again and promises nothing", |wrapping| {
            let reuses = Reuses::default();
            wrapping.message(reuses.clone()).folder(reuses).store(no_promise())
        }),
        // mapi-sessions
        wrap(LOGON_01, "serves one session at a time", logons::one_session),
        // imapisession-openmsgstore: MAPI_E_NO_ACCESS for who asks for more than there is.
        described(LOGON_12, "is read-only and says so", |_| fixtures::never_the_default(logons::read_only))
            .without(Write).without(Submit).without(DefaultStore),
        // imsprovider-logon: a success with something to tell.
        wrap(ERR_02, "warns with every logon", logons::warns),
        // imsprovider-logon: a store can be found by other means than an identifier or a dialog.
        wrap(LOGON_05, "opens its one store where none is named", logons::finds_its_store)
            .without(Unconfigured).without(ChoosesStore),
        // imsprovider-logon: the provider *can* ask.
        wrap(LOGON_07, "asks nobody in a logon", logons::asks_nobody).without(Ui).without(ChoosesStore),
        // imsprovider-logon: lppMAPIError can be NULL.
        wrap(ERR_05, "does not explain its errors", logons::explains_nothing).also(&[OBS_08]),
        // message-store-features: sending and receiving is optional.
        described(SPOOL_01, "knows no spooler", |_| fixtures::never_the_default(logons::no_mail))
            .without(Mail).without(Submit).without(DefaultStore).without(TransportCoupled),
        // imsprovider-logon: no data for the spooler where the section has all that it needs.
        wrap(SPOOL_03, "gives the spooler nothing", logons::no_data).also(&[OBS_04]),
        // imsprovider-logon: the logon object holds the support object; nothing says that it is the only one.
        wrap(SHUT_07, "has two references on each support object", logons::two_references),
        // imapisupport-setprovideruid: a provider can register several.
        wrap(LOGON_10, "registers two MAPIUIDs", logons::two_uids),
        // status-tables: a provider can add columns of its own.
        wrap(STATUS_02, "has more columns in its status row", logons::more_columns),
        // imapisupport-modifystatusrow: a row is updated at any time.
        wrap(STATUS_01, "updates its row before Logon returns", logons::updates_at_once),
        // imapisupport-openprofilesection: a section of any MAPIUID.
        wrap(PROFILE_11, "keeps settings in a section of its own", logons::another_section),
        // the interface is optional: imapiprovidershutdowniunknown
        wrap(CLAIM_12, "has no fast shutdown", logons::no_fast_shutdown).without(FastShutdown),
        // imsgstore-advise, message-store-features: notifications are optional.
        wrap(LOGON_18, "notifies nobody", logons::no_notifications).without(Notify),
        // imapitable-queryrows: lRowCount is the most that comes; none is the end.
        wrap(OBS_01, "gives one row at a time", tables::one_row_at_a_time),
        // imapicontainer-getcontentstable, imapicontainer-gethierarchytable
        wrap(LOGON_16, "has no table of what is empty", tables::no_empty_tables),
        // imapifolder-createfolder
        wrap(CLAIM_03, "refuses a second folder with one name", tables::unique_names),
        // imapiprop-deleteprops: what can be deleted is the provider's matter.
        wrap(STATUS_12, "deletes no property of anything", tables::no_deletions),
        // mapi-character-sets: a provider can support Unicode alone.
        wrap(ERR_07, "supports Unicode alone", tables::unicode_alone),
        // mapi-character-sets: Unicode is optional for service providers.
        wrap(ERR_07, "supports no Unicode", tables::ansi_alone),
        // registering-services-and-service-providers-in-mapisvc-inf
        described(EID_10, "has a DLL with a path", |_| fixtures::with_dll("C:\\Mail\\refstore.dll", plainly)),
        described(EID_10, "has a DLL with an umlaut", |_| fixtures::with_dll("C:\\Büro\\möwe.dll", plainly)),
        // imsprovider-logon: credentials are saved in the profile section.
        described(PROFILE_11, "has the password of its first store in its section", |_| fixtures::credentials(plainly)),
        // constructing-entry-identifiers: there is no fixed size.
        described(EID_15, "has identifiers of another length in its second store", |_| fixtures::long_name()),
        // pidtagdisplayname-canonical-property
        described(PROFILE_13, "has names that no code page has", |_| fixtures::foreign_names()),
        // opening-a-message-store-folder: a new store has a root folder and no more.
        described(LOGON_16, "has nothing in its stores", |_| fixtures::empty()),
    ]
}

/// The reference provider as it is.
pub(crate) fn plainly(wrapping: Bending) -> Bending {
    wrapping
}
