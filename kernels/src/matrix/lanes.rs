//! exp, ln, sigmoid and tanh of our own: made of additions, multiplications, divisions and shifts of bits alone,
//! each of which IEEE 754 fixes to the last bit, so every machine gets the same result.

use bytemuck::cast;
use wide::{f32x4, i32x8};

use super::{LANES, Lane};

/// ln 2 in two parts; the first has so few bits that n · LN_2_HIGH is exact for every exponent n (Cody and Waite 1980).
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// What e^x is computed with.
struct ExpConstants {
    log2_e: f32,
    /// 1.5 · 2^23: added to a small number it leaves that number, rounded to a whole one, in the lowest bits.
    rounder: f32,
    ln_2: [f32; 2],
    /// Of Cephes' `expf` (Moshier 1992), the highest power first.
    polynomial: [f32; 6],
    one: f32,
    /// The range where the result is a normal f32.
    least: f32,
    largest: f32,
}

static EXP: ExpConstants = ExpConstants {
    log2_e: std::f32::consts::LOG2_E,
    rounder: 12_582_912.0,
    ln_2: [LN_2_HIGH, LN_2_LOW],
    polynomial: [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5],
    one: 1.0,
    least: -87.0,
    largest: 88.0,
};

/// The constants as numbers that the compiler must read from memory: a browser spreads a number in memory over a lane
/// by one instruction, while a lane that the compiler knows is built anew, by five, wherever it is used.
#[inline(always)]
fn exp_constants() -> &'static ExpConstants {
    std::hint::black_box(&EXP)
}

/// e^x for each lane, within 2 units in the last place.
///
/// x is first brought into −87…88, where the result is a normal f32: exp(−∞) is about 1.6e−38, exp(∞) about 1.7e38.
#[inline(always)]
pub fn exp(x: Lane) -> Lane {
    let constants = exp_constants();
    let (least, largest) = (Lane::splat(constants.least), Lane::splat(constants.largest));
    let x = x.simd_lt(least).select(least, x);
    exp_in_range(x.simd_gt(largest).select(largest, x), constants)
}

/// e^x for each lane that is not above 88, within 2 units in the last place; zero below −87.
#[inline(always)]
pub fn exp_or_zero(x: Lane) -> Lane {
    let constants = exp_constants();
    !x.simd_lt(Lane::splat(constants.least)) & exp_in_range(x, constants)
}

/// e^x for −87 ≤ x ≤ 88, elsewhere anything; NaN stays NaN.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2; e^r by the polynomial, times 2^n by its bits.
#[inline(always)]
fn exp_in_range(x: Lane, constants: &ExpConstants) -> Lane {
    let rounder = Lane::splat(constants.rounder);
    let shifted = x * Lane::splat(constants.log2_e) + rounder;
    let n = shifted - rounder;
    let r = x - n * Lane::splat(constants.ln_2[0]) - n * Lane::splat(constants.ln_2[1]);
    let [first, rest @ ..] = &constants.polynomial;
    let p = rest.iter().fold(Lane::splat(*first), |p, &coefficient| p * r + Lane::splat(coefficient));
    let one = Lane::splat(constants.one);
    let power = p * (r * r) + r + one;
    // n, added to the exponent's bits of 1; all that is above n in `shifted` falls out on the left.
    let scale = (cast::<Lane, i32x8>(shifted) << 23) + cast::<Lane, i32x8>(one);
    power * cast::<i32x8, Lane>(scale)
}

/// 1 / (1 + e^−x); zero below −88.
#[inline(always)]
pub fn sigmoid(x: Lane) -> Lane {
    let constants = exp_constants();
    let (one, largest, negative) = (Lane::splat(constants.one), Lane::splat(constants.largest), -x);
    !negative.simd_gt(largest) & (one / (one + exp_or_zero(negative)))
}

/// tanh x for each lane: near zero, where 1 − 2/(e^2x + 1) would cancel, the polynomial of Cephes' `tanhf`.
#[inline(always)]
pub fn tanh(x: Lane) -> Lane {
    let far = Lane::ONE - Lane::splat(2.0) / (exp(x + x) + Lane::ONE);
    let square = x * x;
    let mut p = Lane::splat(-5.704_988_7e-3);
    for coefficient in [2.063_909e-2, -5.373_971_5e-2, 1.333_144_2e-1, -3.333_328e-1] {
        p = p * square + Lane::splat(coefficient);
    }
    let near = p * square * x + x;
    square.simd_lt(Lane::splat(0.625 * 0.625)).select(near, far)
}

