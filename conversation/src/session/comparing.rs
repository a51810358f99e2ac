//! Two runs that were tested on the same rows, row by row.

use super::conversation::Session;
use super::{Event, RunId};
use perceptab::evaluation::{Comparison, Spread, Verdict};
use perceptab::format::{count, number};
use perceptab::table::{TableSummary, brief};

impl Session {
    /// Says in a sentence how far two finished runs can be told apart.
    pub(super) fn compare_runs(&self, runs: [RunId; 2]) -> Vec<Event> {
        let words = self.told_apart(runs).unwrap_or_else(|| {
            "They were tested on different rows, or their rows were given up: only their scores can be compared.".to_string()
        });
        vec![Event::RunsCompared { runs, table: self.side_by_side(runs).unwrap_or_default(), words }]
    }

    /// Their scores with the difference, and the settings in which they differ.
    fn side_by_side(&self, [one, other]: [RunId; 2]) -> Option<Vec<Vec<String>>> {
        let (one, other) = (self.runs.get(one)?, self.runs.get(other)?);
        let mut rows = Vec::new();
        for spread in Spread::of_reports(&[one.report.as_ref()?, other.report.as_ref()?]) {
            let [value, before] = spread.values[..] else { continue };
            let text = |value: f64| match spread.is_share {
                true => format!("{:.1} %", 100.0 * value).replace('-', "−"),
                false => number(value, 4),
            };
            rows.push(vec![spread.name.to_string(), text(value), text(before), text(value - before)]);
        }
        for difference in one.recipe.differences(&other.recipe) {
            let value = |text: &str| brief(text, TableSummary::CELL).into_owned();
            let (after, before) = (value(&difference.after), value(&difference.before));
            rows.push(vec![difference.setting.label.to_string(), after, before, String::new()]);
        }
        Some(rows)
    }

    fn told_apart(&self, [one, other]: [RunId; 2]) -> Option<String> {
        let (one, other) = (self.runs.get(one)?, self.runs.get(other)?);
        let (test, of_other) = (&one.dataset.as_ref()?.test, &other.dataset.as_ref()?.test);
        let is_same =
            one.table == other.table && test.rows == of_other.rows && test.targets == of_other.targets;
        if !is_same {
            return None;
        }
        let (answers, others) = (one.answers.as_ref()?, other.answers.as_ref()?);
        let by_error = Comparison::by_squared_error(answers, others, &test.targets);
        let matches = || Comparison::by_exact_matches(answers, others, &test.targets, &one.member.target);
        let (comparison, is_error) = match by_error {
            Some(comparison) => (comparison, true),
            None => (matches()?, false),
        };
        let Comparison { advantage, standard_error, verdict } = comparison;
        let (by, error, what) = match is_error {
            true => (number(advantage.abs(), 3), number(standard_error, 2), "mean squared error"),
            false => {
                let points = |share: f64| format!("{:.1}", 100.0 * share);
                (points(advantage.abs()), points(standard_error), "accuracy in points")
            }
        };
        let words = match verdict {
            Verdict::Better => "the first is better",
            Verdict::Worse => "the second is better",
            Verdict::Level => "they are level",
        };
        Some(format!(
            "Row by row on the same {} test rows {words}: their {what} differs by {by} ± {error} (one standard error).",
            count(test.rows.len())
        ))
    }
}
