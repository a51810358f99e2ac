/// The line search of Moré and Thuente (1994, "Line search algorithms with guaranteed sufficient decrease"), with the
/// constants of L-BFGS-B (Zhu, Byrd, Lu and Nocedal 1997): it looks along a direction for a step that makes the loss
/// small enough and its slope flat enough.
#[derive(Clone, Debug)]
pub struct LineSearch {
    /// Loss and slope at step 0.
    begin: (f64, f64),
    /// The end of the interval with the lowest loss so far, and the other one.
    best: Point,
    other: Point,
    is_bracketed: bool,
    /// Until a step with enough decrease and a rising slope was seen, the search looks at the loss less the decrease that
    /// is asked for.
    is_first_stage: bool,
    least: f64,
    most: f64,
    width: f64,
    width_before: f64,
    step: f64,
}

/// A step with its loss and slope.
#[derive(Clone, Copy, Debug)]
struct Point {
    step: f64,
    loss: f64,
    slope: f64,
}

/// Decrease asked for, as a share of the slope at the beginning times the step.
const DECREASE: f64 = 1e-3;
/// Steepness allowed, as a share of that at the beginning.
const CURVATURE: f64 = 0.9;
/// An interval narrower than this share of its end is not divided further.
const NARROW: f64 = 0.1;
/// No step is longer.
const LONGEST: f64 = 1e10;

impl LineSearch {
    /// `loss` and `slope` at step 0, and the first step to try. The slope must be negative.
    pub fn new(loss: f64, slope: f64, step: f64) -> LineSearch {
        let point = Point { step: 0.0, loss, slope };
        LineSearch {
            begin: (loss, slope),
            best: point,
            other: point,
            is_bracketed: false,
            is_first_stage: true,
            least: 0.0,
            most: 5.0 * step,
            width: LONGEST,
            width_before: 2.0 * LONGEST,
            step,
        }
    }

    /// The step that is to be tried, or that was found.
    pub fn step(&self) -> f64 {
        self.step
    }

    /// Takes loss and slope at the step; whether the search is over.
    pub fn tell(&mut self, loss: f64, slope: f64) -> bool {
        let asked = DECREASE * self.begin.1;
        let limit = self.begin.0 + self.step * asked;
        let has_decreased = loss <= limit;
        if self.is_first_stage && has_decreased && slope >= 0.0 {
            self.is_first_stage = false;
        }
        let is_stuck = self.is_bracketed
            && (self.step <= self.least
                || self.step >= self.most
                || self.most - self.least <= NARROW * self.most);
        let is_longest = self.step == LONGEST && has_decreased && slope <= asked;
        if is_stuck || is_longest || (has_decreased && slope.abs() <= CURVATURE * -self.begin.1) {
            return true;
        }
        let now = Point { step: self.step, loss, slope };
        if self.is_first_stage && loss <= self.best.loss && !has_decreased {
            // The loss less the decrease that is asked for, and back.
            let less = |point: Point| Point {
                loss: point.loss - point.step * asked,
                slope: point.slope - asked,
                ..point
            };
            let more = |point: Point| Point {
                loss: point.loss + point.step * asked,
                slope: point.slope + asked,
                ..point
            };
            (self.best, self.other) = (less(self.best), less(self.other));
            self.narrow(less(now));
            (self.best, self.other) = (more(self.best), more(self.other));
        } else {
            self.narrow(now);
        }
        self.set_bounds();
        false
    }

    fn set_bounds(&mut self) {
        let (best, other) = (self.best.step, self.other.step);
        if self.is_bracketed {
            // It must shrink by a third in two rounds.
            if (other - best).abs() >= 0.66 * self.width_before {
                self.step = best + 0.5 * (other - best);
            }
            (self.width_before, self.width) = (self.width, (other - best).abs());
            (self.least, self.most) = (best.min(other), best.max(other));
        } else {
            self.least = self.step + 1.1 * (self.step - best);
            self.most = self.step + 4.0 * (self.step - best);
        }
        self.step = self.step.clamp(0.0, LONGEST);
        let is_used_up = self.step <= self.least || self.step >= self.most;
        if self.is_bracketed && (is_used_up || self.most - self.least <= NARROW * self.most) {
            self.step = best;
        }
    }