/// Turns beyond this are taken for it: their fraction has no digits left.
const FARTHEST: f32 = 1_048_576.0;
/// Of the sine's power series behind x: −1/3!, 1/5! … the highest power first.
const SINE: [f32; 6] =
    [1.605_904_4e-10, -2.505_210_8e-8, 2.755_731_9e-6, -1.984_127e-4, 8.333_333e-3, -1.666_666_7e-1];

/// cos(2π t) for each lane, to 2 · 10⁻⁷ where |t| ≤ ½; beyond that as exactly as t has its fraction.
#[inline(always)]
pub fn cosine_of_turns(t: Lane) -> Lane {
    let (most, rounder) = (Lane::splat(FARTHEST), Lane::splat(EXP.rounder));
    let t = t.simd_gt(most).select(most, t);
    let t = t.simd_lt(-most).select(-most, t);
    // Brought into −½ … ½. There cos(2π t) = sin(2π(¼ − |t|)), of an angle of a quarter turn at most.
    let t = t - ((t + rounder) - rounder);
    let t = t.simd_lt(Lane::ZERO).select(-t, t);
    let angle = Lane::splat(std::f32::consts::TAU) * (Lane::splat(0.25) - t);
    let square = angle * angle;
    let [first, rest @ ..] = SINE;
    let p = rest.iter().fold(Lane::splat(first), |p, &coefficient| p * square + Lane::splat(coefficient));
    p * square * angle + angle
}

/// sin(2π t) for each lane, as exactly.
#[inline(always)]
pub fn sine_of_turns(t: Lane) -> Lane {
    cosine_of_turns(t - Lane::splat(0.25))
}

/// ln x for each lane that is positive, finite and normal, within 2 units in the last place; NaN for infinity and NaN.
///
/// x = m · 2^n with m in [√½, √2); ln m by the polynomial of Cephes' `logf`.
#[inline(always)]
pub fn ln(x: Lane) -> Lane {
    let bits: i32x8 = cast(x);
    let n = (bits - i32x8::splat(0x3f35_04f3)) >> 23;
    let m = cast::<i32x8, Lane>(bits - (n << 23)) - Lane::ONE;
    let n = Lane::from_i32x8(n);
    let square = m * m;
    let mut p = Lane::splat(7.037_683_6e-2);
    for coefficient in [
        -1.151_461e-1,
        1.167_699_9e-1,
        -1.242_014_1e-1,
        1.424_932_3e-1,
        -1.666_805_8e-1,
        2.000_071_5e-1,
        -2.499_999_4e-1,
        3.333_333e-1,
    ] {
        p = p * m + Lane::splat(coefficient);
    }
    let y = p * m * square + n * Lane::splat(LN_2_LOW) - Lane::splat(0.5) * square;
    // 0 · x is zero where x is finite, else NaN.
    m + y + n * Lane::splat(LN_2_HIGH) + Lane::ZERO * x
}

/// What `join` makes of the eight numbers of each of four lanes, always in the same order: their sums, or the largest.
#[inline(always)]
pub fn across(lanes: [Lane; 4], join: impl Fn(f32x4, f32x4) -> f32x4) -> [f32; 4] {
    let halves = lanes.map(|lane| {
        let [low, high]: [f32x4; 2] = cast(lane);
        join(low, high)
    });
    let [a, b, c, d] = f32x4::transpose(halves);
    join(join(a, b), join(c, d)).to_array()
}

