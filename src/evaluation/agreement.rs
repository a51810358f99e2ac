use crate::dataset::{TargetEncoder, Targets};
use crate::pace::{self, Pace, ROWS};
use crate::table::{TableSummary, brief};

/// The answers to the test rows beside what is right, made small enough to be looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// How many rows there are of each actual and predicted value: a square, row by row, a row for each actual one. Of numbers in
    /// [`Agreement::STEPS`] equal steps from the least to the most.
    pub counts: Vec<u32>,
    /// The classes, in the target's order; where they are more than [`Agreement::MOST`] the commonest, those first, and all others
    /// together as the last. None for numbers.
    pub labels: Vec<String>,
    /// How many classes are taken together.
    pub others: usize,
    /// How many of their rows get their own class.
    pub others_right: u32,
    /// The least and the most of the numbers on both sides. Answers far beyond all actual values are counted at the edge.
    pub ends: (f64, f64),
    /// How many answers lie beyond them.
    pub beyond: usize,
    /// How far the answers are off on average.
    pub mean_error: f64,
    /// Of numbers, by tenths of the rows, the least actual values first.
    pub tenths: Vec<Tenth>,
}

/// Rows whose actual values lie beside each other: their range, their number, and the sums of both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tenth {
    /// The smallest actual value.
    pub least: f64,
    /// The largest actual value.
    pub most: f64,
    /// Rows.
    pub rows: usize,
    /// Sum of the actual values.
    pub actual: f64,
    /// Sum of the answers.
    pub answers: f64,
}

/// Into so many parts the rows are divided.
const PARTS: usize = 10;

impl Agreement {
    /// So many classes stand by themselves; of more the last one is the rest.
    pub const MOST: usize = 10;
    /// Into so many steps the range of numbers is divided, on either side.
    pub const STEPS: usize = 80;

    /// `None` where there are no rows, or the answers are none of the target's.
    pub async fn in_steps(
        answers: &Targets,
        actual: &Targets,
        target: &TargetEncoder,
        pace: &Pace,
    ) -> Option<Agreement> {
        match (answers, actual) {
            _ if actual.is_empty() => None,
            (Targets::Numbers(answers), Targets::Numbers(actual)) => of_numbers(answers, actual, pace).await,
            (Targets::Classes(answers), Targets::Classes(actual)) => {
                of_classes(answers, actual, target, pace).await
            }
            _ => None,
        }
    }
}

async fn of_numbers(answers: &[f64], actual: &[f64], pace: &Pace) -> Option<Agreement> {
    let mut sorted = actual.to_vec();
    pace::ascend(&mut sorted, pace).await;
    let (from, to) = (*sorted.first()?, *sorted.last()?);
    let (mut errors, mut lowest, mut highest) = (0.0, from, to);
    for (answers, actual) in answers.chunks(ROWS).zip(actual.chunks(ROWS)) {
        for (&answer, actual) in answers.iter().zip(actual) {
            errors += (answer - actual).abs();
            (lowest, highest) = (lowest.min(answer), highest.max(answer));
        }
        pace.after(2 * ROWS).await;
    }
    // Half of their range beyond the actual values; what lies further away would press all others together.
    let room = 0.5 * (to - from);
    let (mut least, mut most) = (lowest.max(from - room), highest.min(to + room));
    if least >= most {
        (least, most) = (least - 0.5, most + 0.5);
    }

    let borders: Vec<f64> = (1..PARTS).map(|part| sorted[part * sorted.len() / PARTS]).collect();
    let none = Tenth { least: f64::INFINITY, most: f64::NEG_INFINITY, rows: 0, actual: 0.0, answers: 0.0 };
    let mut tenths = [none; PARTS];
    let side = Agreement::STEPS;
    let mut counts = vec![0u32; side * side];
    let mut beyond = 0;
    let step = |value: f64| {
        // What is no number has no place: at the edge.
        let step = ((value - least) / (most - least) * side as f64).max(0.0);
        (step as usize).min(side - 1)
    };
    for (answers, actual) in answers.chunks(ROWS).zip(actual.chunks(ROWS)) {
        for (&answer, &actual) in answers.iter().zip(actual) {
            counts[step(actual) * side + step(answer)] += 1;
            beyond += usize::from(!(least..=most).contains(&answer));
            let tenth = &mut tenths[borders.partition_point(|border| *border <= actual)];
            (tenth.least, tenth.most) = (tenth.least.min(actual), tenth.most.max(actual));
            tenth.rows += 1;
            tenth.actual += actual;
            tenth.answers += answer;
        }
        pace.after(4 * ROWS).await;
    }
    let tenths = tenths.into_iter().filter(|tenth| tenth.rows > 0).collect();
    let mean_error = errors / actual.len() as f64;
    Some(Agreement { counts, ends: (least, most), beyond, mean_error, tenths, ..Agreement::default() })
}

