use crate::table::counting::hash::Map;

/// More different numbers than that are no classes, and how they are written is not kept.
const MOST: usize = 1000;
/// Longer cells are not kept.
const LONGEST: usize = 40;

/// A number's cell, and whether it has another one too.
struct Spelling<'c> {
    cell: &'c [u8],
    other: Option<&'c [u8]>,
}

/// Cells that are written otherwise than their numbers are (`00501`, `1.50`, `50%`), so that a class can be called as its file
/// has it. Of each number the first, and one that differs from it if there is one. None where that are too many.
pub fn spellings<'c, I: Iterator<Item = &'c [u8]>>(cells: impl Fn() -> I, values: &[f64]) -> Vec<&'c [u8]> {
    let mut found: Vec<Spelling> = Vec::new();
    let mut places: Map<u64, usize> = Map::default();
    let pairs = || cells().zip(values).filter(|(_, value)| !value.is_nan());
    for (cell, value) in pairs().filter(|(cell, _)| !is_shortest(cell)) {
        let next = found.len();
        let place = *places.entry(key(*value)).or_insert(next);
        match found.get_mut(place) {
            Some(known) if known.cell != cell => known.other = Some(cell),
            Some(_) => {}
            None if next == MOST || cell.len() > LONGEST => return Vec::new(),
            None => found.push(Spelling { cell, other: None }),
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    for (cell, value) in pairs().filter(|(cell, _)| is_shortest(cell)) {
        if let Some(known) = places.get(&key(*value)).and_then(|&place| found.get_mut(place)) {
            known.other = Some(cell);
        }
    }
    found.into_iter().flat_map(|spelling| [Some(spelling.cell), spelling.other]).flatten().collect()
}

/// There is one zero.
fn key(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

/// Whether a number that is read from this cell with a decimal point is written as the cell is.
fn is_shortest(cell: &[u8]) -> bool {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    let (whole, fraction) = match digits.iter().position(|byte| *byte == b'.') {
        Some(point) => (&digits[..point], Some(&digits[point + 1..])),
        None => (digits, None),
    };
    let are_digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    are_digits(whole)
        && (whole[0] != b'0' || whole.len() == 1)
        && fraction.is_none_or(|fraction| are_digits(fraction) && fraction.last() != Some(&b'0'))
        && cell != b"-0"
        // More digits than these may not come back.
        && digits.len() <= 16
        && whole.len() + fraction.map_or(0, <[u8]>::len) <= 15
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(cells: &[&'static str], values: &[f64]) -> Vec<String> {
        let kept = spellings(|| cells.iter().map(|cell| cell.as_bytes()), values);
        kept.into_iter().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect()
    }

    #[test]
    fn the_shortest_is_what_a_number_is_written_as() {
        for cell in ["0", "5", "-5", "10", "1.5", "0.25", "-0.001", "123456789012345"] {
            assert!(is_shortest(cell.as_bytes()), "{cell}");
            assert_eq!(cell.parse::<f64>().unwrap().to_string(), cell);
        }
        for cell in [
            "",
            "-",
            "-0",
            "05",
            "00",
            "1.50",
            "1.",
            ".5",
            "1e3",
            "+1",
            "5%",
            "1,5",
            "9007199254740993",
            "1.0",
        ] {
            assert!(!is_shortest(cell.as_bytes()), "{cell}");
        }
    }

    #[test]
    fn spellings_of_each_number_are_kept_once_or_as_two() {
        assert_eq!(kept(&["01", "2", "01", "03"], &[1.0, 2.0, 1.0, 3.0]), ["01", "03"]);
        assert_eq!(kept(&["1", "01", "001", "02"], &[1.0, 1.0, 1.0, 2.0]), ["01", "1", "02"]);
        assert!(kept(&["1", "2", "NA"], &[1.0, 2.0, f64::NAN]).is_empty());
        let many: Vec<f64> = (0..1_001).map(f64::from).collect();
        assert!(kept(&["1.0"; 1_001], &many).is_empty());
    }

    #[test]
    fn there_is_one_zero() {
        assert_eq!(kept(&["-0", "0"], &[-0.0, 0.0]), ["-0", "0"]);
    }

    #[test]
    fn a_cell_that_is_too_long_is_not_kept() {
        let (long, longer) =
            ("0000000000000000000000000000000000000001", "00000000000000000000000000000000000000001");
        assert_eq!((long.len(), longer.len()), (LONGEST, LONGEST + 1));
        assert_eq!(kept(&[long], &[1.0]), [long]);
        assert!(kept(&[longer, "02"], &[1.0, 2.0]).is_empty());
    }
}
