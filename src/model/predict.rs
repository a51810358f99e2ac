use super::producer::Producer;
use super::{Model, Outputs};
use crate::dataset::{TargetEncoder, Targets};
use crate::matrix::Matrix;
use crate::pace::{Pace, at_once};
use crate::table::Table;

/// A model's answers, which take little room however many classes there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The numbers, or the likeliest classes.
    pub answers: Targets,
    /// The probability of each answered class; empty for regression.
    pub probabilities: Vec<f64>,
}

impl Predicted {
    /// Of no rows, with room for `n_rows`.
    pub fn none(target: &TargetEncoder, n_rows: usize) -> Predicted {
        Predicted { answers: target.no_answers(n_rows), probabilities: Vec::new() }
    }

    /// Adds the answers of outputs for the same target.
    pub fn append(&mut self, outputs: &Outputs) {
        match (&mut self.answers, outputs.answers()) {
            (Targets::Numbers(numbers), Targets::Numbers(some)) => numbers.extend_from_slice(some),
            (Targets::Classes(classes), Targets::Classes(some)) => classes.extend_from_slice(some),
            _ => return,
        }
        self.probabilities.extend((0..outputs.n_rows()).filter_map(|row| outputs.probability(row)));
    }
}

/// Rows of a table that are encoded together.
const ROWS: usize = 1 << 15;

impl Model {
    /// The answers for `rows` of a table; `Err` names the columns that it lacks.
    pub fn predict(&self, table: &Table, rows: &[u32]) -> Result<Predicted, Vec<String>> {
        let mut predicted = Predicted::none(self.target(), rows.len());
        let take = &mut |some: &Outputs| predicted.append(some);
        at_once(async |pace| self.outputs_in_steps(table, rows, pace, take).await)?;
        Ok(predicted)
    }

    /// The outputs for all `rows` of a table; `None`: there are more than may be held whole.
    pub fn outputs(&self, table: &Table, rows: &[u32]) -> Result<Option<Outputs>, Vec<String>> {
        if !Outputs::may_be_held(self.target(), rows.len()) {
            return Ok(None);
        }
        let mut all = Outputs::none(self.target());
        let take = &mut |some: &Outputs| all.append(some);
        at_once(async |pace| self.outputs_in_steps(table, rows, pace, take).await)?;
        Ok(Some(all))
    }

    /// Hands on the outputs for `rows` of a table, chunk by chunk. Each member encodes them as it learnt to.
    pub async fn outputs_in_steps(
        &self,
        table: &Table,
        rows: &[u32],
        pace: &Pace,
        take: &mut dyn FnMut(&Outputs),
    ) -> Result<(), Vec<String>> {
        let mut lacking = self.input_names().filter(|name| table.column(name).is_none()).peekable();
        if lacking.peek().is_some() {
            return Err(lacking.map(str::to_string).collect());
        }
        for some in rows.chunks(ROWS) {
            let mut inputs: Vec<Matrix> = Vec::with_capacity(self.members.len());
            for member in &self.members {
                inputs.push(member.encoder.encode_in_steps(table, some, pace).await?.inputs);
            }
            let inputs: Vec<&Matrix> = inputs.iter().collect();
            Producer::new(&self.members, &self.combine, &self.target).all(&inputs, pace, take).await;
        }
        Ok(())
    }

    /// The answers for rows that each member has encoded.
    pub(super) fn predict_encoded(&self, inputs: &[Matrix]) -> Predicted {
        let n_rows = inputs.first().map_or(0, Matrix::n_rows);
        let mut predicted = Predicted::none(self.target(), n_rows);
        let inputs: Vec<&Matrix> = inputs.iter().collect();
        let take = &mut |some: &Outputs| predicted.append(some);
        at_once(async |pace| {
            Producer::new(&self.members, &self.combine, &self.target).all(&inputs, pace, take).await
        });
        predicted
    }
}
