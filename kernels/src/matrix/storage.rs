use std::fmt;

/// Eight f32 that are worked on together.
pub type Lane = wide::f32x8;

/// Numbers in a [`Lane`].
pub const LANES: usize = 8;

/// Rows are kept in groups of this size: the height of a product's register block.
const ROW_GROUP: usize = 4;

/// A row-major matrix of f32, (n_rows, n_cols).
///
/// Each row takes `lanes()` whole lanes, and there is room for a multiple of four rows. Invariant: padding columns
/// hold finite numbers that no kernel reads into a result; they are zero unless an activation has passed over them.
#[derive(Clone, PartialEq)]
pub struct Matrix {
    n_rows: usize,
    n_cols: usize,
    lanes: usize,
    data: Vec<Lane>,
}

impl Matrix {
    /// All zero.
    pub fn zeros(n_rows: usize, n_cols: usize) -> Matrix {
        let lanes = n_cols.div_ceil(LANES);
        let data = vec![Lane::ZERO; n_rows.next_multiple_of(ROW_GROUP) * lanes];
        Matrix { n_rows, n_cols, lanes, data }
    }

    /// `value(row, column)` at each place.
    pub fn from_fn(n_rows: usize, n_cols: usize, mut value: impl FnMut(usize, usize) -> f32) -> Matrix {
        let mut matrix = Matrix::zeros(n_rows, n_cols);
        for row in 0..n_rows {
            for (column, cell) in matrix.row_mut(row).iter_mut().enumerate() {
                *cell = value(row, column);
            }
        }
        matrix
    }

    /// Rows in use.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Columns, padding aside.
    pub fn n_cols(&self) -> usize {
        self.n_cols
    }

    /// Lanes of a row.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// Uses the first `n_rows` rows from now on. There must be room for them; no memory is taken or given back.
    pub fn set_rows(&mut self, n_rows: usize) {
        assert!(
            n_rows.next_multiple_of(ROW_GROUP) * self.lanes <= self.data.len(),
            "no room for {n_rows} rows"
        );
        self.n_rows = n_rows;
    }

    /// The numbers of a row, without its padding.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.padded_row(row)[..self.n_cols]
    }

    /// The numbers of a row, without its padding, to be written.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        let n_cols = self.n_cols;
        &mut bytemuck::cast_slice_mut(self.row_lanes_mut(row))[..n_cols]
    }

    /// The numbers of a row with its padding.
    pub fn padded_row(&self, row: usize) -> &[f32] {
        bytemuck::cast_slice(self.row_lanes(row))
    }

    /// A row as lanes, with its padding.
    pub fn row_lanes(&self, row: usize) -> &[Lane] {
        &self.data[row * self.lanes..][..self.lanes]
    }

    /// [`Matrix::row_lanes`], to be written.
    pub fn row_lanes_mut(&mut self, row: usize) -> &mut [Lane] {
        &mut self.data[row * self.lanes..][..self.lanes]
    }

    /// All lanes of the rows in use, padding included.
    pub fn as_lanes(&self) -> &[Lane] {
        &self.data[..self.n_rows * self.lanes]
    }

    /// [`Matrix::as_lanes`], to be written.
    pub fn as_lanes_mut(&mut self) -> &mut [Lane] {
        &mut self.data[..self.n_rows * self.lanes]
    }

    /// The lanes of the rows in use and of those that fill the last group of four.
    pub fn grouped_lanes(&self) -> &[Lane] {
        &self.data[..self.n_rows.next_multiple_of(ROW_GROUP) * self.lanes]
    }

    /// [`Matrix::grouped_lanes`], to be written.
    pub fn grouped_lanes_mut(&mut self) -> &mut [Lane] {
        &mut self.data[..self.n_rows.next_multiple_of(ROW_GROUP) * self.lanes]
    }

    /// Row by row, without padding.
    pub fn values(&self) -> impl Iterator<Item = f32> + '_ {
        (0..self.n_rows).flat_map(|row| self.row(row).iter().copied())
    }

    /// Whether every number in use is finite.
    pub fn is_finite(&self) -> bool {
        self.values().all(f32::is_finite)
    }

    /// Takes over the numbers of a matrix of the same shape, without allocating.
    pub fn copy_from(&mut self, other: &Matrix) {
        assert_eq!((self.n_rows, self.n_cols), (other.n_rows, other.n_cols), "shapes differ");
        self.as_lanes_mut().copy_from_slice(other.as_lanes());
    }

    /// Row `i` becomes row `rows[i]` of `source`: (rows.len(), source.n_cols()).
    pub fn gather(&mut self, source: &Matrix, rows: &[u32]) {
        assert_eq!(self.lanes, source.lanes, "widths differ");
        self.set_rows(rows.len());
        let lanes = self.lanes;
        // Lane by lane: a row is too short for a call that copies memory.
        for j in 0..lanes {
            for (target, &row) in self.data.chunks_exact_mut(lanes).zip(rows) {
                target[j] = source.row_lanes(row as usize)[j];
            }
        }
    }

    /// Row `i` becomes row `first + i` of `source`, for `n_rows` rows.
    pub fn copy_rows(&mut self, source: &Matrix, first: usize, n_rows: usize) {
        assert_eq!(self.lanes, source.lanes, "widths differ");
        self.set_rows(n_rows);
        let lanes = self.lanes;
        self.data[..n_rows * lanes].copy_from_slice(&source.data[first * lanes..][..n_rows * lanes]);
    }
}

impl fmt::Debug for Matrix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries((0..self.n_rows).map(|row| self.row(row))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_padded_to_lanes_and_read_back_without_padding() {
        let matrix = Matrix::from_fn(3, 10, |row, column| (row * 10 + column) as f32);
        assert_eq!(matrix.lanes(), 2);
        assert_eq!(matrix.row(2)[9], 29.0);
        assert_eq!(matrix.padded_row(2)[10..], [0.0; 6]);
        assert_eq!(matrix.values().count(), 30);
    }

    #[test]
    fn gather_takes_rows_by_index() {
        let source = Matrix::from_fn(4, 2, |row, column| (row * 2 + column) as f32);
        let mut batch = Matrix::zeros(4, 2);
        batch.gather(&source, &[3, 1]);
        assert_eq!(batch.values().collect::<Vec<_>>(), [6.0, 7.0, 2.0, 3.0]);
    }

    #[test]
    fn a_number_that_is_not_finite_is_noticed_but_not_in_the_padding() {
        let mut matrix = Matrix::zeros(1, 3);
        matrix.row_lanes_mut(0)[0] = Lane::new([0.0, 0.0, 0.0, f32::NAN, 0.0, 0.0, 0.0, 0.0]);
        assert!(matrix.is_finite());
        matrix.row_mut(0)[2] = f32::INFINITY;
        assert!(!matrix.is_finite());
    }
}
