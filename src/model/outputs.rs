use super::Member;
use super::predictor::Said;
use crate::dataset::{TargetEncoder, Targets, exp, ln};
use crate::matrix::Matrix;
use crate::network::Head;

/// What a model says of rows: the probability of every class, or a number in the target's own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Outputs {
    /// The number, or the likeliest class. One network's likeliest class is that of its largest sum, which tells classes apart
    /// whose probabilities are equal when they are rounded.
    answers: Targets,
    /// 0 for numbers.
    n_classes: usize,
    /// (n_rows, n_classes) row by row; empty for numbers.
    probabilities: Vec<f64>,
}

impl Outputs {
    /// So many numbers are held at most, 64 MiB: all rows of most tables with few classes, and of few tables with many. 101
    /// classes of a million rows would be 800 MB, more than a browser's tab can be asked for.
    pub const MOST_HELD: usize = 1 << 23;

    /// Whether the outputs for so many rows may be held whole; else they are to be taken chunk by chunk.
    pub fn may_be_held(target: &TargetEncoder, n_rows: usize) -> bool {
        n_rows.checked_mul(n_classes(target).max(1)).is_some_and(|values| values <= Outputs::MOST_HELD)
    }

    /// Of no rows.
    pub fn none(target: &TargetEncoder) -> Outputs {
        Outputs { answers: target.no_answers(0), n_classes: n_classes(target), probabilities: Vec::new() }
    }

    /// With these probabilities in each row.
    #[cfg(test)]
    pub fn of_classes<const N: usize>(rows: &[[f64; N]]) -> Outputs {
        let (likeliest, probabilities) = (vec![0; rows.len()], rows.concat());
        let mut outputs = Outputs { answers: Targets::Classes(likeliest), n_classes: N, probabilities };
        outputs.divide(1);
        outputs
    }

    /// Rows that were answered.
    pub fn n_rows(&self) -> usize {
        self.answers.len()
    }

    /// The number in the target's own unit, or the likeliest class.
    pub fn answers(&self) -> &Targets {
        &self.answers
    }

    /// The probability of each class in one row; of numbers none.
    pub fn probabilities(&self, row: usize) -> &[f64] {
        &self.probabilities[row * self.n_classes..][..self.n_classes]
    }

    /// The probability of the class that is the answer; `None` for numbers.
    pub fn probability(&self, row: usize) -> Option<f64> {
        match &self.answers {
            Targets::Numbers(_) => None,
            Targets::Classes(classes) => Some(self.probabilities(row)[classes[row] as usize]),
        }
    }

    /// Whether the answer to a row is this class.
    pub fn is_class(&self, row: usize, class: usize) -> bool {
        matches!(&self.answers, Targets::Classes(classes) if classes[row] as usize == class)
    }

    /// Adds the rows of others for the same target behind these.
    pub fn append(&mut self, other: &Outputs) {
        match (&mut self.answers, &other.answers) {
            (Targets::Numbers(numbers), Targets::Numbers(others)) => numbers.extend_from_slice(others),
            (Targets::Classes(classes), Targets::Classes(others)) => classes.extend_from_slice(others),
            // Outputs for another target: there is nothing to be said of their rows here.
            _ => return,
        }
        self.probabilities.extend_from_slice(&other.probabilities);
    }

    /// Writes the rows as they stand in memory, little-endian: the numbers, or the likeliest classes and all probabilities.
    pub fn write(&self, out: &mut Vec<u8>) {
        match &self.answers {
            Targets::Numbers(numbers) => numbers.iter().for_each(|number| out.extend(number.to_le_bytes())),
            Targets::Classes(classes) => classes.iter().for_each(|class| out.extend(class.to_le_bytes())),
        }
        self.probabilities.iter().for_each(|probability| out.extend(probability.to_le_bytes()));
    }

    /// What [`Outputs::write`] wrote of `n_rows` rows for `target`; `bytes` begins behind it then. `None` where it ends too
    /// early, or a class is none of the target's.
    pub fn from_bytes(target: &TargetEncoder, n_rows: usize, bytes: &mut &[u8]) -> Option<Outputs> {
        let n_classes = n_classes(target);
        let answers = match n_classes {
            0 => Targets::Numbers(taken(bytes, n_rows, f64::from_le_bytes)?),
            _ => Targets::Classes(taken(bytes, n_rows, u32::from_le_bytes)?),
        };
        if let Targets::Classes(classes) = &answers
            && classes.iter().any(|&class| class as usize >= n_classes)
        {
            return None;
        }
        let probabilities = taken(bytes, n_rows.checked_mul(n_classes)?, f64::from_le_bytes)?;
        Some(Outputs { answers, n_classes, probabilities })
    }

