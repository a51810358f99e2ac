//! A table as one block of bytes: how it gets from the worker that read it to others, without being parsed again.
//!
//! ```text
//! length of the head (u64) · head · the values of each column
//! numbers: an f64 a row          labels: a u32 code a row · a u32 length a level · the levels' letters
//! ```
//!
//! The head holds names, kinds and counts; what only the page shows (first rows, warnings, most of the dialect) stays behind. Numbers are little-endian, as wasm has them; the block is for another worker of the
//! same build and for no file. Both ways take one pass and hold nothing but the table and its head: a writer and a reader
//! that stand for memory outside of wasm save each worker a second copy.

use std::fmt;
use std::io::{self, Read, Take, Write};

use bytemuck::Pod;

use crate::table::Table;
use crate::table::column::kind::Kind;
use crate::table::column::{Column, Labels, MISSING, Values};
use crate::table::dialect::Dialect;
use crate::table::form::{Form, Look};

/// A table that is ready to be written as one block.
pub struct Packed<'a> {
    table: &'a Table,
    head: Vec<u8>,
    bytes: u64,
}

/// What a column's values take.
#[derive(Clone, Copy)]
enum Shape {
    Numbers,
    /// How many levels, and the bytes of all of them.
    Labels {
        levels: u64,
        letters: u64,
    },
}

impl<'a> Packed<'a> {
    /// Counts what it will take; the values are only read when it is written.
    pub fn of(table: &'a Table) -> Packed<'a> {
        let shapes = table.columns.iter().map(|column| Shape::of(&column.values));
        let values: u64 = shapes.map(|shape| shape.bytes(table.n_rows as u64)).sum();
        let head = head_of(table);
        let bytes = size_of::<u64>() as u64 + head.len() as u64 + values;
        Packed { table, head, bytes }
    }

    /// How many bytes [`Packed::write`] writes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Each column's numbers are one write; levels are one write each.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&(self.head.len() as u64).to_le_bytes())?;
        out.write_all(&self.head)?;
        for column in &self.table.columns {
            match &column.values {
                Values::Numbers(numbers) => out.write_all(bytemuck::cast_slice(numbers))?,
                Values::Labels(Labels { codes, levels }) => {
                    out.write_all(bytemuck::cast_slice(codes))?;
                    for level in levels {
                        out.write_all(&(level.len() as u32).to_le_bytes())?;
                    }
                    levels.iter().try_for_each(|level| out.write_all(level.as_bytes()))?;
                }
            }
        }
        out.flush()
    }
}

impl Table {
    /// Reads what [`Packed::write`] wrote. `bytes`: how many `from` has. Broken bytes are an error, never a panic, and no
    /// length in them is believed beyond what is there.
    pub fn unpack(from: impl Read, bytes: u64) -> Result<Table, Broken> {
        let from = &mut from.take(bytes);
        let length = block::<u64>(from, 1)?[0];
        let head = block::<u8>(from, length)?;
        let head = &mut head.as_slice().take(length);
        let [bytes, n_rows, duplicates, header, decimal, skip, n_columns] = block(head, 7)?[..] else {
            return Err(Broken("its head"));
        };
        let (name, mut columns) = (word(head)?, Vec::new());
        for _ in 0..n_columns {
            let [kind, missing, distinct, levels, letters] = block(head, 5)?[..] else {
                return Err(Broken("its head"));
            };
            let kind = *Kind::ALL.get(kind as usize).ok_or(Broken("a kind"))?;
            let (name, reason) = (word(head)?, word(head)?);
            let values = match levels {
                NUMBERS => Values::Numbers(numbers(from, n_rows)?),
                _ => Values::Labels(labels(from, n_rows, levels, letters)?),
            };
            let form = form(head)?;
            columns.push(Column {
                name,
                kind,
                reason,
                values,
                missing: missing as usize,
                distinct: distinct as usize,
                form,
            });
        }
        if columns.is_empty() || head.limit() > 0 || from.limit() > 0 {
            return Err(Broken("its end"));
        }
        let (n_rows, duplicates) = (n_rows as usize, duplicates as usize);
        let decimal = char::from_u32(decimal as u32).unwrap_or_default();
        let dialect = Dialect { decimal, skip: skip as usize, ..Dialect::default() };
        Ok(Table {
            name,
            bytes,
            n_rows,
            duplicates,
            header: header == 1,
            dialect,
            columns,
            ..Table::default()
        })
    }
}

/// In place of a number of levels: the column holds numbers.
const NUMBERS: u64 = u64::MAX;

