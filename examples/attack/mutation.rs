//! What is done to a file: to its bytes, to its lines and cells, to its names and numbers.

use perceptab::model::container;
use serde_json::Value;

use crate::chance::Chance;
use crate::containers;
use crate::seeds::{self, Table};

/// Cells that have been trouble somewhere.
const CELLS: [&str; 44] = [
    "1e999",
    "-1e999",
    "1e308",
    "-1e308",
    "1e-320",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "9007199254740993",
    "1E5",
    "00037",
    "+4917",
    "0x1F",
    "1.500",
    "1,500",
    "1.500,25",
    "50%",
    "1.50 m",
    "300 cm",
    "€ 3,50",
    "$1,000",
    "(5)",
    "-",
    "+",
    "NA",
    "null",
    "",
    " ",
    "\"",
    "'",
    "\"\"",
    "=1+1",
    "@SUM(A1)",
    "＝1",
    "\u{a0}=1",
    "03/11/2023",
    "2024-02-30",
    "99999-12-31",
    "25:61",
    "\u{202e}abc",
    "\0",
    "true",
];
/// What may stand where a number stood.
const NUMBERS: [&str; 18] = [
    "1e999",
    "-1e999",
    "NaN",
    "1e308",
    "-1e308",
    "3.5e38",
    "1e-300",
    "0",
    "-1",
    "-0.0",
    "0.5",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "999999999999999999999999",
    "null",
    "\"x\"",
    "[]",
];
const BYTES: [&[u8]; 14] = [
    b"\0",
    b"\xEF\xBB\xBF",
    b"\"",
    b"'",
    b"\r",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\xFF",
    b"\xE2\x80\xAE",
    b"\x1B[31m",
    b"=1+1",
];
/// Larger files tell nothing more.
const MOST_BYTES: usize = 4 << 20;

pub fn mutated_table(table: &Table, others: &[Table], chance: &mut Chance) -> Vec<u8> {
    if chance.once_in(400) {
        return bomb(chance);
    }
    let bytes = match table.name {
        "book.xlsx" if !chance.once_in(4) => workbook(chance),
        "packed.csv.gz" if !chance.once_in(4) => containers::gzip(&mutated_text(&others[0], chance)),
        "packed.zip" if !chance.once_in(4) => {
            containers::zip(&[("rows.csv", mutated_text(&others[0], chance))], chance.once_in(2))
        }
        "lines.jsonl" => mutated_json(&String::from_utf8_lossy(&table.bytes), chance),
        _ if table.delimiter != '\0' => mutated_text(table, chance),
        _ => table.bytes.clone(),
    };
    match chance.below(3) {
        0 => {
            let other = chance.one(others);
            mutated_bytes(bytes, &other.bytes, chance)
        }
        _ => bytes,
    }
}

/// A small file that unpacks to very much.
fn bomb(chance: &mut Chance) -> Vec<u8> {
    let size = 1 << (16 + chance.below(11));
    let inner = chance.of(b",0\n\" a");
    let mut bytes = b"a,b\n1,2\n".to_vec();
    bytes.resize(size, inner);
    match chance.below(2) {
        0 => containers::gzip(&bytes),
        _ => containers::zip(&[("rows.csv", bytes)], true),
    }
}

fn workbook(chance: &mut Chance) -> Vec<u8> {
    const MARKS: [(&str, &str); 10] = [
        ("r=\"A2\"", "r=\"XFD1048576\""),
        ("r=\"B3\"", "r=\"ZZZZ99999999\""),
        ("<row r=\"2\">", "<row r=\"1048576\">"),
        ("<v>", "<f>1/0</f><v>"),
        ("t=\"inlineStr\"", "t=\"e\""),
        ("t=\"inlineStr\"", "t=\"s\""),
        ("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>"),
        ("sheet1.xml", "../../sheet1.xml"),
        ("name=\"Rows\"", "name=\"\""),
        ("</row>", ""),
    ];
    let mut parts = containers::workbook(&seeds::cells());
    for _ in 0..chance.few(4) {
        let place = if chance.once_in(3) { chance.below(parts.len()) } else { parts.len() - 1 };
        let part = &mut parts[place].1;
        let text = String::from_utf8_lossy(part).into_owned();
        *part = match chance.below(4) {
            0 => mutated_bytes(text.into_bytes(), b"<c r=\"A1\"><v>1</v></c>", chance),
            1 => number_replaced(&text, chance).into_bytes(),
            _ => {
                let (from, to) = chance.of(&MARKS);
                text.replacen(from, to, chance.few(3)).into_bytes()
            }
        };
    }
    containers::zip(&parts, chance.once_in(2))
}

