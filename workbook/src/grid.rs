use super::Trouble;

/// The filled cells of a sheet, as they come, and the CSV that they make.
#[derive(Default)]
pub struct Grid {
    /// Their texts, one after the other.
    texts: Vec<u8>,
    cells: Vec<Place>,
    /// Whether they came row by row and from left to right.
    disordered: bool,
}

/// Where a cell stands in the sheet, and its text.
#[derive(Clone, Copy)]
struct Place {
    row: u32,
    column: u32,
    start: u32,
    length: u32,
}

/// Rows and columns of the sheet that something stands in, and what becomes of the empty ones between.
struct Lines {
    used: Vec<u32>,
    /// First and last of each long run of empty ones.
    gaps: Vec<(u32, u32)>,
}

/// What the cells take, and what their CSV takes, in bytes each: both together, with what growing takes for a moment, stay
/// below what reading a file may take.
const MOST: usize = 1_000_000_000;
/// So many empty rows or columns one after the other are no part of a table.
const LONG_GAP: u32 = 100;

/// A sheet as CSV, and sentences on what is left out of it.
pub type Sheet = (Vec<u8>, Vec<String>);

impl Grid {
    /// Rows and columns are counted from 0. A place that is filled twice keeps what came last.
    pub fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), Trouble> {
        if self.texts.len() + text.len() + (self.cells.len() + 1) * size_of::<Place>() > MOST {
            return Err(Trouble::TooLarge);
        }
        // They fit: the most is far below what 32 bits hold.
        let (start, length) = (self.texts.len() as u32, text.len() as u32);
        self.disordered |= self.cells.last().is_some_and(|last| (last.row, last.column) >= (row, column));
        self.cells.push(Place { row, column, start, length });
        self.texts.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// The cells as CSV, and sentences on what is left out of it; `None` where there is no cell. Empty rows and columns at
    /// the sheet's edges are left out, and long runs of them in between; so are the empty cells behind a title above the
    /// table: a reader knows it by its being alone.
    pub fn sheet(mut self) -> Result<Option<Sheet>, Trouble> {
        if self.cells.is_empty() {
            return Ok(None);
        }
        if self.disordered {
            // Stable: of one place the last stays last.
            self.cells.sort_by_key(|place| (place.row, place.column));
            self.cells.reverse();
            self.cells.dedup_by_key(|place| (place.row, place.column));
            self.cells.reverse();
        }
        let rows = Lines::of(self.cells.iter().map(|place| place.row).collect());
        let columns = Lines::of(self.cells.iter().map(|place| place.column).collect());
        let (height, width) = (rows.length(), columns.length());
        // Commas and line ends; quotes add no more than what they stand around.
        let size = height.saturating_mul(width.saturating_add(3)).saturating_add(self.texts.len());
        if size > MOST {
            return Err(Trouble::TooLarge);
        }
        let csv = self.csv(&rows, &columns, size);
        let mut notes: Vec<String> = Vec::new();
        notes.extend(rows.gaps.iter().map(|&(first, last)| row_note(first, last)));
        notes.extend(columns.gaps.iter().map(|&(first, last)| column_note(first, last)));
        Ok(Some((csv, notes)))
    }

    fn csv(&self, rows: &Lines, columns: &Lines, size: usize) -> Vec<u8> {
        let width = columns.length();
        let places = columns.places();
        let mut csv = Vec::with_capacity(size);
        let mut above = true;
        let mut next_row = 0;
        for (cells, row) in self.cells.chunk_by(|one, other| one.row == other.row).zip(rows.places()) {
            for _ in next_row..row {
                put_empty_row(width, above, &mut csv);
            }
            next_row = row + 1;
            above &= matches!(cells, [only] if only.column == columns.used[0]);
            let start = csv.len();
            let mut column = 0;
            for cell in cells {
                let place = columns.used.binary_search(&cell.column).map_or(column, |index| places[index]);
                csv.resize(csv.len() + place - column, b',');
                column = place;
                let start = cell.start as usize;
                put(&self.texts[start..start + cell.length as usize], &mut csv);
            }
            if !above {
                csv.resize(csv.len() + width - 1 - column, b',');
                // A lone empty cell would be a blank line, which is no row.
                if csv.len() == start {
                    csv.extend_from_slice(b"\"\"");
                }
            }
            csv.push(b'\n');
        }
        csv
    }
}

