//! e^x, ln x and the sine in f64, made of additions, multiplications and divisions alone: the standard library's have other
//! last bits on other machines. They are for settings that few use, and not quick.

use std::f64::consts::{LN_2, PI, SQRT_2};

/// e^x for |x| ≤ 700, beyond which x is drawn in; not a number stays one.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2; e^r by its series up to r¹⁴, whose next term is below 10⁻¹⁸.
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let n = (x / LN_2).round();
    let r = x - n * LN_2;
    let series = (1..=14).rev().fold(1.0, |sum, k| 1.0 + sum * r / f64::from(k));
    series * power_of_two(n as i64)
}

/// ln x for x > 0; negative infinity for 0, and not a number below.
///
/// x = m·2ⁿ with m in [√½, √2); with s = (m − 1) / (m + 1), |s| < 0.172, ln m = 2 (s + s³/3 + s⁵/5 + …), whose term in s²³
/// is below 10⁻¹⁸.
pub fn ln(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 || x == f64::INFINITY {
        return if x > 0.0 { x } else { f64::NAN };
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    // What is too small to have all its bits is brought up first.
    let (x, shift) = if x < f64::MIN_POSITIVE { (x * power_of_two(60), -60.0) } else { (x, 0.0) };
    let bits = x.to_bits();
    let mut n = ((bits >> 52) as f64) - 1_023.0;
    let mut m = f64::from_bits((bits & ((1 << 52) - 1)) | (1_023 << 52));
    if m >= SQRT_2 {
        m *= 0.5;
        n += 1.0;
    }
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let series = (0..11).rev().fold(0.0, |sum, k| sum * square + 1.0 / f64::from(2 * k + 1));
    2.0 * s * series + (n + shift) * LN_2
}

/// The sine of so many full turns: 0 of a quarter is 1.
///
/// By symmetry an angle within a quarter of a turn; there the series up to x²¹, whose next term is below 10⁻¹⁷.
pub fn sine(turns: f64) -> f64 {
    let turn = turns - turns.round();
    let quarter = if turn.abs() > 0.25 { 0.5 * turn.signum() - turn } else { turn };
    let x = 2.0 * PI * quarter;
    let square = x * x;
    let series = (1..=10).rev().fold(1.0, |sum, k| 1.0 - sum * square / f64::from(2 * k * (2 * k + 1)));
    x * series
}

/// 2ⁿ for −1022 ≤ n ≤ 1023.
fn power_of_two(n: i64) -> f64 {
    f64::from_bits(((n + 1_023) as u64) << 52)
}

/// z with Φ(z) = p, for p in (0, 1): M. J. Wichura, Algorithm AS 241, Applied Statistics 37, 1988 (PPND16), within 10⁻¹⁵
/// of z.
pub fn normal_deviate(p: f64) -> f64 {
    let ratio = |numerator: &[f64; 8], denominator: &[f64; 8], x: f64| {
        let value = |of: &[f64; 8]| of.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
        value(numerator) / value(denominator)
    };
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE.0, &CENTRE.1, 0.180_625 - q * q);
    }
    let r = (-ln(if q < 0.0 { p } else { 1.0 - p })).sqrt();
    let z = if r <= 5.0 { ratio(&MIDDLE.0, &MIDDLE.1, r - 1.6) } else { ratio(&TAIL.0, &TAIL.1, r - 5.0) };
    if q < 0.0 { -z } else { z }
}

/// Wichura's coefficients a and b, the constant first.
const CENTRE: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
);

/// c and d.
const MIDDLE: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

/// e and f.
const TAIL: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_standard_library_to_a_few_last_bits() {
        for step in -2_000..=2_000 {
            let x = f64::from(step) * 0.03;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-14, "exp {x}");
            let power = x.exp();
            assert!((ln(power) - power.ln()).abs() < 1e-15 * x.abs().max(1.0), "ln {power}");
            assert!((sine(x) - (2.0 * PI * x).sin()).abs() < 1e-13, "sine {x}");
        }
        assert_eq!((sine(0.25) as f32, sine(0.5), sine(1.0), exp(0.0), ln(1.0)), (1.0, 0.0, 0.0, 1.0, 0.0));
        assert!((ln(5e-324) - (5e-324f64).ln()).abs() < 1e-12);
        assert!(ln(-1.0).is_nan() && exp(f64::NAN).is_nan() && exp(1e300).is_finite());
    }

    #[test]
    fn deviates_are_those_of_the_tables() {
        // Wichura's own examples: p = 0.25, 0.001 and 1e-20.
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((normal_deviate(p) - z).abs() < 1e-14 * z.abs(), "{p}");
        }
        assert_eq!(normal_deviate(0.5), 0.0);
        assert_eq!(normal_deviate(0.75), -normal_deviate(0.25));
    }
}
