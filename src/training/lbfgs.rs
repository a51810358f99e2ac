use std::collections::VecDeque;

use super::line_search::LineSearch;
use super::packed::packed;

/// Limited-memory BFGS on all rows at once (Liu and Nocedal 1989), with the line search, the tests and the constants of
/// L-BFGS-B 3.0 without bounds (Zhu, Byrd, Lu and Nocedal 1997), which scikit-learn calls through SciPy.
///
/// It asks and is told: [`Lbfgs::point`] is where the loss and its gradient are wanted next, [`Lbfgs::tell`] takes them.
#[derive(Clone, Debug)]
pub struct Lbfgs {
    /// Largest part of a gradient that counts as flat.
    tol: f64,
    /// Where the iteration began, with loss and gradient there.
    begin: Vec<f64>,
    loss: f64,
    gradient: Vec<f64>,
    direction: Vec<f64>,
    /// Where loss and gradient are wanted.
    point: Vec<f64>,
    search: Option<LineSearch>,
    /// Evaluations within this line search.
    tries: usize,
    iterations: usize,
    evaluations: usize,
    /// Steps and changes of the gradient, oldest first, with 1 / (step · change).
    memory: VecDeque<Pair>,
    /// What this iteration has forgotten: it was remembered when it began.
    forgotten: VecDeque<Pair>,
}

type Pair = (Vec<f64>, Vec<f64>, f64);

/// What L-BFGS is between two iterations. The direction and the first point of the next line search follow from it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LbfgsProgress {
    begin: Vec<f64>,
    loss: f64,
    /// Empty before the first iteration: loss and gradient are not known yet.
    gradient: Vec<f64>,
    iterations: usize,
    memory: VecDeque<Pair>,
}

packed!(LbfgsProgress { begin, loss, gradient, iterations, memory });

impl LbfgsProgress {
    /// Whether an iteration is over.
    pub fn has_begun(&self) -> bool {
        self.iterations > 0
    }
}

/// What follows from a loss and its gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LbfgsStep {
    /// The iteration goes on: the next point is to be tried.
    TryNext,
    /// The iteration is over, and the point just tried is its result.
    Iterated,
    /// The same, and it was the last: the gradient is flat. At the very first point there was no iteration.
    Flat,
    /// The same, and it was the last: the loss has all but stopped falling.
    Still,
    /// No step along the direction lowers the loss; the point is back where the iteration began.
    Stuck,
}

/// Pairs remembered.
const MEMORY: usize = 10;
/// A loss that falls by a smaller share than this stands still: SciPy's `ftol`.
const STILL: f64 = 2.220446049250313e-9;
const MOST_TRIES: usize = 20;

impl Lbfgs {
    /// `first`: the point to begin at; `tol`: the largest part of a gradient that counts as flat (SciPy's `gtol`).
    pub fn new(first: Vec<f64>, tol: f64) -> Lbfgs {
        let zeros = vec![0.0; first.len()];
        Lbfgs {
            tol,
            begin: first.clone(),
            loss: 0.0,
            gradient: zeros.clone(),
            direction: zeros,
            point: first,
            search: None,
            tries: 0,
            iterations: 0,
            evaluations: 0,
            memory: VecDeque::new(),
            forgotten: VecDeque::new(),
        }
    }

    /// What it was when this iteration began.
    pub(super) fn progress(&self) -> LbfgsProgress {
        let begin = self.begin.clone();
        if self.iterations == 0 {
            let (gradient, memory) = (Vec::new(), VecDeque::new());
            return LbfgsProgress { begin, loss: 0.0, gradient, iterations: 0, memory };
        }
        let memory = if self.forgotten.is_empty() { &self.memory } else { &self.forgotten };
        let (loss, gradient) = (self.loss, self.gradient.clone());
        LbfgsProgress { begin, loss, gradient, iterations: self.iterations, memory: memory.clone() }
    }

