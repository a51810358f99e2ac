use serde::{Deserialize, Serialize};

/// How the learning rate goes on from its first value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// Always the first value.
    #[default]
    Constant,
    /// rate / (t + 1)^power after every epoch, t being the rows trained on so far: scikit-learn's `invscaling`.
    InverseScaling,
    /// A fifth of the rate whenever the loss stands still, until it is 10⁻⁶: scikit-learn's `adaptive`.
    Adaptive,
    /// Half a cosine from the rate down to nothing (Loshchilov and Hutter 2017, equation 5, without restarts).
    Cosine,
    /// From a 25th of the rate up to it over the first 30 % of the updates, then down to a 10,000th of where it began, both
    /// along half a cosine (after Smith and Topin 2018).
    OneCycle,
}

/// Share of the updates in which one cycle rises, and where it begins and ends as shares of the rate.
const RISE: f64 = 0.3;
const BEGIN: f64 = 1.0 / 25.0;
const END: f64 = BEGIN / 1e4;

impl Schedule {
    /// What the first rate is multiplied by. `rows`: trained on in whole epochs so far; `power`: of inverse scaling;
    /// `progress`: the share of all updates that are done, 0 to 1. An adaptive rate is its trainer's to change.
    pub fn rate(self, rows: u64, power: f64, progress: f64) -> f64 {
        match self {
            Schedule::Constant | Schedule::Adaptive => 1.0,
            // Before the first epoch's end nothing is scaled.
            Schedule::InverseScaling if rows == 0 => 1.0,
            Schedule::InverseScaling => 1.0 / power_of(rows as f64 + 1.0, power),
            Schedule::Cosine => half_cosine(progress),
            Schedule::OneCycle if progress < RISE => {
                BEGIN + (1.0 - BEGIN) * (1.0 - half_cosine(progress / RISE))
            }
            Schedule::OneCycle => END + (1.0 - END) * half_cosine((progress - RISE) / (1.0 - RISE)),
        }
    }
}

/// ½ (1 + cos(π x)), from 1 at 0 to 0 at 1, by the cosine's power series: the platform's differs from machine to machine.
fn half_cosine(x: f64) -> f64 {
    // cos(π x) = −sin(π (x − ½)), and the series is short for the smaller angle.
    let angle = std::f64::consts::PI * (x.clamp(0.0, 1.0) - 0.5);
    let (mut term, mut sine) = (angle, angle);
    for n in 1..12 {
        term *= -angle * angle / f64::from(2 * n * (2 * n + 1));
        sine += term;
    }
    0.5 * (1.0 - sine)
}

/// base^power for a base of at least 1, of additions, multiplications and square roots alone, to some 13 digits.
fn power_of(base: f64, power: f64) -> f64 {
    // The power in binary: whole part by squaring, fraction by roots.
    let (mut result, mut square, mut whole) = (1.0, base, power as u32);
    while whole > 0 {
        if whole % 2 == 1 {
            result *= square;
        }
        square *= square;
        whole /= 2;
    }
    let (mut root, mut rest) = (base, power.fract());
    for _ in 0..48 {
        root = root.sqrt();
        rest *= 2.0;
        if rest >= 1.0 {
            result *= root;
            rest -= 1.0;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_cosines_are_those_of_the_platform() {
        for power in [0.0, 0.25, 0.5, 0.7, 1.0, 2.3] {
            for base in [1.0, 2.0, 11_940.0, 2_387_801.0] {
                let expected = f64::powf(base, power);
                assert!((power_of(base, power) / expected - 1.0).abs() < 1e-12, "{base}^{power}");
            }
        }
        for x in [0.0, 0.1, 0.5, 0.9, 1.0] {
            let expected = 0.5 * (1.0 + (std::f64::consts::PI * x).cos());
            assert!((half_cosine(x) - expected).abs() < 1e-14, "{x}");
        }
    }

    #[test]
    fn rates_by_hand() {
        assert_eq!(Schedule::InverseScaling.rate(0, 0.5, 0.0), 1.0);
        assert!((Schedule::InverseScaling.rate(99, 0.5, 0.1) - 0.1).abs() < 1e-12);
        assert!((Schedule::Cosine.rate(0, 0.5, 0.5) - 0.5).abs() < 1e-12);
        let cycle = |progress| Schedule::OneCycle.rate(0, 0.5, progress);
        assert!((cycle(0.0) - 0.04).abs() < 1e-12 && (cycle(0.3) - 1.0).abs() < 1e-12);
        assert!((cycle(0.15) - 0.52).abs() < 1e-12 && (cycle(1.0) - 4e-6).abs() < 1e-12);
    }
}
