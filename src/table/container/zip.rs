use super::inflater::Inflater;
use super::{Crc32, Sink};
use crate::table::error::{Binary, ReadError, Trouble};

/// A ZIP archive, read from its beginning to its end by the heads that stand before each file (PKWARE's APPNOTE 6.3.10,
/// sections 4.3.7 to 4.3.9): so nothing of it is held, however large it is. The directory at the end only says that the
/// archive is whole.
pub struct Zip {
    state: State,
    /// What was asked for; otherwise the first table is taken.
    wanted: Option<String>,
    /// All tables, and the one that was read.
    parts: Vec<String>,
    part: Option<String>,
    is_workbook: bool,
}

enum State {
    Head,
    Body {
        file: File,
        body: Body,
    },
    /// Behind a file whose check was not known before it.
    Descriptor {
        sum: u32,
    },
    /// The directory, which holds nothing new.
    Directory,
}

struct File {
    /// Its bytes are the table's.
    chosen: bool,
    /// Where the head says it; else it follows behind the file.
    crc: Option<u32>,
}

enum Body {
    /// With the bytes that are left.
    Stored(u64, Box<Crc32>),
    Deflated(Box<Inflater>),
    /// With the bytes that are left: nobody looks at them.
    Skipped(u64),
}

/// Files of these endings are tables.
const ENDINGS: [&str; 9] = ["csv", "tsv", "tab", "txt", "dat", "data", "psv", "jsonl", "ndjson"];
/// But for these.
const REMARKS: [&str; 3] = ["readme", "license", "licence"];

const HEAD: usize = 30;
/// The most that stands behind a file: a signature, the check, two sizes of 64 bits; and the next signature.
const DESCRIPTOR: usize = 28;

const ENCRYPTED: u16 = 1;
const SUM_FOLLOWS: u16 = 1 << 3;

impl Zip {
    pub fn new(wanted: Option<String>) -> Zip {
        Zip { state: State::Head, wanted, parts: Vec::new(), part: None, is_workbook: false }
    }

    /// How many of the bytes were taken; `None`: more are needed to go on.
    pub fn step(&mut self, bytes: &[u8], sink: Sink) -> Result<Option<usize>, ReadError> {
        match &mut self.state {
            State::Head => self.head(bytes),
            State::Body { file, body } => {
                let (taken, sum) = body.push(bytes, file.chosen, sink)?;
                match (sum, file.crc) {
                    (None, _) => {}
                    (Some(Some(sum)), Some(crc)) if sum != crc => return Err(Trouble::Damaged.into()),
                    (Some(Some(sum)), None) => self.state = State::Descriptor { sum },
                    (Some(_), _) => self.state = State::Head,
                }
                Ok(Some(taken))
            }
            State::Descriptor { sum } => {
                let sum = *sum;
                self.descriptor(bytes, sum)
            }
            State::Directory => Ok(Some(bytes.len())),
        }
    }

    /// The table that was read, and all there are.
    pub fn finish(self) -> Result<(String, Vec<String>), ReadError> {
        match (self.state, self.part, self.wanted) {
            (State::Directory, Some(part), _) => Ok((part, self.parts)),
            (State::Directory, None, _) if self.is_workbook => Err(ReadError::NotText(Binary::Zip)),
            (State::Directory, None, Some(part)) => Err(Trouble::NoSuchPart(part).into()),
            (State::Directory, None, None) => Err(Trouble::NoTable.into()),
            _ => Err(Trouble::Damaged.into()),
        }
    }

    /// Section 4.3.7.
    fn head(&mut self, bytes: &[u8]) -> Result<Option<usize>, ReadError> {
        let Some(signature) = bytes.first_chunk() else { return Ok(None) };
        match signature {
            b"PK\x03\x04" => {}
            // The directory; of an archive without files, or with more than 65,535, or signed.
            b"PK\x01\x02" | b"PK\x05\x06" | b"PK\x06\x06" | b"PK\x06\x08" => {
                self.state = State::Directory;
                return Ok(Some(bytes.len()));
            }
            _ => return Err(Trouble::Damaged.into()),
        }
        if bytes.len() < HEAD {
            return Ok(None);
        }
        let (name_length, extra_length) = (usize::from(short(bytes, 26)), usize::from(short(bytes, 28)));
        let length = HEAD + name_length + extra_length;
        if bytes.len() < length {
            return Ok(None);
        }
        let name = String::from_utf8_lossy(&bytes[HEAD..HEAD + name_length]).into_owned();
        let extra = &bytes[HEAD + name_length..length];
        let (flags, method, crc) = (short(bytes, 6), short(bytes, 8), long(bytes, 14));
        let size = match long(bytes, 18) {
            u32::MAX => large_size(extra).unwrap_or(u64::from(u32::MAX)),
            size => u64::from(size),
        };
        self.file(name, flags, method, crc, size)?;
        Ok(Some(length))
    }

