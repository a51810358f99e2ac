use super::NumberFormat;
use super::ticks::Step;

/// How an axis writes its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    pub format: NumberFormat,
    step: Step,
    scientific: bool,
}

impl Numbers {
    /// For an axis with this step whose values reach `largest` in size.
    pub fn new(format: NumberFormat, step: Step, largest: f64) -> Numbers {
        let shown = shown(largest.abs(), format);
        let scientific = shown != 0.0 && !(1e-4..1e7).contains(&shown);
        let exponent = match format {
            NumberFormat::Plain => step.exponent,
            NumberFormat::Percent => step.exponent + 2,
        };
        Numbers { format, step: Step { exponent, ..step }, scientific }
    }

    /// The label of the tick that is `index` steps from zero, with just the digits that tell neighbours apart.
    /// Written from whole numbers, so that no rounding can make two labels equal.
    pub fn tick(&self, index: i64) -> String {
        let units = index * self.step.digit;
        let digits = units.unsigned_abs().to_string();
        let exponent = self.step.exponent;
        let unsigned = if units == 0 {
            "0".to_string() + &if self.scientific { String::new() } else { fraction("", self.decimals()) }
        } else if self.scientific {
            let power = digits.len() as i32 - 1 + exponent;
            let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
            let rest = rest.trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            format!("{first}{point}{rest}e{power}").replace('-', MINUS)
        } else if exponent >= 0 {
            grouped(&(digits + &"0".repeat(exponent as usize)))
        } else {
            let decimals = self.decimals();
            let whole = digits.len().saturating_sub(decimals);
            let (whole, rest) = digits.split_at_checked(whole).unwrap_or((&digits, ""));
            grouped(if whole.is_empty() { "0" } else { whole }) + &fraction(rest, decimals)
        };
        self.signed(units < 0, unsigned)
    }

    /// A measured value, with more digits than the ticks: two more, or one for a percentage.
    pub fn value(&self, value: f64) -> String {
        if value.is_nan() {
            return "not a number".to_string();
        }
        let shown = shown(value.abs(), self.format);
        let decimals = match self.format {
            NumberFormat::Plain => self.decimals() + 2,
            NumberFormat::Percent => self.decimals() + 1,
        };
        let unsigned = if shown.is_infinite() {
            "∞".to_string()
        } else if shown >= 1e7 || (self.scientific && shown != 0.0) {
            format!("{shown:.2e}").replace('-', MINUS)
        } else {
            let text = format!("{shown:.decimals$}");
            let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
            grouped(whole) + &fraction(rest, rest.len())
        };
        let is_zero = !unsigned.contains(|c: char| c == '∞' || c.is_ascii_digit() && c != '0');
        self.signed(value < 0.0 && !is_zero, unsigned)
    }

    fn decimals(&self) -> usize {
        if self.scientific { 0 } else { (-self.step.exponent).max(0) as usize }
    }

    fn signed(&self, negative: bool, unsigned: String) -> String {
        let sign = if negative { MINUS } else { "" };
        let unit = match self.format {
            NumberFormat::Plain => "",
            NumberFormat::Percent => " %",
        };
        format!("{sign}{unsigned}{unit}")
    }
}

const MINUS: &str = "−";

fn shown(value: f64, format: NumberFormat) -> f64 {
    match format {
        NumberFormat::Plain => value,
        NumberFormat::Percent => value * 100.0,
    }
}

/// An epoch: "10,000".
pub(super) fn whole(value: f64) -> String {
    if value.fract() == 0.0 && value >= 0.0 { grouped(&format!("{value:.0}")) } else { value.to_string() }
}

/// ".05" for ("5", 2); nothing without decimals.
fn fraction(digits: &str, decimals: usize) -> String {
    if decimals == 0 { String::new() } else { format!(".{digits:0>decimals$}") }
}

/// Commas between thousands from five digits on: "2,000" reads no better than "2000", "10,000" does.
fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_string();
    }
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{Percent, Plain};
    use super::*;

    fn numbers(format: NumberFormat, digit: i64, exponent: i32, largest: f64) -> Numbers {
        Numbers::new(format, Step { digit, exponent }, largest)
    }

    #[test]
    fn tick_labels_have_the_digits_of_the_step() {
        // (format, step, largest value, index, label)
        for (format, digit, exponent, largest, index, label) in [
            (Plain, 5, 1, 200.0, 3, "150"),
            (Plain, 2, -1, 1.0, 3, "0.6"),
            (Plain, 5, -2, 0.2, 1, "0.05"),
            (Plain, 5, -2, 0.2, 0, "0.00"),
            (Plain, 5, -1, 3.0, -3, "−1.5"),
            (Plain, 2, 3, 10_000.0, 5, "10,000"),
            (Plain, 5, 8, 2e9, 3, "1.5e9"),
            (Plain, 5, 8, 2e9, 0, "0"),
            (Plain, 2, -6, 8e-6, 2, "4e−6"),
            (Percent, 5, -3, 0.025, 4, "2.0 %"),
            (Percent, 5, -3, 0.025, 5, "2.5 %"),
            (Percent, 2, -1, 1.0, 5, "100 %"),
            (Percent, 1, -2, 0.05, 0, "0 %"),
        ] {
            assert_eq!(numbers(format, digit, exponent, largest).tick(index), label);
        }
    }

    #[test]
    fn values_have_more_digits_than_ticks() {
        let plain = numbers(Plain, 2, -1, 1.0);
        assert_eq!(plain.value(0.41239), "0.412");
        assert_eq!(plain.value(-0.0001), "0.000");
        assert_eq!(plain.value(12_345.0), "12,345.000");
        assert_eq!(plain.value(1.5e9), "1.50e9");
        assert_eq!(plain.value(f64::NEG_INFINITY), "−∞");
        assert_eq!(plain.value(f64::NAN), "not a number");
        assert_eq!(numbers(Percent, 5, -3, 0.025).value(0.021106), "2.11 %");
    }
}