/// Lines and cells of a text; the text stays one mostly.
fn mutated_text(table: &Table, chance: &mut Chance) -> Vec<u8> {
    let text = String::from_utf8_lossy(&table.bytes).into_owned();
    let mut delimiter = table.delimiter.to_string();
    let mut rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(table.delimiter).map(String::from).collect()).collect();
    let mut end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for _ in 0..chance.few(12) {
        if rows.is_empty() {
            break;
        }
        let row = if chance.once_in(5) { 0 } else { chance.below(rows.len()) };
        let width = rows[row].len();
        let column = chance.below(width);
        let cell = chance.of(&CELLS).to_string();
        match chance.below(16) {
            0..=4 if width > 0 => rows[row][column] = cell,
            5 => rows
                .iter_mut()
                .filter(|cells| column < cells.len())
                .for_each(|cells| cells[column] = cell.clone()),
            6 => {
                rows.remove(row);
            }
            7 => {
                let copy = rows[row].clone();
                let times = chance.few(2_000);
                rows.splice(row..row, std::iter::repeat_n(copy, times));
            }
            8 if width > 0 => {
                rows[row].remove(column);
            }
            9 => rows[row].extend(std::iter::repeat_n(cell, 1 + chance.below(40))),
            10 => rows[row] = vec![cell],
            11 if width > 0 => {
                rows[row][column] = chance.of(&["y", "predicted_y", "", "a\nb", "id"]).to_string()
            }
            12 if width > 0 => rows[row][column] = "n".repeat(1 + chance.below(70_000)),
            13 => rows.swap(row, 0),
            14 => delimiter = chance.of(&[",", ";", "\t", "|", " ", "^", ", "]).to_string(),
            15 => end = chance.of(&["\n", "\r\n", "\r", "\n\n"]),
            _ => rows.truncate(row),
        }
    }
    let mut lines: String = rows.iter().map(|row| row.join(&delimiter) + end).collect();
    if chance.once_in(6) {
        lines.truncate(lines.trim_end().len());
    }
    lines.into_bytes()
}

/// Bytes of any file.
pub fn mutated_bytes(mut bytes: Vec<u8>, other: &[u8], chance: &mut Chance) -> Vec<u8> {
    for _ in 0..chance.few(16) {
        let place = chance.below(bytes.len());
        let reach = chance.few(200).min(bytes.len() - place.min(bytes.len()));
        match chance.below(9) {
            0 | 1 if !bytes.is_empty() => bytes[place] ^= 1 << chance.below(8),
            2 if !bytes.is_empty() => bytes[place] = chance.below(256) as u8,
            3 | 4 => {
                let new = chance.of(&BYTES).to_vec();
                bytes.splice(place..place, new);
            }
            5 => {
                bytes.drain(place..place + reach);
            }
            6 => {
                let copy = bytes[place..place + reach].to_vec();
                bytes.splice(place..place, copy);
            }
            7 if chance.once_in(3) => bytes.truncate(place),
            8 => {
                let from = chance.below(other.len());
                let reach = chance.few(400).min(other.len() - from);
                bytes.splice(place..place, other[from..from + reach].to_vec());
            }
            _ => {}
        }
    }
    bytes.truncate(MOST_BYTES);
    bytes
}

/// A recipe, a model or rows of JSON: by its numbers as they are written, by its names and values, or by its bytes.
pub fn mutated_json(text: &str, chance: &mut Chance) -> Vec<u8> {
    let mut text = text.to_string();
    for _ in 0..chance.few(4) {
        text = match chance.below(6) {
            0 | 1 => number_replaced(&text, chance),
            2 => return mutated_bytes(text.into_bytes(), b"{\"format\":\"perceptab-model\",[[[[", chance),
            3 if chance.once_in(8) => format!("{}{text}", "[".repeat(chance.few(200_000))),
            _ => value_changed(&text, chance),
        };
    }
    text.into_bytes()
}

