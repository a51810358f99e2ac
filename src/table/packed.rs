//! A table as one block of bytes: how it gets from the worker that read it to others, without being parsed again.
//!
//! ```text
//! length of the head (u64) · head (JSON) · the values of each column
//! numbers: an f64 a row          labels: a u32 code a row · a u32 length a level · the levels' letters
//! ```
//!
//! The head holds all that is small. Numbers are little-endian, as wasm has them; the block is for another worker of the
//! same build and for no file. Both ways take one pass and hold nothing but the table and its head: a writer and a reader
//! that stand for memory outside of wasm save each worker a second copy.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result, Take, Write};

use bytemuck::Pod;
use serde::{Deserialize, Serialize};

use super::{Column, Dialect, Kind, Labels, MISSING, Table, Values, Warning};

/// A table that is ready to be written as one block.
pub struct Packed<'a> {
    table: &'a Table,
    head: Vec<u8>,
    bytes: u64,
}

/// A table without its values, as a tuple: field names would only make the page's download larger.
///
/// Name, bytes, rows, duplicates, encoding, dialect, header, first rows, warnings, number of warnings, columns.
type Head<'a> = (
    Cow<'a, str>,
    u64,
    usize,
    usize,
    Cow<'a, str>,
    Dialect,
    bool,
    Cow<'a, [Vec<String>]>,
    Cow<'a, [Warning]>,
    usize,
    Vec<ColumnHead<'a>>,
);

/// Name, kind, reason, missing, distinct, and what its values take.
type ColumnHead<'a> = (Cow<'a, str>, Kind, Cow<'a, str>, usize, usize, Shape);

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Shape {
    Numbers,
    /// How many levels, and the bytes of all of them.
    Labels {
        levels: u64,
        letters: u64,
    },
}

impl<'a> Packed<'a> {
    pub fn of(table: &'a Table) -> Result<Packed<'a>> {
        let shapes = table.columns.iter().map(|column| Shape::of(&column.values));
        let values: u64 = shapes.map(|shape| shape.bytes(table.n_rows as u64)).sum();
        let head = serde_json::to_vec(&head_of(table))?;
        let bytes = size_of::<u64>() as u64 + head.len() as u64 + values;
        Ok(Packed { table, head, bytes })
    }

    /// How many bytes [`Packed::write`] writes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Each column's numbers are one write; levels are one write each.
    pub fn write(&self, out: &mut impl Write) -> Result<()> {
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
    pub fn unpack(from: impl Read, bytes: u64) -> Result<Table> {
        let from = &mut from.take(bytes);
        let length = block::<u64>(from, 1)?[0];
        let head = block::<u8>(from, length)?;
        let (
            name,
            bytes,
            n_rows,
            duplicates,
            encoding,
            dialect,
            header,
            first_rows,
            warnings,
            n_warnings,
            columns,
        ) = serde_json::from_slice::<Head>(&head)?;
        if columns.is_empty() {
            return Err(broken("its head"));
        }
        let column = |(name, kind, reason, missing, distinct, shape): ColumnHead| {
            let values = match shape {
                Shape::Numbers => Values::Numbers(numbers(from, n_rows as u64)?),
                Shape::Labels { levels, letters } => {
                    Values::Labels(labels(from, n_rows as u64, levels, letters)?)
                }
            };
            let (name, reason) = (name.into_owned(), reason.into_owned());
            Ok(Column { name, kind, reason, values, missing, distinct })
        };
        let table = Table {
            columns: columns.into_iter().map(column).collect::<Result<_>>()?,
            name: name.into_owned(),
            bytes,
            n_rows,
            duplicates,
            encoding: encoding.into_owned(),
            dialect,
            header,
            first_rows: first_rows.into_owned(),
            warnings: warnings.into_owned(),
            n_warnings,
        };
        if from.limit() == 0 { Ok(table) } else { Err(broken("its end")) }
    }
}

fn head_of(table: &Table) -> Head<'_> {
    let columns = table.columns.iter().map(|column| {
        let shape = Shape::of(&column.values);
        ((&column.name).into(), column.kind, (&column.reason).into(), column.missing, column.distinct, shape)
    });
    (
        (&table.name).into(),
        table.bytes,
        table.n_rows,
        table.duplicates,
        (&table.encoding).into(),
        table.dialect.clone(),
        table.header,
        (&table.first_rows).into(),
        (&table.warnings).into(),
        table.n_warnings,
        columns.collect(),
    )
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

fn numbers(from: &mut Take<impl Read>, n_rows: u64) -> Result<Vec<f64>> {
    let numbers = block::<f64>(from, n_rows)?;
    match numbers.iter().any(|number| number.is_infinite()) {
        true => Err(broken("a number")),
        false => Ok(numbers),
    }
}

fn labels(from: &mut Take<impl Read>, n_rows: u64, levels: u64, letters: u64) -> Result<Labels> {
    let codes = block::<u32>(from, n_rows)?;
    if codes.iter().any(|&code| code != MISSING && u64::from(code) >= levels) {
        return Err(broken("a code"));
    }
    let lengths = block::<u32>(from, levels)?;
    let letters = String::from_utf8(block(from, letters)?).map_err(|_| broken("a level"))?;
    let mut rest = letters.as_str();
    let mut levels = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (level, after) = rest.split_at_checked(length as usize).ok_or_else(|| broken("a level"))?;
        levels.push(level.to_string());
        rest = after;
    }
    if rest.is_empty() { Ok(Labels { codes, levels }) } else { Err(broken("a level")) }
}

/// The next `n` items. Memory is asked for only where so many bytes are left.
fn block<T: Pod>(from: &mut Take<impl Read>, n: u64) -> Result<Vec<T>> {
    let bytes = n.checked_mul(size_of::<T>() as u64).filter(|&bytes| bytes <= from.limit());
    let (Some(_), Ok(n)) = (bytes, usize::try_from(n)) else { return Err(ErrorKind::UnexpectedEof.into()) };
    let mut items = vec![T::zeroed(); n];
    from.read_exact(bytemuck::cast_slice_mut(&mut items))?;
    Ok(items)
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("the packed table is broken at {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(table: &Table) -> Vec<u8> {
        let packed = Packed::of(table).unwrap();
        let mut bytes = Vec::new();
        packed.write(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, packed.bytes());
        bytes
    }

    fn table(values: Values) -> Table {
        let (name, kind) = ("größe".to_string(), Kind::Numeric);
        let column = Column { name, kind, reason: String::new(), values, missing: 1, distinct: 2 };
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
        assert_eq!(
            Table::unpack(&u64::MAX.to_le_bytes()[..], 8).unwrap_err().kind(),
            ErrorKind::UnexpectedEof
        );
        let huge = Table { n_rows: usize::MAX, ..labels([0; 3]) };
        let head = serde_json::to_vec(&head_of(&huge)).unwrap();
        let bytes = [&(head.len() as u64).to_le_bytes()[..], &head].concat();
        assert_eq!(Table::unpack(&bytes[..], 1 << 40).unwrap_err().kind(), ErrorKind::UnexpectedEof);
    }
}
