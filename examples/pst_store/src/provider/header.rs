//! What the first bytes of a file say that it is.

use std::fs::File;
use std::io::{self, Read};

/// The two formats of a PST.
pub(super) enum Format {
    Ansi,
    Unicode,
}

/// Files of the same make with other clients ([MS-PST] 2.2.2.6, `wMagicClient`), and what to say of them.
const OTHERS: [([u8; 2], &str); 2] = [
    (*b"SO", "it is an OST, the local copy of a mailbox on a server, and only PST files are read here"),
    (*b"AB", "it is a PAB, a personal address book, and only PST files are read here"),
];

/// The format of a PST; an error for any other file.
pub(super) fn format_of(path: &str) -> io::Result<Format> {
    let mut start = [0; 12];
    File::open(path)?.read_exact(&mut start)?;
    let [magic @ .., client0, client1, version0, version1] = start;
    if !magic.starts_with(b"!BDN") {
        return Err(invalid("it does not begin as a PST does"));
    }
    if let Some((_, text)) = OTHERS.iter().find(|(client, _)| *client == [client0, client1]) {
        return Err(invalid(text));
    }
    // The library says what else is wrong with a header.
    match u16::from_le_bytes([version0, version1]) {
        14 | 15 => Ok(Format::Ansi),
        _ => Ok(Format::Unicode),
    }
}

fn invalid(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}
