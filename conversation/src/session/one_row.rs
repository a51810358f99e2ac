//! One row for the current model: as a person has filled it in, or a row of the table.

use serde::{Deserialize, Serialize};

use super::Event;
use super::conversation::Session;
use perceptab::metrics::ascend;
use perceptab::model::{ModelSummary, RowAnswer};
use perceptab::table::{Column, MISSING, Values};

/// What the current model says of one row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RowPredicted {
    /// The number of the question.
    pub asked: u32,
    /// The cells of the model's fields, in their order.
    pub cells: Vec<String>,
    /// Which row of the table it is and what is right there, as a sentence; empty where it is none.
    pub row: String,
    /// As in [`RowAnswer`].
    pub text: String,
    pub number: Option<f64>,
    pub classes: Vec<(String, f64)>,
    pub notes: Vec<String>,
}

/// Rows that are looked at to know the middle of a column.
const LOOKED_AT: usize = 4_096;

impl Session {
    /// What the page is told of the current model: it is asked about the middle or the commonest value of each column where the
    /// table has them.
    pub(super) fn told_of_model(&self) -> Option<ModelSummary> {
        let mut summary = self.model.as_ref()?.model.summary();
        if let Some((table, _)) = &self.data {
            let columns = table.columns_named(summary.inputs.iter());
            for (field, column) in summary.fields.iter_mut().zip(columns) {
                let common = column.and_then(common);
                field.start = match common {
                    Some(common) if field.is_number || field.levels.contains(&common) => common,
                    _ => continue,
                };
            }
        }
        Some(summary)
    }

    /// Answers at once: a row takes less than a slice of training does. Says nothing where there is no model. `row`: of the table,
    /// as a spreadsheet numbers it; where there is no such one the cells are taken.
    pub(super) fn predict_row(&self, asked: u32, row: Option<usize>, cells: Vec<String>) -> Vec<Event> {
        let Some(current) = &self.model else { return vec![] };
        let (mut cells, row) = row.and_then(|row| self.row_of_table(row)).unwrap_or((cells, String::new()));
        let RowAnswer { text, number, classes, notes } = current.model.predict_row(&cells);
        cells.truncate(perceptab::model::Model::MOST_FIELDS);
        let told = RowPredicted { asked, cells, row, text, number, classes, notes };
        vec![Event::RowPredicted(Box::new(told))]
    }

    /// The cells of the model's columns in a row of the table, those that it lacks missing; and what is right there.
    fn row_of_table(&self, number: usize) -> Option<(Vec<String>, String)> {
        let (table, model) = (&self.data.as_ref()?.0, &self.model.as_ref()?.model);
        let row = number.checked_sub(table.first_row()).filter(|row| *row < table.n_rows)?;
        let names: Vec<String> = model.input_names().map(str::to_string).collect();
        let text = |column: &Column| column.text(row).into_owned();
        let columns = table.columns_named(names.iter()).into_iter();
        let actual = table.column(model.target().name()).map(text).filter(|text| !text.is_empty());
        let was = actual.map_or(String::new(), |actual| format!(", where it was {actual}"));
        Some((
            columns.map(|column| column.map_or(String::new(), text)).collect(),
            format!("Row {number}{was}."),
        ))
    }
}

/// A number in the middle, or a word that no other one is more common than, among some of the rows.
fn common(column: &Column) -> Option<String> {
    match &column.values {
        Values::Numbers(numbers) => {
            let mut some: Vec<f64> = looked_at(numbers).copied().filter(|number| !number.is_nan()).collect();
            ascend(&mut some);
            some.get(some.len() / 2).map(|middle| column.kind.text(*middle))
        }
        Values::Labels(labels) => {
            let mut counts = vec![0usize; labels.levels.len()];
            looked_at(&labels.codes)
                .filter(|code| **code != MISSING)
                .for_each(|code| counts[*code as usize] += 1);
            // Of equally common ones the first.
            let most = counts.iter().copied().max().filter(|most| *most > 0)?;
            counts.iter().position(|count| *count == most).map(|level| labels.levels[level].clone())
        }
    }
}

fn looked_at<T>(values: &[T]) -> impl Iterator<Item = &T> {
    values.iter().step_by(values.len().div_ceil(LOOKED_AT).max(1))
}
