//! The run that is looked at beside the one other whose curves are drawn: what differs in settings and scores.

use super::column_table::scroll;
use super::node::{Element, el};
use super::words_table::words_table;
use super::{PageState, Tab};
use perceptab_conversation::session::{Command, RunView};

pub fn two_runs(state: &PageState) -> Option<Element> {
    let [one, other] = pair(state)?;
    let (_, table, words) = state.compared.as_ref().filter(|(ids, ..)| *ids == [one.id, other.id])?;
    let mut rows = vec![vec![String::new(), one.name.clone(), other.name.clone(), "Difference".to_string()]];
    rows.extend(table.iter().cloned());
    Some(
        el("section")
            .class("part")
            .attr("aria-labelledby", "two-runs-title")
            .child(el("h3").attr("id", "two-runs-title").text(format!("{} beside {}", one.name, other.name)))
            .child(scroll("scroll runs", "Two runs").child(words_table(&rows)))
            .child(el("p").attr("role", "status").text(words.clone())),
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
        let is_asked = self.compared.as_ref().is_some_and(|(ids, ..)| *ids == runs);
        if is_asked || one.report.is_none() || other.report.is_none() {
            return None;
        }
        self.compared = Some((runs, Vec::new(), String::new()));
        Some(Command::CompareRuns(runs))
    }
}
