//! Calls of providers that nothing comes of. No page forbids them, so that they are advised on and are no deviations.

use crate::sim::checks::finding::Finding;

pub(crate) const TEMPORARY_MADE_PERMANENT: Finding = Finding {
    rule: "PROFILE-15",
    page: "imsprovider-logon",
    expected: "no ModifyProfile without MDB_TEMPORARY for a logon that had the flag",
    help: "Look for MDB_TEMPORARY among the flags of Logon, and leave the call out.",
};
