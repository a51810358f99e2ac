//! The table's cells in words, the same on the page, in the reports and on the command line.

use super::{Experiment, Line, Share};
use perceptab::format::{count, counted, number};
use perceptab::recipe::Choice;

/// "2.11 % (63 of 2,985)"; a dash where there is no accuracy.
pub fn share(share: Option<Share>) -> String {
    match share {
        Some(share) => {
            format!("{:.2} % ({} of {})", 100.0 * share.value(), count(share.correct), count(share.rows))
        }
        None => DASH.to_string(),
    }
}

/// The assignment's own figures, with the digits that it gives: "1.9013 % / 2.1106 %", a star at one that cannot be.
pub fn reported(experiment: &Experiment) -> String {
    match experiment.reported {
        Some(reported) => {
            let star = if experiment.remark.is_empty() { "" } else { "*" };
            format!("{:.4} %{star} / {:.4} %", reported.train, reported.test)
        }
        None => DASH.to_string(),
    }
}

/// Of the test accuracy, in points of per cent: "± 0.26".
pub fn standard_error(line: &Line) -> String {
    line.test.map_or(DASH.to_string(), |test| format!("± {:.2}", 100.0 * test.standard_error()))
}

pub fn mean_absolute_error(line: &Line) -> String {
    line.mean_absolute_error.map_or(DASH.to_string(), |error| number(error, 4))
}

/// "+1.5 SE", of the exact matches against the baseline's.
pub fn difference(line: &Line) -> String {
    match line.standard_errors_above() {
        Some(above) => format!("{above:+.1} SE").replace('-', "−"),
        None => DASH.to_string(),
    }
}

/// "200 epochs", with what is missing to the end.
pub fn epochs_of(line: &Line) -> String {
    match line.epochs == line.recipe.training.epochs {
        true => counted(line.epochs, "epoch"),
        false => format!("{} of {}", count(line.epochs), counted(line.recipe.training.epochs, "epoch")),
    }
}

/// The settings of a run in one line.
pub fn settings(line: &Line) -> String {
    let recipe = &line.recipe;
    let hidden: Vec<String> = recipe.network.hidden.iter().map(usize::to_string).collect();
    let momentum = match (recipe.training.momentum > 0.0, recipe.training.nesterov) {
        (false, _) => "plain".to_string(),
        (true, true) => format!("Nesterov's momentum {}", recipe.training.momentum),
        (true, false) => format!("momentum {}", recipe.training.momentum),
    };
    let penalty = match recipe.training.alpha > 0.0 {
        true => format!(", L2 penalty {}", recipe.training.alpha),
        false => String::new(),
    };
    let batch = recipe.training.batch_size.map_or("200".to_string(), count);
    format!(
        "hidden layers {}, {}; stochastic gradient descent ({momentum}{penalty}), learning rate {}, batches of {batch}; {}; \
         seed {}",
        hidden.join(", "),
        recipe.network.activation.name().shown,
        recipe.training.learning_rate,
        epochs_of(line),
        recipe.question.seed,
    )
}

const DASH: &str = "–";

#[cfg(test)]
mod tests {
    use super::super::EXPERIMENTS;
    use super::super::line::tests::line;
    use super::*;

    #[test]
    fn cells_by_hand() {
        assert_eq!(share(Some(Share { correct: 63, rows: 2_985 })), "2.11 % (63 of 2,985)");
        assert_eq!(share(None), "–");
        assert_eq!(reported(&EXPERIMENTS[0]), "1.9013 % / 2.1106 %");
        assert_eq!(reported(&EXPERIMENTS[1]), "2.1106 %* / 2.1106 %");
        let line = line(0, 227, 63, -1.5);
        // √(0.0211 · 0.9789 / 2,985) = 0.00263.
        assert_eq!(standard_error(&line), "± 0.26");
        assert_eq!(difference(&line), "−1.5 SE");
        assert_eq!(epochs_of(&Line { epochs: 30, ..line }), "30 of 200 epochs");
    }
}