    /// Whether the progress is that of a point of as many numbers; then it is taken up, and [`Lbfgs::go_on`] comes next where
    /// an iteration is over.
    pub(super) fn resume(&mut self, progress: LbfgsProgress, evaluations: usize) -> bool {
        let n = self.point.len();
        let is_whole = |pair: &Pair| (pair.0.len(), pair.1.len()) == (n, n);
        let fits = progress.begin.len() == n
            && progress.gradient.len() == if progress.has_begun() { n } else { 0 }
            && progress.memory.len() <= MEMORY
            && progress.memory.iter().all(is_whole);
        if !fits {
            return false;
        }
        self.point.copy_from_slice(&progress.begin);
        self.begin = progress.begin;
        self.loss = progress.loss;
        // Before the first iteration there is room for one.
        if progress.iterations > 0 {
            self.gradient = progress.gradient;
        }
        self.iterations = progress.iterations;
        self.evaluations = evaluations;
        self.memory = progress.memory;
        true
    }

    /// The weights at which loss and gradient are wanted next.
    pub fn point(&self) -> &[f64] {
        &self.point
    }

    /// Loss and gradients that it was told.
    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Takes the loss and its gradient at [`Lbfgs::point`].
    pub fn tell(&mut self, loss: f64, gradient: &[f64]) -> LbfgsStep {
        self.evaluations += 1;
        let Some(search) = &mut self.search else {
            // The very first point.
            self.loss = loss;
            self.gradient.copy_from_slice(gradient);
            return if largest(gradient) <= self.tol { LbfgsStep::Flat } else { self.begin_search() };
        };
        if !search.tell(loss, dot(gradient, &self.direction)) {
            self.tries += 1;
            if self.tries >= MOST_TRIES {
                return self.begin_anew();
            }
            self.go_along();
            return LbfgsStep::TryNext;
        }
        let step = search.step();
        let before = self.loss;
        self.forgotten.clear();
        self.remember(step, gradient);
        self.begin.copy_from_slice(&self.point);
        self.loss = loss;
        self.gradient.copy_from_slice(gradient);
        self.iterations += 1;
        if largest(gradient) <= self.tol {
            LbfgsStep::Flat
        } else if before - loss <= STILL * before.abs().max(loss.abs()).max(1.0) {
            LbfgsStep::Still
        } else {
            LbfgsStep::Iterated
        }
    }

    /// Begins the next iteration: sets the first point of its line search.
    pub fn go_on(&mut self) -> LbfgsStep {
        self.begin_search()
    }

    fn begin_search(&mut self) -> LbfgsStep {
        self.set_direction();
        let slope = dot(&self.gradient, &self.direction);
        if slope >= 0.0 || !slope.is_finite() {
            return self.begin_anew();
        }
        let length = dot(&self.direction, &self.direction).sqrt();
        let step = if self.iterations == 0 { (1.0 / length).min(1e10) } else { 1.0 };
        self.search = Some(LineSearch::new(self.loss, slope, step));
        self.tries = 0;
        self.go_along();
        LbfgsStep::TryNext
    }

    /// Forgets what it remembers and follows the gradient; without a memory to forget it is stuck.
    fn begin_anew(&mut self) -> LbfgsStep {
        if self.memory.is_empty() {
            self.point.copy_from_slice(&self.begin);
            return LbfgsStep::Stuck;
        }
        self.forgotten = std::mem::take(&mut self.memory);
        self.begin_search()
    }

    fn go_along(&mut self) {
        let step = self.search.as_ref().map_or(0.0, LineSearch::step);
        for ((point, &begin), &direction) in self.point.iter_mut().zip(&self.begin).zip(&self.direction) {
            *point = begin + step * direction;
        }
    }

    /// −H · gradient by the two loops (Nocedal and Wright 2006, algorithm 7.4), H scaled by the latest pair.
    fn set_direction(&mut self) {
        let direction = &mut self.direction;
        for (direction, &gradient) in direction.iter_mut().zip(&self.gradient) {
            *direction = -gradient;
        }
        let mut shares = [0.0; MEMORY];
        for ((step, change, rho), share) in self.memory.iter().zip(&mut shares).rev() {
            *share = rho * dot(step, direction);
            add(direction, change, -*share);
        }
        if let Some((_, change, rho)) = self.memory.back() {
            let scale = 1.0 / (rho * dot(change, change));
            direction.iter_mut().for_each(|direction| *direction *= scale);
        }
        for ((step, change, rho), share) in self.memory.iter().zip(&shares) {
            let back = rho * dot(change, direction);
            add(direction, step, share - back);
        }
    }

