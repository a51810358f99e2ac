use std::path::Path;

use perceptab::session::format::{count, counted, number};
use perceptab::table::{ColumnSummary, Kind, ReadError, Reader, Table, TableSummary};
use serde_json::json;

use super::driver::{each_piece, file_name, file_size, push};
use super::text::{aligned, short};
use super::{Failure, print};

const WARNINGS_SHOWN: usize = 20;

/// `perceptab inspect FILE [--json]`
pub fn inspect(path: &Path, json: bool) -> Result<(), Failure> {
    let name = file_name(path);
    let refused = |error: ReadError| Failure::Failed(format!("'{name}' can't be used. {error}"));
    let mut reader = Reader::new(&name);
    let size = file_size(path);
    each_piece(path, None, |piece| push(&mut reader, piece, size).map_err(refused))?;
    let table = reader.finish().map_err(refused)?;
    if json { print(&format!("{}\n", as_json(&table))) } else { print(&as_text(&table)) }
}

/// The summary, with every warning that was kept.
fn as_json(table: &Table) -> String {
    let summary = TableSummary { warnings: table.warnings.clone(), ..table.summary() };
    serde_json::to_string(&summary).unwrap_or_default()
}

fn as_text(table: &Table) -> String {
    let summary = table.summary();
    let delimiter = match summary.dialect.delimiter {
        '\t' => "tab".to_string(),
        delimiter => format!("'{delimiter}'"),
    };
    let mut text = format!(
        "{}: {}, {}, {}\n{}, delimiter {delimiter}, decimal mark '{}', {}\n\n",
        summary.name,
        counted(summary.rows, "row"),
        counted(summary.columns.len(), "column"),
        counted(summary.duplicates, "repeated row"),
        summary.encoding,
        summary.dialect.decimal,
        if summary.header { "names in the first row" } else { "no names: they were made up" },
    );
    let head = ["column", "kind", "missing", "distinct", "values"].map(String::from).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(summary.columns.iter().map(column)).collect();
    text += &aligned(&rows, &[2, 3]);
    text + &warnings(table, &summary)
}

fn column(column: &ColumnSummary) -> Vec<String> {
    let values = match (column.kind, column.min, column.max, column.mean) {
        (Kind::Numeric, Some(min), Some(max), Some(mean)) => {
            format!("{} to {}, mean {}", number(min, 4), number(max, 4), number(mean, 4))
        }
        (Kind::Category | Kind::Boolean | Kind::Constant, ..) if !column.commonest.is_empty() => {
            let commonest =
                column.commonest.iter().map(|(value, n)| format!("{} ({})", short(value, 20), count(*n)));
            let more = if column.distinct > column.commonest.len() { ", …" } else { "" };
            commonest.collect::<Vec<_>>().join(", ") + more
        }
        _ => column.reason.clone(),
    };
    let kind = json!(column.kind).as_str().unwrap_or_default().to_string();
    vec![short(&column.name, 32), kind, count(column.missing), count(column.distinct), values]
}

fn warnings(table: &Table, summary: &TableSummary) -> String {
    if summary.n_warnings == 0 {
        return String::new();
    }
    let mut text = format!("\n{}:\n", counted(summary.n_warnings, "warning"));
    for warning in table.warnings.iter().take(WARNINGS_SHOWN) {
        text += &format!("  {}\n", warning.message);
    }
    if summary.n_warnings > WARNINGS_SHOWN {
        text += &format!("  … and {} more (--json lists them)\n", count(summary.n_warnings - WARNINGS_SHOWN));
    }
    text
}
