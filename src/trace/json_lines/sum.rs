//! A sum a line, which goes on from line to line: whoever changes, leaves out or moves one is found out at that line.

/// Before the sum, which is the last key of a line.
const KEY: &str = ",\"sum\":\"";

/// The sum of all lines so far: FNV-1a of 32 bits. Two lines that differ in one byte never have the same.
#[derive(Clone, Copy)]
pub(super) struct Sum(u32);

impl Sum {
    pub(super) const fn new() -> Self {
        Self(0x811C_9DC5)
    }

    /// A line with its sum.
    pub(super) fn sign(&mut self, line: &str) -> String {
        let open = line.strip_suffix('}').unwrap_or(line);
        self.add(open);
        format!("{open}{KEY}{:08x}\"}}", self.0)
    }

    /// The line without its sum, if it is as it was written.
    pub(super) fn check(&mut self, line: &str) -> Option<String> {
        let (open, sum) = split(line)?;
        self.add(open);
        (format!("{:08x}", self.0) == sum).then(|| format!("{open}}}"))
    }

    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
}

/// Whether a line has a sum.
pub(super) fn has_sum(line: &str) -> bool {
    split(line).is_some()
}

fn split(line: &str) -> Option<(&str, &str)> {
    let (open, end) = line.rsplit_once(KEY)?;
    let sum = end.strip_suffix("\"}")?;
    (sum.len() == 8 && sum.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some((open, sum))
}
