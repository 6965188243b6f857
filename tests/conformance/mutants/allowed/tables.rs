//! Tables, folders and properties unlike the reference provider's.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use crate::bending::Bending;

pub(super) fn one_row_at_a_time(wrapping: Bending) -> Bending {
    wrapping.table(OnTable::new().query_rows(|inner, rows, flags| inner.query_rows(rows.min(1), flags)))
}

pub(super) fn no_empty_tables(wrapping: Bending) -> Bending {
    fn unless_empty(table: Arc<dyn IMAPITable>, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        // Views and forms are another matter.
        let is_empty = table.get_row_count(0)?.value == 0 && !flags.contains(TableFlags::MAPI_ASSOCIATED);
        if is_empty { Err(MAPI_E_NO_SUPPORT.into()) } else { Ok(table) }
    }
    wrapping.folder(
        OnFolder::new()
            .get_contents_table(|inner, flags| unless_empty(inner.get_contents_table(flags)?, flags))
            .get_hierarchy_table(|inner, flags| unless_empty(inner.get_hierarchy_table(flags)?, flags)),
    )
}

pub(super) fn unique_names(wrapping: Bending) -> Bending {
    wrapping.folder(OnFolder::new().create_folder(|inner, request| {
        let known = inner.get_hierarchy_table(TableFlags::MAPI_UNICODE)?;
        let known = known.query_rows(i32::MAX, QueryRowsFlags::empty())?;
        let name = request.name.to_string();
        let named = |row: &Row| row.get(PR_DISPLAY_NAME_W).and_then(PropValue::as_unicode) == Some(&*name);
        let opens = request.flags.contains(CreateFolderFlags::OPEN_IF_EXISTS);
        if known.iter().any(named) && !opens {
            return Err(MAPI_E_COLLISION.into());
        }
        inner.create_folder(request)
    }))
}

pub(super) fn no_deletions(wrapping: Bending) -> Bending {
    wrapping
        .store(OnStore::new().delete_props(|_, _| Err(MAPI_E_NO_ACCESS.into())))
        .folder(OnFolder::new().delete_props(|_, _| Err(MAPI_E_NO_ACCESS.into())))
        .message(OnMessage::new().delete_props(|_, _| Err(MAPI_E_NO_ACCESS.into())))
        .status(OnStatus::new().delete_props(|_, _| Err(MAPI_E_NO_ACCESS.into())))
}

/// No answer to who does not ask for Unicode.
pub(super) fn unicode_alone(wrapping: Bending) -> Bending {
    of_one_width(wrapping, true)
}

/// No answer to who asks for Unicode. The name of the profile, which is, is nothing that a logon needs.
pub(super) fn ansi_alone(wrapping: Bending) -> Bending {
    of_one_width(wrapping, false)
}

fn of_one_width(wrapping: Bending, unicode: bool) -> Bending {
    let only = move |wide| if wide == unicode { Ok(()) } else { Err(MapiError::new(MAPI_E_BAD_CHARWIDTH)) };
    let props = move |flags: GetPropsFlags| only(flags.contains(GetPropsFlags::MAPI_UNICODE));
    let table = move |flags: TableFlags| only(flags.contains(TableFlags::MAPI_UNICODE));
    let text = move |width: StringWidth| only(width == StringWidth::MAPI_UNICODE);
    wrapping
        .logon(OnLogon::new().get_last_error(move |inner, code, width| {
            text(width)?;
            inner.get_last_error(code, width)
        }))
        .store(
            OnStore::new()
                .get_props(move |inner, tags, flags| {
                    props(flags)?;
                    inner.get_props(tags, flags)
                })
                .get_last_error(move |inner, code, width| {
                    text(width)?;
                    inner.get_last_error(code, width)
                })
                .get_receive_folder(move |inner, class, flags| {
                    only(flags.contains(ReceiveFolderFlags::MAPI_UNICODE))?;
                    inner.get_receive_folder(class, flags)
                })
                .get_receive_folder_table(move |inner, flags| {
                    table(flags)?;
                    inner.get_receive_folder_table(flags)
                }),
        )
        .folder(
            OnFolder::new()
                .get_props(move |inner, tags, flags| {
                    props(flags)?;
                    inner.get_props(tags, flags)
                })
                .get_contents_table(move |inner, flags| {
                    table(flags)?;
                    inner.get_contents_table(flags)
                })
                .get_hierarchy_table(move |inner, flags| {
                    table(flags)?;
                    inner.get_hierarchy_table(flags)
                })
                .create_folder(move |inner, request| {
                    only(request.name.is_unicode())?;
                    inner.create_folder(request)
                }),
        )
        .message(OnMessage::new().get_props(move |inner, tags, flags| {
            props(flags)?;
            inner.get_props(tags, flags)
        }))
        .status(
            OnStatus::new()
                .get_props(move |inner, tags, flags| {
                    props(flags)?;
                    inner.get_props(tags, flags)
                })
                .change_password(move |inner, old, new, width| {
                    text(width)?;
                    inner.change_password(old, new, width)
                }),
        )
}
