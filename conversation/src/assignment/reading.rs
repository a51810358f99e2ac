use super::{Line, Share, words};
use perceptab::dataset::Task;
use perceptab::format::r_squared;

/// A difference counts from this many of its standard errors on.
const CLEAR: f64 = 2.0;
/// The share of a normal distribution that lies more than [`CLEAR`] standard errors above its mean.
const BY_CHANCE: f64 = 0.022_75;

/// What the runs mean, in sentences that follow from their numbers alone. Runs that have not ended are left out.
pub fn reading(lines: &[Line]) -> Vec<String> {
    let ended: Vec<&Line> = lines.iter().filter(|line| line.has_ended).collect();
    let mut sentences = Vec::new();
    sentences.extend(exact_matches(&ended));
    sentences.extend(variance(&ended));
    sentences.extend(overfitting(&ended));
    sentences.extend(chance(&ended));
    sentences
}

/// Which runs are exactly right more often than the baseline is, which as often, which less.
fn exact_matches(lines: &[&Line]) -> Vec<String> {
    let mut sentences = Vec::new();
    let without: Vec<&Line> = lines.iter().copied().filter(|line| line.test.is_none()).collect();
    if !without.is_empty() {
        sentences.push(format!(
            "Exact-match accuracy does not exist for {}: the target's values are not whole numbers. Read R² instead.",
            titles(&without)
        ));
    }
    let compared: Vec<&Line> = lines.iter().copied().filter(|line| line.exact_matches.is_some()).collect();
    if compared.is_empty() {
        return sentences;
    }
    // Two that never differ are level: there is nothing to divide by.
    let above = |line: &Line| line.standard_errors_above().unwrap_or(0.0);
    let with = |line: &Line| format!("{} ({})", line.experiment.title, words::difference(line));
    let part = |wanted: &dyn Fn(f64) -> bool| -> Vec<String> {
        compared.iter().filter(|line| wanted(above(line))).map(|line| with(line)).collect()
    };
    let better = part(&|above| above > CLEAR);
    let level = part(&|above| above.abs() <= CLEAR);
    let worse = part(&|above| above < -CLEAR);
    let first = &compared[0].baseline_name;
    let constant = match compared.iter().all(|line| line.baseline_name == *first) {
        true => first,
        false => "always giving the commonest answer",
    };
    match better.is_empty() {
        true => sentences.push(format!(
            "No network is exactly right more often than {constant}, by more than two standard errors of the difference (SE)."
        )),
        false => {
            sentences.push(format!(
                "More often exactly right than {constant}, by more than two standard errors of the difference (SE): {}.",
                better.join(", ")
            ));
            if compared.len() > 1 {
                let luck = 1.0 - (1.0 - BY_CHANCE).powi(compared.len() as i32);
                sentences.push(format!(
                    "Among {} independent comparisons one or more would pass that mark by luck alone with a probability of \
                     {:.0} %.",
                    compared.len(),
                    100.0 * luck
                ));
            }
        }
    }
    if !level.is_empty() {
        sentences.push(format!("Level with it: {}.", level.join(", ")));
    }
    if !worse.is_empty() {
        sentences.push(format!("Less often right than it: {}.", worse.join(", ")));
    }
    sentences
}

/// Whether regression explains any of the variance, and whether the exact matches let on.
fn variance(lines: &[&Line]) -> Vec<String> {
    let regressions: Vec<&Line> = lines
        .iter()
        .copied()
        .filter(|line| line.recipe.question.task == Some(Task::Regression) && line.r2.is_some())
        .collect();
    if regressions.is_empty() {
        return Vec::new();
    }
    let above = |line: &Line| line.squared_errors_above().unwrap_or(0.0);
    let part = |wanted: &dyn Fn(f64) -> bool| -> Vec<&Line> {
        regressions.iter().copied().filter(|line| wanted(above(line))).collect()
    };
    let better = part(&|above| above > CLEAR);
    let level = part(&|above| above.abs() <= CLEAR);
    let worse = part(&|above| above < -CLEAR);
    let mut sentences = Vec::new();
    if !better.is_empty() {
        let hidden: Vec<&Line> = better
            .iter()
            .copied()
            .filter(|line| {
                line.exact_matches.is_some() && line.standard_errors_above().unwrap_or(0.0) <= CLEAR
            })
            .collect();
        sentences.push(format!(
            "Regression does find something: of the test rows' variance {} (R²), more than the mean's answer by over two \
             standard errors.",
            explained(&better)
        ));
        if !hidden.is_empty() {
            sentences.push(format!("The exact-match accuracy hides it for {}.", titles(&hidden)));
        }
    }
    if !level.is_empty() {
        sentences
            .push(format!("By squared error no better than always answering the mean: {}.", with_r2(&level)));
    }
    if !worse.is_empty() {
        sentences
            .push(format!("By squared error worse than always answering the mean: {}.", with_r2(&worse)));
    }
    sentences
}

/// Which runs are right on training rows clearly more often than on test rows.
fn overfitting(lines: &[&Line]) -> Vec<String> {
    let overfitted: Vec<&Line> = lines
        .iter()
        .copied()
        .filter(|line| apart(line.train, line.test).is_some_and(|apart| apart > CLEAR))
        .collect();
    if overfitted.is_empty() {
        let measured = lines.iter().any(|line| line.train.is_some());
        let none = "No network is right clearly more often on the training rows than on the test rows: no overfitting shows \
                    in the accuracy.";
        return measured.then(|| none.to_string()).into_iter().collect();
    }
    let pairs: Vec<String> = overfitted
        .iter()
        .filter_map(|line| {
            let (train, test) = (line.train?.value(), line.test?.value());
            Some(format!("{} ({:.2} % against {:.2} %)", line.experiment.title, 100.0 * train, 100.0 * test))
        })
        .collect();
    vec![format!(
        "Overfitting, accuracy on the training rows above that on the test rows by more than two standard errors: {}.",
        pairs.join(", ")
    )]
}

