//! The password of a PST: the file keeps a CRC only, so any text with that CRC opens it.

use super::pst_file::Facts;

/// CRC-32 with start value 0 and without the inversion at the end ([MS-PST] 5.3).
pub(super) fn crc(password: &[u8]) -> u32 {
    // The library inverts before and after.
    let mut hasher = crc32fast::Hasher::new_with_initial(!0);
    hasher.update(password);
    !hasher.finalize()
}

impl Facts {
    /// Whether `password` opens the file; 0 in the file means that none is needed. Its bytes are those of the code page
    /// of whoever has set it.
    pub(super) fn accepts(&self, password: Option<&str>) -> bool {
        let opens = |password: &str| {
            let (narrow, ..) = self.code_page.encode(password);
            [password.as_bytes(), &narrow].map(crc).contains(&self.password_crc)
        };
        self.password_crc == 0 || password.is_some_and(opens)
    }
}