/// A model whose sections are another's, under a checksum that fits: so the mutation gets behind it.
pub fn mutated_model(model: &[u8], chance: &mut Chance) -> Vec<u8> {
    let Ok(mut sections) = container::read(model) else { return model.to_vec() };
    let place = chance.below(sections.len());
    let section = &mut sections[place];
    let content = match chance.below(8) {
        0 => mutated_bytes(section.content.as_bytes().to_vec(), b"[[[[", chance),
        _ => mutated_json(&section.content, chance),
    };
    section.content = String::from_utf8_lossy(&content).into_owned().into();
    match chance.below(12) {
        0 => section.name = "later".into(),
        1 => section.required = !section.required,
        2 => drop(sections.remove(place)),
        3 => sections.extend(sections.clone()),
        _ => {}
    }
    container::write(&sections).unwrap_or_default()
}

/// One number becomes another, which need not be one.
fn number_replaced(text: &str, chance: &mut Chance) -> String {
    let is_digit = |place: usize| text.as_bytes()[place].is_ascii_digit();
    let mut begin = chance.below(text.len());
    while begin < text.len() && !is_digit(begin) {
        begin += 1;
    }
    while begin > 0 && begin < text.len() && is_digit(begin - 1) {
        begin -= 1;
    }
    let end = begin
        + text[begin.min(text.len())..].bytes().take_while(|byte| b"0123456789.eE+-".contains(byte)).count();
    match text.get(begin..end) {
        Some(_) => format!("{}{}{}", &text[..begin], chance.of(&NUMBERS), &text[end..]),
        None => text.to_string(),
    }
}

/// One value of a JSON text goes, comes twice, gets another name, or becomes something else.
fn value_changed(text: &str, chance: &mut Chance) -> String {
    // Of rows of JSON one line.
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > 1 && serde_json::from_str::<Value>(text).is_err() {
        let mut lines: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
        let place = chance.below(lines.len());
        lines[place] = value_changed(&lines[place].clone(), chance);
        return lines.join("\n") + "\n";
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return text.to_string() };
    changed_within(&mut value, chance);
    serde_json::to_string(&value).unwrap_or_default()
}

/// Somewhere in a value, at some depth.
fn changed_within(value: &mut Value, chance: &mut Chance) {
    let inner: Vec<&mut Value> = match value {
        Value::Array(values) if !chance.once_in(4) => values.iter_mut().collect(),
        Value::Object(map) if !chance.once_in(4) => map.values_mut().collect(),
        _ => Vec::new(),
    };
    let place = chance.below(inner.len());
    match inner.into_iter().nth(place) {
        Some(inner) => changed_within(inner, chance),
        None => change(value, chance),
    }
}

fn change(value: &mut Value, chance: &mut Chance) {
    match value {
        Value::Array(values) if !values.is_empty() && !chance.once_in(5) => {
            let place = chance.below(values.len());
            match chance.below(4) {
                0 => {
                    values.remove(place);
                }
                1 => values.insert(place, values[place].clone()),
                2 => values.reverse(),
                _ => values.truncate(place),
            }
        }
        Value::Object(map) if !map.is_empty() && !chance.once_in(5) => {
            let place = chance.below(map.len());
            let Some(name) = map.keys().nth(place).cloned() else { return };
            let held = map.remove(&name).unwrap_or_default();
            match chance.below(3) {
                0 => {}
                1 => {
                    map.insert(format!("{name}s"), held);
                }
                _ => {
                    map.insert(name, Value::Array(vec![held.clone(), held]));
                }
            }
        }
        other => {
            let values =
                ["null", "true", "0", "-1", "1e308", "0.5", "\"x\"", "\"\"", "[]", "{}", "[[0]]", "1000000"];
            *other = serde_json::from_str(chance.of(&values)).unwrap_or_default();
        }
    }
}
