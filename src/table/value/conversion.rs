//! From one unit to another of the same dimension. One table: a unit is so many of its dimension's smallest part, a whole
//! number wherever the definition allows it, so that 1.5 m are 150 cm to the last bit.
//!
//! Sources: BIPM, The International System of Units, 9th edition, 2019, tables 4, 7 and 8; NIST Special Publication 811, 2008,
//! appendix B.8 (inch, foot, yard, mile, acre by the international foot; pound and ounce; psi; metric horsepower); IEC
//! 80000-13, 2008 (kB, MB, GB and TB are powers of 1,000); Regulation (EU) 1169/2011, annex XIV (1 kcal = 4.184 kJ).
//!
//! invariant: what two countries or trades define differently is not here and so is refused: gallons, horsepower of unnamed
//! sort, months in days, currencies.

/// What the units of a group measure is the same.
#[rustfmt::skip]
const DIMENSIONS: &[&[(&str, f64)]] = &[
    // Length, in tenths of a millimetre.
    &[("mm", 10.0), ("cm", 100.0), ("m", 10_000.0), ("km", 10_000_000.0),
      ("inches", 254.0), ("ft", 3_048.0), ("yd", 9_144.0), ("mi", 16_093_440.0)],
    // Mass, in sixteenths of 10⁻⁸ kg: a pound is 0.45359237 kg, an ounce a sixteenth of it.
    &[("mg", 1_600.0), ("g", 1_600_000.0), ("kg", 1_600_000_000.0), ("t", 1_600_000_000_000.0),
      ("oz", 45_359_237.0), ("lb", 725_747_792.0)],
    // Time, in milliseconds.
    &[("ms", 1.0), ("s", 1_000.0), ("min", 60_000.0), ("h", 3_600_000.0), ("days", 86_400_000.0), ("weeks", 604_800_000.0)],
    // Time by the calendar, in months.
    &[("months", 1.0), ("years", 12.0)],
    // Area, in 10⁻⁸ m².
    &[("m²", 1e8), ("km²", 1e14), ("ha", 1e12), ("sq ft", 9_290_304.0), ("acres", 404_685_642_240.0)],
    // Volume, in millilitres.
    &[("ml", 1.0), ("cc", 1.0), ("cl", 10.0), ("l", 1_000.0), ("m³", 1_000_000.0)],
    // Speed, in millimetres an hour.
    &[("km/h", 1_000_000.0), ("m/s", 3_600_000.0), ("mph", 1_609_344.0)],
    // Power, in 10⁻⁵ W.
    &[("mW", 100.0), ("W", 100_000.0), ("kW", 100_000_000.0), ("MW", 100_000_000_000.0), ("PS", 73_549_875.0)],
    // Energy, in joules.
    &[("kJ", 1_000.0), ("kcal", 4_184.0), ("kWh", 3_600_000.0)],
    // Pressure, in pascals; psi is 0.45359237 kg · 9.80665 m/s² ÷ (0.0254 m)².
    &[("hPa", 100.0), ("kPa", 1_000.0), ("bar", 100_000.0), ("psi", 6_894.757_293_168_361)],
    // Data, in bytes.
    &[("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)],
    &[("Hz", 1.0), ("kHz", 1e3), ("MHz", 1e6), ("GHz", 1e9)],
    &[("mV", 1.0), ("V", 1_000.0)],
];

/// A number of one unit in another; `None` where they do not measure the same, or are not defined alike everywhere. Both are in
/// their usual spelling.
pub fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    let size =
        |units: &[(&str, f64)], name: &str| units.iter().find(|unit| unit.0 == name).map(|unit| unit.1);
    match (from, to) {
        _ if from == to => Some(value),
        ("°F", "°C") => Some((value - 32.0) * 5.0 / 9.0),
        ("°C", "°F") => Some(value * 9.0 / 5.0 + 32.0),
        _ => DIMENSIONS.iter().find_map(|units| Some(value * size(units, from)? / size(units, to)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_a_dimension() {
        for (value, from, to, expected) in [
            (1.5, "m", "cm", 150.0),
            (1.8, "m", "cm", 180.0),
            (12.0, "inches", "ft", 1.0),
            (1.0, "mi", "m", 1609.344),
            (16.0, "oz", "lb", 1.0),
            (1.0, "lb", "g", 453.59237),
            (90.0, "min", "h", 1.5),
            (2.0, "weeks", "days", 14.0),
            (1.5, "years", "months", 18.0),
            (98.6, "°F", "°C", 37.0),
            (-40.0, "°C", "°F", -40.0),
            (1.0, "acres", "m²", 4046.8564224),
            (3.0, "l", "cl", 300.0),
            (36.0, "km/h", "m/s", 10.0),
            (2.0, "PS", "W", 1470.9975),
            (1.0, "kWh", "kJ", 3600.0),
            (1.0, "bar", "hPa", 1000.0),
            (1.5, "GB", "MB", 1500.0),
        ] {
            let converted = convert(value, from, to).unwrap_or_else(|| panic!("{from} to {to}"));
            assert!(
                (converted - expected).abs() <= 4.0 * f64::EPSILON * expected.abs(),
                "{value} {from}: {converted} {to}"
            );
        }
        assert_eq!(convert(0.1, "kg", "kg"), Some(0.1));
    }

    #[test]
    fn what_is_not_the_same_is_refused() {
        for (from, to) in [
            ("kg", "cm"),
            ("$", "€"),
            ("gal", "l"),
            ("hp", "kW"),
            ("months", "days"),
            ("°", "°C"),
            ("%", "cm"),
            ("mpg", "km/h"),
        ] {
            assert_eq!(convert(1.0, from, to), None, "{from} to {to}");
        }
    }

    #[test]
    fn every_unit_is_one_that_cells_are_read_with() {
        for (unit, _) in DIMENSIONS.iter().copied().flatten() {
            assert!(crate::table::value::unit::usual_spelling(unit) == Some(*unit), "{unit}");
        }
        let units: Vec<&str> = DIMENSIONS.iter().copied().flatten().map(|unit| unit.0).collect();
        assert!(units.iter().all(|unit| units.iter().filter(|other| *other == unit).count() == 1));
    }
}
