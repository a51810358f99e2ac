//! One row for the current model: as a person has filled it in, or a row of the table.

use serde::{Deserialize, Serialize};

use super::Event;
use super::conversation::Session;
use perceptab::model::RowAnswer;

/// What the current model says of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowPredicted {
    /// The number of the question.
    pub asked: u32,
    /// Of the table, counted from 0; `None`: the row is nobody's.
    pub row: Option<usize>,
    /// The cells of the model's columns, in their order.
    pub cells: Vec<String>,
    /// What the table has in the column that is predicted, where the row is of it.
    pub actual: Option<String>,
    pub answer: RowAnswer,
}

impl Session {
    /// Answers at once: a row takes less than a slice of training does. Says nothing where there is no model.
    pub(super) fn predict_row(&self, asked: u32, row: Option<usize>, cells: Vec<String>) -> Vec<Event> {
        let Some(current) = &self.model else { return vec![] };
        let of_table = row.and_then(|row| self.row_of_table(row));
        let is_of_table = of_table.is_some();
        let (cells, actual) = of_table.unwrap_or((cells, None));
        let answer = current.model.predict_row(&cells);
        let row = row.filter(|_| is_of_table);
        vec![Event::RowPredicted(Box::new(RowPredicted { asked, row, cells, actual, answer }))]
    }

    /// The cells of the model's columns in a row of the table, and the target's; a column that the table lacks is missing.
    fn row_of_table(&self, row: usize) -> Option<(Vec<String>, Option<String>)> {
        let (table, model) = (&self.data.as_ref()?.0, &self.model.as_ref()?.model);
        if row >= table.n_rows {
            return None;
        }
        let names: Vec<String> = model.input_names().map(str::to_string).collect();
        let columns = table.columns_named(names.iter());
        let text = |column: Option<&perceptab::table::Column>| {
            column.map_or(String::new(), |column| column.text(row).into_owned())
        };
        let actual = table.column(model.target().name()).filter(|column| !column.is_missing(row));
        Some((columns.into_iter().map(text).collect(), actual.map(|column| text(Some(column)))))
    }
}
