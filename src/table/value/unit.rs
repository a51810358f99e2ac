//! Numbers with something around them: `$1,234.50`, `12 EUR`, `45 %`, `12.5kg`, `(1,234)`.

use super::number::{Number, number};
use crate::table::ledger::rule::Rule;

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    pub value: f64,
    /// The usual spelling; empty where the number only stood in brackets.
    pub unit: &'static str,
    pub rule: Rule,
}

/// Longer cells are sentences.
const LONGEST: usize = 40;

/// The usual spelling, then the others. Upper and lower case are the same but for single letters and where two units
/// differ in nothing else. Magnitudes (`5k`, `2M`) are no units: the cells without one would be a thousand times off.
#[rustfmt::skip]
const UNITS: &[&[&str]] = &[
    &["kg", "kgs"], &["g"], &["mg"], &["t"], &["lb", "lbs"], &["oz"],
    &["km", "kms"], &["m"], &["cm"], &["mm"], &["mi", "miles", "mile"], &["ft", "feet"], &["inches", "inch"], &["yd"],
    &["m²", "m2", "sqm"], &["km²", "km2"], &["sq ft", "sqft", "sq.ft.", "ft²", "ft2"], &["m³", "m3"], &["acres", "acre"], &["ha"],
    &["l", "L", "litres", "liters", "litre", "liter"], &["ml"], &["cl"], &["cc"], &["gal"],
    &["km/h", "kmh", "kph"], &["mph"], &["m/s"], &["mpg"], &["kmpl"], &["km/kg"],
    &["kW"], &["W"], &["mW"], &["MW"], &["kWh"], &["hp"], &["bhp"], &["PS"], &["Nm"], &["V"], &["mV"], &["mA"], &["mAh"], &["rpm"],
    &["Hz"], &["kHz"], &["MHz"], &["GHz"], &["dB"], &["GB"], &["MB"], &["kB"], &["TB"], &["px"],
    &["°C"], &["°F"], &["°"], &["bar"], &["kPa"], &["hPa"], &["psi"], &["kcal"], &["kJ"], &["ppm"],
    &["s", "sec", "secs", "seconds", "second"], &["ms"], &["min", "mins", "minutes", "minute"],
    &["h", "hr", "hrs", "hours", "hour"], &["days", "day"], &["weeks", "week"], &["months", "month"],
    &["years", "year", "yrs", "yr"], &["people", "persons", "person"], &["pcs", "pieces", "piece"],
];
const CURRENCIES: &[&[&str]] = &[
    &["$", "US$", "USD"],
    &["€", "EUR"],
    &["£", "GBP"],
    &["¥", "JPY"],
    &["₹", "INR", "Rs.", "Rs"],
    &["CHF", "Fr."],
    &["kr", "kr."],
    &["SEK"],
    &["NOK"],
    &["DKK"],
    &["zł", "PLN"],
    &["R$", "BRL"],
    &["₽", "RUB"],
    &["CNY", "RMB"],
    &["CAD", "C$"],
    &["AUD", "A$"],
    &["₩", "KRW"],
    &["₺", "TRY"],
    &["Kč", "CZK"],
    &["HUF", "Ft"],
];

/// Takes a trimmed cell as a number with a unit behind it, a currency on either side, a percent sign or accounting's
/// brackets. A percentage is the number before its sign. Plain numbers are `None`.
#[inline(never)]
pub fn measure(cell: &str, decimal: u8) -> Option<Measure> {
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    if cell.len() > LONGEST || !has_digit {
        return None;
    }
    let (negative, inner) = match cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, cell),
    };
    let (value, unit, rule) = bare(inner, decimal)
        .map(|value| (value, "", Rule::NegativeInBrackets))
        .filter(|_| negative)
        .or_else(|| in_front(inner, decimal))
        .or_else(|| behind(inner, decimal))?;
    match negative {
        true if value < 0.0 => None,
        true => Some(Measure { value: 0.0 - value, unit, rule }),
        false => Some(Measure { value, unit, rule }),
    }
}

fn bare(text: &str, decimal: u8) -> Option<f64> {
    match number(text.as_bytes(), decimal) {
        Number::Value(value) => Some(value),
        _ => None,
    }
}

/// `$12`, `-$12`, `$ -12`, `EUR 12`.
fn in_front(text: &str, decimal: u8) -> Option<(f64, &'static str, Rule)> {
    let (sign, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, text),
    };
    let end =
        unsigned.find(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '+' | '.' | ','))?;
    // The dot of "Rs.500" is the currency's, that of "$.50" the number's.
    let dotted = unsigned[end..].starts_with('.').then(|| currency(&unsigned[..end + 1])).flatten();
    let (unit, end) = match dotted {
        Some(unit) => (unit, end + 1),
        None => (currency(unsigned[..end].trim_end())?, end),
    };
    let value = bare(unsigned[end..].trim_start(), decimal)?;
    // A sign on either side, not on both.
    // −$0 is 0, without a sign, as every other zero is.
    (sign > 0.0 || value >= 0.0).then_some((sign * value + 0.0, unit, Rule::Currency))
}