async fn of_classes(
    answers: &[u32],
    actual: &[u32],
    target: &TargetEncoder,
    pace: &Pace,
) -> Option<Agreement> {
    let TargetEncoder::Classes { levels, .. } = target else { return None };
    let mut rows_of = vec![0usize; levels.len()];
    for some in actual.chunks(ROWS) {
        some.iter().for_each(|&class| rows_of[class as usize] += 1);
        pace.after(some.len()).await;
    }
    let mut shown: Vec<usize> = Vec::new();
    if levels.len() <= Agreement::MOST {
        shown.extend(0..levels.len());
    }
    // One after the other, which is no long work for few; of equally common ones the first in order.
    while shown.len() + 1 < Agreement::MOST.min(levels.len()) {
        let left = (0..levels.len()).rev().filter(|class| !shown.contains(class));
        shown.extend(left.max_by_key(|&class| rows_of[class]));
    }
    let others = levels.len() - shown.len();
    let side = shown.len() + usize::from(others > 0);
    let mut place_of = vec![shown.len(); levels.len()];
    shown.iter().enumerate().for_each(|(place, &class)| place_of[class] = place);
    let (mut counts, mut right) = (vec![0u32; side * side], 0u32);
    for (answers, actual) in answers.chunks(ROWS).zip(actual.chunks(ROWS)) {
        for (&answer, &actual) in answers.iter().zip(actual) {
            let (row, column) = (place_of[actual as usize], place_of[answer as usize]);
            counts[row * side + column] += 1;
            right += u32::from(row == shown.len() && answer == actual);
        }
        pace.after(2 * ROWS).await;
    }
    let label = |&class: &usize| {
        let text = target.text(&Targets::Classes(vec![class as u32]), 0);
        brief(&text, TableSummary::CELL).into_owned()
    };
    let labels = shown.iter().map(label).collect();
    Some(Agreement { counts, labels, others, others_right: right, ..Agreement::default() })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::pace::at_once;
    use crate::table::Form;

    fn classes(levels: usize, answers: &[u32], actual: &[u32]) -> Agreement {
        let levels = (0..levels).map(|level| format!("l{level}")).collect();
        let target =
            TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form: Form::default() };
        at_once(async |pace| of_classes(answers, actual, &target, pace).await).unwrap()
    }

    fn numbers(answers: &[f64], actual: &[f64]) -> Agreement {
        at_once(async |pace| of_numbers(answers, actual, pace).await).unwrap()
    }

    #[test]
    fn few_classes_stand_in_their_order() {
        let agreement = classes(3, &[0, 1, 1, 2, 2], &[0, 0, 1, 1, 1]);
        assert_eq!(agreement.labels, ["l0", "l1", "l2"]);
        assert_eq!(agreement.counts, [1, 1, 0, 0, 1, 2, 0, 0, 0]);
        assert_eq!(agreement.others, 0);
    }

    #[test]
    fn of_many_classes_the_commonest_come_first_and_the_rest_are_one() {
        // Class 11 twice, all others from 0 to 10 once, 12 never.
        let actual: Vec<u32> = (0..12).chain([11]).collect();
        let mut answers = actual.clone();
        (answers[12], answers[8]) = (12, 9);
        let agreement = classes(13, &answers, &actual);
        assert_eq!(agreement.labels[..3], ["l11", "l0", "l1"]);
        assert_eq!((agreement.labels.len(), agreement.others, agreement.counts.len()), (9, 4, 100));
        // Rows of 8, 9 and 10 are the rest's, two of them right; one row of 11 is answered by one of the rest.
        assert_eq!((agreement.counts[99], agreement.others_right, agreement.counts[9]), (3, 2, 1));
    }

    #[test]
    fn numbers_are_counted_in_steps_of_both() {
        // In eighty steps from 0 to 8.
        let agreement = numbers(&[0.0, 7.96, 4.05], &[0.0, 8.0, 4.05]);
        assert_eq!(agreement.ends, (0.0, 8.0));
        let counts = agreement.counts.iter().enumerate();
        let there: Vec<usize> = counts.filter(|(_, rows)| **rows > 0).map(|(place, _)| place).collect();
        assert_eq!(there, [0, 40 * 80 + 40, 79 * 80 + 79]);
        assert!((agreement.mean_error - 0.04 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn tenths_are_of_the_rows_by_their_actual_values() {
        let actual: Vec<f64> = (0..100).rev().map(f64::from).collect();
        let answers: Vec<f64> = actual.iter().map(|actual| actual + 1.0).collect();
        let tenths = numbers(&answers, &actual).tenths;
        assert_eq!(tenths.len(), PARTS);
        assert_eq!(tenths[0], Tenth { least: 0.0, most: 9.0, rows: 10, actual: 45.0, answers: 55.0 });
        // All alike: one of them.
        assert_eq!(numbers(&[1.0, 2.0], &[5.0, 5.0]).tenths.len(), 1);
    }

    #[test]
    fn an_answer_far_out_does_not_press_the_others_together() {
        let agreement = numbers(&[0.0, 10.0, 1e9], &[0.0, 10.0, 5.0]);
        assert_eq!((agreement.ends, agreement.beyond), ((0.0, 15.0), 1));
    }
}
