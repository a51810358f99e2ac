//! Columns of text for people; numbers are written as the page writes them, by `format`.

/// Without what a terminal obeys or that turns the reading direction: names and cells are other people's, and one of
/// them may hold anything. Line ends stay.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && is_command(c) { '\u{FFFD}' } else { c }).collect()
}

/// The same of JSON, where such characters stand in strings only and have an escape.
pub fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match is_command(c) && c != '\n' {
            true => text += &format!("\\u{:04x}", u32::from(c)),
            false => text.push(c),
        }
    }
    text
}

fn is_command(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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
    fn long_cells_are_cut() {
        assert_eq!(short("abc\ndef", 5), "abc …");
        assert_eq!(short("abc", 3), "abc");
    }

    #[test]
    fn what_a_terminal_obeys_is_taken_out_or_escaped() {
        assert_eq!(harmless("a\0\u{1B}[31mb\n\u{202E}c"), "a\u{FFFD}\u{FFFD}[31mb\n\u{FFFD}c");
        assert_eq!(escaped("{\"a\u{7F}\u{9B}\":\"\u{202E}\"}"), "{\"a\\u007f\\u009b\":\"\\u202e\"}");
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["a".to_string(), "1".to_string()], vec!["bcd".to_string(), "22".to_string()]];
        assert_eq!(aligned(&rows, &[1]), "a     1\nbcd  22\n");
    }
}
