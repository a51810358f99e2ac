use super::Network;

/// How gradients move the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// v ← momentum · v − rate · g; w ← w + v, or with Nesterov w ← w + momentum · v − rate · g (Sutskever et al. 2013).
    Momentum { momentum: f64, nesterov: bool },
    /// Kingma and Ba 2015, algorithm 1 in the order of computation of the end of section 2.
    Adam { beta_1: f64, beta_2: f64, epsilon: f64 },
}

/// How the rate goes on, in scikit-learn's words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    Constant,
    /// `invscaling`: first / (t + 1)^power after every epoch, t rows into the training.
    InverseScaling {
        power: f64,
    },
    /// A fifth after too many epochs that were no better, down to 10⁻⁶.
    Adaptive,
}

/// Mini-batch descent in the rows' own order, with scikit-learn's rule for stopping.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub rule: Rule,
    pub schedule: Schedule,
    pub rate: f64,
    pub batch: usize,
    /// Of the penalty ½ · alpha · Σ w².
    pub alpha: f64,
    /// By how much a loss must fall to count as better.
    pub tol: f64,
    /// Epochs in a row that may be no better.
    pub patience: usize,
}

/// A course on its way.
#[derive(Clone, Debug)]
pub struct Descent {
    course: Course,
    pub rate: f64,
    best: f64,
    misses: usize,
    rows: usize,
    steps: i32,
    /// A number for each weight and bias, layer by layer: velocities or means of the gradients.
    first: Vec<f64>,
    /// Means of their squares.
    second: Vec<f64>,
}

impl Descent {
    pub fn new(course: Course, network: &Network) -> Descent {
        let zeros: Vec<f64> = network.layers.iter().flat_map(|layer| layer.values()).map(|_| 0.0).collect();
        let (first, second) = (zeros.clone(), zeros);
        Descent {
            course,
            rate: course.rate,
            best: f64::INFINITY,
            misses: 0,
            rows: 0,
            steps: 0,
            first,
            second,
        }
    }

    /// One epoch. Returns the mean over the rows of the batch losses, each before its update, and whether it was the last.
    pub fn epoch(
        &mut self,
        network: &mut Network,
        x: &[Vec<f64>],
        targets: &[Vec<f64>],
        weights: &[f64],
    ) -> (f64, bool) {
        let Course { batch, alpha, .. } = self.course;
        let mut total = 0.0;
        let batches = x.chunks(batch).zip(targets.chunks(batch)).zip(weights.chunks(batch));
        for ((x, targets), weights) in batches {
            total += network.weighted_loss(x, targets, weights, alpha) * x.len() as f64;
            let gradients = network.weighted_gradients(x, targets, weights, alpha);
            self.step(network, &gradients.iter().flat_map(|layer| layer.values()).collect::<Vec<_>>());
        }
        self.rows += x.len();
        let loss = total / x.len() as f64;
        (loss, self.is_over(loss))
    }

    fn step(&mut self, network: &mut Network, gradients: &[f64]) {
        self.steps += 1;
        let mut place = 0;
        for layer in &mut network.layers {
            layer.for_each(|value| {
                let (gradient, first, second) =
                    (gradients[place], &mut self.first[place], &mut self.second[place]);
                match self.course.rule {
                    Rule::Momentum { momentum, nesterov } => {
                        *first = momentum * *first - self.rate * gradient;
                        *value += if nesterov { momentum * *first - self.rate * gradient } else { *first };
                    }
                    Rule::Adam { beta_1, beta_2, epsilon } => {
                        *first = beta_1 * *first + (1.0 - beta_1) * gradient;
                        *second = beta_2 * *second + (1.0 - beta_2) * gradient * gradient;
                        let unbiased =
                            (1.0 - beta_2.powi(self.steps)).sqrt() / (1.0 - beta_1.powi(self.steps));
                        *value -= self.rate * unbiased * *first / (second.sqrt() + epsilon);
                    }
                }
                place += 1;
            });
        }
    }

    fn is_over(&mut self, loss: f64) -> bool {
        let Course { schedule, rate, tol, patience, .. } = self.course;
        self.misses = if loss > self.best - tol { self.misses + 1 } else { 0 };
        self.best = self.best.min(loss);
        if let Schedule::InverseScaling { power } = schedule {
            self.rate = rate / ((self.rows + 1) as f64).powf(power);
        }
        if self.misses <= patience {
            return false;
        }
        if schedule != Schedule::Adaptive || self.rate <= 1e-6 {
            return true;
        }
        self.rate /= 5.0;
        self.misses = 0;
        false
    }
}
