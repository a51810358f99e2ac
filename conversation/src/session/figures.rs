//! Runs → the two figures of the page.

use super::RunView;
use crate::chart::{Figure, NumberFormat, Role, Series};
use perceptab::training::EpochRecord;

/// Accuracy against the epoch, or R² where the target has no accuracy. `epochs`: how far the axis reaches before a run.
/// `others`: runs to compare it with.
pub fn accuracy(run: Option<&RunView>, others: &[&RunView], epochs: usize) -> Figure {
    let shows_r2 = run.or(others.first().copied()).is_some_and(shows_r2);
    let others = others.iter().copied().filter(|other| self::shows_r2(other) == shows_r2).collect();
    let (title, y_title, y_format) = match shows_r2 {
        true => ("R² against the epoch", "R²", NumberFormat::Plain),
        false => ("Accuracy against the epoch", "Accuracy", NumberFormat::Percent),
    };
    let train = |record: &EpochRecord| if shows_r2 { record.train_r2 } else { record.train_accuracy };
    let test = |record: &EpochRecord| if shows_r2 { record.test_r2 } else { record.test_accuracy };
    let baseline = match run.and_then(|run| run.facts.as_ref()) {
        Some(_) if shows_r2 => Some(0.0),
        Some(facts) => facts.baseline_accuracy,
        None => None,
    };
    figure(title, y_title, y_format, run, others, epochs, &train, &test, baseline)
}

/// Loss against the epoch. A run with another loss is left out: its numbers mean something else.
pub fn loss(run: Option<&RunView>, others: &[&RunView], epochs: usize) -> Figure {
    let name = |run: &RunView| run.facts.as_ref().map(|facts| facts.loss_name.clone());
    let alike = |other: &&RunView| run.is_none_or(|run| name(run).is_none() || name(run) == name(other));
    let others = others.iter().copied().filter(alike).collect();
    let train = |record: &EpochRecord| Some(record.train_loss);
    let test = |record: &EpochRecord| Some(record.test_loss);
    let baseline = run.and_then(|run| run.facts.as_ref()).map(|facts| facts.baseline_loss);
    let title = "Loss against the epoch";
    figure(title, "Loss", NumberFormat::Plain, run, others, epochs, &train, &test, baseline)
}

fn shows_r2(run: &RunView) -> bool {
    run.facts.as_ref().is_some_and(|facts| facts.shows_r2)
}

type Value<'a> = &'a dyn Fn(&EpochRecord) -> Option<f64>;

#[allow(clippy::too_many_arguments)]
fn figure(
    title: &str,
    y_title: &str,
    y_format: NumberFormat,
    run: Option<&RunView>,
    others: Vec<&RunView>,
    epochs: usize,
    train: Value,
    test: Value,
    baseline: Option<f64>,
) -> Figure {
    let epochs = run.map_or(epochs, |run| run.recipe.training.epochs);
    let mut series = Vec::new();
    for other in others {
        series.push(line("Previous train", Role::PreviousTrain, other, train));
        series.push(line("Previous test", Role::PreviousTest, other, test));
    }
    if let Some(run) = run {
        if let Some(value) = baseline {
            let points = vec![(0.0, value), (epochs as f64, value)];
            series.push(Series { name: "Baseline".to_string(), role: Role::Baseline, points });
        }
        series.push(line("Train", Role::Train, run, train));
        series.push(line("Test", Role::Test, run, test));
    }
    Figure {
        title: title.to_string(),
        x_title: "Epoch".to_string(),
        y_title: y_title.to_string(),
        y_format,
        series,
        x_max: epochs as f64,
    }
}

fn line(name: &str, role: Role, run: &RunView, value: Value) -> Series {
    let points = run.history.iter().filter_map(|record| Some((record.epoch as f64, value(record)?)));
    Series { name: name.to_string(), role, points: points.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Event, RunFacts, RunId, SessionView};
    use perceptab::recipe::Recipe;

    fn run(facts: RunFacts) -> RunView {
        let mut view = SessionView::default();
        let run = RunId(1);
        view.begin(run, Recipe::default().with(|it| it.training.epochs = 20));
        view.take(Event::Started { run, facts: Box::new(facts) });
        let record = EpochRecord {
            epoch: 10,
            train_accuracy: Some(0.75),
            test_accuracy: Some(0.5),
            train_loss: 0.25,
            test_loss: 0.375,
            train_r2: Some(0.125),
            test_r2: None,
        };
        let records = vec![record];
        view.take(Event::Progress {
            run,
            epoch: 10,
            epochs: 20,
            seconds: 1.0,
            rows_per_second: 1.0,
            records,
        });
        view.runs.remove(0)
    }

    fn facts(shows_r2: bool) -> RunFacts {
        RunFacts {
            baseline_accuracy: (!shows_r2).then_some(0.4),
            baseline_loss: 0.5,
            shows_r2,
            baseline_name: "always answering 52".to_string(),
            loss_name: if shows_r2 { "squared" } else { "cross-entropy" }.to_string(),
            ..RunFacts::default()
        }
    }

    fn roles(figure: &Figure) -> Vec<Role> {
        figure.series.iter().map(|series| series.role).collect()
    }

    #[test]
    fn a_run_has_its_two_lines_and_its_baseline() {
        let run = run(facts(false));
        let figure = accuracy(Some(&run), &[], 5);
        assert_eq!(roles(&figure), [Role::Baseline, Role::Train, Role::Test]);
        assert_eq!(figure.series[1].points, [(10.0, 0.75)]);
        assert_eq!(figure.series[0].points, [(0.0, 0.4), (20.0, 0.4)]);
        assert_eq!((figure.x_max, figure.y_format), (20.0, NumberFormat::Percent));
        assert_eq!(loss(Some(&run), &[], 5).series[2].points, [(10.0, 0.375)]);
    }

    #[test]
    fn without_accuracy_r2_is_shown_against_zero() {
        let figure = accuracy(Some(&run(facts(true))), &[], 5);
        assert_eq!((figure.y_title.as_str(), figure.y_format), ("R²", NumberFormat::Plain));
        assert_eq!(figure.series[0].points[0].1, 0.0);
        assert!(figure.series[2].points.is_empty(), "an R² that was not measured is no point");
    }

    #[test]
    fn only_what_means_the_same_is_laid_over_each_other() {
        let (now, like, unlike) = (run(facts(false)), run(facts(false)), run(facts(true)));
        assert_eq!(accuracy(Some(&now), &[&like], 5).series.len(), 5);
        assert_eq!(accuracy(Some(&now), &[&unlike], 5).series.len(), 3);
        assert_eq!(loss(Some(&now), &[&unlike], 5).series.len(), 3);
        assert_eq!(loss(None, &[&like], 5).series.len(), 2);
        assert_eq!(loss(Some(&now), &[&like, &unlike, &like], 5).series.len(), 7);
    }

    #[test]
    fn before_any_run_there_are_axes() {
        let figure = accuracy(None, &[], 200);
        assert!(figure.series.is_empty());
        assert_eq!(figure.x_max, 200.0);
    }
}
