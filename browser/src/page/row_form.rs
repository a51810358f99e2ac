//! The row that a person fills in for the model to predict: its cells, and what the model says of them.

use super::row_part::value;
use super::{PageState, Tab};
use perceptab_conversation::session::{Command, RowPredicted};

/// What stands in the cells, and how far it is answered. There is one question on its way at a time; what is changed meanwhile
/// is asked when it is back.
#[derive(Debug, Default)]
pub struct RowForm {
    /// The columns of the model.
    names: Vec<String>,
    /// In the order of the model's fields.
    pub cells: Vec<String>,
    /// The same before a person changed any.
    begun: Vec<String>,
    /// Which row of the table they are of, as a sentence.
    pub row: String,
    /// Its number as it was typed.
    pub number: String,
    /// The last answer, and in short the one to what it began with.
    pub answer: Option<RowPredicted>,
    pub first: Option<(Option<f64>, String)>,
    /// A row of the table that is to be filled in.
    wanted: Option<usize>,
    is_answered: bool,
    waits: bool,
    /// Numbers the questions, of one model after the other.
    asked: u32,
}

impl RowForm {
    pub fn set(&mut self, place: usize, text: &str) {
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = text.to_string();
            self.is_answered = false;
        }
    }

    /// A person names a row of the table by its number.
    pub fn take_row(&mut self, text: &str) {
        self.number = text.to_string();
        self.wanted = text.parse().ok();
        self.is_answered &= self.wanted.is_none();
    }

    /// How many cells are otherwise than they began.
    pub fn changed(&self) -> usize {
        self.cells.iter().zip(&self.begun).filter(|(cell, begun)| cell != begun).count()
    }

    /// What is to be asked now.
    fn question(&mut self) -> Option<Command> {
        if self.is_answered || std::mem::replace(&mut self.waits, true) {
            return None;
        }
        self.asked = self.asked.wrapping_add(1);
        let (row, cells) = (self.wanted.take(), self.cells.clone());
        Some(Command::PredictRow { asked: self.asked, row, cells })
    }

    pub fn hear(&mut self, answer: RowPredicted) {
        // Of a model that is no longer there.
        if answer.asked != self.asked {
            return;
        }
        self.waits = false;
        if !answer.row.is_empty() {
            self.row.clone_from(&answer.row);
            self.cells.clone_from(&answer.cells);
            self.begun.clone_from(&answer.cells);
        }
        if answer.cells == self.begun {
            self.first = Some((answer.number, value(&answer)));
        }
        self.is_answered = self.wanted.is_none() && answer.cells == self.cells;
        self.answer = Some(answer);
    }
}

impl PageState {
    /// The row begins with the middle of each column.
    pub(super) fn begin_row(&mut self) {
        let mut cells = Vec::new();
        if let Some(model) = &self.view.model {
            model.fields.iter().for_each(|field| cells.push(field.start.clone()));
        }
        let names = std::mem::take(&mut self.row.names);
        let asked = self.row.asked;
        self.row = RowForm { names, begun: cells.clone(), cells, asked, ..RowForm::default() };
    }

    /// Another model is there. What a person has filled in stays where it asks for the same columns.
    pub(super) fn renew_row(&mut self) {
        let names = self.view.model.as_ref().map(|model| model.inputs.clone()).unwrap_or_default();
        if self.row.names != names || self.row.changed() == 0 {
            self.begin_row();
        }
        let row = &mut self.row;
        (row.names, row.first, row.is_answered, row.waits) = (names, None, false, false);
    }

    /// Asks for the answer that is lacking, where it can be seen.
    pub(super) fn ask_row(&mut self) -> Option<Command> {
        let is_seen = self.tab == Tab::Predict && self.has_worker() && self.view.model.is_some();
        if is_seen { self.row.question() } else { None }
    }
}