/// The sum of the eight numbers, in the order of [`across`].
#[inline(always)]
pub fn sum(lane: Lane) -> f32 {
    let x: [f32; LANES] = lane.to_array();
    ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest distance between `ours` and `theirs` in units of the last place of the result.
    fn worst(ours: fn(Lane) -> Lane, theirs: fn(f64) -> f64, from: f64, to: f64) -> f64 {
        let n = 100_000;
        let mut worst = 0.0f64;
        for i in 0..=n {
            let x = (from + (to - from) * i as f64 / n as f64) as f32;
            let expected = theirs(x as f64);
            let unit = (expected as f32).abs().max(f32::MIN_POSITIVE);
            let unit = (f32::from_bits(unit.to_bits() + 1) - unit) as f64;
            worst = worst.max((ours(Lane::splat(x)).to_array()[0] as f64 - expected).abs() / unit);
        }
        worst
    }

    #[test]
    fn exp_is_right_to_two_units_in_the_last_place() {
        let worst = worst(exp, f64::exp, -87.0, 88.0);
        assert!(worst < 2.0, "{worst}");
        for x in [-87.0f32, -1.5, 0.0, 88.0] {
            assert_eq!(exp_or_zero(Lane::splat(x)), exp(Lane::splat(x)));
        }
    }

    #[test]
    fn numbers_across_a_lane_are_joined_in_one_order() {
        let lanes =
            [1.0f32, 10.0, 0.1, 1e-6].map(|unit| Lane::new(std::array::from_fn(|i| unit * (i as f32 - 3.0))));
        assert_eq!(across(lanes, |a, b| a + b), lanes.map(sum));
        assert_eq!(across(lanes, |a, b| a.simd_gt(b).select(a, b)), [4.0, 40.0, 0.4, 4.0 * 1e-6]);
    }

    #[test]
    fn sigmoid_and_tanh_are_right_to_a_few_units() {
        let of_sigmoid = worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -30.0, 30.0);
        assert!(of_sigmoid < 4.0, "{of_sigmoid}");
        let of_tanh = worst(tanh, f64::tanh, -12.0, 12.0);
        assert!(of_tanh < 4.0, "{of_tanh}");
    }

    #[test]
    fn cosines_and_sines_of_turns_are_right_to_seven_digits() {
        for i in -50_000..=50_000 {
            let t = i as f32 / 40_000.0;
            let angle = std::f64::consts::TAU * f64::from(t);
            for (ours, expected) in
                [(cosine_of_turns(Lane::splat(t)), angle.cos()), (sine_of_turns(Lane::splat(t)), angle.sin())]
            {
                assert!((f64::from(ours.to_array()[0]) - expected).abs() < 4e-7, "{t}");
            }
        }
        for far in [1e9, f32::MAX, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(cosine_of_turns(Lane::splat(far)).to_array()[0].abs() <= 1.0);
        }
        assert!(cosine_of_turns(Lane::splat(f32::NAN)).to_array()[0].is_nan());
    }

    #[test]
    fn ln_is_right_to_two_units_in_the_last_place() {
        let worst = worst(ln, f64::ln, 1e-3, 1.0 - 1e-3);
        assert!(worst < 2.0, "{worst}");
        assert!((ln(Lane::splat(1e30)).to_array()[0] as f64 - 1e30f64.ln()).abs() < 1e-5);
        assert_eq!(ln(Lane::ONE), Lane::ZERO);
        assert!(ln(Lane::splat(f32::NAN)).to_array()[0].is_nan());
    }

    #[test]
    fn the_ends_of_the_range_stay_finite_and_nan_stays_nan() {
        assert_eq!(exp(Lane::splat(0.0)).to_array()[0], 1.0);
        assert!(exp(Lane::splat(f32::INFINITY)).to_array()[0].is_finite());
        assert!(exp(Lane::splat(f32::NEG_INFINITY)).to_array()[0] > 0.0);
        for far in [-88.0, -1e10, -1e30, f32::NEG_INFINITY] {
            assert_eq!(exp_or_zero(Lane::splat(far)), Lane::ZERO);
            assert_eq!(sigmoid(Lane::splat(far - 1.0)), Lane::ZERO);
            assert_eq!(sigmoid(Lane::splat(-far)), Lane::ONE);
        }
        for function in [exp, exp_or_zero, sigmoid, tanh] {
            assert!(function(Lane::splat(f32::NAN)).to_array()[0].is_nan());
        }
        assert_eq!(tanh(Lane::splat(100.0)).to_array()[0], 1.0);
        assert_eq!(tanh(Lane::splat(-100.0)).to_array()[0], -1.0);
    }
}
