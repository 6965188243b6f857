//! Whether the store can be reached, and what the status row says of it.

use super::open_store::{OpenStore, Role};
use crate::mapi::codes::MAPI_E_NETWORK_ERROR;
use crate::mapi::tags::PR_STATUS_CODE;
use crate::mapi::{MapiResult, PropValue, StatusCode, StatusRowFlags};

impl OpenStore {
    pub(super) fn status_code(&self) -> StatusCode {
        if self.file.is_offline() {
            StatusCode::STATUS_OFFLINE | StatusCode::STATUS_FAILURE
        } else {
            StatusCode::STATUS_AVAILABLE
        }
    }

    /// Brings the status row up to date if the state is not what it shows: only the column that changes \[STATUS-04\].
    pub(super) fn follow_state(&self) -> MapiResult<()> {
        let now = self.status_code();
        let before = self.shown_state(now);
        match self.role {
            Role::Client if before != now => {
                let column = [PropValue::new(PR_STATUS_CODE, now.bits())];
                self.support()?.modify_status_row(&column, StatusRowFlags::STATUSROW_UPDATE)
            }
            // The row belongs to the client's opening.
            Role::Client | Role::Spooler => Ok(()),
        }
    }

    /// What every look at the data of a store begins with.
    pub(super) fn check_open(&self) -> MapiResult<()> {
        self.check_alive()?;
        self.follow_state()?;
        if self.status_code() == StatusCode::STATUS_AVAILABLE {
            Ok(())
        } else {
            Err(MAPI_E_NETWORK_ERROR.into())
        }
    }
}
