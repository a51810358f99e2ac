use crate::dataset::{TargetCell, TargetEncoder, Targets};

/// How good the predictions are, where the file has the target too.
#[derive(Debug, Default)]
pub struct Score {
    /// Rows, and those of them that have a value to compare with.
    rows: usize,
    known: usize,
    exact: usize,
    errors: f64,
}

impl Score {
    /// `answers`: those of a chunk, of which `place` is the row's.
    pub fn add(&mut self, target: &TargetEncoder, answers: &Targets, place: usize, actual: TargetCell) {
        self.rows += 1;
        match (answers, actual) {
            (Targets::Numbers(numbers), TargetCell::Number(actual)) => {
                self.errors += (numbers[place] - actual).abs();
                self.exact += usize::from(target.rounded(numbers[place]) == actual);
            }
            (Targets::Classes(classes), TargetCell::Class(actual)) => {
                self.exact += usize::from(classes[place] == actual);
            }
            // A class that the training did not have is predicted by no network.
            (Targets::Classes(_), TargetCell::Unseen) => {}
            _ => return,
        }
        self.known += 1;
    }

    /// `None`: no row has a value to compare with.
    pub fn sentence(&self, target: &TargetEncoder) -> Option<String> {
        let name = target.name();
        let n = self.known.max(1) as f64;
        let exact = format!("{:.1} % are exact", 100.0 * self.exact as f64 / n);
        let of = match self.known {
            0 => return None,
            known if known == self.rows => String::new(),
            known => format!(" in {known} of its {} rows", self.rows),
        };
        Some(match target {
            TargetEncoder::Number { whole, .. } => {
                let exact = if *whole { format!("; {exact} after rounding") } else { String::new() };
                let error = self.errors / n;
                format!(
                    "The file has '{name}' too{of}: the predictions are off by {error:.3} on average{exact}."
                )
            }
            TargetEncoder::Classes { .. } => {
                format!("The file has '{name}' too{of}: {exact} of the predictions.")
            }
        })
    }
}
