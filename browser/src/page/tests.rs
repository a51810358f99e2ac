//! The page as a person meets it, without a browser: what stands there after what was done and said.

use super::node::{Attribute, Element, Handler, Node};
use super::source::Source;
use super::{Action, Control, Effect, Field, FileRef, Fold, Fresh, PageState, Switch, Tab, page};
use perceptab::audit::{Concern, Finding, Remedy};
use perceptab::dataset::Task;
use perceptab::recipe::{Recipe, Setting, settings};
use perceptab::table::{Kind, ReadSettings};
use perceptab_conversation::session::{
    Command, Event, Export, Failure, Order, Outcome, Place, Purpose, RunId, Sample, Session,
};

const CSV: &[u8] =
    b"<b>size</b>,weight,price\n1,2,3\n2,3,5\n3,5,8\n4,4,8\n5,1,6\n6,2,8\n7,3,10\n8,1,9\n9,4,13\n10,2,12\n";

pub(super) fn shown(state: &PageState) -> Node {
    super::node::el("body").children(page(state, Fresh::All)).into()
}

pub(super) fn words(state: &PageState) -> String {
    shown(state).words()
}

/// A page whose worker has read a small table.
pub(super) fn ready() -> PageState {
    ready_with_worker().0
}

pub(super) fn ready_with_worker() -> (PageState, Session) {
    let mut session = Session::new("test");
    let mut state = PageState::default();
    state.hear(session.greet());
    let read = Command::Read { purpose: Purpose::Open, name: "sizes.csv".into(), bytes: CSV.len() as u64 };
    state.hear(session.handle(read));
    state.hear(session.push_bytes(CSV));
    state.hear(session.finish_bytes());
    (state, session)
}

/// A page on which a run with this recipe has come to its end.
fn ended(recipe: Recipe) -> PageState {
    let (mut state, mut session) = ready_with_worker();
    state.recipe = recipe;
    for effect in state.act(Action::GoOn) {
        if let Effect::Tell(command) = effect {
            state.hear(session.handle(command));
        }
    }
    while session.is_training() {
        state.hear(session.work(&|| 0.0, 1.0));
    }
    state
}

fn read_as(settings: ReadSettings) -> Effect {
    Effect::Tell(Command::ReadAs(Box::new(settings)))
}

fn typed(setting: &'static Setting, text: &str) -> Action {
    Action::Set(Field::Setting(setting), text.to_string())
}

#[test]
fn an_empty_page_asks_for_a_table_and_offers_samples() {
    let mut state = PageState::default();
    assert!(words(&state).contains("Getting ready…"));
    assert!(shown(&state).button("Choose a CSV").is_some());
    assert!(shown(&state).button("Train").is_none());
    assert_eq!(
        state.act(Action::OpenSample(Sample::Songs)),
        [
            read_as(ReadSettings::default()),
            Effect::Tell(Command::ReadSample { sample: Sample::Songs, purpose: Purpose::Open })
        ]
    );
}

#[test]
fn a_table_brings_the_next_step_within_reach() {
    let mut state = ready();
    let page = shown(&state);
    assert!(page.words().contains("sizes.csv") && page.words().contains("10 rows · 3 columns"));
    assert!(!page.button("Train").unwrap().is_disabled());
    assert!(page.button("Stop").unwrap().is_disabled());
    let effects = state.act(Action::GoOn);
    assert!(matches!(
        &effects[..],
        [Effect::Go(Tab::Learn), Effect::Tell(Command::Train { run: RunId(1), .. })]
    ));
    assert!(shown(&state).button("Pause").is_some());
}

#[test]
fn names_are_text_whatever_they_hold() {
    let state = ready();
    let page = shown(&state);
    assert!(page.words().contains("<b>size</b>"));
    let bold = page.find(&|element| element.parts().tag == "b");
    assert!(bold.is_none(), "{bold:?}");
}

#[test]
fn text_that_is_no_value_stays_is_explained_and_can_be_put_back() {
    let mut state = ready();
    state.act(typed(&settings::LEARNING_RATE, "fast"));
    assert_eq!(state.text(&settings::LEARNING_RATE), "fast");
    assert!(words(&state).contains("Write a number, such as 0.01."));
    assert!(shown(&state).button("Train").unwrap().is_disabled());
    state.act(Action::PutBack(Field::Setting(&settings::LEARNING_RATE).into()));
    assert_eq!(state.text(&settings::LEARNING_RATE), Recipe::default().training.learning_rate.to_string());
    assert!(!shown(&state).button("Train").unwrap().is_disabled());
}

