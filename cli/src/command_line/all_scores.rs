use perceptab::dataset::Task;
use perceptab::evaluation::{Metrics, Scores};
use serde::Serialize;

/// What `--json` prints of some rows: all scores under their names.
#[derive(Serialize)]
pub struct AllScores {
    #[serde(flatten)]
    scores: Scores,
    /// Of classes.
    log_loss: Option<f64>,
    #[serde(flatten)]
    metrics: Metrics,
}

impl AllScores {
    pub fn of(scores: Scores, metrics: Metrics, task: Task) -> AllScores {
        let log_loss = (task == Task::Classification).then_some(scores.loss);
        AllScores { scores, log_loss, metrics }
    }
}