impl Lines {
    fn of(mut used: Vec<u32>) -> Lines {
        used.sort_unstable();
        used.dedup();
        let empty = used.windows(2).map(|pair| (pair[0] + 1, pair[1]));
        let gaps = empty.filter(|(first, end)| end - first > LONG_GAP).map(|(first, end)| (first, end - 1));
        Lines { gaps: gaps.collect(), used }
    }

    /// Where each used one stands, counted from the first and without those of long gaps.
    fn places(&self) -> Vec<usize> {
        let mut gaps = self.gaps.iter().peekable();
        let mut left_out = self.used[0];
        let place = |&line: &u32| {
            while let Some((first, last)) = gaps.next_if(|(_, last)| *last < line) {
                left_out += last + 1 - first;
            }
            (line - left_out) as usize
        };
        self.used.iter().map(place).collect()
    }

    fn length(&self) -> usize {
        self.places().last().map_or(0, |last| last + 1)
    }
}

fn put_empty_row(width: usize, above: bool, csv: &mut Vec<u8>) {
    match width {
        _ if above => {}
        1 => csv.extend_from_slice(b"\"\""),
        _ => csv.resize(csv.len() + width - 1, b','),
    }
    csv.push(b'\n');
}

fn put(text: &[u8], csv: &mut Vec<u8>) {
    if text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        csv.push(b'"');
        for &byte in text {
            if byte == b'"' {
                csv.push(b'"');
            }
            csv.push(byte);
        }
        csv.push(b'"');
    } else {
        csv.extend_from_slice(text);
    }
}

fn row_note(first: u32, last: u32) -> String {
    format!(
        "Rows {} to {} of the sheet are empty: they are left out, and the rows below are numbered without them.",
        u64::from(first) + 1,
        u64::from(last) + 1
    )
}

fn column_note(first: u32, last: u32) -> String {
    format!("Columns {} to {} of the sheet are empty: they are left out.", letters(first), letters(last))
}

/// A column's name: A to Z, AA to ZZ, …
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(u32, u32, &str)]) -> (String, Vec<String>) {
        let mut grid = Grid::default();
        cells.iter().for_each(|&(row, column, text)| grid.put(row, column, text).unwrap());
        let (csv, notes) = grid.sheet().unwrap().unwrap();
        (String::from_utf8(csv).unwrap(), notes)
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn the_order_of_the_cells_makes_no_difference() {
        let cells = [(3, 2, "d"), (2, 1, "a"), (3, 1, "c"), (2, 2, "old"), (2, 2, "b")];
        assert_eq!(sheet(&cells), ("a,b\nc,d\n".to_string(), vec![]));
    }

    #[test]
    fn short_gaps_stay_and_long_ones_are_told() {
        // The gap in the rows has 100 lines, the longest that stays.
        let (csv, notes) = sheet(&[(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (102, 0, "2")]);
        assert_eq!((csv, notes), (format!("a,b\n1,\n{}2,\n", ",\n".repeat(100)), vec![]));
        let (csv, notes) = sheet(&[(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (103, 0, "2"), (104, 103, "3")]);
        assert_eq!(csv, "a,b,\n1,,\n2,,\n,,3\n");
        assert_eq!(
            notes,
            [
                "Rows 3 to 103 of the sheet are empty: they are left out, and the rows below are numbered without them.",
                "Columns C to CY of the sheet are empty: they are left out."
            ]
        );
    }

    #[test]
    fn the_farthest_places_there_could_be() {
        let (csv, notes) = sheet(&[(0, 0, "a"), (u32::MAX, u32::MAX, "b")]);
        assert_eq!((csv.as_str(), notes.len()), ("a\n,b\n", 2));
    }

    #[test]
    fn a_sheet_that_would_take_too_much_is_refused() {
        let mut grid = Grid::default();
        // A staircase: every second row and column is used, so that nothing is left out: 10¹⁰ commas.
        for step in 0..50_000 {
            grid.put(2 * step, 2 * step, "x").unwrap();
        }
        assert_eq!(grid.sheet(), Err(Trouble::TooLarge));
    }
}