#[test]
fn a_value_stays_as_it_was_typed_until_the_recipe_has_another() {
    let mut state = ready();
    state.act(typed(&settings::LEARNING_RATE, "0.0100"));
    assert_eq!(state.text(&settings::LEARNING_RATE), "0.0100");
    state.act(Action::UseLearningRate(0.001));
    assert_eq!(state.text(&settings::LEARNING_RATE), "0.001");
    let preset = perceptab::recipe::Preset::ALL[1];
    state.act(typed(&settings::EPOCHS, "7"));
    state.act(Action::Switch(Switch::Preset(preset), true));
    assert_eq!(state.text(&settings::EPOCHS), preset.recipe().training.epochs.to_string());
}

#[test]
fn a_column_is_left_out_and_taken_back() {
    let mut state = ready();
    let column = || Switch::Column("weight".to_string());
    state.act(Action::Switch(column(), false));
    assert_eq!(state.recipe.question.columns.get("weight"), Some(&false));
    state.act(Action::Switch(column(), true));
    assert!(state.recipe.question.columns.is_empty(), "back to what the table proposes");
}

#[test]
fn progress_leaves_data_and_network_alone() {
    let mut state = ready();
    state.recipe.training.epochs = 200;
    state.act(Action::GoOn);
    state.take_changed();
    state.hear(vec![Event::Progress {
        run: RunId(1),
        epoch: 3,
        epochs: 200,
        seconds: 0.1,
        rows_per_second: 1e6,
        records: Vec::new(),
    }]);
    assert!(!state.take_changed());
    let nodes = page(&state, Fresh::Run);
    let Node::Element(main) = &nodes[2] else { panic!("{:?}", nodes[2]) };
    let [Node::Same, Node::Same, Node::Element(stage)] = &main.parts().children[..] else {
        panic!("{main:?}")
    };
    let fresh = stage.parts().children.iter().map(|part| !matches!(part, Node::Same | Node::Nothing));
    // The curves go on; tabs, messages, the table and what is out of sight stay as they are.
    assert_eq!(state.tab, Tab::Learn);
    assert_eq!(fresh.collect::<Vec<_>>(), [false, false, false, true, false, false, false, false]);
    assert!(nodes[3].words().contains("Epoch 3 of 200"));
    // Where more has changed, of the tabs out of sight it is said that they are, and what they hold stays.
    let nodes = page(&state, Fresh::Seen);
    let Node::Element(main) = &nodes[2] else { panic!("{:?}", nodes[2]) };
    let Node::Element(stage) = &main.parts().children[2] else { panic!("{main:?}") };
    let panels = stage.parts().children.iter().filter_map(|part| match part {
        Node::Element(panel) if panel.parts().tag == "section" => {
            let is_hidden = panel.attribute("hidden") == Some(&Attribute::Flag(true));
            Some((is_hidden, panel.parts().keeps))
        }
        _ => None,
    });
    let (seen, unseen) = ((false, false), (true, true));
    assert_eq!(panels.collect::<Vec<_>>(), [unseen, seen, unseen, unseen, unseen]);
    state.act(Action::Point(Some(3.0)));
    assert!(!state.take_changed(), "the cross-hair is the result's alone");
    state.act(Action::Keys(true));
    assert!(state.take_changed());
}

#[test]
fn divergence_offers_a_learning_rate_that_can_be_taken() {
    let mut state = ready();
    state.act(Action::GoOn);
    let run = state.view.preparing.as_mut().unwrap();
    run.outcome = Some(Outcome::Diverged {
        epoch: 2,
        kept_epoch: 1,
        try_learning_rate: 0.001,
        message: "The loss grew without bound at epoch 2.".to_string(),
    });
    assert!(words(&state).contains("grew without bound"));
    assert!(shown(&state).button("Use learning rate 0.001").is_some());
    state.act(Action::UseLearningRate(0.001));
    assert_eq!(state.recipe.training.learning_rate, 0.001);
}

