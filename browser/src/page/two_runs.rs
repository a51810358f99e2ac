//! The run that is looked at beside the one other whose curves are drawn: what differs in settings and scores.

use super::agreement::words_table;
use super::column_table::scroll;
use super::node::{Element, el};
use super::shown::short;
use super::{PageState, Tab};
use perceptab::evaluation::Spread;
use perceptab::format::number;
use perceptab_conversation::session::{Command, RunView};

pub fn two_runs(state: &PageState) -> Option<Element> {
    let [one, other] = pair(state)?;
    let mut rows = vec![vec![String::new(), one.name.clone(), other.name.clone(), "Difference".to_string()]];
    if let (Some(report), Some(beside)) = (&one.report, &other.report) {
        for spread in Spread::of_reports(&[report, beside]) {
            let [value, before] = spread.values[..] else { continue };
            let text = |value: f64| match spread.is_share {
                true => format!("{:.1} %", 100.0 * value).replace('-', "−"),
                false => number(value, 4),
            };
            rows.push(vec![spread.name.to_string(), text(value), text(before), text(value - before)]);
        }
    }
    for difference in one.recipe.differences(&other.recipe) {
        let value = |text: String| short(&text).into_owned();
        rows.push(vec![
            difference.setting.label.to_string(),
            value(difference.after),
            value(difference.before),
        ]);
    }
    let told = state.compared.as_ref().filter(|(ids, _)| *ids == [one.id, other.id]);
    Some(
        el("section")
            .class("part")
            .attr("aria-labelledby", "two-runs-title")
            .child(el("h3").attr("id", "two-runs-title").text(format!("{} beside {}", one.name, other.name)))
            .child(scroll("scroll runs", "Two runs").child(words_table(&rows, &[])))
            .child(
                el("p").attr("role", "status").text(told.map(|(_, words)| words.clone()).unwrap_or_default()),
            ),
    )
}

/// The run that is looked at, and the other one.
fn pair(state: &PageState) -> Option<[&RunView; 2]> {
    match state.view.compared()[..] {
        [other] => Some([state.view.run()?, other]),
        _ => None,
    }
}

impl PageState {
    /// Has two runs compared row by row, once both are over and can be seen beside each other.
    pub(super) fn compare_runs(&mut self) -> Option<Command> {
        let [one, other] = pair(self).filter(|_| self.tab == Tab::Runs)?;
        let runs = [one.id, other.id];
        let is_asked = self.compared.as_ref().is_some_and(|(ids, _)| *ids == runs);
        if is_asked || one.report.is_none() || other.report.is_none() {
            return None;
        }
        self.compared = Some((runs, String::new()));
        Some(Command::CompareRuns(runs))
    }
}
