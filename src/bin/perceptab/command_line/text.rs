//! Numbers and columns of text for people.

/// A count with commas between groups of three digits: `18,835`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 row`, `2 rows`.
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// Four significant digits, without needless zeros.
pub fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    if !(1e-4..1e9).contains(&value.abs()) {
        return format!("{value:.3e}");
    }
    if value.fract() == 0.0 {
        return value.to_string();
    }
    let digits = (3 - value.abs().log10().floor() as i32).max(0) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// `0.0216` → `2.16 %`.
pub fn percent(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

/// At most `most` characters on one line.
pub fn short(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(most) {
        None => line,
        Some(_) => line.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// Lines of cells, each column as wide as its widest cell. `right`: which columns stand at their right edge.
pub fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = widths[column];
            line += &if right.contains(&column) {
                format!("{cell:>width$}  ")
            } else {
                format!("{cell:width$}  ")
            };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        assert_eq!([0, 12, 18_835].map(count), ["0", "12", "18,835"]);
        assert_eq!([1, 2].map(|n| counted(n, "row")), ["1 row", "2 rows"]);
        assert_eq!(
            [0.0, 52.99187, 0.000123456, -7.5, 1e12, 100.0].map(number),
            ["0", "52.99", "0.0001235", "-7.5", "1.000e12", "100"]
        );
        assert_eq!(percent(0.021625), "2.16 %");
        assert_eq!(short("abc\ndef", 5), "abc …");
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["a".to_string(), "1".to_string()], vec!["bcd".to_string(), "22".to_string()]];
        assert_eq!(aligned(&rows, &[1]), "a     1\nbcd  22\n");
    }
}