#[test]
fn a_lost_worker_is_given_the_table_again() {
    let mut state = ready();
    let file = super::FileRef { id: 0, name: "sizes.csv".to_string(), bytes: 10 };
    state.asked = Some(Source::File(file.clone()));
    state.source = state.asked.clone();
    let message = "The worker was lost.".to_string();
    state.hear(vec![Event::Failed(Failure {
        place: Place::Worker,
        kind: "worker-error".to_string(),
        message,
        problems: Vec::new(),
        sample: None,
    })]);
    assert!(shown(&state).button("Start a fresh worker").is_some());
    assert!(shown(&state).button("Train").unwrap().is_disabled());
    assert_eq!(state.act(Action::RestartWorker), [Effect::RestartWorker]);
    let effects = state.hear(vec![Event::Ready { build: "test".to_string() }]);
    assert_eq!(effects, [read_as(ReadSettings::default()), Effect::Read(file, Purpose::Open)]);
}

/// A page on which the assignment's eight runs were started side by side, on two cores.
fn pooling() -> (PageState, Vec<Effect>) {
    let mut state = ready();
    state.act(Action::Cores(2));
    assert!(shown(&state).button("The assignment").is_some());
    assert_eq!(state.act(Action::OpenAssignment(true)), [Effect::Go(Tab::Assignment)]);
    assert!(shown(&state).button("Run all eight").is_some());
    assert_eq!(state.act(Action::RunAssignment), [Effect::Tell(Command::ShareTable)]);
    assert!(state.is_pooling(), "the table is on its way");
    let effects = state.hear(vec![Event::TableShared { bytes: 100 }]);
    (state, effects)
}

#[test]
fn runs_side_by_side_start_as_many_workers_as_there_are_cores() {
    let (mut state, effects) = pooling();
    let adopt = |worker| [Order::Restart(worker), Order::Tell(worker, Command::AdoptTable)];
    let expected: Vec<Effect> = [adopt(0), adopt(1)].concat().into_iter().map(Effect::Pool).collect();
    assert_eq!(effects, expected);
    assert!(shown(&state).button("Run all eight").is_none(), "Cancel all has taken its place");
    assert!(shown(&state).button("Report (HTML)").unwrap().is_disabled());

    let adopted = || vec![Event::TableAdopted { rows: 10, memory: None }];
    let orders = state.hear_pooled(1, adopted());
    let [Effect::Pool(Order::Tell(1, Command::Try { run, trial }))] = &orders[..] else {
        panic!("{orders:?}")
    };
    // The longest run is the first to start, and its number is one that no other run has.
    assert_eq!(trial.recipe.preset, perceptab::recipe::Preset::Spec2Softmax);
    assert!(run.0 > 1_000_000, "those that a person starts are counted from 1: {run:?}");
    assert!(words(&state).contains("Specification 2, softmax"));
}

#[test]
fn cancelling_all_ends_the_workers_and_leaves_the_list() {
    let (mut state, _) = pooling();
    assert_eq!(state.act(Action::CancelPool), [Effect::EndPool]);
    assert!(!state.is_pooling());
    assert!(words(&state).contains("cancelled"));
    state.act(Action::OpenAssignment(false));
    assert!(!words(&state).contains("cancelled"));
}

#[test]
fn another_table_forgets_the_runs_side_by_side() {
    let (mut state, _) = pooling();
    let summary = state.view.data.clone().unwrap();
    let effects = state.hear(vec![Event::TableRead {
        summary: Box::new(summary.summary),
        proposal: Box::new(summary.proposal),
    }]);
    assert!(matches!(
        &effects[..],
        [Effect::Go(Tab::Data), Effect::EndPool, Effect::Tell(Command::Audit { .. }), ..]
    ));
    assert!(state.pool.is_none());
}

