//! Columns of text for people; numbers are written as the page writes them, by `session::format`.

/// Without control characters but line ends: a name in a file is not to give orders to a terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
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
    fn nothing_gives_orders_to_a_terminal() {
        assert_eq!(printable("a\u{1b}[2J\0\u{7f}\u{9b}b\nc"), "a [2J   b\nc");
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(short("abc\ndef", 5), "abc …");
        assert_eq!(short("abc", 3), "abc");
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["a".to_string(), "1".to_string()], vec!["bcd".to_string(), "22".to_string()]];
        assert_eq!(aligned(&rows, &[1]), "a     1\nbcd  22\n");
    }
}
