use super::{Report, Verdict};
use crate::dataset::Task;

/// The reading of a run in one or two sentences: what the network does, what the baseline does, and whether the
/// difference is more than chance.
pub fn sentence(report: &Report) -> String {
    let rows = count(report.test.rows);
    let answer = &report.baseline.answer;
    match report.task {
        Task::Classification => {
            let (ours, theirs) =
                (report.test.accuracy.unwrap_or(0.0), report.baseline.test.accuracy.unwrap_or(0.0));
            let error = report.comparison.standard_error;
            let judged = match report.comparison.verdict {
                Verdict::Better => format!("The network beats always answering '{answer}'"),
                Verdict::Level => format!("The network is no better than always answering '{answer}'"),
                Verdict::Worse => format!("The network does worse than always answering '{answer}'"),
            };
            format!(
                "{judged}: it is right on {} of the {rows} test rows, against {} (difference {}, standard error {}).",
                percent(ours, error),
                percent(theirs, error),
                points(ours - theirs, error),
                points(error, error),
            )
        }
        Task::Regression => {
            let rmse = |scores: &super::Scores| scores.root_mean_squared_error.unwrap_or(0.0);
            let (ours, theirs) = (rmse(&report.test), rmse(&report.baseline.test));
            let judged = match report.comparison.verdict {
                Verdict::Better => format!("The network beats always answering the mean, {answer}"),
                Verdict::Level => {
                    format!("The network is no better than always answering the mean, {answer}")
                }
                Verdict::Worse => format!("The network does worse than always answering the mean, {answer}"),
            };
            let step = step(ours, theirs);
            let explained = report.test.r2.map_or(String::new(), |r2| match r2 < 0.0 {
                true => format!("; it explains none of the variance (R² {})", number(r2, 0.1)),
                false => format!("; it explains {} of the variance", percent(r2, 0.01)),
            });
            let mut text = format!(
                "{judged}: on the {rows} test rows its typical error (RMSE) is {}, against {}{explained}.",
                number(ours, step),
                number(theirs, step),
            );
            if let (Some(matches), Some(commonest)) = (&report.exact_matches, &report.commonest) {
                let (ours, theirs) =
                    (report.test.accuracy.unwrap_or(0.0), commonest.test.accuracy.unwrap_or(0.0));
                let judged = match matches.verdict {
                    Verdict::Better => "better by more than one standard error",
                    Verdict::Level => "no real difference",
                    Verdict::Worse => "worse by more than one standard error",
                };
                text += &format!(
                    " Exact matches after rounding: {} against {} of always answering {}, {judged}.",
                    percent(ours, matches.standard_error),
                    percent(theirs, matches.standard_error),
                    commonest.answer,
                );
            }
            text
        }
    }
}

/// Three digits of the larger error, and a fourth where the errors would look the same.
fn step(ours: f64, theirs: f64) -> f64 {
    let step = theirs / 100.0;
    if number(ours, step) == number(theirs, step) { step / 10.0 } else { step }
}

/// A number with as many decimals as make sense for steps of this size: 53.04 in steps of 0.2 is "53.0".
pub fn number(value: f64, step: f64) -> String {
    let decimals = decimals(step);
    if step >= 1.0 && value.abs() >= 1_000.0 {
        grouped(value)
    } else {
        format!("{value:.decimals$}").replace('-', "−")
    }
}

/// A share as a percentage with the digits that its standard error allows.
fn percent(share: f64, error: f64) -> String {
    let decimals = decimals(100.0 * error).min(2);
    format!("{:.decimals$} %", 100.0 * share).replace('-', "−")
}

fn points(share: f64, error: f64) -> String {
    let decimals = decimals(100.0 * error).min(2);
    format!("{:.decimals$} points", 100.0 * share).replace('-', "−")
}

/// Decimals that show a step of this size: 0 from 10 on, one more for each power of ten below.
fn decimals(step: f64) -> usize {
    if step > 0.0 && step.is_finite() { (1.0 - step.log10().floor()).clamp(0.0, 9.0) as usize } else { 1 }
}

fn count(n: usize) -> String {
    grouped(n as f64)
}

