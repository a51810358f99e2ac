//! The row that a person fills in for the model to predict: its cells, and what the model says of them.

use super::{PageState, Tab};
use perceptab::model::{InputField, ModelSummary, RowAnswer};
use perceptab::table::{Kind, TableSummary};
use perceptab_conversation::session::{Command, DataView, RowPredicted};

/// What stands in the cells, and how far it is answered. There is one question on its way at a time; what is changed meanwhile
/// is asked when it is back.
#[derive(Debug, Default)]
pub struct RowForm {
    /// In the order of the model's fields.
    pub cells: Vec<String>,
    /// The same before a person changed any.
    begun: Vec<String>,
    /// The row of the table that they are of, counted from 0, and what it has in the column that is predicted.
    pub row: Option<usize>,
    pub actual: Option<String>,
    /// The row's number as it was typed.
    pub number: String,
    pub answer: Option<RowAnswer>,
    /// The answer to what it began with.
    pub first: Option<RowAnswer>,
    /// A row of the table that is to be filled in.
    wanted: Option<usize>,
    is_answered: bool,
    waits: bool,
    /// Numbers the questions, of one model after the other.
    asked: u32,
}

impl RowForm {
    /// Of a model that is there from now on.
    pub fn begin(&mut self, model: &ModelSummary, data: Option<&DataView>) {
        let cells: Vec<String> =
            model.fields.iter().map(|field| start(field, data.map(|data| &data.summary))).collect();
        *self = RowForm { begun: cells.clone(), cells, asked: self.asked, ..RowForm::default() };
    }

    pub fn set(&mut self, place: usize, text: &str) {
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = text.to_string();
            self.is_answered = false;
        }
    }

    pub fn take_row(&mut self, row: usize) {
        self.wanted = Some(row);
        self.is_answered = false;
    }

    /// How many cells are otherwise than they began.
    pub fn changed(&self) -> usize {
        self.cells.iter().zip(&self.begun).filter(|(cell, begun)| cell != begun).count()
    }

    /// What is to be asked now.
    fn question(&mut self) -> Option<Command> {
        if self.is_answered || self.waits {
            return None;
        }
        self.waits = true;
        self.asked = self.asked.wrapping_add(1);
        let cells = if self.wanted.is_some() { Vec::new() } else { self.cells.clone() };
        Some(Command::PredictRow { asked: self.asked, row: self.wanted, cells })
    }

    pub fn hear(&mut self, told: RowPredicted) {
        // Of a model that is no longer there.
        if told.asked != self.asked {
            return;
        }
        self.waits = false;
        if told.row.is_some() && told.row == self.wanted {
            (self.cells, self.begun) = (told.cells.clone(), told.cells.clone());
            (self.row, self.actual) = (told.row, told.actual);
        }
        if told.row == self.wanted {
            self.wanted = None;
        }
        if told.cells == self.begun {
            self.first = Some(told.answer.clone());
        }
        self.is_answered = self.wanted.is_none() && told.cells == self.cells;
        self.answer = Some(told.answer);
    }
}

/// The commonest value of a category, the middle of numbers: whole where all are.
fn start(field: &InputField, table: Option<&TableSummary>) -> String {
    let column = table.and_then(|table| table.columns.iter().find(|column| column.name == field.name));
    let Some(column) = column else { return field.start.clone() };
    let common = column.commonest.iter().map(|(value, _)| value).find(|value| field.levels.contains(value));
    match (field.kind, common, field.start.parse::<f64>()) {
        (Kind::Category, Some(common), _) => common.clone(),
        (Kind::Numeric, _, Ok(middle)) if column.whole => middle.round().to_string(),
        _ => field.start.clone(),
    }
}

impl PageState {
    /// Asks for the answer that is lacking, where it can be seen.
    pub(super) fn ask_row(&mut self) -> Option<Command> {
        let is_seen = self.tab == Tab::Predict && self.has_worker() && self.view.model.is_some();
        if is_seen { self.row.question() } else { None }
    }

    /// The number that a spreadsheet gives the table's first row, and the last one's; `None` where the table lacks a column of
    /// the model.
    pub(super) fn rows_to_take(&self) -> Option<(usize, usize)> {
        let (summary, model) = (&self.view.data.as_ref()?.summary, self.view.model.as_ref()?);
        let has = |name: &String| summary.columns.iter().any(|column| column.name == *name);
        let first = summary.first_row();
        (!self.safety.table_is_gone && summary.rows > 0 && model.inputs.iter().all(has))
            .then(|| (first, first + summary.rows - 1))
    }

    /// A person names a row of the table by its number.
    pub(super) fn take_row(&mut self, text: &str) {
        self.row.number = text.to_string();
        if let (Some((first, last)), Ok(number)) = (self.rows_to_take(), text.trim().parse::<usize>())
            && (first..=last).contains(&number)
        {
            self.row.take_row(number - first);
        }
    }
}
