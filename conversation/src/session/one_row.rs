//! One row for the current model: as a person has filled it in, or a row of the table.

use serde::{Deserialize, Serialize};

use super::Event;
use super::conversation::Session;
use perceptab::model::{ModelSummary, RowAnswer};
use perceptab::table::{Column, Labels, MISSING, Values};

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

impl Session {
    /// What the page is told of the current model: it asks for the commonest word of each column first, and for whole
    /// numbers, where the table has them.
    pub(super) fn model_summary(&self) -> Option<ModelSummary> {
        let mut summary = self.model.as_ref()?.model.summary();
        if let Some((table, _)) = &self.data {
            let columns = table.columns_named(summary.inputs.iter());
            for (field, column) in summary.fields.iter_mut().zip(columns) {
                match column.map(|column| &column.values) {
                    Some(Values::Labels(labels)) => {
                        let known = common(labels).filter(|common| field.levels.contains(common));
                        field.start = known.unwrap_or(std::mem::take(&mut field.start));
                    }
                    Some(Values::Numbers(_)) if field.is_number && column.is_some_and(Column::is_whole) => {
                        let whole = field.start.parse::<f64>().ok().map(|middle| middle.round().to_string());
                        field.start = whole.unwrap_or(std::mem::take(&mut field.start));
                    }
                    _ => {}
                }
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

/// The first of the words that no other is more common than.
fn common(labels: &Labels) -> Option<String> {
    let mut counts = vec![0usize; labels.levels.len()];
    labels.codes.iter().filter(|code| **code != MISSING).for_each(|code| counts[*code as usize] += 1);
    let most = *counts.iter().max()?;
    counts.iter().position(|count| *count == most).map(|level| labels.levels[level].clone())
}
