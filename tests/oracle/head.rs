#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Half the squared error ½ (ŷ − y)², as a mean over the outputs.
    Identity,
    /// Binary cross-entropy of one probability.
    Sigmoid,
    /// Cross-entropy over probabilities that sum to one.
    Softmax,
    /// |ŷ − y|, summed over the outputs.
    Absolute,
    /// Half the squared error up to 1, from there on |ŷ − y| − ½, summed over the outputs.
    Huber,
    /// ŷ = e^z; half the deviance y ln(y / ŷ) − y + ŷ, summed over the outputs.
    Poisson,
}

impl Head {
    pub const ALL: [Head; 6] =
        [Head::Identity, Head::Sigmoid, Head::Softmax, Head::Absolute, Head::Huber, Head::Poisson];

    /// z of one row → its outputs.
    pub fn of(self, z: &[f64]) -> Vec<f64> {
        match self {
            Head::Identity | Head::Absolute | Head::Huber => z.to_vec(),
            Head::Sigmoid => z.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect(),
            Head::Poisson => z.iter().map(|z| z.exp()).collect(),
            Head::Softmax => {
                let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let powers: Vec<f64> = z.iter().map(|z| (z - largest).exp()).collect();
                let sum: f64 = powers.iter().sum();
                powers.iter().map(|power| power / sum).collect()
            }
        }
    }

    /// The loss of one row from its outputs and targets (softmax: one-hot).
    pub fn loss(self, output: &[f64], target: &[f64]) -> f64 {
        let n_out = output.len() as f64;
        let pairs = output.iter().zip(target);
        match self {
            Head::Identity => pairs.map(|(o, t)| 0.5 * (o - t) * (o - t)).sum::<f64>() / n_out,
            // Targets are 0 or 1: the logarithm beside a 0 may be infinite.
            Head::Sigmoid => pairs.map(|(o, t)| if *t == 0.0 { -(1.0 - o).ln() } else { -o.ln() }).sum(),
            Head::Softmax => pairs.map(|(o, t)| if *t == 0.0 { 0.0 } else { -o.ln() }).sum(),
            Head::Absolute => pairs.map(|(o, t)| (o - t).abs()).sum(),
            Head::Huber => pairs.map(|(o, t)| huber((o - t).abs())).sum(),
            Head::Poisson => pairs.map(|(o, t)| if *t == 0.0 { *o } else { t * (t / o).ln() - t + o }).sum(),
        }
    }

    /// dLoss/dz of one row, but for the identity: scikit-learn leaves out the division of its mean, so that it descends
    /// along [`Head::outputs_in_loss`] times the slope.
    pub fn delta(self, output: &[f64], target: &[f64]) -> Vec<f64> {
        let errors = output.iter().zip(target).map(|(o, t)| o - t);
        match self {
            Head::Absolute => errors.map(|error| if error == 0.0 { 0.0 } else { error.signum() }).collect(),
            Head::Huber => errors.map(|error| error.clamp(-1.0, 1.0)).collect(),
            _ => errors.collect(),
        }
    }

    /// By how many outputs the loss of a row is divided.
    pub fn outputs_in_loss(self, n_out: usize) -> f64 {
        if self == Head::Identity { n_out as f64 } else { 1.0 }
    }

    /// Whether its targets are classes and not numbers.
    pub fn has_classes(self) -> bool {
        matches!(self, Head::Sigmoid | Head::Softmax)
    }
}

fn huber(distance: f64) -> f64 {
    if distance > 1.0 { distance - 0.5 } else { 0.5 * distance * distance }
}