    pub(super) fn clear(&mut self) {
        match &mut self.answers {
            Targets::Numbers(numbers) => numbers.clear(),
            Targets::Classes(classes) => classes.clear(),
        }
        self.probabilities.clear();
    }

    /// Adds what one member says of the next rows.
    pub(super) fn read(&mut self, member: &Member, said: Said) {
        match said {
            Said::Sums(z, head) => self.read_sums(&member.target, z, head),
            Said::Scores(scores) => self.read_scores(&member.target, scores),
        }
    }

    fn read_scores(&mut self, target: &TargetEncoder, scores: &Matrix) {
        for row in 0..scores.n_rows() {
            let row = scores.row(row);
            match &mut self.answers {
                Targets::Numbers(_) => target.answer(row, &mut self.answers),
                Targets::Classes(classes) => {
                    let likelier = |best: usize, next: usize| if row[next] > row[best] { next } else { best };
                    classes.push((1..row.len()).fold(0, likelier) as u32);
                    self.probabilities.extend(row.iter().map(|&p| f64::from(p)));
                }
            }
        }
    }

    fn read_sums(&mut self, target: &TargetEncoder, z: &mut Matrix, head: Head) {
        let mut number = [0.0];
        for row in 0..z.n_rows() {
            target.answer(head.number(z.row(row), &mut number), &mut self.answers);
        }
        if self.n_classes == 0 {
            return;
        }
        head.apply(z);
        for row in 0..z.n_rows() {
            match head {
                Head::Softmax => self.probabilities.extend(z.row(row).iter().map(|&p| f64::from(p))),
                _ => {
                    let p = z.row(row)[0];
                    self.probabilities.extend([f64::from(1.0 - p), f64::from(p)]);
                }
            }
        }
    }

    /// The mean of what several say of the same rows, each counted so often: at least one, and at least once in all.
    pub fn mix(all: &[Outputs], counts: &[u32]) -> Outputs {
        let mut counted = all.iter().zip(counts).filter(|&(_, &count)| count > 0);
        let Some((first, &count)) = counted.next() else {
            return all.first().cloned().unwrap_or_else(Outputs::nothing);
        };
        let mut mix = first.clone();
        let mut sum = f64::from(count);
        mix.times(f64::from(count));
        for (outputs, &count) in counted {
            mix.add_times(outputs, f64::from(count));
            sum += f64::from(count);
        }
        mix.divide_by(sum);
        mix
    }

    /// The mean of these, which are themselves the mean of so many, with one more.
    pub fn and(&self, count: u32, one: &Outputs) -> Outputs {
        let mut mix = self.clone();
        mix.times(f64::from(count));
        mix.add_times(one, 1.0);
        mix.divide_by(f64::from(count) + 1.0);
        mix
    }

    fn nothing() -> Outputs {
        Outputs { answers: Targets::Numbers(Vec::new()), n_classes: 0, probabilities: Vec::new() }
    }

    pub(super) fn times(&mut self, weight: f64) {
        if let Targets::Numbers(sums) = &mut self.answers {
            sums.iter_mut().for_each(|sum| *sum *= weight);
        }
        self.probabilities.iter_mut().for_each(|sum| *sum *= weight);
    }

    /// Adds another member's outputs for the same rows, so often.
    pub(super) fn add_times(&mut self, other: &Outputs, weight: f64) {
        if let (Targets::Numbers(sums), Targets::Numbers(numbers)) = (&mut self.answers, &other.answers) {
            sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += weight * number);
        }
        let pairs = self.probabilities.iter_mut().zip(&other.probabilities);
        pairs.for_each(|(sum, probability)| *sum += weight * probability);
    }

    /// Brings the probabilities to a temperature; of numbers nothing changes, and the likeliest class stays the likeliest.
    pub fn cool(&mut self, temperature: f64) {
        if temperature != 1.0 && self.n_classes > 0 {
            self.probabilities
                .chunks_exact_mut(self.n_classes)
                .for_each(|row| at_temperature(row, 1.0 / temperature));
        }
    }

    /// Adds another member's outputs for the same rows, number by number.
    pub(super) fn add(&mut self, other: &Outputs) {
        if let (Targets::Numbers(sums), Targets::Numbers(numbers)) = (&mut self.answers, &other.answers) {
            sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
        }
        let pairs = self.probabilities.iter_mut().zip(&other.probabilities);
        pairs.for_each(|(sum, probability)| *sum += probability);
    }

    /// Makes means of the sums of `count` members; of classes that are equally likely the first is the answer.
    pub(super) fn divide(&mut self, count: usize) {
        self.divide_by(count as f64);
    }

    /// Makes means of the sums of members that count so much together.
    pub(super) fn divide_by(&mut self, count: f64) {
        self.probabilities.iter_mut().for_each(|sum| *sum /= count);
        match &mut self.answers {
            Targets::Numbers(sums) => sums.iter_mut().for_each(|sum| *sum /= count),
            Targets::Classes(classes) => {
                let rows = self.probabilities.chunks_exact(self.n_classes.max(1));
                for (class, row) in classes.iter_mut().zip(rows) {
                    let likelier = |best: usize, next: usize| if row[next] > row[best] { next } else { best };
                    *class = (1..row.len()).fold(0, likelier) as u32;
                }
            }
        }
    }
}

