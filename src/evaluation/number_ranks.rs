use crate::pace::{self, Pace, ROWS, key_of};

/// The median of |ŷ − y|, in the unit of y; of an even number of rows the mean of the middle two. `None` of no rows.
pub async fn median_error(answers: &[f64], actual: &[f64], pace: &Pace) -> Option<f64> {
    let mut errors: Vec<f64> =
        answers.iter().zip(actual).map(|(answer, actual)| (answer - actual).abs()).collect();
    pace.after(errors.len()).await;
    pace::ascend(&mut errors, pace).await;
    let middle = errors.len() / 2;
    let upper = *errors.get(middle)?;
    if errors.len() % 2 == 1 { Some(upper) } else { Some(0.5 * (errors[middle - 1] + upper)) }
}

/// Spearman's rank correlation: Pearson's of the ranks, equal numbers having the mean of theirs (Spearman 1904, "The proof and
/// measurement of association between two things"). `None` where either side does not vary.
pub async fn spearman(answers: &[f64], actual: &[f64], pace: &Pace) -> Option<f64> {
    let of_answers = ranks(answers, pace).await;
    let of_actual = ranks(actual, pace).await;
    // Ranks from 0 have this mean whatever is equal.
    let centre = (actual.len() as f64 - 1.0) / 2.0;
    let (mut both, mut answers_square, mut actual_square) = (0.0, 0.0, 0.0);
    for (answers, actual) in of_answers.chunks(ROWS).zip(of_actual.chunks(ROWS)) {
        for (answer, actual) in answers.iter().zip(actual) {
            let (answer, actual) = (answer - centre, actual - centre);
            both += answer * actual;
            answers_square += answer * answer;
            actual_square += actual * actual;
        }
        pace.after(answers.len()).await;
    }
    let varied = (answers_square * actual_square).sqrt();
    // Rounding could bring a perfect one beyond 1.
    (varied > 0.0).then(|| (both / varied).clamp(-1.0, 1.0))
}

/// The rank of each number, from 0; equal ones have the mean of theirs.
async fn ranks(numbers: &[f64], pace: &Pace) -> Vec<f64> {
    // + 0.0: the zeros of either sign are equal.
    let keys: Vec<u64> = numbers.iter().map(|&number| key_of(number + 0.0)).collect();
    pace.after(keys.len()).await;
    let order = pace::order_of(&keys, pace).await;
    let mut ranks = vec![0.0; numbers.len()];
    let mut first = 0;
    for (place, &row) in order.iter().enumerate() {
        let is_last = order.get(place + 1).is_none_or(|&next| keys[next as usize] != keys[row as usize]);
        if is_last {
            let rank = (first + place) as f64 / 2.0;
            order[first..=place].iter().for_each(|&row| ranks[row as usize] = rank);
            pace.after(2 * (place + 1 - first)).await;
            first = place + 1;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::at_once;

    #[test]
    fn equal_numbers_share_their_ranks() {
        let ranks = at_once(async |pace| ranks(&[5.0, -1.0, 5.0, 0.0, -0.0, 5.0], pace).await);
        assert_eq!(ranks, [4.0, 0.0, 4.0, 1.5, 1.5, 4.0]);
    }

    #[test]
    fn only_the_order_counts() {
        let of =
            |answers: &[f64], actual: &[f64]| at_once(async |pace| spearman(answers, actual, pace).await);
        assert_eq!(of(&[1.0, 2.0, 1e9], &[-3.0, 0.1, 0.2]), Some(1.0));
        assert_eq!(of(&[3.0, 2.0, 1.0], &[-3.0, 0.1, 0.2]), Some(-1.0));
        assert_eq!(of(&[3.0, 3.0, 3.0], &[-3.0, 0.1, 0.2]), None);
        assert_eq!(of(&[], &[]), None);
    }
}
