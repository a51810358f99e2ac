use serde::{Deserialize, Serialize};

use crate::session::{AgreementView, Event, Outcome, RunFacts, RunId};
use perceptab::evaluation::Report;
use perceptab::recipe::Recipe;
use perceptab::training::History;

/// A run as the page knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunView {
    pub id: RunId,
    pub name: String,
    pub recipe: Recipe,
    /// The table it was trained on, and its [`DataView::number`].
    pub table: String,
    pub table_number: u32,
    pub state: RunState,
    /// `None` until the worker has prepared the table.
    pub facts: Option<RunFacts>,
    pub epoch: usize,
    /// Training time so far, pauses aside.
    pub seconds: f64,
    pub rows_per_second: f64,
    pub history: History,
    pub outcome: Option<Outcome>,
    pub report: Option<Report>,
    /// Predicted against actual; what has no page does without.
    #[serde(skip)]
    pub agreement: Option<Box<AgreementView>>,
    pub weights_hash: String,
    /// Bytes of memory that its worker held at its end, where that is known.
    pub memory: Option<u64>,
    /// Its worker was lost: the curve is all that is left of it.
    pub lost: bool,
    /// Whether a person wants it kept before others.
    pub is_starred: bool,
    /// Its rows were given up to make room for others.
    pub rows_given_up: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunState {
    Preparing,
    Training,
    Paused,
    /// Training is over; its scores are being measured.
    Measuring,
    Ended,
}

impl RunView {
    pub(in crate::session) fn new(id: RunId, recipe: Recipe, table: String) -> RunView {
        RunView {
            id,
            name: format!("Run {}", id.0),
            recipe,
            table,
            table_number: 0,
            state: RunState::Preparing,
            facts: None,
            epoch: 0,
            seconds: 0.0,
            rows_per_second: 0.0,
            history: History::new(),
            outcome: None,
            report: None,
            agreement: None,
            weights_hash: String::new(),
            memory: None,
            lost: false,
            is_starred: false,
            rows_given_up: false,
        }
    }

    pub(in crate::session) fn take(&mut self, event: Event) {
        match event {
            Event::Started { facts, .. } => {
                self.facts = Some(*facts);
                self.state = RunState::Training;
            }
            Event::Progress { epoch, seconds, rows_per_second, records, .. } => {
                self.epoch = epoch;
                self.seconds = seconds;
                self.rows_per_second = rows_per_second;
                for record in records {
                    match self.history.last_mut() {
                        // The last epoch is told again where a run ends between two measured epochs.
                        Some(last) if last.epoch >= record.epoch => *last = record,
                        _ => self.history.push(record),
                    }
                }
            }
            Event::Paused { .. } => self.state = RunState::Paused,
            Event::Resumed { .. } if self.facts.is_none() => self.state = RunState::Preparing,
            Event::Resumed { .. } => self.state = RunState::Training,
            Event::Ended { outcome, report, agreement, weights_hash, seconds, memory, .. } => {
                self.agreement = agreement;
                self.memory = memory;
                self.state = RunState::Ended;
                self.outcome = Some(outcome);
                self.report = report.map(|report| *report);
                self.weights_hash = weights_hash;
                self.seconds = seconds;
            }
            _ => {}
        }
    }

    /// Whether it is still going on, paused or not.
    pub fn is_active(&self) -> bool {
        self.state != RunState::Ended
    }
}