#[test]
fn settings_that_nothing_would_come_of_are_left_out() {
    let mut state = ready();
    assert!(!words(&state).contains("Momentum"), "they are made when they are opened");
    state.act(Action::Unfold(Fold::Settings, true));
    let choose = |state: &mut PageState, solver: &str| {
        state.act(Action::Set(Field::Setting(&settings::SOLVER), solver.to_string()));
        let words = words(state);
        ["Momentum", "Beta 1", "Rho", "Evaluations", "Shuffle", "Weight decay"]
            .map(|name| words.contains(name))
    };
    assert_eq!(choose(&mut state, "SGD"), [true, false, false, false, true, false]);
    assert_eq!(choose(&mut state, "AdamW"), [false, true, false, false, true, true]);
    assert_eq!(choose(&mut state, "RMSprop"), [false, false, true, false, true, false]);
    assert_eq!(choose(&mut state, "L-BFGS"), [false, false, false, true, false, false]);
    assert!(!words(&state).contains("Validation share"));
    choose(&mut state, "SGD");
    assert!(words(&state).contains("Validation share") && words(&state).contains("Best epoch by"));
    state.act(Action::Switch(Switch::Setting(&settings::EARLY_STOPPING), false));
    assert!(!words(&state).contains("Validation share") && !words(&state).contains("Best epoch by"));
    for (task, balances) in [(Switch::Classification, true), (Switch::Regression, false)] {
        state.act(Action::Switch(task, true));
        let words = words(&state);
        assert_eq!(
            (words.contains("Balance classes"), words.contains("Target scaled")),
            (balances, !balances)
        );
    }
    state.act(Action::PutBack(Control::Switch(&settings::EARLY_STOPPING)));
    assert!(state.recipe.training.early_stopping);
}

#[test]
fn every_setting_is_explained_in_the_guide() {
    let guide = include_str!("../../../www/guide/index.html");
    for Setting { section, .. } in Setting::all() {
        assert!(guide.contains(&format!("id=\"{section}\"")), "{section}");
    }
}

fn set(field: Field, text: &str) -> Action {
    Action::Set(field, text.to_string())
}

#[test]
fn how_the_file_is_read_can_be_set_and_the_file_is_read_again() {
    let mut state = PageState::default();
    let (_, mut session) = ready_with_worker();
    state.hear(session.greet());
    state.act(Action::OpenSample(Sample::Songs));
    state.hear(session.handle(Command::Read { purpose: Purpose::Open, name: "sizes.csv".into(), bytes: 1 }));
    state.hear(session.push_bytes(CSV));
    state.hear(session.finish_bytes());
    assert!(!words(&state).contains("Quotation marks"), "made when it is opened");
    state.act(Action::Unfold(Fold::Reading, true));
    assert!(words(&state).contains("automatic: comma") && words(&state).contains("Quotation marks"));
    let settings = ReadSettings { delimiter: Some(';'), ..ReadSettings::default() };
    let effects = state.act(set(Field::Reading(&settings::DELIMITER), ";"));
    assert_eq!(
        effects,
        [
            read_as(settings),
            Effect::Tell(Command::ReadSample { sample: Sample::Songs, purpose: Purpose::Open })
        ]
    );
    assert_eq!(state.act(set(Field::Reading(&settings::SKIP), "some")), []);
    assert!(words(&state).contains("Write a whole number from 0."));
    let effects = state.act(Action::ReadAsDetected);
    assert_eq!(effects[0], read_as(ReadSettings::default()));
    // Another file is read as it seems to be.
    state.act(set(Field::Reading(&settings::DECIMAL), ","));
    let effects = state.act(Action::OpenSample(Sample::Penguins));
    assert_eq!(effects[0], read_as(ReadSettings::default()));
}

#[test]
fn a_columns_role_and_kind_can_be_changed_and_what_they_mean_is_said() {
    let mut state = ready();
    state.act(Action::EditColumn(Some("weight".to_string())));
    assert!(words(&state).contains("One input, brought to the scale of the others"));
    state.act(set(Field::ColumnKind, "category"));
    assert_eq!(state.recipe.question.kinds["weight"], Kind::Category);
    assert!(words(&state).contains("One input for each of its 5 values"));
    state.act(set(Field::ColumnRole, "group"));
    assert_eq!(state.recipe.question.group.as_deref(), Some("weight"));
    assert!(words(&state).contains("never both"));
    state.act(set(Field::ColumnRole, "left-out"));
    assert_eq!(
        (state.recipe.question.group.clone(), state.recipe.question.columns.get("weight")),
        (None, Some(&false))
    );
    state.act(set(Field::ColumnKind, ""));
    assert!(state.recipe.question.kinds.is_empty());
    state.act(Action::EditColumn(None));
    assert!(!words(&state).contains("The network does not see it."));
}

