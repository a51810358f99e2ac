//! Excel's format of 1997 to 2003 (MS-CFB, MS-XLS), as far as it must be understood to say what reading it would take:
//! calamine makes room for all places between the first and the last cell of every sheet, 65,536 rows of 256 columns, and
//! follows chains of sectors that may go in circles.

use super::Trouble;

const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const FREE: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// What the sheets may take at most, in bytes; the one that is read is copied once more.
const MOST: u64 = 1_600_000_000;
/// A place in a sheet: a value and a formula's text, each in room of its own.
const PLACE: u64 = 56;
/// A filled cell while its sheet is put together.
const CELL: u64 = 128;

pub fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Whether it can be read within bounds.
pub fn check(bytes: &[u8]) -> Result<(), Trouble> {
    let file = Sectors::of(bytes).ok_or(Trouble::Unreadable)?;
    let stream = file.workbook().ok_or(Trouble::Unreadable)?;
    let need = need(&stream).ok_or(Trouble::Unreadable)?;
    if need > MOST { Err(Trouble::TooLarge) } else { Ok(()) }
}

/// The file's sectors and the chains that they make.
struct Sectors<'a> {
    /// Behind the header.
    bytes: &'a [u8],
    size: usize,
    /// The sector behind each.
    next: Vec<u32>,
    /// The directory's entries, 128 bytes each; the first is of the small sectors.
    entries: Vec<u8>,
    /// Small sectors, of 64 bytes, stand in a chain of large ones.
    small: Vec<u8>,
    small_next: Vec<u32>,
}

impl<'a> Sectors<'a> {
    fn of(bytes: &'a [u8]) -> Option<Sectors<'a>> {
        let size = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Sectors {
            bytes: bytes.get(size..)?,
            size,
            next: Vec::new(),
            entries: Vec::new(),
            small: Vec::new(),
            small_next: Vec::new(),
        };
        file.next = file.allocation(bytes)?;
        file.entries = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        let small_count = u32_at(bytes, 64)? as usize;
        if small_count > 0 {
            file.small = file.chain(u32_at(&file.entries, 116)?, file.length_at(0)?)?;
            let places = file.chain(u32_at(bytes, 60)?, small_count.checked_mul(size)?)?;
            file.small_next = words(&places);
        }
        Some(file)
    }

    /// The list of the sector behind each, from the sectors that the header and its continuations name.
    fn allocation(&self, header: &[u8]) -> Option<Vec<u32>> {
        let mut named = words(header.get(76..512)?);
        let mut continuation = u32_at(header, 68)?;
        let mut count = 0;
        while continuation < FREE {
            count += 1;
            if count > self.count() {
                return None;
            }
            named.extend(words(self.sector(continuation)?));
            continuation = named.pop()?;
        }
        let mut next = Vec::new();
        for sector in named.into_iter().filter(|sector| *sector < FREE) {
            next.extend(words(self.sector(sector)?));
            // No more than one entry a sector is of use, and the last sector of the list may be filled up.
            if next.len() > self.count() + self.size {
                return None;
            }
        }
        Some(next)
    }

    fn count(&self) -> usize {
        self.bytes.len() / self.size + 1
    }

    fn sector(&self, sector: u32) -> Option<&[u8]> {
        let start = (sector as usize).checked_mul(self.size)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.size)])
    }

    /// The bytes of a chain, at most `length` of them; `None` where it leaves the file or goes in a circle.
    fn chain(&self, first: u32, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sector = first;
        let mut count = 0;
        while sector != END_OF_CHAIN && bytes.len() < length {
            count += 1;
            if count > self.count() {
                return None;
            }
            bytes.extend_from_slice(self.sector(sector)?);
            sector = if bytes.len() < length { *self.next.get(sector as usize)? } else { END_OF_CHAIN };
        }
        bytes.truncate(length);
        Some(bytes)
    }

    fn small_chain(&self, first: u32, length: usize) -> Option<Vec<u8>> {
        const SIZE: usize = 64;
        let mut bytes = Vec::new();
        let mut sector = first;
        while sector != END_OF_CHAIN && bytes.len() < length {
            let start = (sector as usize).checked_mul(SIZE)?;
            let rest = self.small.get(start..).filter(|rest| !rest.is_empty())?;
            bytes.extend_from_slice(&rest[..rest.len().min(SIZE)]);
            sector = if bytes.len() < length { *self.small_next.get(sector as usize)? } else { END_OF_CHAIN };
        }
        bytes.truncate(length);
        Some(bytes)
    }

    /// How many bytes an entry's chain has.
    fn length_at(&self, entry: usize) -> Option<usize> {
        let low = u64::from(u32_at(&self.entries, entry + 120)?);
        let high = if self.size == 512 { 0 } else { u64::from(u32_at(&self.entries, entry + 124)?) };
        usize::try_from(low | high << 32).ok()
    }

    /// The stream that the sheets stand in.
    fn workbook(&self) -> Option<Vec<u8>> {
        let entries = || (0..self.entries.len() / 128).map(|index| 128 * index);
        let named = |name: &str| {
            let is_name = |&entry: &usize| {
                let letters = self.entries[entry..entry + 64].chunks_exact(2);
                let letters: Vec<u16> = letters.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                let text = String::from_utf16_lossy(&letters);
                text.split('\0').next().is_some_and(|text| text.eq_ignore_ascii_case(name))
            };
            entries().find(is_name)
        };
        // Before Excel 97 it had the other name.
        let entry = named("Workbook").or_else(|| named("Book"))?;
        let (first, length) = (u32_at(&self.entries, entry + 116)?, self.length_at(entry)?);
        if length < 4096 { self.small_chain(first, length) } else { self.chain(first, length) }
    }
}

