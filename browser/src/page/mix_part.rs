//! A mix of networks, trees and a line in place of one network: what it will do, and what it reaches.

use super::beside::mix_of;
use super::column_table::scroll;
use super::node::{Element, button, el};
use super::words_table::words_table;
use super::{Action, PageState};
use perceptab::format::{count, counted, duration, number, share};
use perceptab::study::{Question, Shape};
use perceptab_conversation::session::{JoinedKind, JoinedReport, RunState, Stage};

/// Below a run's scores: the offer, or what came of it.
pub fn mix_part(state: &PageState) -> Option<Element> {
    if state.run_state() != Some(RunState::Ended) || !state.has_data() || state.is_of_other_table() {
        return None;
    }
    let shown = match &state.view.joined {
        Some(joined) if state.is_of_the_mix() => reached(state, joined),
        _ => offer(state)?,
    };
    Some(el("section").class("mix").attr("aria-labelledby", "mix-title").children(shown))
}

fn title(text: &'static str) -> Element {
    el("h3").attr("id", "mix-title").text(text)
}

fn offer(state: &PageState) -> Option<Vec<Element>> {
    let (data, run) = (state.view.data.as_ref()?, state.view.run()?);
    let is_going = state.is_pooling() && matches!(state.question(), Question::Mixed(_));
    let trials = mix_of(&run.recipe, Shape::of(&data.summary, &run.recipe))?.trials.len();
    // Two in four of them take about as long as the run, the others next to nothing.
    let seconds = run.seconds * trials as f64 / 2.0 / state.cores.max(1) as f64;
    let words = format!(
        "One network is a beginning. A mix of networks, boosted trees and a line is nearly always better: {} are trained, each \
         without one part of the training rows, and what does best on the rows left out is mixed. The test rows stay untouched. \
         It takes about {} here.",
        count(trials),
        duration(seconds.max(1.0))
    );
    let go = button("Mix networks and trees", Action::Mix)
        .flag("disabled", state.is_pooling() || !state.has_worker());
    let not_made = not_made(state).map(|words| el("p").class("aside").attr("role", "status").text(words));
    let going = "The mix is being trained; its parts stand among the runs.";
    let told = if is_going { el("p").text(going) } else { el("p").text(words) };
    let title = title("Can it be better?");
    Some([title].into_iter().chain(not_made).chain([told, el("p").class("actions").child(go)]).collect())
}

/// Why there is no mix, where its parts are over and one of them brought nothing.
fn not_made(state: &PageState) -> Option<String> {
    let (Question::Mixed(_), false, true) = (state.question(), state.is_pooling(), state.is_of_the_mix())
    else {
        return None;
    };
    let runs = || state.pool.iter().flat_map(|pool| pool.runs());
    let why = runs().find_map(|run| match &run.stage {
        Stage::Failed(failure) => Some(failure.message.clone()),
        Stage::Cancelled => Some("It was cancelled before all of its parts were trained.".to_string()),
        _ => None,
    })?;
    Some(format!("There is no mix, and the one network stands. {why}"))
}

fn reached(state: &PageState, joined: &JoinedReport) -> Vec<Element> {
    let JoinedReport { report, out_of_fold, kinds, temperature, members, trials, weights_hash, .. } = joined;
    let mut shown = vec![title("What was mixed")];
    if let Some(alone) = state.view.run().and_then(|run| run.report.as_ref()) {
        let words = format!("The first network alone: {}", alone.sentence);
        shown.push(el("p").class("muted").text(words));
    }
    // Of two classes; of more the mean over them is no one curve's.
    if let Some(auc) = report.test_metrics.roc_auc.filter(|_| report.test_metrics.roc_auc_weighted.is_none())
    {
        shown.push(el("p").text(format!("ROC AUC on the test rows: {}.", number(auc, 3))));
    }
    if let Some(told) = out_of_fold {
        let scores = &told.scores;
        let score = match (scores.accuracy.filter(|_| scores.r2.is_none()), scores.r2) {
            (Some(accuracy), _) => format!("accuracy {}", share(accuracy, scores.rows)),
            (None, Some(r2)) => format!("R² {}", number(r2, 3)),
            (None, None) => String::new(),
        };
        let words = format!(
            "On {} of the training rows, each by the networks that were not trained on it: {score}, loss {}. How much each kind \
             counts was chosen on these rows, so this flatters a little; the test rows had no say.",
            count(scores.rows),
            number(scores.loss, 4)
        );
        shown.push(el("p").class("muted small").text(words));
    }
    shown.push(scroll("scroll kinds", "What was mixed").child(ladder(kinds)));
    // A search that was stopped, or lost a worker, has ways without all of their parts: nothing in it is of these.
    let asked = state.study.as_ref().filter(|study| matches!(study.question, Question::Mixed(_)));
    if let Some(asked) = asked.map(|study| study.trials.len()).filter(|asked| asked > trials) {
        let words = format!(
            "Of {} trainings that were asked for {} make whole ways; the others are not in the mix.",
            count(asked),
            count(*trials)
        );
        shown.push(el("p").class("muted small").text(words));
    }
    let cooled = match *temperature {
        1.0 => String::new(),
        temperature => {
            format!(" Its probabilities are brought to a temperature of {}.", number(temperature, 2))
        }
    };
    let words = format!(
        "{} of {} make up the model, which is the one that predicts and is saved now.{cooled} Weights {weights_hash}.",
        counted(*members, "member"),
        count(*trials)
    );
    shown.push(el("p").class("muted small").text(words));
    shown
}

fn ladder(kinds: &[JoinedKind]) -> Element {
    let mut rows = vec![["Kind", "Loss on rows left out", "Counted"].map(String::from).to_vec()];
    for kind in kinds {
        let loss = kind.loss.map_or("grew without bound".to_string(), |loss| number(loss, 4));
        let counted = if kind.count == 0 { "left out".to_string() } else { format!("{} ×", kind.count) };
        rows.push(vec![kind.name.clone(), loss, counted]);
    }
    words_table(&rows)
}