#[test]
fn a_file_that_cannot_be_read_as_set_leaves_table_and_settings_as_they_were() {
    let mut state = ready();
    state.source = Some(Source::Sample(Sample::Songs));
    state.act(set(Field::Reading(&settings::SKIP), "9"));
    assert_eq!(state.recipe.reading.skip, Some(9));
    let failure = |place| Failure {
        place,
        kind: "header-only".to_string(),
        message: "No rows.".to_string(),
        problems: Vec::new(),
        sample: None,
    };
    state.hear(vec![Event::Failed(failure(Place::File))]);
    assert_eq!(state.recipe.reading, ReadSettings::default());
    // A recipe that was brought meanwhile says how this table is to be read.
    let recipe =
        Recipe::default().with(|it| it.reading = ReadSettings { skip: Some(2), ..ReadSettings::default() });
    let effects =
        state.hear(vec![Event::RecipeRead { name: "r.json".to_string(), recipe: Box::new(recipe.clone()) }]);
    assert!(effects.contains(&read_as(recipe.reading)));
}

#[test]
fn the_target_has_no_other_role() {
    let mut state = ready();
    state.act(Action::EditColumn(Some("weight".to_string())));
    state.act(set(Field::ColumnRole, "weight"));
    assert_eq!(state.recipe.question.sample_weight.as_deref(), Some("weight"));
    state.act(set(Field::Target, "weight"));
    assert_eq!(
        (state.recipe.question.sample_weight.clone(), state.recipe.question.target.as_deref()),
        (None, Some("weight"))
    );
}

#[test]
fn a_split_is_chosen_with_its_column() {
    let mut state = ready();
    state.act(Action::Unfold(Fold::Settings, true));
    state.act(set(Field::SplitRule, "group"));
    assert_eq!(state.recipe.question.group.as_deref(), Some("<b>size</b>"), "one that is not the target");
    state.act(set(Field::SplitColumn, "weight"));
    assert_eq!(state.recipe.question.group.as_deref(), Some("weight"));
    state.act(set(Field::SplitRule, "given"));
    assert_eq!(
        (state.recipe.question.group.clone(), state.recipe.question.split_column.as_deref()),
        (None, Some("weight"))
    );
    state.act(set(Field::SplitRule, "random"));
    assert_eq!(state.recipe.question.split_column, None);
}

#[test]
fn the_audit_is_asked_for_anew_when_the_question_changes() {
    let mut state = ready();
    let is_audit = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::Tell(Command::Audit { .. })))
    };
    assert!(!is_audit(&state.act(Action::Keys(true))), "nothing of it has changed");
    assert!(!is_audit(&state.act(typed(&settings::EPOCHS, "7"))));
    assert!(is_audit(&state.act(Action::Switch(Switch::Column("weight".to_string()), false))));
    assert!(is_audit(&state.act(typed(&settings::TEST_SHARE, "30"))));
    state.act(Action::GoOn);
    assert!(!is_audit(&state.act(typed(&settings::TEST_SHARE, "40"))), "the worker trains");
}

#[test]
fn what_the_audit_finds_can_be_remedied_by_one_click() {
    let mut state = ready();
    let finding = |sentence: &str, remedy| Finding {
        concern: Concern::Leak,
        sentence: sentence.to_string(),
        column: Some("weight".to_string()),
        remedies: vec![remedy],
    };
    let findings = vec![
        finding("Weight tells the price.", Remedy::LeaveOut("weight".to_string())),
        finding("Some rows repeat others.", Remedy::MeasureDuplicates),
    ];
    state.hear(vec![Event::Audited(Box::new(findings))]);
    assert!(words(&state).contains("Weight tells the price."));
    assert!(shown(&state).button("Leave out weight").is_some());
    state.act(Action::Remedy(Remedy::LeaveOut("weight".to_string())));
    assert_eq!(state.recipe.question.columns.get("weight"), Some(&false));
    let effects = state.act(Action::Remedy(Remedy::MeasureDuplicates));
    assert!(effects.contains(&Effect::Tell(Command::ShareTable)));
    assert!(state.is_pooling());
}

