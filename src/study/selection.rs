use super::temperature;
use crate::dataset::Targets;
use crate::evaluation::Actual;
use crate::metrics::mean_and_standard_error;
use crate::model::{Objective, Outputs};
use crate::order;
use crate::pace::Pace;

/// How much each of several ways counts in their mix, chosen on rows that none of them was trained on.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Of each way, how often it was taken; 0 where it is left out. Their sum is what a mix is divided by.
    pub counts: Vec<u32>,
    /// The mean loss of the mix on these rows.
    pub loss: f64,
}

/// Below so many rows every way counts alike that is not clearly worse than the best: who chooses more finely on few rows chooses
/// chance.
pub const FEWEST_ROWS: usize = 1_000;
/// Standard errors of the mean difference of two ways' losses, row by row, from which one is clearly worse.
const CLEARLY: f64 = 2.0;
/// How often a way is taken at most.
const STEPS: usize = 25;

/// Takes the way whose addition lowers the mix's loss most, again and again, and keeps the best of these mixes, the first of equal
/// ones (greedy selection with replacement: Caruana, Niculescu-Mizil, Crew and Ksikes 2004, "Ensemble Selection from Libraries of
/// Models"). Of equal additions the first is taken that is in already.
///
/// `ways`: what each says of the same rows, at least one way; at most so many of them make up the mix.
pub async fn select(
    ways: &[Outputs],
    most: usize,
    actual: Actual<'_>,
    objective: Objective<'_>,
    pace: &Pace,
) -> Selection {
    let n_rows = ways.first().map_or(0, Outputs::n_rows);
    let loss = |mix: &Outputs| objective.mean(mix, actual.values, actual.scaled, actual.weights);
    let work = n_rows * objective.target.width().max(1);
    if n_rows < FEWEST_ROWS || ways.len() == 1 {
        let counts = not_clearly_worse(ways, most, actual, objective);
        let loss = loss(&Outputs::mix(ways, &counts));
        pace.after(work * ways.len()).await;
        return Selection { counts, loss };
    }
    let mut counts = vec![0; ways.len()];
    let mut so_far: Option<Outputs> = None;
    let mut best: Option<Selection> = None;
    for step in 0..STEPS as u32 {
        let mut next: Option<(usize, f64, Outputs)> = None;
        let is_full = counts.iter().filter(|&&count| count > 0).count() >= most;
        for (way, outputs) in ways.iter().enumerate().filter(|&(way, _)| !is_full || counts[way] > 0) {
            let mix = so_far.as_ref().map_or_else(|| outputs.clone(), |mix| mix.and(step, outputs));
            let loss = loss(&mix);
            pace.after(2 * work).await;
            let is_better = match &next {
                None => true,
                Some((other, least, _)) => {
                    loss < *least || (loss == *least && counts[*other] == 0 && counts[way] > 0)
                }
            };
            if is_better {
                next = Some((way, loss, mix));
            }
        }
        let Some((way, loss, mix)) = next else { break };
        counts[way] += 1;
        so_far = Some(mix);
        if best.as_ref().is_none_or(|best| loss < best.loss) {
            best = Some(Selection { counts: counts.clone(), loss });
        }
    }
    best.unwrap_or(Selection { counts: vec![1; ways.len()], loss: f64::INFINITY })
}

/// 1 of each way whose loss is not clearly above the least, of at most so many the best ones; else 0.
fn not_clearly_worse(
    ways: &[Outputs],
    most: usize,
    actual: Actual<'_>,
    objective: Objective<'_>,
) -> Vec<u32> {
    let mean = |way: &Outputs| objective.mean(way, actual.values, actual.scaled, actual.weights);
    let means: Vec<f64> = ways.iter().map(mean).collect();
    let best = (0..ways.len()).fold(0, |best, way| if means[way] < means[best] { way } else { best });
    let of_row = |way: &Outputs, row| objective.of_row(way, actual.values, actual.scaled, row);
    let is_near = |way: &Outputs| {
        let rows = 0..way.n_rows().min(actual.values.len());
        let differences: Vec<f64> = rows.map(|row| of_row(way, row) - of_row(&ways[best], row)).collect();
        let (mean, error) = mean_and_standard_error(&differences);
        mean <= CLEARLY * error
    };
    let mut near: Vec<usize> = (0..ways.len()).filter(|&way| is_near(&ways[way])).collect();
    order::sort_by(&mut near, |&one, &other| means[one].total_cmp(&means[other]));
    near.truncate(most.max(1));
    (0..ways.len()).map(|way| u32::from(near.contains(&way))).collect()
}

