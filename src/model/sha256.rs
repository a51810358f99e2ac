//! The checksum of a model file.
//!
//! invariant: no table of constants. They are roots of primes, and would weigh on every download where the few lines that
//! compute them come when they are needed.

/// SHA-256 of these bytes (FIPS 180-4), as 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hash = Hash::new();
    let rest = hash.take_blocks(bytes);
    hash.finish(rest, bytes.len())
}

/// Bytes of a block.
const BLOCK: usize = 64;

/// The checksum of bytes that come one piece after the other.
pub struct Hash {
    state: [u32; 8],
    /// Added in each of the rounds.
    constants: [u32; 64],
}

impl Hash {
    /// Sections 4.2.2 and 5.3.3: the first 32 bits of the fractions of the cube roots of the first 64 primes, and of the
    /// square roots of the first eight.
    pub fn new() -> Hash {
        let (mut state, mut constants) = ([0; 8], [0; 64]);
        let is_prime = |number: &u32| (2..*number).all(|divisor| !number.is_multiple_of(divisor));
        for (place, prime) in (2..).filter(is_prime).take(64).enumerate() {
            let prime = f64::from(prime);
            constants[place] = fraction(cube_root(prime));
            if place < state.len() {
                state[place] = fraction(prime.sqrt());
            }
        }
        Hash { state, constants }
    }

    /// Takes the next whole blocks in; what is left of these bytes comes again with the next.
    pub fn take_blocks<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let blocks = bytes.chunks_exact(BLOCK);
        let rest = blocks.remainder();
        blocks.for_each(|block| self.take(block));
        rest
    }

    /// The digits. `rest`: what is no whole block; `length`: of all bytes.
    pub fn finish(mut self, rest: &[u8], length: usize) -> String {
        // Section 5.1.1: a one, zeros, and the length in bits as the last eight bytes of a block.
        let mut rest = rest.to_vec();
        rest.push(0x80);
        while rest.len() % BLOCK != 56 {
            rest.push(0);
        }
        rest.extend((8 * length as u64).to_be_bytes());
        rest.chunks_exact(BLOCK).for_each(|block| self.take(block));
        self.state.iter().map(|word| format!("{word:08x}")).collect()
    }

    /// Section 6.2.2 for one block of 64 bytes.
    fn take(&mut self, block: &[u8]) {
        let mut words = [0u32; 64];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for t in 16..64 {
            let (near, far) = (words[t - 15], words[t - 2]);
            let small_0 = near.rotate_right(7) ^ near.rotate_right(18) ^ (near >> 3);
            let small_1 = far.rotate_right(17) ^ far.rotate_right(19) ^ (far >> 10);
            words[t] = words[t - 16].wrapping_add(small_0).wrapping_add(words[t - 7]).wrapping_add(small_1);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = self.state;
        for (word, constant) in words.iter().zip(&self.constants) {
            let large_1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let first =
                h.wrapping_add(large_1).wrapping_add(choice).wrapping_add(*constant).wrapping_add(*word);
            let large_0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            let second = large_0.wrapping_add(majority);
            (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
        }
        for (state, value) in self.state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *state = state.wrapping_add(value);
        }
    }
}

/// Newton's method with operations that are exact everywhere: a platform's own root may differ in its last bit.
fn cube_root(number: f64) -> f64 {
    (0..64).fold(number, |root, _| (2.0 * root + number / (root * root)) / 3.0)
}

/// The first 32 bits behind the point.
fn fraction(number: f64) -> u32 {
    ((number - number.floor()) * 4_294_967_296.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_its_standard() {
        let examples = [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
        ];
        examples.into_iter().for_each(|(text, hash)| assert_eq!(sha256(text.as_bytes()), hash));
        let million = vec![b'a'; 1_000_000];
        assert_eq!(sha256(&million), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        // Piece by piece, each as long as it may be.
        let mut hash = Hash::new();
        let pieces = million.chunks(640);
        let rest = pieces.fold(&[][..], |_, piece| hash.take_blocks(piece));
        assert_eq!(hash.finish(rest, million.len()), sha256(&million));
    }

    #[test]
    fn every_length_of_the_last_block_has_its_padding() {
        // Of 55, 56, 63, 64 and 65 letters a: a length that fits into the block, one that does not, and a full one.
        let hashes = [
            (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
            (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
            (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
        ];
        hashes.into_iter().for_each(|(length, hash)| assert_eq!(sha256(&vec![b'a'; length]), hash));
    }
}
