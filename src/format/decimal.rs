/// A number as a person types it, `-0.004` or `1.5e3`, to the nearest one of 64 bits for up to 19 digits that count and powers of
/// ten up to the 19th; beyond these it may be a neighbour of that. `None`: it is none, or not finite.
///
/// The standard library's reading is the nearest one for every number, and has a table of powers for it that is a tenth of all that
/// a page would download.
pub fn decimal(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let (mut digits, mut power) = (0u64, 0i32);
    let (mut seen, mut point, mut full) = (false, false, false);
    let mut rest = text.iter();
    for &byte in rest.by_ref() {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                let more = digits.checked_mul(10).and_then(|ten| ten.checked_add(u64::from(byte - b'0')));
                match more.filter(|_| !full) {
                    Some(more) => {
                        digits = more;
                        power -= i32::from(point);
                    }
                    // Those beyond these count for nothing.
                    None => {
                        full = true;
                        power += i32::from(!point);
                    }
                }
            }
            b'.' if !point => point = true,
            b'e' | b'E' if seen => {
                power = power.checked_add(exponent(rest.as_slice())?)?;
                break;
            }
            _ => return None,
        }
    }
    let value = scaled(digits, power);
    (seen && value.is_finite()).then_some(if negative { -value } else { value })
}

/// A whole number with its sign; large ones are as good as the largest.
fn exponent(bytes: &[u8]) -> Option<i32> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let mut exponent = 0i32;
    for byte in digits {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        exponent = (exponent * 10 + i32::from(digit)).min(100_000);
    }
    (!digits.is_empty()).then_some(if negative { -exponent } else { exponent })
}

/// digits · 10^power.
fn scaled(digits: u64, power: i32) -> f64 {
    /// 10^19 is the largest that 64 bits hold.
    const MOST: i32 = 19;
    if digits == 0 {
        return 0.0;
    }
    let size = power.clamp(-MOST, MOST);
    let ten = 10u64.pow(size.unsigned_abs());
    let mut value = if size >= 0 {
        // A product of both fits, and is rounded once.
        (u128::from(digits) * u128::from(ten)) as f64
    } else {
        // With as many bits as there is room for, more than a number has; what is left over is one more, so that it is rounded once.
        let shift = u128::from(digits).leading_zeros();
        let (all, ten) = (u128::from(digits) << shift, u128::from(ten));
        let quotient = (all / ten) | u128::from(all % ten != 0);
        let mut value = quotient as f64;
        for _ in 0..shift {
            value /= 2.0;
        }
        value
    };
    let mut left = power - size;
    while left != 0 && value != 0.0 && value.is_finite() {
        let step = left.clamp(-MOST, MOST);
        let ten = 10u64.pow(step.unsigned_abs()) as f64;
        value = if step > 0 { value * ten } else { value / ten };
        left -= step;
    }
    value
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, value) in [
            ("0.004", 0.004),
            ("-1.5e3", -1_500.0),
            ("+.5", 0.5),
            ("7.", 7.0),
            ("1E-8", 1e-8),
            ("0.1000000000000000055511151231257827", 0.1),
            ("18446744073709551619000", 18_446_744_073_709_551_610_000.0),
            ("-0", 0.0),
        ] {
            assert_eq!(decimal(text), Some(value), "{text}");
        }
        for text in ["", ".", "-", "1e", "e5", "1.2.3", "inf", "nan", "1e999", "0x1", "1 0", "1e5.5"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("1e-999"), Some(0.0));
    }

    proptest! {
        #[test]
        fn it_is_the_nearest_number_as_the_standard_library_has_it(digits in any::<u64>(), drop in 0u32..19, power in -19i32..=19) {
            let digits = digits / 10u64.pow(drop);
            let text = format!("{digits}e{power}");
            prop_assert_eq!(decimal(&text).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
        }

        /// What is shown is typed again.
        #[test]
        fn a_number_survives_being_written(value in -1e6f64..1e6, small in any::<f32>()) {
            prop_assert_eq!(decimal(&value.to_string()).map(f64::to_bits), Some(value.to_bits()));
            if small.is_finite() && (1e-9..1e9).contains(&small.abs()) {
                prop_assert_eq!(decimal(&small.to_string()).map(|value| value as f32), Some(small));
            }
        }
    }
}
