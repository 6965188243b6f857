//! Code pages of 8-bit texts.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_7, KOI8_R, KOI8_U,
    SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use outlook_pst::ltp::prop_context::PropertyValue;

use super::values::as_long;

pub(super) type CodePage = &'static Encoding;

/// `PidTagMessageCodepage`: of the texts of a message.
const PID_TAG_MESSAGE_CODEPAGE: u16 = 0x3FFD;
/// `PidTagCodePageId`: of a store.
const PID_TAG_CODE_PAGE_ID: u16 = 0x66C3;

const KNOWN: [(i32, CodePage); 23] = [
    (866, IBM866),
    (874, WINDOWS_874),
    (932, SHIFT_JIS),
    (936, GBK),
    (949, EUC_KR),
    (950, BIG5),
    (1250, WINDOWS_1250),
    (1251, WINDOWS_1251),
    (1252, WINDOWS_1252),
    (1253, WINDOWS_1253),
    (1254, WINDOWS_1254),
    (1255, WINDOWS_1255),
    (1256, WINDOWS_1256),
    (1257, WINDOWS_1257),
    (1258, WINDOWS_1258),
    (20866, KOI8_R),
    (21866, KOI8_U),
    (28592, ISO_8859_2),
    (28595, ISO_8859_5),
    (28597, ISO_8859_7),
    (51932, EUC_JP),
    (54936, GB18030),
    (65001, UTF_8),
];

/// What an object that has these properties says of its texts.
pub(super) fn code_page_of<'a>(get: impl Fn(u16) -> Option<&'a PropertyValue>) -> Option<CodePage> {
    let number =
        [PID_TAG_MESSAGE_CODEPAGE, PID_TAG_CODE_PAGE_ID].into_iter().find_map(|id| as_long(get(id)?))?;
    KNOWN.iter().find(|(known, _)| *known == number).map(|(_, page)| *page)
}

/// Western European, which is by far the most frequent where nothing is said.
pub(super) const USUAL: CodePage = WINDOWS_1252;