/// The temperature that suits a mix of classes' probabilities, by the same rows; 1 of numbers, and where there are few rows.
pub async fn temperature_of(mix: &Outputs, actual: Actual<'_>, pace: &Pace) -> f64 {
    match actual.values {
        Targets::Classes(classes) if classes.len() >= FEWEST_ROWS => {
            temperature::fit(mix, classes, actual.weights, pace).await
        }
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::examples;
    use crate::network::Head;
    use crate::pace::at_once;

    const ROWS: usize = 1_200;

    fn chosen(ways: &[Outputs], actual: &[u32]) -> Selection {
        let target = examples::classes(&["a", "b"]);
        let values = Targets::Classes(actual.to_vec());
        let actual = Actual { values: &values, scaled: &[], weights: &[] };
        let objective = Objective::new(&target, Head::Softmax);
        at_once(async |pace| select(ways, 3, actual, objective, pace).await)
    }

    fn way(rows: usize, of: impl Fn(usize) -> f64) -> Outputs {
        let mut all = Outputs::none(&examples::classes(&["a", "b"]));
        (0..rows).for_each(|row| all.append(&Outputs::of_classes(&[[1.0 - of(row), of(row)]])));
        all
    }

    /// One is right of even rows, one of odd rows, both unsure of the others; one is wrong of all.
    #[test]
    fn what_helps_is_taken_and_what_harms_is_left_out() {
        let actual: Vec<u32> = (0..ROWS).map(|row| (row / 2 % 2) as u32).collect();
        let right = |row: usize| if row / 2 % 2 == 1 { 0.9 } else { 0.1 };
        let even = way(ROWS, |row| if row % 2 == 0 { right(row) } else { 0.5 });
        let odd = way(ROWS, |row| if row % 2 == 1 { right(row) } else { 0.5 });
        let wrong = way(ROWS, |row| 1.0 - right(row));
        let selection = chosen(&[wrong, even.clone(), odd], &actual);
        assert_eq!(selection.counts[0], 0, "{selection:?}");
        assert_eq!(selection.counts[1], selection.counts[2]);
        assert!(selection.loss < chosen(&[even], &actual).loss);
    }

    #[test]
    fn on_few_rows_all_count_alike() {
        let actual: Vec<u32> = (0..999).map(|row| row % 2).collect();
        let one = |row: usize| if row % 2 == 1 { 0.8 } else { 0.3 };
        let other = |row: usize| if row % 2 == 1 { 0.7 } else { 0.2 };
        let selection = chosen(&[way(999, one), way(999, other), way(999, |row| 1.0 - one(row))], &actual);
        assert_eq!(selection.counts, [1, 1, 0], "a clearly worse one is left out");
    }

    #[test]
    fn no_more_ways_are_mixed_than_a_model_has_room_for() {
        for rows in [600, ROWS] {
            let actual: Vec<u32> = (0..rows).map(|row| (row % 2) as u32).collect();
            // Each is right of a fifth of the rows, so that all together would be the best.
            let of = |fifth: usize| {
                way(rows, move |row| match (row / 2 % 5 == fifth, row % 2) {
                    (true, 1) => 0.9,
                    (true, _) => 0.1,
                    _ => 0.5,
                })
            };
            let ways: Vec<Outputs> = (0..5).map(of).collect();
            let counts = chosen(&ways, &actual).counts;
            assert_eq!(counts.iter().filter(|&&count| count > 0).count(), 3, "{counts:?}");
        }
    }

    /// The second is the better one alone, and adding the first only harms.
    #[test]
    fn one_alone_may_be_the_best_mix() {
        let selection = chosen(&[way(ROWS, |_| 0.6), way(ROWS, |_| 0.1)], &vec![0; ROWS]);
        assert_eq!(selection.counts, [0, 1]);
    }
}
