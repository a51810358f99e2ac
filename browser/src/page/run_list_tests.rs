//! The list of runs: what stands there, and what becomes of a run that is shown, starred, compared or deleted.

use super::node::Element;
use super::visit::{Visit, recipe};
use super::{Action, Attribute, Chart, Effect, Field};
use perceptab_conversation::chart::Role;
use perceptab_conversation::session::{Event, Export, RunId};

/// After so many runs, each of one epoch more than the one before.
fn after(runs: usize) -> Visit {
    let mut visit = Visit::with_table("a.csv", &["x", "z"]);
    for run in 0..runs {
        visit.state.recipe = recipe().with(|it| {
            it.training.epochs = 3 + run;
            it.training.measure_every = 1;
        });
        visit.train();
    }
    visit
}

/// Whether a button of this name in the list is disabled; `None` without one.
fn is_disabled(visit: &Visit, name: &str) -> Option<bool> {
    let named = |element: &Element| match element.attribute("aria-label") {
        Some(Attribute::Text(label)) => label == name,
        _ => false,
    };
    visit.shown().find(&named).map(Element::is_disabled)
}

/// The bytes of a file that is asked for.
fn saved(visit: &mut Visit, export: Export) -> Vec<u8> {
    let effects = visit.act(Action::Export(export));
    let of = |effect| match effect {
        Effect::Save { bytes, .. } => Some(bytes),
        _ => None,
    };
    effects.into_iter().find_map(of).unwrap()
}

fn previous(visit: &Visit) -> usize {
    let figure = visit.state.figure(Chart::Loss);
    figure.series.iter().filter(|series| series.role == Role::PreviousTest).count()
}

#[test]
fn there_is_a_list_as_soon_as_there_are_two_runs() {
    assert!(is_disabled(&after(1), "Show Run 1").is_none());
    let visit = after(2);
    assert!(visit.words().contains("All 2 runs"));
    assert!(visit.words().contains("Epochs 4, before 3"), "what was set otherwise than in the run before");
    assert!(is_disabled(&visit, "Show Run 2").unwrap(), "it is shown");
    assert!([is_disabled(&visit, "Show Run 1"), is_disabled(&visit, "Delete Run 2")] == [Some(false); 2]);
}

#[test]
fn a_run_that_is_shown_again_has_its_epochs_files_and_model() {
    let mut visit = after(1);
    let files = [Export::History, Export::Predictions, Export::Model].map(|file| saved(&mut visit, file));
    visit.state.recipe = recipe().with(|it| {
        it.training.epochs = 7;
        it.training.measure_every = 1;
    });
    visit.train();
    assert_eq!(visit.state.view.run().map(|run| run.epoch), Some(7));
    visit.act(Action::ShowRun(RunId(1)));
    assert_eq!(visit.state.view.run().map(|run| run.epoch), Some(3));
    let again = [Export::History, Export::Predictions, Export::Model].map(|file| saved(&mut visit, file));
    assert_eq!(files, again);
    assert_eq!(visit.state.view.model.as_ref().map(|model| model.epochs), Some(3), "its model predicts");
}

#[test]
fn a_deleted_run_is_gone_and_the_last_of_the_others_is_shown_with_its_model() {
    let mut visit = after(3);
    visit.act(Action::DeleteRun(RunId(3)));
    assert_eq!(visit.state.view.run().map(|run| run.id), Some(RunId(2)));
    assert_eq!(visit.state.view.model.as_ref().map(|model| model.epochs), Some(4));
    assert_eq!(visit.session.runs().count(), 2);
    visit.act(Action::DeleteRun(RunId(1)));
    assert_eq!(visit.state.view.run().map(|run| run.id), Some(RunId(2)), "it was not looked at");
    visit.act(Action::DeleteRun(RunId(2)));
    assert!(visit.state.view.run().is_none() && visit.state.view.model.is_none());
}

#[test]
fn the_charts_compare_with_the_run_before_with_one_with_all_or_with_nothing() {
    let mut visit = after(3);
    assert_eq!(previous(&visit), 1);
    assert_eq!(visit.state.view.compared()[0].id, RunId(2));
    visit.act(Action::Set(Field::Compared, "1".to_string()));
    assert_eq!(visit.state.view.compared()[0].id, RunId(1));
    visit.act(Action::Set(Field::Compared, "all".to_string()));
    assert_eq!(previous(&visit), 2);
    visit.act(Action::Set(Field::Compared, String::new()));
    assert_eq!(previous(&visit), 0);
    visit.act(Action::Set(Field::Compared, "before".to_string()));
    assert_eq!(previous(&visit), 1);
}

#[test]
fn while_a_run_goes_on_no_other_is_shown() {
    let mut visit = after(2);
    visit.act(Action::GoOn);
    visit.act(Action::ShowRun(RunId(1)));
    assert_eq!(visit.state.view.run().map(|run| run.id), Some(RunId(3)));
    visit.work();
    visit.act(Action::ShowRun(RunId(1)));
    assert_eq!(visit.state.view.run().map(|run| run.id), Some(RunId(1)));
}

#[test]
fn a_run_that_gave_up_its_rows_says_so_and_cannot_give_its_predictions() {
    let mut visit = after(2);
    visit.hear(vec![Event::RowsGivenUp { run: RunId(1) }]);
    assert!(visit.words().contains("gave up their rows"));
    visit.act(Action::ShowRun(RunId(1)));
    assert!(visit.is_disabled("Predictions (CSV)") && visit.is_disabled("Split (CSV)"));
    assert!(!visit.is_disabled("History (CSV)") && !visit.is_disabled("Model (JSON)"));
}

#[test]
fn a_star_is_told_to_the_worker() {
    let mut visit = after(2);
    visit.act(Action::StarRun(RunId(1), true));
    assert!(visit.session.runs().next().is_some_and(|run| run.is_starred));
    assert!(visit.state.view.kept(RunId(1)).is_some_and(|run| run.is_starred));
}
