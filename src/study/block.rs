//! A trial's result as a block of bytes: a line of JSON that says how long the parts behind it are, then the model's file, then
//! the numbers of the rows held out and the outputs for them, as they stand in memory (little-endian).

use serde::{Deserialize, Serialize};

use super::{HeldOut, Trial, TrialResult};
use crate::evaluation::Report;
use crate::model::{Member, Model, Outputs, container};
use crate::training::History;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    trial: Trial,
    model_bytes: usize,
    /// Rows held out.
    rows: Option<usize>,
    history: History,
    report: Option<Report>,
    diverged: Option<String>,
    weights_hash: String,
    seconds: f64,
}

impl TrialResult {
    /// `Err`: why there can be no block, as a sentence.
    pub fn to_block(&self) -> Result<Vec<u8>, String> {
        let model = Model::from(self.member.clone());
        let model =
            model.to_file(None).map_err(|error| format!("The network cannot be kept: {}.", error.fault()))?;
        let head = Head {
            trial: self.trial.clone(),
            model_bytes: model.len(),
            rows: self.held_out.as_ref().map(|held_out| held_out.rows.len()),
            history: self.history.clone(),
            report: self.report.clone(),
            diverged: self.diverged.clone(),
            weights_hash: self.weights_hash.clone(),
            seconds: self.seconds,
        };
        let mut block = serde_json::to_vec(&head).map_err(|_| "The result cannot be written.".to_string())?;
        block.push(b'\n');
        block.extend(model);
        if let Some(HeldOut { rows, outputs }) = &self.held_out {
            rows.iter().for_each(|row| block.extend(row.to_le_bytes()));
            outputs.write(&mut block);
        }
        Ok(block)
    }

    /// Checked whole. `Err`: what is wrong with it.
    pub fn from_block(block: &[u8]) -> Result<TrialResult, String> {
        let damaged = |what: &str| format!("The result of a trial is damaged: {what}.");
        let line = block.iter().position(|&byte| byte == b'\n').ok_or_else(|| damaged("it has no head"))?;
        let (head, rest) = (&block[..line], &block[line + 1..]);
        let head: Head = serde_json::from_slice(head).map_err(|_| damaged("its head cannot be read"))?;
        let (model, mut rest) =
            rest.split_at_checked(head.model_bytes).ok_or_else(|| damaged("it ends too early"))?;
        let sections = container::read(model).map_err(|error| damaged(&error.fault()))?;
        let model = Model::from_sections(&sections).map_err(|error| damaged(&error.fault()))?;
        let member: Member = model.into_member().ok_or_else(|| damaged("it has more than one network"))?;
        let held_out = match head.rows {
            None => None,
            Some(n_rows) => {
                let bytes = n_rows.checked_mul(size_of::<u32>());
                let (rows, outputs) = bytes
                    .and_then(|bytes| rest.split_at_checked(bytes))
                    .ok_or_else(|| damaged("it ends too early"))?;
                rest = outputs;
                let rows = rows.as_chunks().0.iter().map(|&row| u32::from_le_bytes(row)).collect();
                let outputs = Outputs::from_bytes(&member.target, n_rows, &mut rest);
                Some(HeldOut { rows, outputs: outputs.ok_or_else(|| damaged("it ends too early"))? })
            }
        };
        if !rest.is_empty() {
            return Err(damaged("it has more than it says"));
        }
        Ok(TrialResult {
            trial: head.trial,
            member,
            held_out,
            history: head.history,
            report: head.report,
            diverged: head.diverged,
            weights_hash: head.weights_hash,
            seconds: head.seconds,
        })
    }
}
