//! Short numbers without a loop: eight digits are read in three multiplications (D. Lemire, Quickly parsing eight digits,
//! 2018).

const ZEROS: u64 = 0x3030_3030_3030_3030;
/// A one in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
const POWERS: [f64; 8] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

/// One to eight bytes of digits, with a minus before them and one `decimal` (`.` or `,`) between, before or behind them; `None` for
/// everything else. Exact: the digits are a whole number below 2⁵³, which one division rounds correctly.
#[inline]
pub fn number(cell: &[u8], decimal: u8) -> Option<f64> {
    let mut length = cell.len();
    let mut word = word(cell)?;
    let negative = word as u8 == b'-';
    if negative {
        word >>= 8;
        length -= 1;
    }
    let mut n_fraction = 0;
    // The lowest of the bytes that become 0 is found for certain; a second one is no digit.
    let others = word ^ (ONES * u64::from(decimal));
    let found = others.wrapping_sub(ONES) & !others & (ONES << 7);
    if found != 0 {
        let place = found.trailing_zeros() & !7;
        let before = (1 << place) - 1;
        word = (word & before) | ((word >> place >> 8) << place);
        length -= 1;
        n_fraction = length - place as usize / 8;
    }
    if length == 0 {
        return None;
    }
    // The digits at the upper end, zeros before them.
    let empty = 8 * (8 - length);
    let digits = (word << empty) | (ZEROS & ((1 << empty) - 1));
    let (upper, lower) = (digits & (ONES * 0xF0), digits.wrapping_add(ONES * 6) & (ONES * 0xF0));
    if upper != ZEROS || lower != ZEROS {
        return None;
    }
    let ones = digits - ZEROS;
    let tens = ones.wrapping_mul(10).wrapping_add(ones >> 8);
    const EVERY_FOURTH: u64 = 0x0000_00FF_0000_00FF;
    let millions = (tens & EVERY_FOURTH).wrapping_mul(100 + (1_000_000 << 32));
    let thousands = ((tens >> 16) & EVERY_FOURTH).wrapping_mul(1 + (10_000 << 32));
    let whole = (millions.wrapping_add(thousands) >> 32) as u32;
    let value = f64::from(whole) / POWERS[n_fraction];
    Some(if negative && whole != 0 { -value } else { value })
}

/// The bytes as the lowest of a word whose others are 0.
#[inline]
fn word(cell: &[u8]) -> Option<u64> {
    let length = cell.len();
    Some(match length {
        8 => u64::from_le_bytes(*cell.first_chunk()?),
        // The two halves may overlap.
        4..8 => {
            u64::from(u32::from_le_bytes(*cell.first_chunk()?))
                | u64::from(u32::from_le_bytes(*cell.last_chunk()?)) << (8 * (length - 4))
        }
        2 | 3 => {
            u64::from(u16::from_le_bytes(*cell.first_chunk()?))
                | u64::from(u16::from_le_bytes(*cell.last_chunk()?)) << (8 * (length - 2))
        }
        1 => u64::from(cell[0]),
        _ => return None,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_plain_number_is_left_to_others() {
        for cell in [
            "",
            "-",
            ".",
            "-.",
            "1e5",
            "1,5",
            "1.2.3",
            "+1",
            " 1",
            "1 ",
            "123456789",
            "1-",
            "--1",
            "1:",
            "/1",
            "é",
        ] {
            assert_eq!(number(cell.as_bytes(), b'.'), None, "{cell}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn as_the_standard_library_reads_it(cell in "-?[0-9]{0,5}[.,]?[0-9]{0,5}") {
            let plain = cell.replace(',', ".");
            let cut = &plain[..plain.len().min(8)];
            prop_assert_eq!(number(cut.as_bytes(), b'.').map(f64::to_bits), {
                let expected = cut.parse::<f64>().ok().filter(|_| !cut.is_empty());
                expected.map(|value| (value + 0.0).to_bits())
            });
        }

        #[test]
        fn any_bytes(cell in prop::collection::vec(any::<u8>(), 0..10), decimal in prop::sample::select(vec![b'.', b','])) {
            number(&cell, decimal);
        }
    }
}
