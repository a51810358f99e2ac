use super::{Model, Predicted};
use crate::dataset::{Dataset, HeldBack, Part, Targets};
use crate::table::Table;
use crate::training::EpochRecord;

/// The history as CSV, a row for each measured epoch.
pub fn history_csv(history: &[EpochRecord]) -> Vec<u8> {
    let header =
        ["epoch", "train_accuracy", "test_accuracy", "train_loss", "test_loss", "train_r2", "test_r2"];
    let mut csv = Sheet::new(header.map(String::from));
    for record in history {
        let optional = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        csv.row([
            record.epoch.to_string(),
            optional(record.train_accuracy),
            optional(record.test_accuracy),
            record.train_loss.to_string(),
            record.test_loss.to_string(),
            optional(record.train_r2),
            optional(record.test_r2),
        ]);
    }
    csv.finish()
}

/// Every train, validation and test row with its actual and predicted value as CSV, in the order of the file.
///
/// `first_row`: the number that a spreadsheet gives the table's first row.
pub fn predictions_csv(model: &Model, dataset: &Dataset, first_row: usize) -> Vec<u8> {
    let mut header =
        vec!["row".to_string(), "part".to_string(), "actual".to_string(), "predicted".to_string()];
    let classes = matches!(dataset.train.targets, Targets::Classes(_));
    if classes {
        header.extend(["exact".to_string(), "probability".to_string()]);
    } else if dataset.target.is_rounded() {
        header.extend(["rounded".to_string(), "exact".to_string()]);
    }
    let mut csv = Sheet::new(header);
    let mut rows = Vec::new();
    for (name, part) in parts(dataset) {
        let predicted = model.predict(&part.inputs);
        for (place, &row) in part.rows.iter().enumerate() {
            let actual = match &part.targets {
                Targets::Numbers(numbers) => numbers[place].to_string(),
                targets => dataset.target.text(targets, place),
            };
            let answer = dataset.target.text(&predicted.answers, place);
            let mut cells =
                vec![(first_row + row as usize).to_string(), name.to_string(), actual.clone(), answer];
            if classes {
                cells.push((cells[2] == cells[3]).to_string());
                cells.push(format!("{:.6}", predicted.probabilities[place]));
            } else if let (true, Targets::Numbers(numbers)) =
                (dataset.target.is_rounded(), &predicted.answers)
            {
                let rounded = dataset.target.rounded(numbers[place]).to_string();
                let exact = rounded == actual;
                cells.extend([rounded, exact.to_string()]);
            }
            rows.push((row, cells));
        }
    }
    rows.sort_unstable_by_key(|(row, _)| *row);
    for (_, cells) in rows {
        csv.row(cells);
    }
    csv.finish()
}

/// The parts by their names; validation where a column gives it.
fn parts(dataset: &Dataset) -> Vec<(&'static str, &Part)> {
    let mut parts = vec![("train", &dataset.train), ("test", &dataset.test)];
    if let HeldBack::Given(part) = &dataset.validation {
        parts.push(("validation", part));
    }
    parts
}

/// Which part each row was in: the row's number as a spreadsheet shows it, and `train`, `validation` or `test`. What early
/// stopping draws from the training rows is `train`.
pub fn split_csv(dataset: &Dataset, first_row: usize) -> Vec<u8> {
    let of_part = |(name, part): (&'static str, &Part)| {
        part.rows.iter().map(move |&row| (row, name)).collect::<Vec<_>>()
    };
    let mut rows: Vec<(u32, &str)> = parts(dataset).into_iter().flat_map(of_part).collect();
    rows.sort_unstable_by_key(|(row, _)| *row);
    let mut csv = Sheet::new(["row", "part"].map(String::from));
    for (row, name) in rows {
        csv.row([(first_row + row as usize).to_string(), name.to_string()]);
    }
    csv.finish()
}

/// The rows of a table with the model's answers as further columns.
pub fn new_predictions_csv(model: &Model, table: &Table, predicted: &Predicted) -> Vec<u8> {
    let mut header: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    header.push(format!("predicted_{}", model.target.name()));
    if !predicted.probabilities.is_empty() {
        header.push("probability".to_string());
    }
    let mut csv = Sheet::new(header);
    for row in 0..table.n_rows {
        let mut cells: Vec<String> =
            table.columns.iter().map(|column| column.text(row).into_owned()).collect();
        cells.push(model.target.text(&predicted.answers, row));
        cells.extend(predicted.probabilities.get(row).map(|probability| format!("{probability:.6}")));
        csv.row(cells);
    }
    csv.finish()
}

/// A CSV that is safe to open in a spreadsheet.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    pub fn new(header: impl IntoIterator<Item = String>) -> Sheet {
        let mut sheet = Sheet(csv::Writer::from_writer(Vec::new()));
        sheet.row(header);
        sheet
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // Writing to memory does not fail, and every row has the header's length.
        let _ = self.0.write_record(cells.into_iter().map(safe));
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// A spreadsheet takes a cell that begins with one of = + - @ for a formula: an apostrophe before it keeps it text.
/// Numbers stay as they are.
fn safe(cell: String) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_made_text() {
        assert_eq!(safe("=1+2".into()), "'=1+2");
        assert_eq!(safe("@sum".into()), "'@sum");
        assert_eq!(safe("-5.25".into()), "-5.25");
        assert_eq!(safe("-x".into()), "'-x");
        assert_eq!(safe("plain".into()), "plain");
    }

    #[test]
    fn a_history_reads_back() {
        let record = EpochRecord { epoch: 10, train_loss: 0.5, test_loss: 0.25, ..EpochRecord::default() };
        let text = String::from_utf8(history_csv(&[record])).unwrap();
        assert_eq!(text.lines().nth(1), Some("10,,,0.5,0.25,,"));
    }
}
