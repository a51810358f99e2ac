use super::Predicted;
use super::guard::guarded;
use crate::dataset::{Dataset, HeldBack, Part, Targets, exact_text};
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
/// `first_row`: the number that a spreadsheet gives the table's first row; `predict`: gives the answers for the rows of a part.
pub fn predictions_csv(
    dataset: &Dataset,
    first_row: usize,
    predict: &mut dyn FnMut(&Part) -> Predicted,
) -> Vec<u8> {
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
        let predicted = predict(part);
        for (place, &row) in part.rows.iter().enumerate() {
            let actual = match &part.targets {
                // Plus 0: there is one zero.
                Targets::Numbers(numbers) => exact_text(numbers[place] + 0.0),
                targets => dataset.target.text(targets, place),
            };
            let answer = dataset.target.exact_text(&predicted.answers, place);
            let mut cells =
                vec![(first_row + row as usize).to_string(), name.to_string(), actual.clone(), answer];
            if classes {
                cells.push((cells[2] == cells[3]).to_string());
                cells.push(exact_text(predicted.probabilities[place]));
            } else if let (true, Targets::Numbers(numbers)) =
                (dataset.target.is_rounded(), &predicted.answers)
            {
                let rounded = exact_text(dataset.target.rounded(numbers[place]));
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
        let safe = |cell: String| guarded(&cell).into_owned();
        let _ = self.0.write_record(cells.into_iter().map(safe));
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_reads_back() {
        let record = EpochRecord { epoch: 10, train_loss: 0.5, test_loss: 0.25, ..EpochRecord::default() };
        let text = String::from_utf8(history_csv(&[record])).unwrap();
        assert_eq!(text.lines().nth(1), Some("10,,,0.5,0.25,,"));
    }
}