fn head_of(table: &Table) -> Vec<u8> {
    let mut head = Vec::new();
    let n_columns = table.columns.len() as u64;
    let whole = [
        table.bytes,
        table.n_rows as u64,
        table.duplicates as u64,
        u64::from(table.header),
        // Words that a person takes as numbers are read with it, and rows are numbered from below the others.
        table.dialect.decimal as u64,
        table.dialect.skip as u64,
        n_columns,
    ];
    head.extend_from_slice(bytemuck::cast_slice(&whole));
    put_word(&mut head, &table.name);
    for column in &table.columns {
        let kind = Kind::ALL.iter().position(|kind| *kind == column.kind).unwrap_or_default() as u64;
        let (levels, letters) = match Shape::of(&column.values) {
            Shape::Numbers => (NUMBERS, 0),
            Shape::Labels { levels, letters } => (levels, letters),
        };
        let whole = [kind, column.missing as u64, column.distinct as u64, levels, letters];
        head.extend_from_slice(bytemuck::cast_slice(&whole));
        put_word(&mut head, &column.name);
        put_word(&mut head, &column.reason);
        put_form(&mut head, &column.form);
    }
    head
}

fn put_word(head: &mut Vec<u8>, word: &str) {
    head.extend_from_slice(&(word.len() as u64).to_le_bytes());
    head.extend_from_slice(word.as_bytes());
}

/// Its look, its decimal mark (0: unknown), its five answers of yes or no as bits, how many words it has of either sort, how
/// many cells were words taken as missing and how many of those words are kept; the unit, the spellings and the words.
fn put_form(head: &mut Vec<u8>, form: &Form) {
    let look = Look::ALL.iter().position(|look| *look == form.look).unwrap_or_default() as u64;
    let answers =
        form.answers().iter().enumerate().fold(0, |bits, (place, &yes)| bits | u64::from(yes) << place);
    let whole = [
        look,
        form.decimal.map_or(0, u64::from),
        answers,
        form.missing.len() as u64,
        form.not_missing.len() as u64,
        form.missing_words.cells as u64,
        form.missing_words.words.len() as u64,
    ];
    head.extend_from_slice(bytemuck::cast_slice(&whole));
    put_word(head, &form.unit);
    put_word(head, &form.spellings);
    form.missing
        .iter()
        .chain(&form.not_missing)
        .chain(&form.missing_words.words)
        .for_each(|word| put_word(head, word));
}

fn form(head: &mut Take<impl Read>) -> Result<Form, Broken> {
    let [look, decimal, answers, n_missing, n_not, cells, n_words] = block::<u64>(head, 7)?[..] else {
        return Err(Broken("its head"));
    };
    let mut form = Form::of(*Look::ALL.get(look as usize).ok_or(Broken("a form"))?);
    form.decimal = char::from_u32(decimal as u32).filter(|mark| *mark != '\0');
    form.answer(|place| answers >> place & 1 == 1);
    form.unit = word(head)?;
    form.spellings = word(head)?;
    // Each word takes bytes of the head: its end bounds how many there can be.
    for _ in 0..n_missing {
        form.missing.push(word(head)?);
    }
    for _ in 0..n_not {
        form.not_missing.push(word(head)?);
    }
    form.missing_words.cells = cells as usize;
    for _ in 0..n_words {
        form.missing_words.words.push(word(head)?);
    }
    Ok(form)
}

fn word(head: &mut Take<impl Read>) -> Result<String, Broken> {
    let length = block::<u64>(head, 1)?[0];
    String::from_utf8(block(head, length)?).map_err(|_| Broken("a name"))
}

impl Shape {
    fn of(values: &Values) -> Shape {
        match values {
            Values::Numbers(_) => Shape::Numbers,
            Values::Labels(Labels { levels, .. }) => Shape::Labels {
                levels: levels.len() as u64,
                letters: levels.iter().map(|level| level.len() as u64).sum(),
            },
        }
    }

    fn bytes(self, n_rows: u64) -> u64 {
        match self {
            Shape::Numbers => n_rows * size_of::<f64>() as u64,
            Shape::Labels { levels, letters } => (n_rows + levels) * size_of::<u32>() as u64 + letters,
        }
    }
}

fn numbers(from: &mut Take<impl Read>, n_rows: u64) -> Result<Vec<f64>, Broken> {
    let numbers = block::<f64>(from, n_rows)?;
    match numbers.iter().any(|number| number.is_infinite()) {
        true => Err(Broken("a number")),
        false => Ok(numbers),
    }
}