    /// The next step by interpolation (section 4 of the paper), and the interval with `now` as one of its ends.
    fn narrow(&mut self, now: Point) {
        let Point { step, loss, slope } = now;
        let best = self.best;
        let turns = slope * best.slope.signum() < 0.0;
        let away = step - best.step;
        let secant = step + slope / (slope - best.slope) * (best.step - step);
        let next = if loss > best.loss {
            // A higher loss: the minimum lies between.
            let cubic = best.step + cubic_share(best, now, step < best.step) * away;
            let quadratic = best.step + best.slope / ((best.loss - loss) / away + best.slope) / 2.0 * away;
            self.is_bracketed = true;
            if (cubic - best.step).abs() < (quadratic - best.step).abs() {
                cubic
            } else {
                cubic + (quadratic - cubic) / 2.0
            }
        } else if turns {
            // A lower loss and a slope of the other sign: again between.
            let cubic = step - cubic_share(now, best, step > best.step) * away;
            self.is_bracketed = true;
            if (cubic - step).abs() > (secant - step).abs() { cubic } else { secant }
        } else if slope.abs() < best.slope.abs() {
            // A lower loss and a flatter slope: beyond, if the cubic says so.
            let share = flat_cubic_share(now, best);
            let cubic = match share {
                Some(share) => step - share * away,
                None if step > best.step => self.most,
                None => self.least,
            };
            if self.is_bracketed {
                let nearer = (cubic - step).abs() < (secant - step).abs();
                let next = if nearer { cubic } else { secant };
                let bound = step + 0.66 * (self.other.step - step);
                if step > best.step { next.min(bound) } else { next.max(bound) }
            } else {
                let farther = (cubic - step).abs() > (secant - step).abs();
                (if farther { cubic } else { secant }).clamp(self.least, self.most)
            }
        } else if self.is_bracketed {
            // A lower loss and no flatter slope.
            let other = self.other;
            step - cubic_share(now, other, step > other.step) * (step - other.step)
        } else if step > best.step {
            self.most
        } else {
            self.least
        };
        if loss > best.loss {
            self.other = now;
        } else {
            if turns {
                self.other = best;
            }
            self.best = now;
        }
        self.step = next;
    }
}

/// Where the cubic through both points and slopes has its minimum, as a share of the way from `from` to `to`.
fn cubic_share(from: Point, to: Point, is_negative: bool) -> f64 {
    let (theta, root) = theta_and_root(from, to, 0.0, is_negative);
    let p = (root - from.slope) + theta;
    let q = ((root - from.slope) + root) + to.slope;
    p / q
}

/// The same where the slope flattens: none if the cubic falls for ever beyond `from`.
fn flat_cubic_share(from: Point, to: Point) -> Option<f64> {
    let (theta, root) = theta_and_root(from, to, 1.0, from.step > to.step);
    let p = (root - from.slope) + theta;
    let q = (root + (to.slope - from.slope)) + root;
    let share = p / q;
    (share < 0.0 && root != 0.0).then_some(share)
}

/// θ and γ of the paper's cubic; `clipped`: 1 where what stands under the root may be below 0.
fn theta_and_root(from: Point, to: Point, clipped: f64, is_negative: bool) -> (f64, f64) {
    let theta = 3.0 * (from.loss - to.loss) / (to.step - from.step) + from.slope + to.slope;
    let scale = theta.abs().max(from.slope.abs()).max(to.slope.abs());
    let square = (theta / scale).powi(2) - (from.slope / scale) * (to.slope / scale);
    let root = scale * if clipped > 0.0 { square.max(0.0) } else { square }.sqrt();
    (theta, if is_negative { -root } else { root })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The step that is found on `f`, which gives loss and slope, and how often it was asked.
    fn search(f: impl Fn(f64) -> (f64, f64), first: f64) -> (f64, usize) {
        let (loss, slope) = f(0.0);
        let mut search = LineSearch::new(loss, slope, first);
        for asked in 1..30 {
            let (loss, slope) = f(search.step());
            if search.tell(loss, slope) {
                return (search.step(), asked);
            }
        }
        panic!("no step was found");
    }

    #[test]
    fn a_step_that_is_good_enough_is_taken_at_once() {
        assert_eq!(search(|x| ((x - 1.0).powi(2), 2.0 * (x - 1.0)), 0.5), (0.5, 1));
    }

    /// The first two test functions of Moré and Thuente's section 5: whatever the first step, a point is found that has
    /// decreased enough, and on the first one that is flat enough; on the second, all but flat at the beginning, the
    /// interval is too narrow before.
    #[test]
    fn it_keeps_its_promise_on_the_papers_functions() {
        let first = |x: f64| (-x / (x * x + 2.0), (x * x - 2.0) / (x * x + 2.0).powi(2));
        let second = |x: f64| {
            let y = x + 0.004;
            (y.powi(5) - 2.0 * y.powi(4), 5.0 * y.powi(4) - 8.0 * y.powi(3))
        };
        let functions: [&dyn Fn(f64) -> (f64, f64); 2] = [&first, &second];
        for (index, f) in functions.into_iter().enumerate() {
            let (loss, slope) = f(0.0);
            for step in [1e-3, 0.1, 1.0, 10.0] {
                let (found, asked) = search(f, step);
                let (found_loss, found_slope) = f(found);
                assert!(found_loss <= loss + DECREASE * found * slope, "{index} from {step}: {found}");
                assert!(index > 0 || found_slope.abs() <= CURVATURE * -slope, "{index} from {step}: {found}");
                assert!(asked < 20, "{index} from {step}: {asked}");
            }
        }
    }
}
