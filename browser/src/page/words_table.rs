use super::node::{Element, el};

/// Classes of a cell, by its tone; the first of nothing.
pub const TONES: [&str; 5] = ["muted", "tone t1", "tone t2", "tone t3", "tone t4"];

/// A table of words: the head, then the rows, each headed by its first cell.
pub fn words_table(rows: &[Vec<String>]) -> Element {
    toned_table(rows, &[])
}

/// The same, each cell with its tone, row by row; those without any have none.
pub fn toned_table(rows: &[Vec<String>], tones: &[u32]) -> Element {
    let mut tones = tones.iter();
    let (mut head, mut body) = (el("thead"), el("tbody"));
    for (row, cells) in rows.iter().enumerate() {
        let mut line = el("tr");
        for (column, words) in cells.iter().enumerate() {
            let cell = match (row, column) {
                (0, 0) if words.is_empty() => el("td"),
                (0, _) => el("th").attr("scope", "col").text(words.clone()),
                (_, 0) => el("th").attr("scope", "row").text(words.clone()),
                _ => {
                    let tone = tones.next().map_or("", |tone| TONES[*tone as usize]);
                    let class = if row == column { "numbers own" } else { "numbers" };
                    el("td").class(class).child(el("span").class(tone).text(words.clone()))
                }
            };
            line = line.child(cell);
        }
        if row == 0 {
            head = head.child(line);
        } else {
            body = body.child(line);
        }
    }
    el("table").class("words").child(head).child(body)
}