    /// Keeps step and change of the gradient, unless the slope has hardly risen.
    fn remember(&mut self, step: f64, gradient: &[f64]) {
        let change: Vec<f64> =
            gradient.iter().zip(&self.gradient).map(|(now, before)| now - before).collect();
        let slope = dot(&self.gradient, &self.direction);
        let rise = (dot(gradient, &self.direction) - slope) * step;
        if rise <= f64::EPSILON * -slope * step {
            return;
        }
        let steps = self.direction.iter().map(|direction| step * direction).collect();
        if self.memory.len() == MEMORY {
            self.memory.pop_front();
        }
        self.memory.push_back((steps, change, 1.0 / rise));
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// to += share · what
fn add(to: &mut [f64], what: &[f64], share: f64) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += share * what);
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley, whose lowest point is (1, 1).
    fn valley(x: &[f64]) -> (f64, [f64; 2]) {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        (a * a + 100.0 * b * b, [-2.0 * a - 400.0 * x[0] * b, 200.0 * b])
    }

    #[test]
    fn it_finds_the_lowest_point_of_a_bent_valley() {
        let mut lbfgs = Lbfgs::new(vec![-1.2, 1.0], 1e-5);
        let mut iterations = 0;
        let last = loop {
            let (loss, gradient) = valley(lbfgs.point());
            let mut told = lbfgs.tell(loss, &gradient);
            if told == LbfgsStep::Iterated {
                iterations += 1;
                told = lbfgs.go_on();
            }
            if told != LbfgsStep::TryNext {
                break told;
            }
        };
        assert!(lbfgs.point().iter().all(|x| (x - 1.0).abs() < 1e-5), "{:?}", lbfgs.point());
        assert_eq!((last, iterations + 1, lbfgs.evaluations()), SCIPY);
    }

    /// Goes on to the end in the valley, where nothing is lower than `floor`: where it is then, why, and after how many
    /// evaluations.
    fn finish(mut lbfgs: Lbfgs, floor: f64, mut look: impl FnMut(&Lbfgs)) -> (Vec<f64>, LbfgsStep, usize) {
        loop {
            look(&lbfgs);
            let (loss, gradient) = valley(lbfgs.point());
            let mut told = lbfgs.tell(if loss < floor { loss + 10.0 } else { loss }, &gradient);
            if told == LbfgsStep::Iterated {
                told = lbfgs.go_on();
            }
            if told != LbfgsStep::TryNext {
                return (lbfgs.point().to_vec(), told, lbfgs.evaluations());
            }
        }
    }

    /// Also in the middle of a line search, and when its memory is forgotten, since no step lowers the loss.
    #[test]
    fn it_goes_on_from_the_beginning_of_an_iteration() {
        let new = || Lbfgs::new(vec![-1.2, 1.0], 0.0);
        let mut floor = 0.0;
        finish(new(), 0.0, |lbfgs| floor = if lbfgs.iterations == 6 { lbfgs.loss } else { floor });
        let (mut seen, mut evaluations, mut forgot) = (Vec::new(), 0, false);
        let mut iterations = usize::MAX;
        let expected = finish(new(), floor, |lbfgs| {
            if iterations != lbfgs.iterations {
                (iterations, evaluations) = (lbfgs.iterations, lbfgs.evaluations);
            }
            seen.push((lbfgs.progress(), evaluations));
            forgot |= !lbfgs.forgotten.is_empty();
        });
        assert!(forgot && expected.1 == LbfgsStep::Stuck, "{expected:?}");
        for (progress, evaluations) in seen {
            let mut lbfgs = new();
            let has_begun = progress.has_begun();
            assert!(lbfgs.resume(progress, evaluations));
            if has_begun {
                assert_eq!(lbfgs.go_on(), LbfgsStep::TryNext);
            }
            assert_eq!(finish(lbfgs, floor, |_| ()), expected);
        }
    }

    /// `scipy.optimize.minimize(rosen, [-1.2, 1], jac=rosen_der, method="L-BFGS-B", options={"gtol": 1e-5})` of SciPy
    /// 1.17.1: why it ended, `nit` and `nfev`.
    const SCIPY: (LbfgsStep, usize, usize) = (LbfgsStep::Still, 36, 44);
}
