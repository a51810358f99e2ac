//! What the mutations begin with: tables of every dialect, recipes, and models that the program itself has saved.

use crate::containers;

/// A table as a person may have it.
pub struct Table {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// A column that can be predicted.
    pub target: &'static str,
    /// Between its cells; 0 where it is no text of cells.
    pub delimiter: char,
}

const ROWS: usize = 48;
const NAMES: [&str; 7] = ["id", "size", "hue", "day", "done", "price", "y"];

/// Rows of an identifier, a number, a word, a date, a yes, a price and a number to predict.
fn rows(decimal: char, date: fn(usize) -> String, money: fn(String) -> String) -> Vec<Vec<String>> {
    let number = |value: f64| format!("{value:.2}").replace('.', &decimal.to_string());
    let row = |row: usize| {
        let size = (row * 37 % 101) as f64 / 8.0;
        vec![
            format!("{:05}", row * 7919 % 99_991),
            number(size),
            ["red", "green", "blue", "grey"][row % 4].to_string(),
            date(row),
            ["yes", "no"][row % 3 % 2].to_string(),
            money(number(100.0 + size * 12.5)),
            number(2.0 * size - (row % 5) as f64),
        ]
    };
    std::iter::once(NAMES.map(String::from).to_vec()).chain((0..ROWS).map(row)).collect()
}

fn iso(row: usize) -> String {
    format!("2024-{:02}-{:02}", 1 + row / 28, 1 + row % 28)
}

fn day_first(row: usize) -> String {
    format!("{:02}.{:02}.2023", 1 + row % 28, 1 + row / 28)
}

fn joined(rows: &[Vec<String>], delimiter: char, end: &str) -> String {
    rows.iter().map(|row| row.join(&delimiter.to_string()) + end).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

pub fn tables() -> Vec<Table> {
    let plain = rows('.', iso, |money| money);
    let german = rows(',', day_first, |money| format!("{money} €"));
    let dollars = rows('.', iso, |money| format!("${money}"));
    let comma = joined(&plain, ',', "\n");
    let json: String = plain[1..]
        .iter()
        .map(|row| {
            let cell = |(name, cell): (&&str, &String)| match cell.parse::<f64>() {
                Ok(number) if *name != "id" => format!("\"{name}\":{number}"),
                _ => format!("\"{name}\":\"{cell}\""),
            };
            format!("{{{}}}\n", NAMES.iter().zip(row).map(cell).collect::<Vec<_>>().join(","))
        })
        .collect();
    let quoted: String = plain
        .iter()
        .map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\r\n")
        .collect();
    let table = |name, bytes: &[u8], delimiter| Table { name, bytes: bytes.to_vec(), target: "y", delimiter };
    let mut tables = vec![
        table("comma.csv", comma.as_bytes(), ','),
        table("semicolon.csv", joined(&german, ';', "\r\n").as_bytes(), ';'),
        table("tab.tsv", joined(&dollars, '\t', "\n").as_bytes(), '\t'),
        table("bar.txt", joined(&plain, '|', "\n").as_bytes(), '|'),
        table("quoted.csv", quoted.as_bytes(), ','),
        table("bom.csv", format!("\u{FEFF}{comma}").as_bytes(), ','),
        table("comments.csv", format!("# a remark\n{comma}").as_bytes(), ','),
        table("utf16.csv", &utf16(&joined(&german, ';', "\r\n")), '\0'),
        table("lines.jsonl", json.as_bytes(), '\0'),
        table("packed.csv.gz", &containers::gzip(comma.as_bytes()), '\0'),
        table("packed.zip", &containers::zip(&[("rows.csv", comma.into_bytes())], true), '\0'),
        table("book.xlsx", &containers::zip(&containers::workbook(&plain), false), '\0'),
    ];
    // Words to predict, of few.
    tables.push(Table { target: "hue", ..table("classes.csv", joined(&plain, ',', "\n").as_bytes(), ',') });
    tables
}

/// The cells of the plain table, to build a workbook of.
pub fn cells() -> Vec<Vec<String>> {
    rows('.', iso, |money| money)
}

pub const RECIPES: [&str; 5] = [
    r#"{"format":"perceptab-recipe","target":"y","hidden":[8,4],"epochs":2,"seed":7}"#,
    r#"{"format":"perceptab-recipe","target":"hue","task":"classification","stratify":true,"balance_classes":true,
        "activation":"tanh","solver":"adam","early_stopping":true,"n_iter_no_change":2,"hidden":[6]}"#,
    r#"{"format":"perceptab-recipe","target":"y","solver":"lbfgs","max_fun":20,"loss":"squared-error","hidden":[4],
        "group":"hue","columns":{"id":false,"day":true},"kinds":{"done":"category"}}"#,
    r#"{"format":"perceptab-recipe","target":"price","loss":"huber","huber_delta":1.5,"target_scale":{"divide-by":100},
        "time":"day","layer_activations":["relu","gelu"],"hidden":[6,4],"clip_norm":1.0,"dropout":0.1}"#,
    r##"{"format":"perceptab-recipe","target":"y","reading":{"delimiter":",","decimal":".","header":true,"skip":0,
        "missing":["999"],"comment":"#"},"sample_weight":"size","schedule":"one-cycle","learning_rate":0.01}"##,
];