/// A page on which these runs beside each other have come to their end.
fn ran_beside(action: Action) -> PageState {
    let (mut state, mut session) = ready_with_worker();
    state.cores = 1;
    state.recipe.training.epochs = 3;
    let mut effects = state.act(action);
    while !effects.is_empty() {
        let mut next = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(command) => next.extend(state.hear(session.handle(command))),
                // The same session stands for the pool's worker: it has the table already.
                Effect::Pool(Order::Tell(worker, Command::AdoptTable)) => {
                    next.extend(
                        state.hear_pooled(worker, vec![Event::TableAdopted { rows: 10, memory: None }]),
                    );
                }
                Effect::Pool(Order::Tell(worker, command)) => {
                    next.extend(state.hear_pooled(worker, session.handle(command)));
                    while session.is_training() {
                        next.extend(state.hear_pooled(worker, session.work(&|| 0.0, 1.0)));
                    }
                }
                _ => {}
            }
        }
        effects = next;
    }
    state
}

#[test]
fn folds_are_run_beside_each_other_and_their_spread_is_shown() {
    let state = ran_beside(Action::Remedy(Remedy::CrossValidate(3)));
    let words = words(&state);
    assert!(words.contains("Cross-validation with 3 folds") && words.contains("Fold 3"), "{words}");
    assert!(words.contains("Mean ± standard deviation") && words.contains("test accuracy"), "{words}");
}

#[test]
fn what_repeated_rows_do_is_measured_both_ways() {
    let mut state = ran_beside(Action::Remedy(Remedy::MeasureDuplicates));
    let runs: Vec<bool> = state
        .pool
        .iter()
        .flat_map(|pool| pool.runs())
        .map(|run| run.view.recipe.preparation.drop_duplicates)
        .collect();
    assert_eq!(runs, [false, true]);
    assert!(words(&state).contains("Kept, repeated rows"), "{}", words(&state));
    state.act(Action::PutAwayBeside);
    assert!(!words(&state).contains("Repeated rows kept"));
}

#[test]
fn a_file_too_large_can_be_read_in_part() {
    let mut state = ready();
    state.act(Action::OpenSample(Sample::Songs));
    let failure = Failure {
        place: Place::File,
        kind: "too-large".to_string(),
        message: "Too large.".to_string(),
        problems: Vec::new(),
        sample: Some(0.25),
    };
    state.hear(vec![Event::Failed(failure)]);
    assert!(shown(&state).button("Read a random 25 % of its rows").is_some());
    let effects = state.act(Action::ReadSample(0.25));
    assert_eq!(effects[0], read_as(ReadSettings { sample: Some(0.25), ..ReadSettings::default() }));
}

#[test]
fn how_near_the_answers_are_follows_the_slider() {
    // A network that never learns answers what its first weights make of the rows.
    let mut state = ended(Recipe::default().with(|it| {
        it.training.epochs = 1;
        it.training.learning_rate = 1e-8;
    }));
    let report = state.view.run().and_then(|run| run.report.clone()).unwrap();
    let closeness = report.closeness.unwrap();
    assert!(words(&state).contains("Within ±5"));
    for step in [0, 3, 50] {
        state.act(Action::Set(Field::Nearness, step.to_string()));
        assert!(words(&state).contains(&format!("Within ±{step}")));
    }
    // 50 is more than the whole range: every row is that near.
    assert_eq!(closeness.test[50] as usize, report.test.rows);
    assert!(words(&state).contains("100 % of the test rows"), "{}", words(&state));
}

#[test]
fn answers_stand_beside_what_is_right() {
    let recipe = |task| {
        Recipe::default().with(|it| {
            it.training.epochs = 3;
            it.question.task = Some(task);
        })
    };
    let state = ended(recipe(Task::Regression));
    assert!(words(&state).contains("Predicted against actual, 2 test rows"), "{}", words(&state));
    let drawn = shown(&state);
    let picture = drawn.find(&|element| {
        element.parts().tag == "svg" && element.attribute("class") == Some(&Attribute::Text("against".into()))
    });
    let cells = picture.unwrap().parts().children.iter().filter(|child| {
        let tone = |element: &Element| matches!(element.attribute("d"), Some(Attribute::Text(path)) if path.contains('z'));
        child.find(&tone).is_some()
    });
    assert!(cells.count() > 0, "the rows are drawn");
    let classes = ended(recipe(Task::Classification));
    assert!(words(&classes).contains("Actual ↓ predicted →"), "{}", words(&classes));
}

