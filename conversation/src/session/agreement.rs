//! Predicted against actual as the page draws it: words, and outlines in a square.

use serde::{Deserialize, Serialize};

use crate::chart::round_ticks;
use perceptab::evaluation::Agreement;
use perceptab::format::number;

/// A picture of numbers, or a table of classes; each has its finding, and its figures as a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgreementView {
    pub finding: String,
    /// The head, then the rows: of classes the rows of each actual one by what they were taken for, of numbers tenths of the rows.
    pub table: Vec<Vec<String>>,
    /// Of classes, the share of each cell among its row's, in quarters, row by row; 0 of nothing.
    pub tones: Vec<u32>,
    /// Of numbers, the outlines of the cells that hold rows, in a square of 1 by 1 with the least actual value on the left and the
    /// least answer below: those with few rows first.
    pub cells: Vec<String>,
    /// Round numbers along both sides of the square, and where they stand.
    pub ticks: Vec<(f64, String)>,
}

/// How many tones there are.
const TONES: f64 = 4.0;

impl AgreementView {
    pub fn of(agreement: &Agreement) -> AgreementView {
        if agreement.labels.is_empty() { of_numbers(agreement) } else { of_classes(agreement) }
    }
}

/// 1 to 4.
fn tone(share: f64) -> u32 {
    (TONES * share).ceil().clamp(1.0, TONES) as u32
}

fn of_numbers(agreement: &Agreement) -> AgreementView {
    let (least, most) = agreement.ends;
    let steps = Agreement::STEPS;
    let width = 1.0 / steps as f64;
    let fullest = agreement.counts.iter().copied().max().unwrap_or(1).max(1);
    let mut cells = vec![String::new(); TONES as usize];
    for (place, &rows) in agreement.counts.iter().enumerate().filter(|(_, rows)| **rows > 0) {
        let x = (place / steps) as f64 * width;
        let y = 1.0 - (place % steps + 1) as f64 * width;
        // By the root: a single row is still seen.
        let tone = tone((f64::from(rows) / f64::from(fullest)).sqrt());
        cells[tone as usize - 1] += &format!("M{x:.4} {y:.4}h{width}v{width}h-{width}z");
    }
    let ticks = round_ticks(least, most, 4).into_iter();
    let ticks = ticks.map(|tick| ((tick - least) / (most - least), number(tick, 6))).collect();
    let mut finding = format!("On average an answer is off by {}.", number(agreement.mean_error, 3));
    match agreement.beyond {
        0 => {}
        1 => finding += " One lies beyond the picture and stands at its edge.",
        beyond => finding += &format!(" {beyond} lie beyond the picture and stand at its edge."),
    }
    let mut table = vec![["Actual", "Rows", "Mean", "Mean answer"].map(String::from).to_vec()];
    table.extend(agreement.tenths.iter().map(|tenth| {
        let mean = |sum: f64| number(sum / tenth.rows as f64, 4);
        let range = format!("{} to {}", number(tenth.least, 4), number(tenth.most, 4));
        vec![range, tenth.rows.to_string(), mean(tenth.actual), mean(tenth.answers)]
    }));
    AgreementView { finding, table, tones: Vec::new(), cells, ticks }
}

fn of_classes(agreement: &Agreement) -> AgreementView {
    let Agreement { counts, labels, others, others_right, .. } = agreement;
    let mut labels = labels.clone();
    let named = labels.len();
    if *others > 0 {
        labels.push(format!("{others} others"));
    }
    let side = labels.len();
    let mut table = vec![vec!["Actual ↓ predicted →".to_string()]];
    table[0].extend(labels.iter().cloned());
    let (mut tones, mut of_others) = (Vec::new(), 0);
    // What is taken for what most often, of classes that stand by themselves: rows, of how many, and the two.
    let mut worst = (0, 0, 0, 0);
    for (row, counts) in counts.chunks(side).enumerate() {
        let all: u32 = counts.iter().sum();
        let mut cells = vec![labels[row].clone()];
        for (column, &rows) in counts.iter().enumerate() {
            let share = f64::from(rows) / f64::from(all.max(1));
            tones.push(if rows == 0 { 0 } else { tone(share) });
            cells.push(if rows == 0 { "0".to_string() } else { format!("{rows} ({:.0} %)", 100.0 * share) });
            if row != column && row < named && column < named && rows > worst.0 {
                worst = (rows, all, row, column);
            }
        }
        of_others = all;
        table.push(cells);
    }
    let mut finding = match worst {
        (0, ..) => "None of these is mistaken for another.".to_string(),
        (rows, all, row, column) => {
            format!("Most often mistaken: {} for {}, {rows} of {all}.", labels[row], labels[column])
        }
    };
    if *others > 0 {
        finding += &format!(" Of the {of_others} rows of the others {others_right} get their own class.");
    }
    AgreementView { finding, table, tones, cells: Vec::new(), ticks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(counts: &[u32], labels: &[&str], others: usize) -> AgreementView {
        let labels = labels.iter().map(|label| label.to_string()).collect();
        AgreementView::of(&Agreement { counts: counts.to_vec(), labels, others, ..Agreement::default() })
    }

    #[test]
    fn a_class_has_its_rows_counted_with_their_share() {
        let view = classes(&[3, 1, 0, 4], &["a", "b"], 0);
        assert_eq!(view.table[1..], [["a", "3 (75 %)", "1 (25 %)"], ["b", "0", "4 (100 %)"]]);
        assert_eq!(view.tones, [3, 1, 0, 4]);
        assert_eq!(view.finding, "Most often mistaken: a for b, 1 of 4.");
        assert_eq!(classes(&[3, 0, 0, 4], &["a", "b"], 0).finding, "None of these is mistaken for another.");
    }

    #[test]
    fn the_rest_is_said_to_be_several_and_mistaken_for_nothing() {
        let view = classes(&[3, 9, 2, 4], &["a"], 92);
        assert_eq!(view.table[0][2], "92 others");
        let finding =
            "None of these is mistaken for another. Of the 6 rows of the others 0 get their own class.";
        assert_eq!(view.finding, finding);
    }

    #[test]
    fn cells_stand_where_their_numbers_are_and_are_the_darker_the_more_rows_they_have() {
        // One row in the last step of the actual values and the first of the answers, sixteen where both are largest.
        let mut counts = vec![0; Agreement::STEPS * Agreement::STEPS];
        (counts[79 * 80], counts[80 * 80 - 1]) = (1, 16);
        let view =
            AgreementView::of(&Agreement { counts, ends: (0.0, 10.0), beyond: 1, ..Agreement::default() });
        assert_eq!(view.cells[0], "M0.9875 0.9875h0.0125v0.0125h-0.0125z");
        assert_eq!(view.cells[3], "M0.9875 0.0000h0.0125v0.0125h-0.0125z");
        assert_eq!(view.ticks[1], (0.5, "5".to_string()));
        assert!(view.finding.ends_with("One lies beyond the picture and stands at its edge."));
    }
}
