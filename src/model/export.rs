use super::guard::guarded;
use super::{Outputs, Predicted};
use crate::dataset::{Dataset, HeldBack, Part, Targets, exact_text};
use crate::pace::Pace;
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

/// Operations that a line takes to be written, an operation being what one cell of a table takes to be looked at, and lines
/// between two words about what was done.
pub(super) const LINE: usize = 32;
pub(super) const LINES: usize = 512;

/// Every train, validation and test row with its actual and predicted value as CSV, in the order of the file.
///
/// `first_row`: the number that a spreadsheet gives the table's first row; `outputs`: hands on the outputs for the rows of a part,
/// chunk by chunk. A person is told of the rows, each of which counts half when it is answered and half when it is written.
pub async fn predictions_csv(
    dataset: &Dataset,
    first_row: usize,
    mut outputs: impl AsyncFnMut(&Part, &mut dyn FnMut(&Outputs)),
    pace: &Pace,
) -> Vec<u8> {
    let mut header =
        vec!["row".to_string(), "part".to_string(), "actual".to_string(), "predicted".to_string()];
    let classes = matches!(dataset.train.targets, Targets::Classes(_));
    if classes {
        header.extend(["exact".to_string(), "probability".to_string()]);
    } else if dataset.target.is_rounded() {
        header.extend(["rounded".to_string(), "exact".to_string()]);
    }
    let parts = parts(dataset);
    let all: usize = parts.iter().map(|(_, part)| part.rows.len()).sum();
    let mut answered = 0;
    let mut predicted = Vec::with_capacity(parts.len());
    for (_, part) in &parts {
        let mut of_part = Predicted::none(&dataset.target, part.rows.len());
        let take = &mut |some: &Outputs| {
            of_part.append(some);
            answered += some.n_rows();
            pace.tell(answered / 2, all);
        };
        outputs(part, take).await;
        predicted.push(of_part);
    }
    let mut csv = Sheet::new(header);
    let mut written = 0;
    let rows = InOrder::of(&parts);
    for (part, place, row) in rows {
        let ((name, part), predicted) = (parts[part], &predicted[part]);
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
        } else if let (true, Targets::Numbers(numbers)) = (dataset.target.is_rounded(), &predicted.answers) {
            let rounded = exact_text(dataset.target.rounded(numbers[place]));
            let exact = rounded == actual;
            cells.extend([rounded, exact.to_string()]);
        }
        csv.row(cells);
        written += 1;
        if written % LINES == 0 {
            pace.tell((all + written) / 2, all);
            pace.after(LINES * LINE).await;
        }
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

/// The rows of all parts in the order of the file: which part's, its place there, and its number. Those of each part ascend.
struct InOrder<'a> {
    rows: Vec<&'a [u32]>,
    next: Vec<usize>,
}

impl<'a> InOrder<'a> {
    fn of(parts: &[(&'static str, &'a Part)]) -> InOrder<'a> {
        InOrder { rows: parts.iter().map(|(_, part)| &part.rows[..]).collect(), next: vec![0; parts.len()] }
    }
}

impl Iterator for InOrder<'_> {
    type Item = (usize, usize, u32);

    fn next(&mut self) -> Option<(usize, usize, u32)> {
        let heads = self.rows.iter().zip(&self.next).enumerate();
        let heads = heads.filter_map(|(part, (rows, &next))| rows.get(next).map(|&row| (part, next, row)));
        let first = heads.min_by_key(|(_, _, row)| *row)?;
        self.next[first.0] += 1;
        Some(first)
    }
}

/// Which part each row was in: the row's number as a spreadsheet shows it, and `train`, `validation` or `test`. What early
/// stopping draws from the training rows is `train`. A person is told of the rows.
pub async fn split_csv(dataset: &Dataset, first_row: usize, pace: &Pace) -> Vec<u8> {
    let parts = parts(dataset);
    let all: usize = parts.iter().map(|(_, part)| part.rows.len()).sum();
    let mut csv = Sheet::new(["row", "part"].map(String::from));
    for (written, (part, _, row)) in InOrder::of(&parts).enumerate() {
        if written > 0 && written % LINES == 0 {
            pace.tell(written, all);
            pace.after(LINES * LINE / 4).await;
        }
        csv.row([(first_row + row as usize).to_string(), parts[part].0.to_string()]);
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
