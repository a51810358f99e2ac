use serde::{Deserialize, Serialize};

use super::{Cycle, exact};

/// What becomes of the cells of a column: which inputs they make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Encoding {
    /// z = (x − mean) / standard_deviation, one input.
    Standard {
        /// Mean of the numbers that it was learnt from.
        #[serde(deserialize_with = "exact::number")]
        mean: f64,
        /// Their standard deviation (population); 1 where all are equal.
        #[serde(deserialize_with = "exact::number")]
        standard_deviation: f64,
    },
    /// u = (x − median) · factor, z = u / √(1 + (u / 3)²), one input: Holzmüller, Grinsztajn and Steinwart 2024
    /// (RealMLP's robust scale with smooth clipping).
    Robust {
        /// Their median.
        #[serde(deserialize_with = "exact::number")]
        median: f64,
        /// What the distance from the median is multiplied by; 0 where all numbers were equal.
        #[serde(deserialize_with = "exact::number")]
        factor: f64,
    },
    /// The share of the numbers below x as a normal deviate, within ±5.2, one input: scikit-learn's `QuantileTransformer` with
    /// `output_distribution="normal"`. The references stand at equal shares from 0 to 1, ascending.
    Quantile {
        /// Ascending; none where no number was there.
        #[serde(deserialize_with = "exact::numbers")]
        references: Vec<f64>,
    },
    /// A moment in seconds: since 1970-01-01 where it is `dated`, else since midnight. One input as in `Standard`, and two for
    /// each cycle.
    Moments {
        /// Whether it has a date.
        dated: bool,
        /// Mean of the seconds that it was learnt from.
        #[serde(deserialize_with = "exact::number")]
        mean: f64,
        /// Their standard deviation (population); 1 where all are equal.
        #[serde(deserialize_with = "exact::number")]
        standard_deviation: f64,
        /// Those that have two inputs each, a sine and a cosine.
        cycles: Vec<Cycle>,
    },
    /// One input for each level, 1 where the cell is that level. `missing`: missing cells are a level of their own,
    /// the last but one; `other`: levels too rare for an input share one, the last. A level that was never seen sets
    /// `other`, or nothing.
    OneHot {
        /// In the order of their inputs.
        levels: Vec<String>,
        /// Whether missing cells have an input.
        missing: bool,
        /// Whether rare levels share one.
        other: bool,
    },
}

impl Encoding {
    /// Inputs, the one that says where a number is missing aside.
    pub fn width(&self) -> usize {
        match self {
            Encoding::Standard { .. } | Encoding::Robust { .. } | Encoding::Quantile { .. } => 1,
            Encoding::Moments { cycles, .. } => 1 + 2 * cycles.len(),
            Encoding::OneHot { levels, missing, other } => {
                levels.len() + usize::from(*missing) + usize::from(*other)
            }
        }
    }

    /// A name for each input of the column `name`.
    pub(super) fn input_names(&self, name: &str) -> Vec<String> {
        match self {
            Encoding::Standard { .. } | Encoding::Robust { .. } | Encoding::Quantile { .. } => {
                vec![name.to_string()]
            }
            Encoding::Moments { cycles, .. } => {
                let of = |cycle: &Cycle| {
                    let cycle = cycle.name();
                    [format!("{name} ({cycle}, sine)"), format!("{name} ({cycle}, cosine)")]
                };
                [name.to_string()].into_iter().chain(cycles.iter().flat_map(of)).collect()
            }
            Encoding::OneHot { levels, missing, other } => {
                let named = levels.iter().map(|level| format!("{name} = {level}"));
                let missing = missing.then(|| format!("{name} is missing"));
                named.chain(missing).chain(other.then(|| format!("{name} = other"))).collect()
            }
        }
    }
}

/// A number with so many significant digits, without trailing zeros; its whole part is never shortened.
pub fn significant(value: f64, digits: usize) -> String {
    let whole = if value.abs() < 1e15 { format!("{:.0}", value.abs().trunc()).len() } else { 1 };
    let digits = digits.max(whole);
    let rounded: f64 = format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value);
    format!("{rounded}")
}

/// A number in the shortest digits that read back to the same bits.
pub fn exact_text(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) { format!("{number:e}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people_keep_their_whole_part() {
        assert_eq!(significant(12_345_678.25, 6), "12345678");
        assert_eq!(significant(1234.5678, 6), "1234.57");
        assert_eq!(significant(-0.000123456789, 6), "-0.000123457");
        assert_eq!(significant(999_999.7, 6), "1000000");
    }

    #[test]
    fn numbers_for_files_read_back_to_the_same_bits() {
        for number in
            [0.1, 12_345_678.912_345_67, -1e300, 5e-324, 1e15, 1e16, 1e-5, 9.9e-6, f64::from(0.9_f32), -0.0]
        {
            let text = exact_text(number);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{text}");
            assert!(text.len() < 25, "{text}");
        }
    }
}