/// How far an accuracy strays by chance.
fn chance(lines: &[&Line]) -> Option<String> {
    let test = lines.iter().find_map(|line| line.test)?;
    Some(format!(
        "One standard error of an accuracy of {:.1} % over {} test rows is {:.2} points.",
        100.0 * test.value(),
        perceptab::format::count(test.rows),
        100.0 * test.standard_error()
    ))
}

/// Standard errors of the difference that train is above test.
fn apart(train: Option<Share>, test: Option<Share>) -> Option<f64> {
    let (train, test) = (train?, test?);
    let error = train.standard_error().hypot(test.standard_error());
    (error > 0.0).then(|| (train.value() - test.value()) / error)
}

fn titles(lines: &[&Line]) -> String {
    lines.iter().map(|line| line.experiment.title).collect::<Vec<_>>().join(", ")
}

/// "2.1 % (MLPRegressor 1) and …"
fn explained(lines: &[&Line]) -> String {
    let parts: Vec<String> = lines
        .iter()
        .map(|line| format!("{:.1} % ({})", 100.0 * line.r2.unwrap_or(0.0), line.experiment.title))
        .collect();
    parts.join(" and ").replace('-', "−")
}

fn with_r2(lines: &[&Line]) -> String {
    let parts: Vec<String> =
        lines.iter().map(|line| format!("{} (R² {})", line.experiment.title, r_squared(line.r2))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::line::tests::line;
    use super::*;
    use perceptab::evaluation::Comparison;

    fn regression(index: usize, r2: f64, exact: f64, squared: f64) -> Line {
        let squared = Comparison { advantage: squared, standard_error: 1.0, ..Comparison::of(&[], 0.0) };
        Line { r2: Some(r2), squared_errors: Some(squared), ..line(index, 240, 60, exact) }
    }

    fn text(lines: &[Line]) -> String {
        reading(lines).join("\n")
    }

    #[test]
    fn networks_that_learn_nothing_are_said_to_be_level() {
        let text = text(&[regression(0, -0.001, 0.5, -0.4), line(6, 240, 60, -1.0)]);
        assert!(
            text.starts_with("No network is exactly right more often than always answering 52, by"),
            "{text}"
        );
        assert!(
            text.contains(
                "Level with it: Specification 1, regression (+0.5 SE), Specification 1, softmax (−1.0 SE)."
            ),
            "{text}"
        );
        assert!(
            text.contains(
                "no better than always answering the mean: Specification 1, regression (R² −0.001)."
            ),
            "{text}"
        );
        assert!(text.contains("No network is right clearly more often on the training rows"), "{text}");
        assert!(!text.contains("hides it") && !text.contains("does find"), "{text}");
    }

    #[test]
    fn a_network_that_learns_is_said_to_be_above() {
        let text = text(&[line(6, 5_000, 1_200, 9.0), line(7, 100, 10, -3.0)]);
        assert!(
            text.contains("two standard errors of the difference (SE): Specification 1, softmax (+9.0 SE)."),
            "{text}"
        );
        assert!(text.contains("Less often right than it: Specification 2, softmax (−3.0 SE)."), "{text}");
        // 1 − 0.97725².
        assert!(
            text.contains("Among 2 independent comparisons") && text.contains("probability of 4 %"),
            "{text}"
        );
        assert!(!text.contains("No network is exactly") && !text.contains("Level with it"), "{text}");
    }

    #[test]
    fn what_exact_matches_hide_is_said_where_they_hide_it() {
        let hidden = text(&[regression(1, 0.048, 0.3, 4.0)]);
        assert!(hidden.contains("variance 4.8 % (Specification 2, regression) (R²)"), "{hidden}");
        assert!(hidden.contains("hides it for Specification 2, regression."), "{hidden}");
        let seen = text(&[regression(1, 0.9, 12.0, 40.0)]);
        assert!(seen.contains("does find something") && !seen.contains("hides it"), "{seen}");
        let worse = text(&[regression(3, -0.07, 0.0, -3.0)]);
        assert!(
            worse.contains("worse than always answering the mean: MLPRegressor 2 (R² −0.070)."),
            "{worse}"
        );
    }

    #[test]
    fn overfitting_is_told_by_both_shares() {
        // 9.25 % of 11,939 against 1.98 % of 2,985: far more than two standard errors (0.37 points).
        let text = text(&[line(5, 1_104, 59, -0.2)]);
        assert!(
            text.contains("Overfitting") && text.contains("MLPClassifier 2 (9.25 % against 1.98 %)"),
            "{text}"
        );
        assert!(
            text.contains("One standard error of an accuracy of 2.0 % over 2,985 test rows is 0.25 points."),
            "{text}"
        );
    }

    #[test]
    fn without_whole_numbers_r2_is_read_instead() {
        let fractional = Line {
            train: None,
            test: None,
            baseline: None,
            exact_matches: None,
            ..regression(0, 0.5, 0.0, 9.0)
        };
        let text = text(&[fractional]);
        assert!(
            text.contains("does not exist for Specification 1, regression") && text.contains("R²"),
            "{text}"
        );
        assert!(!text.contains("No network") && !text.contains("One standard error"), "{text}");
    }

    #[test]
    fn what_has_not_ended_is_not_read() {
        assert!(reading(&[Line { has_ended: false, ..line(0, 240, 60, 5.0) }]).is_empty());
        assert!(reading(&[]).is_empty());
    }
}
