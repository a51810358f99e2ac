//! Whole groups of rows, drawn at random for one part or spread over folds, with each class its share where there are classes.

use crate::chance::Chance;
use crate::order::sort_by;
use crate::pace::{Pace, ROWS, shuffle};

/// The rows of each group.
struct Members {
    /// Where the rows of each group begin in `rows`, and where the last ones end.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Members {
    /// `groups`: the number of each row's group.
    fn of(groups: &[u32]) -> Members {
        let n_groups = groups.iter().max().map_or(0, |&last| last as usize + 1);
        let mut starts = vec![0u32; n_groups + 1];
        groups.iter().for_each(|&group| starts[group as usize + 1] += 1);
        (1..starts.len()).for_each(|group| starts[group] += starts[group - 1]);
        let (mut next, mut rows) = (starts.clone(), vec![0; groups.len()]);
        for (row, &group) in groups.iter().enumerate() {
            let place = &mut next[group as usize];
            rows[*place as usize] = row as u32;
            *place += 1;
        }
        Members { starts, rows }
    }

    fn n_groups(&self) -> usize {
        self.starts.len() - 1
    }

    fn rows(&self, group: u32) -> &[u32] {
        let group = group as usize;
        &self.rows[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// The `wanted` places among `n` that lie as evenly as can be.
pub fn evenly_spaced(n: usize, wanted: usize) -> impl Iterator<Item = usize> {
    // In 64 bits: the product passes 2³² from 100,000 rows on.
    (0..wanted as u64).map(move |nth| ((2 * nth + 1) * n as u64 / (2 * wanted as u64)) as usize)
}

/// How many of `wanted` rows are to be of each class, so that each has its share.
fn shares(classes: &[u32], wanted: usize) -> Vec<i64> {
    let n_classes = classes.iter().max().map_or(0, |&last| last as usize + 1);
    let mut ends = vec![0usize; n_classes];
    classes.iter().for_each(|&class| ends[class as usize] += 1);
    (1..n_classes).for_each(|class| ends[class] += ends[class - 1]);
    let mut shares = vec![0; n_classes];
    let mut class = 0;
    for place in evenly_spaced(classes.len(), wanted) {
        while class + 1 < n_classes && ends[class] <= place {
            class += 1;
        }
        shares[class] += 1;
    }
    shares
}

/// Marks whole groups, in random order, until about `wanted` rows are marked: a group that would go further beyond than it
/// falls short before is passed over. `None` where there are fewer than two groups.
pub async fn draw_groups(
    groups: &[u32],
    wanted: usize,
    chance: &mut Chance,
    pace: &Pace,
) -> Option<Vec<bool>> {
    draw_by_class(groups, &vec![0; groups.len()], wanted, chance, pace).await
}

/// The same with each class its share of the `wanted` rows: a group is taken where neither the number of rows goes
/// further from what is wanted nor the numbers of the classes do, by the sum of their squared differences. `classes`: the number of
/// each row's class.
pub async fn draw_by_class(
    groups: &[u32],
    classes: &[u32],
    wanted: usize,
    chance: &mut Chance,
    pace: &Pace,
) -> Option<Vec<bool>> {
    let members = Members::of(groups);
    pace.after(groups.len()).await;
    let mut order: Vec<u32> =
        (0..members.n_groups() as u32).filter(|&group| !members.rows(group).is_empty()).collect();
    if order.len() < 2 {
        return None;
    }
    shuffle(&mut order, chance, pace).await;
    let mut short = shares(classes, wanted);
    let mut counts = vec![0i64; short.len()];
    let mut is_drawn = vec![false; groups.len()];
    let (mut drawn, mut left) = (0, order.len());
    let mut since = 0;
    for &group in &order {
        let rows = members.rows(group);
        let class = |row: &u32| classes[*row as usize] as usize;
        rows.iter().for_each(|row| counts[class(row)] += 1);
        // With g rows of a class that is s short, s² − (s − g)² = 2 g s − g² is gained.
        let gain: i64 = rows.iter().map(|row| 2 * short[class(row)] - counts[class(row)]).sum();
        let fits = rows.len() <= 2 * wanted.saturating_sub(drawn);
        if left > 1 && gain >= 0 && fits {
            rows.iter().for_each(|row| {
                is_drawn[*row as usize] = true;
                short[class(row)] -= 1;
            });
            drawn += rows.len();
            left -= 1;
        }
        rows.iter().for_each(|row| counts[class(row)] = 0);
        since += rows.len();
        if since >= ROWS {
            pace.after(std::mem::take(&mut since)).await;
        }
    }
    if drawn == 0 {
        let smallest = order.iter().min_by_key(|&&group| members.rows(group).len())?;
        members.rows(*smallest).iter().for_each(|&row| is_drawn[row as usize] = true);
    }
    Some(is_drawn)
}

/// A fold for each row, whole groups in one: the largest first, each to the fold with the fewest rows.
pub async fn folds_of_groups(groups: &[u32], folds: usize, chance: &mut Chance, pace: &Pace) -> Vec<usize> {
    folds_by_class(groups, &vec![0; groups.len()], folds, chance, pace).await
}

/// The same with each class spread over the folds: a group goes where its classes are rarest so far, as shares of the class.
pub async fn folds_by_class(
    groups: &[u32],
    classes: &[u32],
    folds: usize,
    chance: &mut Chance,
    pace: &Pace,
) -> Vec<usize> {
    let members = Members::of(groups);
    pace.after(groups.len()).await;
    let mut order: Vec<u32> = (0..members.n_groups() as u32).collect();
    shuffle(&mut order, chance, pace).await;
    sort_by(&mut order, |&one, &other| members.rows(other).len().cmp(&members.rows(one).len()));
    let n_classes = classes.iter().max().map_or(0, |&last| last as usize + 1);
    let mut sizes = vec![0.0f64; n_classes];
    classes.iter().for_each(|&class| sizes[class as usize] += 1.0);
    let mut of_class = vec![0.0f64; folds * n_classes];
    let mut rows_of_fold = vec![0usize; folds];
    let mut of_row = vec![0; groups.len()];
    let mut since = 0;
    for group in order {
        let rows = members.rows(group);
        let class = |row: &u32| classes[*row as usize] as usize;
        let crowd = |fold: usize| -> f64 {
            rows.iter().map(|row| of_class[fold * n_classes + class(row)] / sizes[class(row)]).sum()
        };
        let mut least = (0, f64::INFINITY);
        for fold in 0..folds {
            let crowd = crowd(fold);
            let is_less = crowd < least.1 || (crowd == least.1 && rows_of_fold[fold] < rows_of_fold[least.0]);
            least = if is_less { (fold, crowd) } else { least };
        }
        let fold = least.0;
        rows_of_fold[fold] += rows.len();
        for row in rows {
            of_row[*row as usize] = fold;
            of_class[fold * n_classes + class(row)] += 1.0;
        }
        since += rows.len() * folds;
        if since >= ROWS {
            pace.after(std::mem::take(&mut since)).await;
        }
    }
    of_row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;
    use crate::pace::at_once;

    fn chance(seed: u64) -> Chance {
        Chance::new(seed, Stream::Split)
    }

    #[test]
    fn shares_follow_the_classes() {
        // 10 rows of class 0, 5 of class 1: of three evenly spaced rows, at places 2, 7 and 12, one is of class 1.
        let classes: Vec<u32> = (0..15).map(|row| u32::from(row % 3 == 0)).collect();
        assert_eq!(shares(&classes, 3), [2, 1]);
        assert_eq!(shares(&classes, 15), [10, 5]);
        // 6, 3 and 3 rows, in order: places 1 and 4 are of class 0, 7 of class 1 and 10 of class 2.
        assert_eq!(shares(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2], 4), [2, 1, 1]);
    }

    #[test]
    fn one_group_is_always_left() {
        for seed in 0..4 {
            let drawn =
                at_once(async |pace| draw_groups(&[0, 0, 1, 1], 4, &mut chance(seed), pace).await).unwrap();
            assert_eq!(drawn.iter().filter(|is| **is).count(), 2);
        }
    }

    #[test]
    fn a_fold_is_crowded_by_the_share_of_a_class() {
        // Groups of 4, 3 and 2 rows, so in this order; 6 rows are of class 0 and 3 of class 1. The first goes to fold 0, the second
        // to fold 1. To the third, a row of each class, fold 0 has 4/6 of class 0, and fold 1 has 1/6 + 2/3, though fewer rows.
        let groups = [0, 0, 0, 0, 1, 1, 1, 2, 2];
        let classes = [0, 0, 0, 0, 0, 1, 1, 0, 1];
        let folds = at_once(async |pace| folds_by_class(&groups, &classes, 2, &mut chance(1), pace).await);
        assert_eq!(folds, [0, 0, 0, 0, 1, 1, 1, 0, 0]);
    }

    #[test]
    fn whole_groups_have_about_the_wanted_rows_of_each_class() {
        // 40 pairs of class 0 and 10 single rows of class 1.
        let groups: Vec<u32> = (0..40).flat_map(|group| [group, group]).chain(40..50).collect();
        let classes: Vec<u32> = groups.iter().map(|&group| u32::from(group >= 40)).collect();
        for seed in 0..20 {
            let is_drawn =
                at_once(async |pace| draw_by_class(&groups, &classes, 18, &mut chance(seed), pace).await)
                    .unwrap();
            let of_class =
                |class| is_drawn.iter().zip(&classes).filter(|(is, of)| **is && **of == class).count();
            assert_eq!((of_class(0), of_class(1)), (16, 2));
            assert!(is_drawn[..80].chunks(2).all(|pair| pair[0] == pair[1]));
        }
    }

    #[test]
    fn folds_share_groups_and_classes_out() {
        let groups: Vec<u32> = (0..40).flat_map(|group| [group, group]).chain(40..50).collect();
        let classes: Vec<u32> = groups.iter().map(|&group| u32::from(group >= 40)).collect();
        let folds = at_once(async |pace| folds_by_class(&groups, &classes, 5, &mut chance(1), pace).await);
        for fold in 0..5 {
            let of_class =
                |class| folds.iter().zip(&classes).filter(|(is, of)| **is == fold && **of == class).count();
            assert_eq!((of_class(0), of_class(1)), (16, 2), "fold {fold}");
        }
        assert!(folds[..80].chunks(2).all(|pair| pair[0] == pair[1]));
    }
}
