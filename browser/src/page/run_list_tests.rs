//! The list of runs: what stands there, and what becomes of a run that is shown, starred, compared or deleted.

use super::node::Element;
use super::visit::{Visit, recipe};
use super::{Action, Attribute, Chart, Effect, Field, Switch, Tab};
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
fn a_run_stands_in_the_list_with_what_can_be_done() {
    let visit = after(2);
    assert!(visit.words().contains("Epochs 4, before 3"), "what was set otherwise than in the run before");
    assert!(is_disabled(&visit, "Show Run 2").unwrap(), "it is shown");
    assert!([is_disabled(&visit, "Show Run 1"), is_disabled(&visit, "Delete Run 2")] == [Some(false); 2]);
}

#[test]
fn runs_are_put_in_order_by_their_heads() {
    let mut visit = after(3);
    let epochs = |visit: &Visit| {
        let shown = visit.shown();
        let is_list = |element: &Element| {
            element.attribute("class") == Some(&Attribute::Text("scroll runs run-list".into()))
        };
        let body =
            shown.find(&is_list).unwrap().parts().children[0].find(&|element| element.parts().tag == "tbody");
        let rows = body.unwrap().parts().children.iter();
        rows.map(|row| row.find(&|cell| cell.parts().tag == "tr").unwrap().parts().children[3].words())
            .collect::<Vec<_>>()
    };
    assert_eq!(epochs(&visit), ["5", "4", "3"], "the latest first");
    visit.act(Action::SortRuns(0));
    assert_eq!(epochs(&visit), ["3", "4", "5"]);
    visit.act(Action::SortRuns(2));
    assert_eq!(epochs(&visit), ["5", "4", "3"]);
    visit.act(Action::SortRuns(2));
    assert_eq!(epochs(&visit), ["3", "4", "5"]);
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
    assert_eq!(visit.session.runs().count(), 3, "it can still be brought back");
    visit.act(Action::DeleteRun(RunId(1)));
    assert_eq!(visit.session.runs().count(), 2);
    assert_eq!(visit.state.view.run().map(|run| run.id), Some(RunId(2)), "it was not looked at");
    visit.act(Action::DeleteRun(RunId(2)));
    assert!(visit.state.view.run().is_none() && visit.state.view.model.is_none());
}

#[test]
fn a_deleted_run_is_brought_back_to_its_place_with_its_model_and_files() {
    let mut visit = after(3);
    visit.act(Action::ShowRun(RunId(2)));
    let before = saved(&mut visit, Export::Predictions);
    visit.act(Action::DeleteRun(RunId(2)));
    assert!(visit.words().contains("Run 2 was deleted. Undo"));
    visit.act(Action::UndoDelete);
    let ids: Vec<u32> = visit.state.view.runs.iter().map(|run| run.id.0).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(visit.state.view.model.as_ref().map(|model| model.epochs), Some(4));
    assert_eq!(saved(&mut visit, Export::Predictions), before);
    assert!(visit.shown().button("Undo").is_none());
}

#[test]
fn the_charts_draw_the_run_before_until_others_are_ticked() {
    let mut visit = after(3);
    assert_eq!(visit.state.view.compared()[0].id, RunId(2));
    visit.act(Action::Switch(Switch::Drawn(RunId(1)), true));
    assert_eq!(previous(&visit), 2);
    visit.act(Action::Switch(Switch::Drawn(RunId(2)), false));
    assert_eq!(visit.state.view.compared()[0].id, RunId(1));
    visit.act(Action::Switch(Switch::Drawn(RunId(1)), false));
    assert_eq!(previous(&visit), 0);
}

#[test]
fn two_runs_are_compared_setting_by_setting_and_row_by_row() {
    let mut visit = after(2);
    visit.act(Action::Open(Tab::Runs));
    let words = visit.words();
    assert!(words.contains("Run 2 beside Run 1") && words.contains("Epochs43"), "{words}");
    assert!(words.contains("Row by row on the same 8 test rows"), "{words}");
    // Another seed tests on other rows.
    visit.state.recipe = recipe().with(|it| it.question.seed = 9);
    visit.train();
    visit.act(Action::Open(Tab::Runs));
    assert!(visit.words().contains("They were tested on different rows"), "{}", visit.words());
}

#[test]
fn a_run_is_called_as_a_person_says_and_gives_its_settings_back() {
    let mut visit = after(2);
    visit.act(Action::Set(Field::RunName(RunId(1)), " first try ".to_string()));
    visit.act(Action::Set(Field::RunName(RunId(2)), " ".to_string()));
    let names: Vec<&str> = visit.state.view.runs.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(names, ["first try", "Run 2"], "a name of nothing is none");
    visit.act(Action::Restore(RunId(1)));
    assert_eq!(visit.state.recipe.training.epochs, 3);
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
