/// The cyclic redundancy check of gzip, ZIP and Ethernet (ISO 3309; RFC 1952, section 8), eight bytes at a time.
///
/// The tables are made when it begins: as constants they would weigh on every download.
pub struct Crc32 {
    tables: Box<[[u32; 256]; 8]>,
    state: u32,
}

/// Bits in reverse order: x³² + x²⁶ + x²³ + x²² + x¹⁶ + x¹² + x¹¹ + x¹⁰ + x⁸ + x⁷ + x⁵ + x⁴ + x² + x + 1.
const POLYNOMIAL: u32 = 0xEDB8_8320;

impl Crc32 {
    /// The checksum of no bytes yet.
    pub fn new() -> Crc32 {
        let mut tables = Box::new([[0; 256]; 8]);
        for byte in 0..256 {
            let mut crc = byte as u32;
            for _ in 0..8 {
                crc = (crc >> 1) ^ (POLYNOMIAL & 0u32.wrapping_sub(crc & 1));
            }
            tables[0][byte] = crc;
        }
        // Table k: the byte is followed by k zeros.
        for k in 1..8 {
            for byte in 0..256 {
                let before: u32 = tables[k - 1][byte];
                tables[k][byte] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            }
        }
        Crc32 { tables, state: u32::MAX }
    }

    /// Of these bytes alone.
    pub fn of(bytes: &[u8]) -> u32 {
        let mut crc = Crc32::new();
        crc.push(bytes);
        crc.value()
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let tables = &*self.tables;
        let mut crc = self.state;
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            let low = crc ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
            crc = tables[7][(low & 0xFF) as usize]
                ^ tables[6][(low >> 8 & 0xFF) as usize]
                ^ tables[5][(low >> 16 & 0xFF) as usize]
                ^ tables[4][(low >> 24) as usize]
                ^ tables[3][usize::from(word[4])]
                ^ tables[2][usize::from(word[5])]
                ^ tables[1][usize::from(word[6])]
                ^ tables[0][usize::from(word[7])];
        }
        for &byte in words.remainder() {
            crc = (crc >> 8) ^ tables[0][((crc ^ u32::from(byte)) & 0xFF) as usize];
        }
        self.state = crc;
    }

    /// Of all bytes so far.
    pub fn value(&self) -> u32 {
        !self.state
    }

    /// As if there had been none.
    pub fn reset(&mut self) {
        self.state = u32::MAX;
    }
}

impl Default for Crc32 {
    fn default() -> Crc32 {
        Crc32::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_its_definition() {
        assert_eq!(Crc32::of(b"123456789"), 0xCBF4_3926);
        assert_eq!(Crc32::of(b""), 0);
    }

    #[test]
    fn pieces_make_no_difference() {
        let bytes: Vec<u8> = (0..1000u32).map(|i| (i * i % 251) as u8).collect();
        for piece in [1, 3, 8, 17, 999] {
            let mut crc = Crc32::new();
            bytes.chunks(piece).for_each(|part| crc.push(part));
            assert_eq!(crc.value(), Crc32::of(&bytes));
        }
    }
}
