use std::borrow::Cow;

use super::sample::Sample;
use crate::table::counting::hash::Map;
use crate::table::ledger::{Ledger, quote};
use crate::table::value::date::is_date;
use crate::table::value::missing::is_missing;
use crate::table::value::number::{Number, number};

/// How many rows below the first are compared with it.
const ROWS_BELOW: usize = 200;

/// Whether row `first` of the sample holds names, judged column by column against the rows below: a word above
/// numbers speaks for names; a number above numbers, or a word that comes again below, speaks against.
pub fn is_header(sample: &Sample, first: usize) -> bool {
    if first >= sample.n_rows() {
        return true;
    }
    let cells: Vec<&[u8]> = sample.cells(first).collect();
    if counts_up(&cells) {
        return true;
    }
    match votes(sample, first) {
        0 => cells.iter().all(|cell| !is_number(cell)) && cells.iter().any(|cell| !cell.is_empty()),
        votes => votes > 0,
    }
}

/// For names, less those against.
pub fn votes(sample: &Sample, first: usize) -> i64 {
    if first >= sample.n_rows() {
        return 0;
    }
    let below = first + 1..sample.n_rows().min(first + 1 + ROWS_BELOW);
    sample
        .cells(first)
        .enumerate()
        .map(|(column, cell)| vote(cell, below.clone().filter_map(|row| sample.cell(row, column))))
        .sum()
}

fn vote<'a>(cell: &[u8], below: impl Iterator<Item = &'a [u8]>) -> i64 {
    let (mut n, mut numbers, mut dates, mut years, mut same) = (0, 0, 0, 0, false);
    for other in below.filter(|other| !is_missing(other)) {
        n += 1;
        numbers += usize::from(is_number(other));
        dates += usize::from(is_date(&String::from_utf8_lossy(other)));
        years += usize::from(is_year(other));
        same |= other == cell;
    }
    let most = |count: usize| n > 0 && count * 5 >= n * 4;
    match () {
        _ if cell.is_empty() => 0,
        _ if most(numbers) && is_year(cell) && years == 0 => 1,
        _ if most(numbers) && is_number(cell) => -1,
        _ if most(numbers) && is_missing(cell) => 0,
        _ if most(numbers) => 1,
        _ if most(dates) => {
            if is_date(&String::from_utf8_lossy(cell)) {
                -1
            } else {
                1
            }
        }
        _ if same => -1,
        _ => 0,
    }
}

fn is_number(cell: &[u8]) -> bool {
    [b'.', b','].iter().any(|&decimal| number(cell, decimal) != Number::Word)
}

fn is_year(cell: &[u8]) -> bool {
    matches!(number(cell, b'.'), Number::Value(year) if (1900.0..=2100.0).contains(&year) && year.fract() == 0.0)
}

/// An empty cell and then 0, 1, 2, …: a table that was written without names of its own.
fn counts_up(cells: &[&[u8]]) -> bool {
    cells.len() > 2
        && cells[0].is_empty()
        && cells[1..].iter().enumerate().all(|(i, cell)| *cell == i.to_string().as_bytes())
}

/// Whether every row has one cell more than the names above them, and the last cells are not just empty:
/// then the first column has no name.
pub fn leaves_out_first(sample: &Sample, first: usize, width: usize) -> bool {
    let rows = first.saturating_add(1)..sample.n_rows();
    rows.len() >= 2
        && sample.width(first) + 1 == width
        && sample.cells(first).all(|cell| !cell.is_empty() && !is_number(cell))
        && rows.clone().all(|row| sample.width(row) == width)
        && rows.clone().any(|row| sample.cell(row, width - 1).is_some_and(|cell| !cell.is_empty()))
}

/// Names for the columns, each only once: an empty one becomes `column_3`, a second `price` becomes `price_2`.
pub fn unique_names(names: Vec<String>, ledger: &mut Ledger) -> Vec<String> {
    let names: Vec<String> =
        names.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    // Names that are taken, with how often each stood there so far.
    let mut taken: Map<Cow<str>, u32> =
        names.iter().filter(|name| !name.is_empty()).map(|name| (name.as_str().into(), 0)).collect();
    let mut unique = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        if let Some(seen @ 0) = taken.get_mut(name.as_str()) {
            *seen = 1;
            unique.push(name.clone());
            continue;
        }
        let place = index + 1;
        let stem = if name.is_empty() { format!("column_{place}") } else { name.clone() };
        let mut new = stem.clone();
        let mut count = taken.get(stem.as_str()).copied().unwrap_or_default().max(1);
        while taken.contains_key(new.as_str()) {
            count += 1;
            new = format!("{stem}_{count}");
        }
        if let Some(known) = taken.get_mut(stem.as_str()) {
            *known = count;
        }
        ledger.add(1, &new, "renamed-column", || match name.is_empty() {
            true => format!("Column {place} has no name: it is called {}.", quote(&new)),
            false => format!(
                "Column {place} is called {} like one before it: it is called {}.",
                quote(name),
                quote(&new)
            ),
        });
        taken.insert(new.clone().into(), 1);
        unique.push(new);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::splitter::cut::Cut;

    fn header(text: &str) -> bool {
        let cut = Cut { delimiter: b',', quote: Some(b'"'), comment: None };
        is_header(&Sample::of(text.as_bytes(), cut, true), 0)
    }

    #[test]
    fn names_or_data() {
        assert!(header("a,b\n1,2\n"));
        assert!(!header("1,2\n3,4\n"));
        assert!(!header("anna,30\nbert,40\n"));
        assert!(header("name,city\nanna,Bern\nbert,Basel\n"));
        assert!(!header("red,small\nblue,big\nred,big\n"));
        assert!(header("country,2019,2020\nA,7.5,8\nB,6,7.5\n"));
        assert!(header(",0,1\n0,0.5,0.7\n1,0.2,0.1\n"));
        assert!(header("day,what\n2024-01-02,x\n2024-01-03,y\n"));
        assert!(!header("2024-01-01,x\n2024-01-02,y\n"));
    }

    #[test]
    fn names_are_made_unique() {
        let names = ["a", "a", "", "a_2", "a", " b\n c "].map(String::from).to_vec();
        let mut ledger = Ledger::default();
        assert_eq!(unique_names(names, &mut ledger), ["a", "a_3", "column_3", "a_2", "a_4", "b c"]);
        assert_eq!(ledger.n, 3);
    }

    #[test]
    fn ten_thousand_equal_names_take_no_time() {
        let unique = unique_names(vec!["x".to_string(); 10_000], &mut Ledger::default());
        assert_eq!(unique[9_999], "x_10000");
    }
}
