//! What the user is asked.

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_LOGON_FAILED, MAPI_E_USER_CANCEL};
use mapi_spi::spi::{Dialog, DialogAnswer, DialogField, ParentWindow};

use super::log_on::{LogonParams, failure};
use super::open_pst::{OpenPst, display_name};
use super::pst_file::{Facts, PstFile};

/// Asks for a file where none is named or the named one is gone; `None` if there is nobody to ask, or no answer.
pub(super) fn choose_file(params: &LogonParams<'_>) -> MapiResult<Option<String>> {
    if !params.dialogs {
        return Ok(None);
    }
    let dialog = Dialog::new("Choose a PST file").field(DialogField::new("file", "Path"));
    let answer = params.window.show(&dialog);
    match &answer {
        DialogAnswer::Cancelled => {
            Err(failure(MAPI_E_USER_CANCEL, "The user cancelled the choice of a file."))
        }
        DialogAnswer::Unavailable => Ok(None),
        DialogAnswer::Completed(_) => {
            Ok(answer.value("file").filter(|path| !path.is_empty()).map(str::to_owned))
        }
    }
}

/// Asks the user three times at most; `None` if there is nobody to ask.
pub(super) fn ask_password(
    file: &PstFile,
    facts: &Facts,
    params: &LogonParams<'_>,
) -> MapiResult<Option<String>> {
    if !params.dialogs {
        return Ok(None);
    }
    let field = DialogField::new("password", "Password").secret();
    let dialog = Dialog::new(format!("Password of {}", display_name(file, facts))).field(field);
    for _ in 0..3 {
        let answer = params.window.show(&dialog);
        match &answer {
            DialogAnswer::Cancelled => return Err(file.failure(MAPI_E_USER_CANCEL, "the user cancelled")),
            DialogAnswer::Unavailable => return Ok(None),
            DialogAnswer::Completed(_) => {
                if let Some(typed) = answer.value("password").filter(|typed| facts.accepts(Some(typed))) {
                    return Ok(Some(typed.to_owned()));
                }
            }
        }
    }
    Err(file.failure(MAPI_E_LOGON_FAILED, "three passwords were wrong"))
}

/// Shows the properties of an open file. None of them can be changed.
pub(super) fn show_settings(inside: &OpenPst, window: ParentWindow<'_>) -> MapiResult<()> {
    let dialog =
        Dialog::new(inside.about.display_name.as_str()).field(DialogField::new("file", inside.file.path()));
    match window.show(&dialog) {
        DialogAnswer::Completed(_) | DialogAnswer::Cancelled => Ok(()),
        DialogAnswer::Unavailable => Err(MAPI_E_CALL_FAILED.into()),
    }
}