/// pⁱ / Σ pⁱ in place of each probability of a row, with i the inverse of the temperature.
pub fn at_temperature(row: &mut [f64], inverse: f64) {
    // Beside the largest none becomes too large or too small to be told apart.
    let largest = row.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 || inverse == 1.0 {
        return;
    }
    let mut sum = 0.0;
    for p in row.iter_mut() {
        *p = if *p > 0.0 { exp(inverse * ln(*p / largest)) } else { 0.0 };
        sum += *p;
    }
    row.iter_mut().for_each(|p| *p /= sum);
}

/// So many values off the beginning of `bytes`.
fn taken<T, const N: usize>(bytes: &mut &[u8], count: usize, value: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let (of_values, rest) = bytes.split_at_checked(count.checked_mul(N)?)?;
    *bytes = rest;
    Some(of_values.as_chunks().0.iter().map(|&bytes| value(bytes)).collect())
}

fn n_classes(target: &TargetEncoder) -> usize {
    match target {
        TargetEncoder::Number { .. } => 0,
        TargetEncoder::Classes { levels, .. } => levels.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples;

    #[test]
    fn so_many_are_held() {
        let (number, classes) = (examples::number(1.0), examples::classes(&vec!["level"; 101]));
        assert!(
            Outputs::may_be_held(&number, 1_000_000) && Outputs::may_be_held(&number, Outputs::MOST_HELD)
        );
        assert!(!Outputs::may_be_held(&number, Outputs::MOST_HELD + 1));
        assert!(Outputs::may_be_held(&classes, 80_000) && !Outputs::may_be_held(&classes, 1_000_000));
        assert!(!Outputs::may_be_held(&classes, usize::MAX));
    }

    #[test]
    fn rows_go_behind_each_other() {
        let mut all = Outputs::none(&examples::classes(&["a", "b"]));
        all.append(&Outputs::of_classes(&[[0.25, 0.75]]));
        all.append(&Outputs::of_classes(&[[0.75, 0.25]]));
        assert_eq!((all.n_rows(), all.probabilities(1)), (2, &[0.75, 0.25][..]));
        assert_eq!((all.probability(0), all.answers()), (Some(0.75), &Targets::Classes(vec![1, 0])));
        all.append(&Outputs::none(&examples::number(1.0)));
        assert_eq!(all.n_rows(), 2);
    }

    /// At a temperature of 2 the odds 9 become 3; at ½ the odds 3 become 9.
    #[test]
    fn a_temperature_takes_a_power_of_the_odds() {
        let mut row = [0.1, 0.9];
        at_temperature(&mut row, 0.5);
        assert!((row[1] - 0.75).abs() < 1e-12 && (row[0] + row[1] - 1.0).abs() < 1e-12);
        at_temperature(&mut row, 2.0);
        assert!((row[1] - 0.9).abs() < 1e-12);
        let mut sure = [0.0, 1.0];
        at_temperature(&mut sure, 0.5);
        assert_eq!(sure, [0.0, 1.0]);
    }

    /// (3 · 0.25 + 0.75) / 4 = 0.375.
    #[test]
    fn in_a_mix_each_counts_as_often_as_it_was_taken() {
        let of = |p: f64| Outputs::of_classes(&[[1.0 - p, p]]);
        let mix = Outputs::mix(&[of(0.25), of(0.99), of(0.75)], &[3, 0, 1]);
        assert_eq!(mix.probabilities(0), [0.625, 0.375]);
        assert_eq!(mix.answers(), &Targets::Classes(vec![0]));
    }

    /// (0.5 + 0.5) / 2 for both classes: the first.
    #[test]
    fn of_equally_likely_classes_the_first_is_taken() {
        let of = |probabilities: [f64; 3]| Outputs::of_classes(&[probabilities]);
        let mut sum = of([0.0, 0.25, 0.75]);
        sum.add(&of([0.25, 0.75, 0.0]));
        sum.divide(2);
        assert_eq!(sum.probabilities(0), [0.125, 0.5, 0.375]);
        assert_eq!(sum.answers(), &Targets::Classes(vec![1]));
        let mut sum = of([0.0, 0.5, 0.5]);
        sum.add(&of([0.5, 0.0, 0.0]));
        sum.divide(2);
        assert_eq!(sum.answers(), &Targets::Classes(vec![0]));
    }
}
