/// Codes of a column at most. 0 is a missing number or a category's missing level.
pub const CODES: usize = 128;

/// Columns that are counted together at most: their histograms, 1 kB each, stay in the nearest cache.
pub const TOGETHER: usize = 24;

/// Some columns' cells as small whole numbers, row by row: (n_rows, width), width ≤ [`TOGETHER`].
#[derive(Clone, Debug)]
pub struct Codes {
    width: usize,
    cells: Vec<u8>,
}

impl Codes {
    /// All 0.
    pub fn zeros(n_rows: usize, width: usize) -> Codes {
        Codes { width, cells: vec![0; n_rows * width] }
    }

    /// Codes of a row, one a column.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The codes of a row, one a column.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[u8] {
        &self.cells[row * self.width..][..self.width]
    }

    /// The code of one cell.
    #[inline(always)]
    pub fn cell(&self, row: usize, column: usize) -> u8 {
        self.cells[row * self.width + column]
    }

    /// Makes codes of some numbers of a column, from row `first` on.
    #[inline(never)]
    pub fn fill(&mut self, column: usize, first: usize, numbers: &[f32], borders: &[f32]) {
        let rows = self.cells[first * self.width..].chunks_exact_mut(self.width.max(1));
        for (row, &number) in rows.zip(numbers) {
            row[column] = code(borders, number);
        }
    }

    /// Puts one code in its place.
    pub fn set(&mut self, row: usize, column: usize, code: u8) {
        self.cells[row * self.width + column] = code;
    }
}

/// 1 more than the borders below the number; 0 where it is missing.
pub fn code(borders: &[f32], number: f32) -> u8 {
    if number.is_nan() {
        return 0;
    }
    // At most CODES − 2 borders: the largest code is CODES − 1.
    borders.partition_point(|&border| border < number) as u8 + 1
}

/// At most `most` borders that cut ascending numbers into parts of about equally many: each is half-way between two neighbours
/// (of the first alone where nothing lies between), so that it is below the second and not below the first. Few different
/// numbers are all kept apart.
#[inline(never)]
pub fn borders(ascending: &[f64], most: usize) -> Vec<f32> {
    let n_steps = ascending.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let mut borders: Vec<f32> = Vec::with_capacity(n_steps.min(most));
    // What is left to share out: rows, and parts to put them into.
    let (mut rows, mut parts) = (ascending.len(), most + 1);
    let mut in_part = 0;
    for pair in ascending.windows(2) {
        in_part += 1;
        if pair[0] == pair[1] {
            continue;
        }
        let is_full = n_steps <= most || in_part * parts >= rows;
        if is_full && borders.len() < most {
            let between = (0.5 * pair[0] + 0.5 * pair[1]) as f32;
            let border = if f64::from(between) < pair[1] { between } else { pair[0] as f32 };
            borders.push(border);
            rows -= in_part;
            parts = (parts - 1).max(1);
            in_part = 0;
        }
    }
    borders.dedup();
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_numbers_are_kept_apart_half_way() {
        assert_eq!(borders(&[1.0, 1.0, 2.0, 4.0, 4.0], 9), [1.5, 3.0]);
        assert_eq!(borders(&[7.0, 7.0], 9), []);
        assert_eq!(borders(&[], 9), []);
    }

    #[test]
    fn many_numbers_are_cut_into_equal_parts() {
        let numbers: Vec<f64> = (0..1_000).map(f64::from).collect();
        assert_eq!(borders(&numbers, 3), [249.5, 499.5, 749.5]);
        // Half of the rows share one number: it is a part of its own, the others share the rest.
        let half: Vec<f64> = (0..1_000).map(|i| f64::from((i - 500).max(0))).collect();
        let cut = borders(&half, 3);
        assert_eq!((cut[0], cut.len()), (0.5, 3));
    }

    #[test]
    fn a_border_lies_below_the_next_number_even_where_none_is_between() {
        let (one, next) = (1.0f32, f32::from_bits(1.0f32.to_bits() + 1));
        let cut = borders(&[f64::from(one), f64::from(next)], 5);
        assert_eq!((code(&cut, one), code(&cut, next)), (1, 2));
    }

    #[test]
    fn codes_count_the_borders_below_and_missing_is_the_lowest() {
        let cut = [1.5, 3.0];
        let codes = [f32::NAN, f32::NEG_INFINITY, 1.5, 1.6, 3.0, f32::INFINITY].map(|x| code(&cut, x));
        assert_eq!(codes, [0, 1, 1, 2, 2, 3]);
        let mut table = Codes::zeros(3, 2);
        table.fill(1, 1, &[2.0, 9.0], &cut);
        table.set(0, 0, 5);
        assert_eq!([table.row(0), table.row(1), table.row(2)], [[5, 0], [0, 2], [0, 3]]);
    }
}