/// Thousands separated by commas.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value < 0.0 { format!("−{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::super::{Baseline, Comparison, Metrics, Scores};
    use super::*;
    use crate::chance::{Chance, Stream};
    use crate::dataset::Targets;

    fn report(task: Task, verdict: Verdict) -> Report {
        let scores = |accuracy, rmse| Scores {
            rows: 2_985,
            accuracy: Some(accuracy),
            root_mean_squared_error: Some(rmse),
            r2: Some(0.034),
            ..Scores::default()
        };
        Report {
            task,
            target: "song_popularity".into(),
            rounded: true,
            train: scores(0.02, 20.0),
            test: scores(0.021_1, 20.07),
            baseline: Baseline {
                answer: "52".into(),
                train: scores(0.02, 20.4),
                test: scores(0.022_1, 20.41),
            },
            comparison: Comparison { advantage: 0.0, standard_error: 0.002_6, verdict },
            commonest: (task == Task::Regression).then(|| Baseline {
                answer: "52".into(),
                train: scores(0.024_2, 20.4),
                test: scores(0.022_1, 20.41),
            }),
            exact_matches: (task == Task::Regression).then_some(Comparison {
                advantage: 0.0,
                standard_error: 0.002_6,
                verdict: Verdict::Level,
            }),
            closeness: None,
            ordinal: None,
            train_metrics: Metrics::default(),
            test_metrics: Metrics::default(),
            sentence: String::new(),
        }
    }

    #[test]
    fn a_classification_level_with_the_baseline_says_so() {
        assert_eq!(
            sentence(&report(Task::Classification, Verdict::Level)),
            "The network is no better than always answering '52': it is right on 2.11 % of the 2,985 test rows, \
             against 2.21 % (difference −0.10 points, standard error 0.26 points)."
        );
    }

    #[test]
    fn a_regression_tells_its_error_and_its_exact_matches() {
        assert_eq!(
            sentence(&report(Task::Regression, Verdict::Better)),
            "The network beats always answering the mean, 52: on the 2,985 test rows its typical error (RMSE) is \
             20.07, against 20.41; it explains 3.4 % of the variance. Exact matches after rounding: 2.11 % against \
             2.21 % of always answering 52, no real difference."
        );
    }

    /// Random outcomes: what is said of the network agrees with the two figures behind it.
    #[test]
    fn the_words_agree_with_the_figures() {
        let mut seen = [0; 3];
        for seed in 0..3_000 {
            let mut chance = Chance::new(seed, Stream::Weights);
            let n = 1 + chance.below(60) as usize;
            let unit = |chance: &mut Chance| f64::from(chance.uniform());
            let (size, far) = (10f64.powf(4.0 * unit(&mut chance) - 1.0), 9.0 * unit(&mut chance));
            // From answers that hardly differ from the baseline's to others altogether.
            let apart = 10f64.powf(-8.0 * unit(&mut chance));
            let actual: Vec<f64> = (0..n).map(|_| size * (far + unit(&mut chance))).collect();
            let baseline = vec![size / 2.0; n];
            let network: Vec<f64> =
                actual.iter().map(|_| size * (0.5 + apart * (6.0 * unit(&mut chance) - 2.0))).collect();
            let rmse = |answers: &[f64]| {
                let squares = answers.iter().zip(&actual).map(|(answer, actual)| (answer - actual).powi(2));
                (squares.sum::<f64>() / n as f64).sqrt()
            };
            let (ours, theirs) = (rmse(&network), rmse(&baseline));
            let of = |numbers: Vec<f64>| Targets::Numbers(numbers);
            let compared = (of(network), of(baseline), of(actual));
            let comparison = Comparison::by_squared_error(&compared.0, &compared.1, &compared.2).unwrap();
            let mut report = report(Task::Regression, comparison.verdict);
            (report.comparison, report.exact_matches) = (comparison, None);
            report.test.root_mean_squared_error = Some(ours);
            report.baseline.test.root_mean_squared_error = Some(theirs);
            let said = sentence(&report);
            let shown = [ours, theirs].map(|error| number(error, step(ours, theirs)));
            assert!(said.contains(&format!("is {}, against {}", shown[0], shown[1])), "{said}");
            match comparison.verdict {
                Verdict::Better => {
                    assert!(said.contains(" beats ") && ours < theirs && shown[0] != shown[1], "{said}")
                }
                Verdict::Worse => {
                    assert!(said.contains(" does worse ") && ours > theirs && shown[0] != shown[1], "{said}")
                }
                Verdict::Level => assert!(said.contains(" no better than "), "{said}"),
            }
            seen[comparison.verdict as usize] += 1;

            // Rows that are right, each with its own chance.
            let odds = [unit(&mut chance), unit(&mut chance)];
            let right: Vec<[f64; 2]> =
                (0..n).map(|_| odds.map(|odds| f64::from(unit(&mut chance) < odds))).collect();
            let advantages: Vec<f64> = right.iter().map(|[ours, theirs]| ours - theirs).collect();
            let [ours, theirs] = [0, 1].map(|of| right.iter().map(|right| right[of]).sum::<f64>() / n as f64);
            let comparison = Comparison::of(&advantages, 0.0);
            let mut report = self::report(Task::Classification, comparison.verdict);
            report.comparison = comparison;
            (report.test.accuracy, report.baseline.test.accuracy) = (Some(ours), Some(theirs));
            let said = sentence(&report);
            match comparison.verdict {
                Verdict::Better => assert!(said.contains(" beats ") && ours > theirs, "{said}"),
                Verdict::Worse => assert!(said.contains(" does worse ") && ours < theirs, "{said}"),
                Verdict::Level => assert!(said.contains(" no better than "), "{said}"),
            }
        }
        assert!(seen.iter().all(|&seen| seen > 100), "{seen:?}");
    }

    #[test]
    fn no_variance_explained_is_no_negative_share() {
        let mut report = report(Task::Regression, Verdict::Level);
        report.test.r2 = Some(-105.047);
        let said = sentence(&report);
        assert!(said.contains("it explains none of the variance (R² −105.05)"), "{said}");
    }

    #[test]
    fn digits_follow_the_step() {
        assert_eq!(number(53.042, 0.2), "53.04");
        assert_eq!(number(3_932.8, 39.0), "3,933");
        assert_eq!(number(123_456.7, 39.0), "123,457");
        assert_eq!(number(-0.001_234, 0.000_02), "−0.001234");
    }
}
