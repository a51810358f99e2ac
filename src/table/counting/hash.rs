use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A quick 64-bit hash: words of eight bytes, each folded in by a product of 64 bits (WebAssembly has none of 128). The same
/// on every machine, and for counting only: it does not withstand an adversary.
#[derive(Clone)]
pub struct Fold(u64);

pub type BuildFold = BuildHasherDefault<Fold>;

/// A hash table for what a person's own file holds.
pub type Map<K, V> = HashMap<K, V, BuildFold>;

impl Default for Fold {
    fn default() -> Fold {
        Fold(0x243F_6A88_85A3_08D3)
    }
}

impl Hasher for Fold {
    /// Up to eight bytes are a word; what is longer begins with its length, so that no two cells run together.
    fn write(&mut self, bytes: &[u8]) {
        if bytes.len() > 8 {
            self.write_u64(!(bytes.len() as u64));
        }
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.write_u64(u64::from_le_bytes(word.try_into().unwrap_or_default()));
        }
        let rest = words.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    /// One to one for each word, and for each state before.
    #[inline]
    fn write_u64(&mut self, word: u64) {
        let product = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }

    /// The finaliser of MurmurHash3.
    fn finish(&self) -> u64 {
        let once = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        let twice = (once ^ (once >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
        twice ^ (twice >> 33)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_do_not_run_together() {
        let hash = |cells: &[&str]| {
            let mut fold = Fold::default();
            cells.iter().for_each(|cell| fold.write(cell.as_bytes()));
            fold.finish()
        };
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["1", "2"]), hash(&["2", "1"]));
        assert_eq!(
            hash(&["same", "row, long enough for words"]),
            hash(&["same", "row, long enough for words"])
        );
    }

    #[test]
    fn neighbours_do_not_collide() {
        let mut seen = std::collections::HashSet::new();
        for value in 0..200_000u64 {
            let mut fold = Fold::default();
            fold.write_u64((value as f64).to_bits());
            assert!(seen.insert(fold.finish()));
        }
    }
}
