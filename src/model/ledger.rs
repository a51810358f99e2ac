use super::export::{LINE, LINES, Sheet};
use crate::dataset::{Encoder, Encoding};
use crate::pace::{Pace, at_once};
use crate::table::{Change, Column, Rule, Table};

/// Lines of cells that are written; a spreadsheet takes 1,048,576.
const MOST_LINES: usize = 1_000_000;

/// Every cell that was not taken as it stood as CSV: row (as a spreadsheet numbers it), column, before, after, rule.
///
/// First what is said of rows and names, then cell by cell, by column and row. With the encoder of a run, a missing cell of
/// its inputs has what the run took it for in `after`, under the rule `imputed`. A last line counts what is left out.
pub fn ledger_csv(table: &Table, encoder: Option<&Encoder>) -> Vec<u8> {
    at_once(async |pace| ledger_csv_in_steps(table, encoder, pace).await)
}

/// [`ledger_csv`] in steps. A person is told of the lines.
pub async fn ledger_csv_in_steps(table: &Table, encoder: Option<&Encoder>, pace: &Pace) -> Vec<u8> {
    let all: usize = table.changes.counts().iter().map(|count| count.count).sum();
    let told = all.min(MOST_LINES);
    pace.tell(0, told);
    let mut csv = Sheet::new(["row", "column", "before", "after", "rule"].map(String::from));
    let is_of_cells = |rule: &str| Rule::ALL.iter().any(|known| known.name() == rule);
    let mut lines = 0;
    // At most some thousand.
    for warning in table.warnings.iter().filter(|warning| !is_of_cells(&warning.rule)) {
        let (column, rule) = (warning.column.clone(), warning.rule.clone());
        csv.row([warning.row.to_string(), column, String::new(), String::new(), rule]);
        lines += 1;
    }
    for (place, column) in table.columns.iter().enumerate() {
        let lines_left = MOST_LINES.saturating_sub(lines);
        let paced = Paced { pace, before: lines, of: told };
        lines += column_lines(&mut csv, table, place, column, encoder, lines_left, paced).await;
    }
    if all > lines {
        let rest = format!("{} more are counted and not listed", all - lines);
        csv.row([String::new(), String::new(), String::new(), String::new(), rest]);
    }
    csv.finish()
}

/// What a column's lines are told by: how many were written before, and of how many.
struct Paced<'p> {
    pace: &'p Pace,
    before: usize,
    of: usize,
}

/// At most `most` lines of one column; returns how many.
async fn column_lines(
    csv: &mut Sheet,
    table: &Table,
    place: usize,
    column: &Column,
    encoder: Option<&Encoder>,
    most: usize,
    paced: Paced<'_>,
) -> usize {
    let fitted = encoder.and_then(|encoder| encoder.columns.iter().find(|fitted| fitted.name == column.name));
    let fill = fitted.map(|fitted| fitted.fill_text()).unwrap_or_default();
    // A missing word is a level or none: nothing stands in for it.
    let is_imputed = fitted.is_some_and(|fitted| !matches!(fitted.encoding, Encoding::OneHot { .. }));
    let first_row = table.first_row();
    let mut changes = table.changes.of(place).peekable();
    let mut lines = 0;
    let mut row = 0;
    let mut operations = 0;
    while lines < most && row < table.n_rows {
        operations += 1;
        if operations >= LINES * LINE {
            paced.pace.tell(paced.before + lines, paced.of);
            paced.pace.after(std::mem::take(&mut operations)).await;
        }
        let missing = column.is_missing(row);
        let change = changes.next_if(|change| change.row == row);
        if change.is_none() && !missing {
            // Columns without missing cells are not walked through.
            row = match changes.peek() {
                Some(next) if column.missing == 0 => next.row,
                None if column.missing == 0 => break,
                _ => row + 1,
            };
            continue;
        }
        let change = change.unwrap_or(Change { row, before: "", rule: Rule::Missing });
        let after = if missing { fill.clone() } else { column.text(row).into_owned() };
        let rule = match change.rule {
            Rule::Missing | Rule::MissingMarker if is_imputed => "imputed",
            rule => rule.name(),
        };
        let line = [(first_row + row).to_string(), column.name.clone(), change.before.to_string(), after];
        csv.row(line.into_iter().chain([rule.to_string()]));
        lines += 1;
        operations += LINE;
        // A cell may have been changed twice.
        row += usize::from(changes.peek().is_none_or(|next| next.row > row));
    }
    paced.pace.after(operations).await;
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Plan, Task};
    use crate::table::Reader;

    fn read(text: &str) -> Table {
        let mut reader = Reader::new("test.csv");
        reader.push(text.as_bytes()).and_then(|()| reader.finish()).unwrap()
    }

    fn lines(table: &Table, encoder: Option<&Encoder>) -> Vec<String> {
        String::from_utf8(ledger_csv(table, encoder)).unwrap().lines().skip(1).map(String::from).collect()
    }

    fn fit(table: &Table, rows: &[u32]) -> Encoder {
        let columns: Vec<&Column> = table.columns.iter().collect();
        Encoder::fit(&columns, rows, &Plan::new("y", Task::Regression, &[]), '.')
    }

    #[test]
    fn each_cell_with_what_became_of_it() {
        let table =
            read("a,b,when\n1,\"$1,200\",2024-05-01\nNA,$7,2024-05-03\n,=x,2024-05-05\n4,$5\n9,$6,soon\n");
        assert_eq!(
            lines(&table, None),
            [
                "5,,,,ragged-row",
                "3,a,NA,,missing-marker",
                "4,a,,,missing",
                "2,b,\"$1,200\",1200,currency",
                "3,b,$7,7,currency",
                "4,b,'=x,,not-a-number",
                "5,b,$5,5,currency",
                "6,b,$6,6,currency",
                "5,when,,,missing",
                "6,when,soon,,not-a-date",
            ]
        );
        // Over the first three rows: a is 1, b (1200 + 7) / 2, the dates' mean is the second of May.
        let plan = Plan::new("y", Task::Regression, &[]);
        let encoder = Encoder::fit(&table.columns.iter().collect::<Vec<_>>(), &[0, 1], &plan, '.');
        let with = lines(&table, Some(&encoder));
        assert_eq!(with[1..3], ["3,a,NA,1,imputed", "4,a,,1,imputed"]);
        assert_eq!(with[5], "4,b,'=x,603.5,not-a-number");
        assert_eq!(with[8..], ["5,when,,2024-05-02,imputed", "6,when,soon,2024-05-02,not-a-date"]);
    }

    #[test]
    fn a_missing_word_is_not_imputed() {
        let table = read(&format!("w,x\n{}NA,1\n", "a,1\nb,2\n".repeat(5)));
        let encoder = fit(&table, &[0, 1, 10]);
        assert_eq!(
            lines(&table, Some(&encoder)),
            ["12,w,NA,\"missing, as a level of its own\",missing-marker"]
        );
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let rows = MOST_LINES + 7;
        let table = read(&format!("a,b\n1,2\n2,3\n{}", "1,\n".repeat(rows)));
        let lines = lines(&table, None);
        assert_eq!(lines.len(), MOST_LINES + 1);
        assert_eq!(lines[MOST_LINES], ",,,,7 more are counted and not listed");
    }
}