#[test]
fn a_run_that_ends_by_a_rule_of_its_own_says_why() {
    let patient = Recipe::default().with(|it| {
        it.training.n_iter_no_change = Some(2);
        it.training.tol = 1e3;
        it.training.epochs = 50;
        it.training.early_stopping = false;
    });
    let state = ended(patient.clone());
    assert!(
        words(&state).contains("Ended at epoch 4: the training loss fell by less than 1000 in 2 epochs.")
    );
    let stopping = patient.with(|it| {
        it.training.early_stopping = true;
        it.training.validation_fraction = 0.3;
    });
    assert!(words(&ended(stopping)).contains("did best on 3 validation rows"));
}

/// Has the worker do what the page asks of it; `text` is what every file holds.
fn obey(state: &mut PageState, session: &mut Session, effects: Vec<Effect>, text: &str) {
    for effect in effects {
        match effect {
            Effect::Tell(command) => state.hear(session.handle(command)),
            Effect::Read(file, purpose) => {
                state.hear(session.handle(Command::Read { purpose, name: file.name, bytes: file.bytes }));
                state.hear(session.push_bytes(text.as_bytes()));
                state.hear(session.finish_bytes())
            }
            Effect::Go(_) => continue,
            other => panic!("{other:?}"),
        };
    }
}

#[test]
fn new_rows_are_predicted_again_as_a_person_sets_it() {
    let rows: String = (0..40).map(|row| format!("{}.250,5;{row}\n", row + 1)).collect();
    let (mut state, mut session) = (PageState::default(), Session::new("test"));
    let training = format!("x;y\n{rows}");
    obey(
        &mut state,
        &mut session,
        vec![Effect::Read(FileRef { id: 1, name: "t.csv".into(), bytes: 0 }, Purpose::Open)],
        &training,
    );
    state.recipe.question.target = Some("y".to_string());
    state.recipe.training.epochs = 3;
    let effects = state.act(Action::GoOn);
    effects.into_iter().for_each(|effect| {
        if let Effect::Tell(command) = effect {
            state.hear(session.handle(command));
        }
    });
    while session.is_training() {
        state.hear(session.work(&|| 0.0, 1.0));
    }
    // A point between three digits and three may be either mark.
    let new = "x;z\n3.500;=1+2\nmany;b\n";
    let file = FileRef { id: 2, name: "new.csv".into(), bytes: new.len() as u64 };
    let effects = state.act(Action::PredictFile(file.clone()));
    obey(&mut state, &mut session, effects, new);
    let file_of = |session: &mut Session| match session
        .handle(Command::Export { export: Export::NewPredictions, run: None })
        .remove(0)
    {
        Event::File { bytes, .. } => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    };
    let comma = file_of(&mut session);
    assert!(words(&state).contains("Nothing in the file says whether"), "{}", words(&state));
    assert!(words(&state).contains("1 cell is no number ('many' in row 3)"), "{}", words(&state));
    // The other reading, by the field beside the sentence.
    let doubt = Field::Doubt(0);
    let sets = |handler: &Handler| matches!(handler, Handler::Chosen(field) if *field == doubt);
    assert!(shown(&state).find(&|element| element.parts().handlers.iter().any(sets)).is_some());
    let effects = state.act(Action::Set(doubt, "decimal-point".to_string()));
    assert!(effects.contains(&Effect::Read(file.clone(), Purpose::Predict)));
    obey(&mut state, &mut session, effects, new);
    let point = file_of(&mut session);
    assert_ne!(comma.lines().nth(1), point.lines().nth(1));
    assert!(state.view.prediction.as_ref().unwrap().doubts[0].set);
    // The ticks.
    let effects = state.act(Action::Switch(Switch::Remarks, true));
    obey(&mut state, &mut session, effects, new);
    let effects = state.act(Action::Switch(Switch::Guard, true));
    obey(&mut state, &mut session, effects, new);
    let marked = file_of(&mut session);
    assert!(marked.contains(";'=1+2;") && marked.contains("x: 'many' is no number"), "{marked}");
    assert!(marked.starts_with(point.lines().next().unwrap()), "the reading that was set stays");
    // Another file is read as it seems to be.
    let other = FileRef { id: 3, name: "other.csv".into(), bytes: 0 };
    let [Effect::Tell(Command::PredictAs(settings)), ..] = &state.act(Action::PredictFile(other))[..] else {
        panic!("not asked")
    };
    assert!(settings.wishes.is_empty() && settings.remarks && settings.guard);
}

