use calamine::{Data, Range};

use super::cell;

/// A sheet's cells as CSV. Empty rows and columns at its edges are left out, and so are the empty cells behind a title
/// above the table: a reader knows it by its being alone.
pub fn csv(range: &Range<Data>) -> Vec<u8> {
    let filled = |row: &[Data]| row.iter().any(|cell| !matches!(cell, Data::Empty));
    let rows: Vec<&[Data]> = range.rows().collect();
    let Some(last) = rows.iter().rposition(|row| filled(row)) else { return Vec::new() };
    let first = rows.iter().position(|row| filled(row)).unwrap_or(0);
    let rows = &rows[first..=last];
    let is_used = |column: &usize| rows.iter().any(|row| !matches!(row[*column], Data::Empty));
    let width = range.width();
    let start = (0..width).find(is_used).unwrap_or(0);
    let end = (0..width).rev().find(is_used).map_or(0, |column| column + 1);

    let mut csv = Vec::new();
    let mut above = true;
    for row in rows {
        let cells = &row[start..end];
        let alone = cells[1..].iter().all(|cell| matches!(cell, Data::Empty));
        above &= alone;
        let row_start = csv.len();
        let cells = if above { &cells[..1] } else { cells };
        for (index, data) in cells.iter().enumerate() {
            if index > 0 {
                csv.push(b',');
            }
            put(&cell::text(data), &mut csv);
        }
        // A lone empty cell would be a blank line, which is no row.
        if csv.len() == row_start && !above {
            csv.extend_from_slice(b"\"\"");
        }
        csv.push(b'\n');
    }
    csv
}

fn put(text: &str, csv: &mut Vec<u8>) {
    if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        csv.push(b'"');
        for byte in text.bytes() {
            if byte == b'"' {
                csv.push(b'"');
            }
            csv.push(byte);
        }
        csv.push(b'"');
    } else {
        csv.extend_from_slice(text.as_bytes());
    }
}
