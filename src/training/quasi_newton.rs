use super::batch_end::{After, Batch};
use super::lbfgs::LbfgsProgress;
use super::packed::packed;
use super::{Batches, Ending, Lbfgs, LbfgsStep};
use crate::network::{Gradients, Layer, Network};

/// L-BFGS on its way: an epoch is one of its iterations, and a batch all rows at a point that it asks about.
pub(super) struct QuasiNewton {
    lbfgs: Lbfgs,
    max_evaluations: usize,
    /// The gradients as it takes them: layer by layer, weights before biases.
    flat: Vec<f64>,
    batches: Batches,
    /// At the point asked about last.
    loss: f64,
    /// Evaluations up to the last whole iteration's end.
    kept_evaluations: usize,
}

/// What L-BFGS is at an iteration's end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QuasiNewtonProgress {
    lbfgs: LbfgsProgress,
    evaluations: usize,
}

packed!(QuasiNewtonProgress { lbfgs, evaluations });

impl QuasiNewton {
    pub fn new(network: &Network, tol: f64, max_evaluations: usize, rows: Vec<u32>) -> QuasiNewton {
        let mut flat = vec![0.0; network.n_parameters()];
        gather(network.parts(), &mut flat);
        let lbfgs = Lbfgs::new(flat.clone(), tol);
        let n_rows = rows.len();
        let batches = Batches::of(rows, n_rows);
        QuasiNewton { lbfgs, max_evaluations, flat, batches, loss: 0.0, kept_evaluations: 0 }
    }

    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    pub fn batches_mut(&mut self) -> &mut Batches {
        &mut self.batches
    }

    pub fn begin_epoch(&mut self, network: &mut Network) {
        self.loss = 0.0;
        self.batches.begin_again();
        scatter(self.lbfgs.point(), network.parts_mut());
    }

    pub fn end_batch(&mut self, batch: &Batch, network: &mut Network, gradients: &mut Gradients) -> After {
        gather(gradients.parts(), &mut self.flat);
        // A point without a loss is one where it is too high.
        let loss = if batch.loss.is_finite() { batch.loss } else { f64::MAX };
        let told = self.lbfgs.tell(loss, &self.flat);
        self.loss = loss * batch.n_rows as f64;
        let is_used_up = self.lbfgs.evaluations() > self.max_evaluations;
        let ending = match told {
            // As in SciPy a line search that has begun is finished, whatever the number of evaluations.
            LbfgsStep::TryNext => {
                scatter(self.lbfgs.point(), network.parts_mut());
                self.batches.begin_again();
                return After::NextBatch;
            }
            LbfgsStep::Stuck => return After::Stays(Ending::Stuck),
            LbfgsStep::Iterated => is_used_up.then_some(Ending::Evaluations),
            LbfgsStep::Flat | LbfgsStep::Still => Some(Ending::Converged),
        };
        match ending {
            // The gradient is flat where it began.
            Some(ending) if self.lbfgs.evaluations() == 1 => After::Stays(ending),
            ending => After::EpochOver(ending),
        }
    }

    pub fn end_epoch(&mut self) {
        self.kept_evaluations = self.lbfgs.evaluations();
    }

    pub fn epoch_loss(&self) -> f64 {
        self.loss / self.batches.n_rows() as f64
    }

    pub fn prepare_next(&mut self) -> Option<Ending> {
        (self.lbfgs.go_on() == LbfgsStep::Stuck).then_some(Ending::Stuck)
    }

    pub fn evaluations(&self) -> usize {
        self.lbfgs.evaluations()
    }

    pub fn progress(&self) -> QuasiNewtonProgress {
        QuasiNewtonProgress { lbfgs: self.lbfgs.progress(), evaluations: self.kept_evaluations }
    }

    /// Whether the progress is one of this solver's; then it is taken up.
    pub fn resume(&mut self, progress: QuasiNewtonProgress, is_over: bool) -> bool {
        let QuasiNewtonProgress { lbfgs, evaluations } = progress;
        self.kept_evaluations = evaluations;
        let has_begun = lbfgs.has_begun();
        // The next iteration's line search was begun when the last one ended; it is begun again.
        self.lbfgs.resume(lbfgs, evaluations)
            && (is_over || !has_begun || self.lbfgs.go_on() == LbfgsStep::TryNext)
    }
}

/// Every weight and bias in a row: layer by layer, weights row by row before biases.
fn gather<'a>(layers: impl Iterator<Item = &'a Layer>, flat: &mut [f64]) {
    let values = layers.flat_map(|layer| layer.weights.values().chain(layer.biases.values()));
    flat.iter_mut().zip(values).for_each(|(flat, value)| *flat = f64::from(value));
}

/// The way back.
fn scatter<'a>(flat: &[f64], layers: impl Iterator<Item = &'a mut Layer>) {
    let mut flat = flat.iter();
    for layer in layers {
        for matrix in [&mut layer.weights, &mut layer.biases] {
            for row in 0..matrix.n_rows() {
                matrix.row_mut(row).iter_mut().zip(&mut flat).for_each(|(cell, value)| *cell = *value as f32);
            }
        }
    }
}