/// Kinds of records (MS-XLS, section 2.3).
mod kind {
    pub const END: u16 = 0x000A;
    pub const BEGIN: u16 = 0x0809;
    pub const SHEET: u16 = 0x0085;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const SEVERAL_NUMBERS: u16 = 0x00BD;
    /// Number, label, truth or error, short number, shared label, rich label, formula: row and column come first.
    pub const CELLS: [u16; 7] = [0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006];
}

/// What the sheets take, in bytes; `None` where the records are not whole.
fn need(stream: &[u8]) -> Option<u64> {
    let sheets = Records { rest: stream }
        .take_while(|record| record.kind != kind::END)
        .filter(|record| record.kind == kind::SHEET);
    let mut starts = Vec::new();
    for sheet in sheets {
        starts.push(u32_at(sheet.data, 0)? as usize);
    }
    let (mut need, mut walked) = (0_u64, 0_usize);
    for start in starts {
        let sheet = Sheet::of(stream.get(start..)?);
        need = need.saturating_add(sheet.need());
        // Sheets that stand in each other could be read over and over.
        walked += sheet.bytes;
        if walked > 2 * stream.len() {
            return None;
        }
    }
    Some(need)
}

/// What a sheet's records say.
#[derive(Default)]
struct Sheet {
    bytes: usize,
    cells: u64,
    /// Places that get room before there are cells.
    announced: u64,
    /// First and last row and column.
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Sheet {
    fn of(stream: &[u8]) -> Sheet {
        let (mut sheet, mut depth) = (Sheet::default(), 0_usize);
        for record in (Records { rest: stream }) {
            sheet.bytes += 4 + record.data.len();
            // A chart in the sheet has a beginning and an end of its own.
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => break,
                kind::END => depth -= 1,
                kind::DIMENSIONS => sheet.announced += announced(record.data),
                kind if kind::CELLS.contains(&kind) || kind == kind::SEVERAL_NUMBERS => {
                    sheet.take(kind, record.data);
                }
                _ => {}
            }
        }
        sheet
    }

    fn take(&mut self, kind: u16, data: &[u8]) {
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        self.cells += 1;
        widen(&mut self.rows, row);
        widen(&mut self.columns, column);
        if kind == kind::SEVERAL_NUMBERS {
            self.cells += data.len() as u64 / 6;
            let numbers = u16::try_from(data.len() / 6).unwrap_or(u16::MAX);
            widen(&mut self.columns, column.saturating_add(numbers));
            let last = data.len().checked_sub(2).and_then(|place| u16_at(data, place));
            widen(&mut self.columns, last.unwrap_or(column));
        }
    }

    fn need(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| range.map_or(0, |(first, last)| u64::from(last - first) + 1);
        let places = length(self.rows) * length(self.columns);
        places * PLACE + self.cells * CELL + self.announced.saturating_mul(CELL / 2)
    }
}

fn widen(range: &mut Option<(u16, u16)>, place: u16) {
    let (first, last) = range.unwrap_or((place, place));
    *range = Some((first.min(place), last.max(place)));
}

/// The size of the area that a record of dimensions tells.
fn announced(data: &[u8]) -> u64 {
    let wide = data.len() >= 14;
    let row =
        |place: usize| if wide { u32_at(data, 4 * place) } else { u16_at(data, 2 * place).map(u32::from) };
    let columns = if wide { u16_at(data, 10) } else { u16_at(data, 6) };
    let rows = row(1).unwrap_or_default().saturating_sub(row(0).unwrap_or_default());
    u64::from(rows) * u64::from(columns.unwrap_or_default())
}

/// One piece of the stream: a kind, a length and so many bytes.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, length) = (u16_at(self.rest, 0)?, usize::from(u16_at(self.rest, 2)?));
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some(Record { kind, data })
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0)).collect()
}

fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(place..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], place: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(place..)?.first_chunk()?))
}
