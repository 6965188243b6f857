//! The code page of narrow strings.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use encoding_rs::{EncoderResult, Encoding, WINDOWS_1252};

/// A code page: what the bytes of narrow strings mean.
///
/// Narrow strings cross the boundary as the bytes that they are. The code page matters where a string has not the width that the
/// flags of its call say: it is converted then. There is one for the whole process, as there is under Windows; it is Windows-1252
/// until [`make_current`](Self::make_current) says another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CodePage(&'static Encoding);

static CURRENT: RwLock<CodePage> = RwLock::new(CodePage(WINDOWS_1252));

impl CodePage {
    /// The code page with this label of the WHATWG, such as `windows-1251`, `shift_jis` or `utf-8`. Those whose units are not bytes,
    /// such as `utf-16`, are none.
    #[must_use]
    pub fn named(label: &str) -> Option<Self> {
        let found = Encoding::for_label(label.as_bytes())?;
        (found.output_encoding() == found).then_some(Self(found))
    }

    /// The name that the WHATWG gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The code page of this process.
    #[must_use]
    pub fn current() -> Self {
        *CURRENT.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes it that of this process.
    pub fn make_current(self) {
        *CURRENT.write().unwrap_or_else(PoisonError::into_inner) = self;
    }

    /// Bytes as text. What means nothing becomes U+FFFD.
    pub(crate) fn widened(self, bytes: &[u8]) -> String {
        self.0.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Text as bytes. What the code page lacks becomes a question mark.
    pub(crate) fn narrowed(self, text: &str) -> Vec<u8> {
        let (mut encoder, mut bytes, mut rest) = (self.0.new_encoder(), Vec::new(), text);
        loop {
            let room = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
            bytes.reserve(room.unwrap_or_default());
            let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                EncoderResult::InputEmpty => return bytes,
                EncoderResult::Unmappable(_) => bytes.push(b'?'),
                EncoderResult::OutputFull => {}
            }
        }
    }
}

impl fmt::Debug for CodePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
