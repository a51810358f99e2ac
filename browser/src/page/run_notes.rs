use super::node::{Element, button, el};
use super::noticed::list;
use super::{Action, PageState, message::alert};
use perceptab::format::{count, counted};
use perceptab_conversation::session::{Outcome, RunFacts};

/// What came of a run that did not simply finish.
pub fn outcome_note(state: &PageState) -> Option<Element> {
    match state.view.run()?.outcome.as_ref()? {
        Outcome::Finished => None,
        Outcome::Concluded { message, .. } => Some(el("p").class("muted").text(message.clone())),
        Outcome::Stopped { epoch } => {
            Some(el("p").class("muted").text(format!("Stopped after epoch {}.", count(*epoch))))
        }
        Outcome::Diverged { try_learning_rate, message, .. } => {
            let label = format!("Use learning rate {try_learning_rate}");
            let apply = button(label, Action::UseLearningRate(*try_learning_rate));
            Some(alert(message.clone()).class("message").child(apply))
        }
    }
}

/// What the table was made into, and the network's size.
pub fn run_notes(state: &PageState) -> Option<Element> {
    let run = state.view.run()?;
    let hash = (!run.weights_hash.is_empty())
        .then(|| el("li").text("Hash of the weights: ").child(el("code").text(run.weights_hash.clone())));
    let notes = list(notes(run.facts.as_ref()?))?.child(hash);
    Some(el("details").child(el("summary").text("What was trained on")).child(notes))
}

fn notes(facts: &RunFacts) -> Vec<String> {
    let widths: Vec<String> = facts.widths.iter().map(|width| count(*width)).collect();
    let mut notes = vec![
        format!("{} to train on, {} held out.", counted(facts.train_rows, "row"), count(facts.test_rows)),
        format!("Neurons: {}; {}.", widths.join(" → "), counted(facts.parameters, "parameter")),
        format!("Loss: {}.", facts.loss_name),
    ];
    if facts.missing_targets > 0 {
        notes.push(format!("{} without a target left out.", counted(facts.missing_targets, "row")));
    }
    notes.extend(facts.notes.iter().cloned());
    notes
}