    /// A file begins, of so many packed bytes where no check follows behind it.
    fn file(&mut self, name: String, flags: u16, method: u16, crc: u32, size: u64) -> Result<(), ReadError> {
        self.is_workbook |= name.starts_with("xl/");
        let is_table = is_table(&name);
        if is_table {
            self.parts.push(name.clone());
        }
        let chosen = self.part.is_none()
            && match &self.wanted {
                Some(wanted) => *wanted == name,
                None => is_table,
            };
        let (locked, sum_follows) = (flags & ENCRYPTED != 0, flags & SUM_FOLLOWS != 0);
        let body = match (method, sum_follows) {
            _ if locked && (chosen || sum_follows) => return Err(Trouble::Encrypted(name).into()),
            (_, false) if !chosen => Body::Skipped(size),
            (0, false) => Body::Stored(size, Box::default()),
            (8, _) => Body::Deflated(Box::new(Inflater::new())),
            // Only its own end could tell where it ends.
            _ => return Err(Trouble::Method(name).into()),
        };
        if chosen {
            self.part = Some(name);
        }
        self.state = State::Body { file: File { chosen, crc: (!sum_follows).then_some(crc) }, body };
        Ok(())
    }

    /// Section 4.3.9. Whether its sizes have 32 or 64 bits is seen by where the next signature stands.
    fn descriptor(&mut self, bytes: &[u8], sum: u32) -> Result<Option<usize>, ReadError> {
        if bytes.len() < DESCRIPTOR {
            return Ok(None);
        }
        let start = if bytes.starts_with(b"PK\x07\x08") { 4 } else { 0 };
        if long(bytes, start) != sum {
            return Err(Trouble::Damaged.into());
        }
        self.state = State::Head;
        let is_short = bytes[start + 12..].starts_with(b"PK");
        Ok(Some(start + if is_short { 12 } else { 20 }))
    }
}

impl Body {
    /// Returns how many bytes were taken and, once the file has ended, its check where there is one.
    fn push(
        &mut self,
        bytes: &[u8],
        chosen: bool,
        sink: Sink,
    ) -> Result<(usize, Option<Option<u32>>), ReadError> {
        match self {
            Body::Deflated(inflater) => {
                let (taken, ended) = match chosen {
                    true => inflater.push(bytes, sink)?,
                    false => inflater.push(bytes, &mut |_| Ok(()))?,
                };
                Ok((taken, ended.then(|| Some(inflater.sum().0))))
            }
            Body::Stored(left, crc) => {
                let taken = (*left).min(bytes.len() as u64) as usize;
                crc.push(&bytes[..taken]);
                sink(&bytes[..taken])?;
                *left -= taken as u64;
                Ok((taken, (*left == 0).then(|| Some(crc.value()))))
            }
            Body::Skipped(left) => {
                let taken = (*left).min(bytes.len() as u64);
                *left -= taken;
                Ok((taken as usize, (*left == 0).then_some(None)))
            }
        }
    }
}

/// Whether a file of that name is a table: by its ending, and no folder, hidden file or remark.
fn is_table(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let begins = |word: &&str| stem.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        && !name.starts_with('.')
        && !path.starts_with("__MACOSX/")
        && !REMARKS.iter().any(begins)
}

/// The packed size of a file of 4 GB and more (section 4.5.3): the second number of the extra field 1.
fn large_size(mut extra: &[u8]) -> Option<u64> {
    while extra.len() >= 4 {
        let (id, length) = (short(extra, 0), usize::from(short(extra, 2)));
        if id == 1 {
            return Some(u64::from_le_bytes(*extra.get(12..20)?.first_chunk()?));
        }
        extra = extra.get(4 + length..)?;
    }
    None
}

/// invariant: the bytes reach beyond the place.
fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at + 2)) << 16
}