#[test]
fn the_page_goes_to_what_has_ended_but_never_from_under_a_persons_hands() {
    let (mut visit, recipe) = (super::visit::Visit::with_table("a.csv", &["x", "z"]), super::visit::recipe());
    assert_eq!(visit.state.tab, Tab::Data);
    visit.state.recipe = recipe;
    visit.act(Action::GoOn);
    assert_eq!(visit.state.tab, Tab::Learn);
    let effects = visit.work();
    assert!(effects.contains(&Effect::Go(Tab::Result)), "{effects:?}");
    visit.act(Action::GoOn);
    visit.act(Action::Arrive(Tab::Runs));
    let effects = visit.work();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Go(_))), "{effects:?}");
    assert_eq!(visit.state.tab, Tab::Runs);
}

#[test]
fn every_tab_has_an_address_of_its_own() {
    Tab::ALL.into_iter().for_each(|tab| assert_eq!(Tab::at(tab.address()), tab));
    assert_eq!([Tab::at(""), Tab::at("#nothing")], [Tab::Data; 2]);
}

#[test]
fn single_keys_are_not_heard_in_fields_and_can_be_switched_off() {
    let mut state = ready();
    assert_eq!(state.key("3", false, false), Some(Action::Open(Tab::Result)));
    assert_eq!([state.key("3", false, true), state.key("6", false, false)], [None, None]);
    assert_eq!(state.key("Enter", true, true), Some(Action::GoOn));
    assert_eq!(state.key("Escape", false, true), None, "nothing is open");
    state.act(Action::Drawer(true));
    assert_eq!(state.key("Escape", false, true), Some(Action::Close));
    state.act(Action::Switch(Switch::SingleKeys, false));
    assert_eq!([state.key("3", false, false), state.key("?", false, false)], [None, None]);
    assert_eq!(state.key("Enter", true, false), Some(Action::GoOn));
}

#[test]
fn a_result_is_out_of_date_as_soon_as_a_setting_differs() {
    let mut visit = super::visit::Visit::with_table("a.csv", &["x", "z"]);
    visit.state.recipe = super::visit::recipe();
    visit.train();
    assert!(!visit.words().contains("Out of date"), "{}", visit.words());
    visit.act(typed(&settings::EPOCHS, "7"));
    assert!(visit.words().contains("Out of date. Since this run: Epochs 7, before 3."), "{}", visit.words());
    visit.act(typed(&settings::EPOCHS, "3"));
    assert!(!visit.words().contains("Out of date"));
}

#[test]
fn columns_are_searched_and_of_many_only_those_in_sight_are_made() {
    let names: Vec<String> = (0..500).map(|column| format!("c{column}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut visit = super::visit::Visit::with_table("wide.csv", &names);
    let made = |visit: &super::visit::Visit, name: &str| {
        let label = super::Attribute::Text(format!("Use {name}").into());
        visit.shown().find(&|element| element.attribute("aria-label") == Some(&label)).is_some()
    };
    assert!(made(&visit, "c0") && !made(&visit, "c400"));
    visit.act(Action::ScrollColumns(400));
    assert!(!made(&visit, "c0") && made(&visit, "c400"));
    visit.act(set(Field::Search, "C49"));
    assert!(made(&visit, "c49") && made(&visit, "c499") && !made(&visit, "c400"));
}

#[test]
fn a_layer_is_made_wider_in_place() {
    let mut state = ready();
    state.act(Action::Layers(vec![104, 96]));
    assert_eq!(state.recipe.network.hidden, [104, 96]);
    assert!(words(&state).contains("104, 96 · 40 epochs · 1 setting changed"), "{}", words(&state));
}
