use super::Lane;

const M: usize = 48;
const K: usize = 64;
/// Lanes of a row of B.
const N: usize = 6;

/// How fast this machine multiplies matrices when nothing is in the way: one product that stays in the first-level
/// cache, (48, 64) · (64, 48), with the sums in registers. The kernels are held against it.
pub struct Ceiling {
    a: Vec<f32>,
    b: Vec<Lane>,
    c: Vec<Lane>,
}

impl Default for Ceiling {
    fn default() -> Ceiling {
        Ceiling { a: vec![0.5; M * K], b: vec![Lane::splat(0.25); K * N], c: vec![Lane::ZERO; M * N] }
    }
}

impl Ceiling {
    /// Multiplications and additions of one [`Ceiling::product`].
    pub const OPERATIONS: usize = 2 * M * K * N * super::LANES;

    /// C = A · B, in blocks of four rows by one lane. Returns one number of C, so that none of the work is left out.
    #[inline(never)]
    pub fn product(&mut self) -> f32 {
        let Ceiling { a, b, c } = self;
        for (rows, out) in a.chunks_exact(4 * K).zip(c.chunks_exact_mut(4 * N)) {
            let (a0, rest) = rows.split_at(K);
            let (a1, rest) = rest.split_at(K);
            let (a2, a3) = rest.split_at(K);
            for j in 0..N {
                let mut sums = [Lane::ZERO; 4];
                for ((((b, &a0), &a1), &a2), &a3) in b.chunks_exact(N).zip(a0).zip(a1).zip(a2).zip(a3) {
                    let b = b[j];
                    sums[0] += Lane::splat(a0) * b;
                    sums[1] += Lane::splat(a1) * b;
                    sums[2] += Lane::splat(a2) * b;
                    sums[3] += Lane::splat(a3) * b;
                }
                for (row, sum) in sums.into_iter().enumerate() {
                    out[row * N + j] = sum;
                }
            }
        }
        c[M * N - 1].to_array()[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_one() {
        let mut ceiling = Ceiling::default();
        // 64 · 0.5 · 0.25
        assert_eq!(ceiling.product(), 8.0);
        assert!(ceiling.c.iter().all(|lane| lane.to_array() == [8.0; super::super::LANES]));
        assert_eq!(Ceiling::OPERATIONS, 2 * 48 * 64 * 48);
    }
}
