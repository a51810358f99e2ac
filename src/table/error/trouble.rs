use std::fmt;

use super::ReadError;

/// Why a compressed file gives no table.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Its checks do not hold, or it ends too early.
    Damaged,
    /// An archive without a file that looks like a table.
    NoTable,
    /// The file that was asked for is not in the archive.
    NoSuchPart(String),
    /// The file of this name is locked with a password.
    Encrypted(String),
    /// A file was packed by another method than DEFLATE.
    Method(String),
    /// It unpacks to more than so many times its size.
    Bomb {
        /// The limit.
        times: u64,
    },
    /// A JSON value that never ends.
    EndlessJson {
        /// The line that it begins in, from 1.
        line: usize,
    },
}

impl Trouble {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            Trouble::Damaged => "damaged-archive",
            Trouble::NoTable => "no-table-inside",
            Trouble::NoSuchPart(_) => "no-such-part",
            Trouble::Encrypted(_) => "encrypted-archive",
            Trouble::Method(_) => "unknown-compression",
            Trouble::Bomb { .. } => "grows-without-end",
            Trouble::EndlessJson { .. } => "broken-json",
        }
    }

    /// What to do about it.
    pub fn sentence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Damaged => f.write_str(
                "The compressed file is damaged or was cut off. Copy it again, or unpack it and use \
                 the CSV inside.",
            ),
            Trouble::NoTable => f.write_str(
                "The ZIP archive holds no CSV or other table. Unpack it and use a file with rows and columns.",
            ),
            Trouble::NoSuchPart(part) => {
                write!(f, "The file has no part '{part}'. Choose another one, or leave the choice open.")
            }
            Trouble::Encrypted(name) => write!(
                f,
                "'{name}' in the ZIP archive is locked with a password. Unpack the archive first and use the \
                 CSV inside."
            ),
            Trouble::Method(name) => write!(
                f,
                "'{name}' in the ZIP archive is packed in a way that is not known here. Unpack the archive first and \
                 use the CSV inside."
            ),
            Trouble::Bomb { times } => write!(
                f,
                "The compressed file unpacks to more than {times} times its size, as no table does. If it is one, \
                 unpack it first and use the CSV inside."
            ),
            Trouble::EndlessJson { line } => write!(
                f,
                "A JSON object begins in line {line} and does not end. Check that the brackets and quotation marks \
                 there are closed."
            ),
        }
    }
}

impl From<Trouble> for ReadError {
    fn from(trouble: Trouble) -> ReadError {
        ReadError::Container(Box::new(trouble))
    }
}