fn labels(from: &mut Take<impl Read>, n_rows: u64, levels: u64, letters: u64) -> Result<Labels, Broken> {
    let codes = block::<u32>(from, n_rows)?;
    if codes.iter().any(|&code| code != MISSING && u64::from(code) >= levels) {
        return Err(Broken("a code"));
    }
    let lengths = block::<u32>(from, levels)?;
    let letters = String::from_utf8(block(from, letters)?).map_err(|_| Broken("a level"))?;
    let mut rest = letters.as_str();
    let mut levels = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (level, after) = rest.split_at_checked(length as usize).ok_or(Broken("a level"))?;
        levels.push(level.to_string());
        rest = after;
    }
    if rest.is_empty() { Ok(Labels { codes, levels }) } else { Err(Broken("a level")) }
}

/// The next `n` items. Memory is asked for only where so many bytes are left.
fn block<T: Pod>(from: &mut Take<impl Read>, n: u64) -> Result<Vec<T>, Broken> {
    let bytes = n.checked_mul(size_of::<T>() as u64).filter(|&bytes| bytes <= from.limit());
    let (Some(_), Ok(n)) = (bytes, usize::try_from(n)) else { return Err(Broken("its length")) };
    let mut items = vec![T::zeroed(); n];
    from.read_exact(bytemuck::cast_slice_mut(&mut items)).map_err(|_| Broken("its length"))?;
    Ok(items)
}

/// Where a packed table is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the packed table is broken at {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(table: &Table) -> Vec<u8> {
        let packed = Packed::of(table);
        let mut bytes = Vec::new();
        packed.write(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, packed.bytes());
        bytes
    }

    fn table(values: Values) -> Table {
        let (name, kind) = ("größe".to_string(), Kind::Numeric);
        let column = Column {
            name,
            kind,
            reason: String::new(),
            values,
            missing: 1,
            distinct: 2,
            form: Form::of(Look::Words),
        };
        Table { n_rows: 3, columns: vec![column], ..Table::default() }
    }

    fn labels(codes: [u32; 3]) -> Table {
        let levels = vec!["é".to_string(), String::new(), "bc".to_string()];
        table(Values::Labels(Labels { codes: codes.to_vec(), levels }))
    }

    fn error(bytes: &[u8]) -> String {
        Table::unpack(bytes, bytes.len() as u64).unwrap_err().to_string()
    }

    #[test]
    fn the_values_follow_the_head() {
        let bytes = packed(&table(Values::Numbers(vec![1.5, f64::NAN, -0.0])));
        let head = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(bytes[8 + head..][..8], 1.5f64.to_le_bytes());
        // The decimal mark and the rows above go with it.
        let dialect = Dialect { decimal: ',', skip: 3, ..Dialect::default() };
        let comma = packed(&Table { dialect, ..labels([0, 1, 2]) });
        let read = Table::unpack(&comma[..], comma.len() as u64).unwrap();
        assert_eq!((read.dialect.decimal, read.first_row()), (',', 4));
        // Three rows of 8 bytes; and of 4 bytes, with three lengths of 4 bytes and é, b and c.
        assert_eq!(bytes.len(), 8 + head + 24);
        let bytes = packed(&labels([2, MISSING, 0]));
        let head = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(bytes.len(), 8 + head + 12 + 12 + 4);
        assert!(bytes.ends_with("ébc".as_bytes()));
        let read = Table::unpack(&bytes[..], bytes.len() as u64).unwrap();
        assert_eq!((0..3).map(|row| read.columns[0].text(row)).collect::<Vec<_>>(), ["bc", "", "é"]);
    }

    #[test]
    fn what_a_table_never_holds_is_an_error() {
        assert!(error(&packed(&labels([0, 3, 0]))).ends_with("a code"));
        assert!(error(&packed(&table(Values::Numbers(vec![1.0, f64::INFINITY, 0.0])))).ends_with("a number"));
        let mut longer = packed(&labels([0, 1, 2]));
        longer.push(0);
        assert!(error(&longer).ends_with("its end"));
        // é in two levels, and a level that is no UTF-8.
        let bytes = packed(&labels([0, 1, 2]));
        let lengths = bytes.len() - 4 - 12;
        let mut cut = bytes.clone();
        cut[lengths] = 1;
        assert!(error(&cut).ends_with("a level"));
        let mut odd = bytes;
        *odd.last_mut().unwrap() = 0xFF;
        assert!(error(&odd).ends_with("a level"));
    }

    #[test]
    fn a_length_beyond_the_end_asks_for_no_memory() {
        assert_eq!(Table::unpack(&u64::MAX.to_le_bytes()[..], 8).unwrap_err(), Broken("its length"));
        let huge = Table { n_rows: usize::MAX, ..labels([0; 3]) };
        let head = head_of(&huge);
        let bytes = [&(head.len() as u64).to_le_bytes()[..], &head].concat();
        assert_eq!(Table::unpack(&bytes[..], 1 << 40).unwrap_err(), Broken("its length"));
    }
}