/// `12 €`, `45 %`, `3 km`.
fn behind(text: &str, decimal: u8) -> Option<(f64, &'static str, Rule)> {
    let is_number = |letter: char| {
        letter.is_ascii_digit()
            || matches!(
                letter,
                '.' | ',' | '\'' | '-' | '+' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2019}' | '\u{2212}'
            )
    };
    let end = text.find(|letter| !is_number(letter))?;
    let is_space = |letter: char| matches!(letter, ' ' | '\u{A0}' | '\u{202F}');
    let value = bare(text[..end].trim_end_matches(is_space), decimal)?;
    let unit = &text[end..];
    if unit == "%" {
        return Some((value, "%", Rule::Percent));
    }
    currency(unit)
        .map(|unit| (value, unit, Rule::Currency))
        .or_else(|| known(unit, UNITS).map(|unit| (value, unit, Rule::Unit)))
}

/// A unit, a currency or the percent sign in its usual spelling, where cells are read with it.
pub fn usual_spelling(unit: &str) -> Option<&'static str> {
    if unit == "%" { Some("%") } else { currency(unit).or_else(|| known(unit, UNITS)) }
}

/// The usual spelling of a currency. In other cases than its own it may be a unit: `Ft` are forints, `ft` and `FT` feet.
fn currency(unit: &str) -> Option<&'static str> {
    exact(unit, CURRENCIES).or_else(|| {
        let is_unit = UNITS
            .iter()
            .flat_map(|spellings| spellings.iter())
            .any(|spelling| spelling.eq_ignore_ascii_case(unit));
        if is_unit { None } else { known(unit, CURRENCIES) }
    })
}

/// The usual spelling of a unit, in any case where that is no other's.
fn known(unit: &str, units: &[&[&'static str]]) -> Option<&'static str> {
    exact(unit, units)
        .or_else(|| only(units, |spelling| spelling.len() > 1 && spelling.eq_ignore_ascii_case(unit)))
}

fn exact(unit: &str, units: &[&[&'static str]]) -> Option<&'static str> {
    only(units, |spelling| spelling == unit)
}

/// The one with a spelling that is as asked.
fn only(units: &[&[&'static str]], is: impl Fn(&str) -> bool) -> Option<&'static str> {
    let mut found = units.iter().filter(|spellings| spellings.iter().any(|spelling| is(spelling)));
    found.next().filter(|_| found.next().is_none()).map(|spellings| spellings[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units() {
        use Rule::*;
        for (text, value, unit, rule) in [
            ("$1,234.50", 1234.5, "$", Currency),
            ("-$5", -5.0, "$", Currency),
            ("$ -5", -5.0, "$", Currency),
            ("€ 12", 12.0, "€", Currency),
            ("12 EUR", 12.0, "€", Currency),
            ("USD 1,000", 1000.0, "$", Currency),
            ("Rs. 500", 500.0, "₹", Currency),
            ("Rs.500", 500.0, "₹", Currency),
            ("12\u{A0}€", 12.0, "€", Currency),
            ("45 %", 45.0, "%", Percent),
            ("-4.5%", -4.5, "%", Percent),
            ("12.5kg", 12.5, "kg", Unit),
            ("3 km", 3.0, "km", Unit),
            ("120 m2", 120.0, "m²", Unit),
            ("20 °C", 20.0, "°C", Unit),
            ("1 day", 1.0, "days", Unit),
            ("5 MW", 5.0, "MW", Unit),
            ("5 mW", 5.0, "mW", Unit),
            ("(1,234)", -1234.0, "", NegativeInBrackets),
            ("($1,234)", -1234.0, "$", Currency),
            ("(0)", 0.0, "", NegativeInBrackets),
        ] {
            assert_eq!(measure(text, b'.'), Some(Measure { value, unit, rule }), "{text}");
        }
        assert_eq!(measure("1.234,50 €", b',').unwrap().value, 1234.5);
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "12",
            "3A",
            "5B",
            "a1",
            "1st",
            "kg",
            "km 3",
            "5 mw",
            "(-5)",
            "--5",
            "-$-5",
            "5k",
            "$1.2M",
            "10+ years",
            "< 1 year",
            "3 km 200 m",
            "5 kg.",
            "()",
            "( )",
            "12:30",
            "$",
            "%",
            "5 %%",
            "5 G",
            "",
        ] {
            assert_eq!(measure(text, b'.'), None, "{text}");
        }
    }

    #[test]
    fn feet_are_no_forints() {
        let unit = |cell: &str| measure(cell, b'.').map(|measured| measured.unit);
        for (cell, read) in [
            ("10 ft", "ft"),
            ("10 FT", "ft"),
            ("10ft", "ft"),
            ("10 Ft", "HUF"),
            ("10 huf", "HUF"),
            ("10 usd", "$"),
        ] {
            assert_eq!(unit(cell), Some(read), "{cell}");
        }
        assert_eq!(unit("ft 10"), None);
    }

    #[test]
    fn every_spelling_is_its_own_unit() {
        let all = || UNITS.iter().chain(CURRENCIES);
        for (spellings, spelling) in
            all().flat_map(|spellings| spellings.iter().map(move |one| (spellings, one)))
        {
            let unit = |text: &str| measure(&format!("1 {text}"), b'.').map(|measured| measured.unit);
            assert_eq!(unit(spelling), Some(spellings[0]), "{spelling}");
            assert_eq!(usual_spelling(spelling), Some(spellings[0]), "{spelling}");
            // In another case it is a unit at all events, if it is not another one in that case.
            for cased in [spelling.to_lowercase(), spelling.to_uppercase()] {
                let is_other = all().any(|others| others.contains(&cased.as_str()) && others != spellings);
                let is_one_of_units = UNITS.contains(spellings);
                let read = unit(&cased);
                if is_one_of_units && !is_other && read.is_some() {
                    assert_eq!(read, Some(spellings[0]), "{cased}");
                }
            }
        }
    }
}
