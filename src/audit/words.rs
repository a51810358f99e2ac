//! Counts and shares as they stand in a sentence.

/// `13,070`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 row`, `2 rows`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A share as a percentage: `12 %`, below ten and above ninety with a decimal: `1.2 %`.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if (10.0..90.0).contains(&percent) { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', 'c' and 4 others`.
pub fn names(all: &[String]) -> String {
    const SHOWN: usize = 3;
    let quoted: Vec<String> = all.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [shown @ .., last] if all.len() <= SHOWN + 1 => format!("{} and {last}", shown.join(", ")),
        // Never a single one: the arm before has it.
        _ => format!("{} and {} others", quoted[..SHOWN].join(", "), all.len() - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!((counted(1, "row"), counted(18_835, "row")), ("1 row".into(), "18,835 rows".into()));
        assert_eq!([0.004, 0.21, 0.996].map(percent), ["0.4 %", "21 %", "99.6 %"]);
        let of = |n: usize| names(&["a", "b", "c", "d", "e"].map(String::from)[..n]);
        assert_eq!(of(1), "'a'");
        assert_eq!(of(2), "'a' and 'b'");
        assert_eq!(of(4), "'a', 'b', 'c' and 'd'");
        assert_eq!(of(5), "'a', 'b', 'c' and 2 others");
    }
}
