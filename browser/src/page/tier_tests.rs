//! The tiers on the page: what is asked for, and a mix after the first network.

use super::beside::mix_of;
use super::tests::{ready_with_worker, shown, words};
use super::{Action, Control, Effect, Field, PageState, Switch, Tab};
use perceptab::recipe::{Preset, Tier, settings};
use perceptab::study::Shape;
use perceptab_conversation::session::{
    Command, Document, Event, Export, Failure, ModelSource, Order, Place, RunState, Session, Stage,
};

/// Does all that follows, with one session for the first worker and the pool's. `answer`: what a worker of the pool says in place of
/// a trial's result.
fn follow(
    state: &mut PageState,
    session: &mut Session,
    mut effects: Vec<Effect>,
    answer: &dyn Fn(&Command) -> Option<Event>,
) {
    while !effects.is_empty() {
        let mut next = Vec::new();
        for effect in effects {
            let mut done = |command: Command| {
                let mut events = session.handle(command);
                while session.has_work() {
                    events.extend(session.work(&|| 0.0, 1.0));
                }
                events
            };
            match effect {
                Effect::Tell(command) => {
                    let events = done(command);
                    next.extend(state.hear(events));
                }
                Effect::Pool(Order::Tell(worker, Command::AdoptTable)) => {
                    let adopted = Event::TableAdopted { rows: 10, memory: None };
                    next.extend(state.hear_pooled(worker, vec![adopted]));
                }
                Effect::Pool(Order::Tell(worker, command)) => {
                    let events = match answer(&command) {
                        Some(event) => vec![event],
                        None => done(command),
                    };
                    next.extend(state.hear_pooled(worker, events));
                }
                _ => {}
            }
        }
        effects = next;
    }
}

/// A page with a run that has ended.
fn with_a_run() -> (PageState, Session) {
    let (mut state, mut session) = ready_with_worker();
    (state.cores, state.tab) = (1, Tab::Result);
    state.recipe.training.epochs = 3;
    state.recipe.tier = Tier::Quick;
    let effects = state.act(Action::GoOn);
    follow(&mut state, &mut session, effects, &|_| None);
    state.tab = Tab::Result;
    (state, session)
}

#[test]
fn a_mix_is_offered_and_says_what_it_reaches() {
    let (mut state, mut session) = with_a_run();
    assert!(shown(&state).button("Mix networks and trees").is_some(), "{}", words(&state));
    // What is set since is of the next run, not of the mix of this one.
    state.recipe.question.columns.insert("weight".to_string(), false);
    let effects = state.act(Action::Mix);
    follow(&mut state, &mut session, effects, &|_| None);
    let columns = |state: &PageState| state.study.as_ref().unwrap().trials[0].recipe.question.columns.clone();
    assert!(columns(&state).is_empty());
    state.tab = Tab::Result;
    let text = words(&state);
    assert!(text.contains("What was mixed") && text.contains("boosted trees"), "{text}");
    assert!(text.contains("which is the one that predicts"), "{text}");
    assert_eq!(state.view.model_source, Some(ModelSource::Study));
    assert!(state.safety.is_unsaved, "nobody has saved it");
    // Another run's model takes its place: nothing says that the mix predicts.
    state.recipe.question.columns.clear();
    let effects = state.act(Action::GoOn);
    follow(&mut state, &mut session, effects, &|_| None);
    state.tab = Tab::Result;
    let text = words(&state);
    assert!(state.view.joined.is_none());
    assert!(!text.contains("which is the one that predicts") && text.contains("Can it be better?"), "{text}");
}

#[test]
fn a_mix_that_was_not_made_says_why() {
    let (mut state, mut session) = with_a_run();
    let failed = |command: &Command| {
        let Command::Try { trial, .. } = command else { return None };
        (trial.learner.is_trees()).then(|| {
            Event::Failed(Failure {
                place: Place::Training,
                kind: "broken".to_string(),
                message: "The trees were cut.".to_string(),
                problems: Vec::new(),
                sample: None,
            })
        })
    };
    let effects = state.act(Action::Mix);
    follow(&mut state, &mut session, effects, &failed);
    state.tab = Tab::Result;
    let text = words(&state);
    assert!(text.contains("There is no mix, and the one network stands. The trees were cut."), "{text}");
    assert!(shown(&state).button("Mix networks and trees").is_some());
}

/// A page with a table whose tier this is, and a small network.
fn with_tier(tier: Tier) -> (PageState, Session) {
    let (mut state, session) = ready_with_worker();
    (state.cores, state.tab) = (2, Tab::Result);
    state.recipe.training.epochs = 3;
    state.act(Action::Switch(Switch::Tier(tier), true));
    (state, session)
}

#[test]
fn a_new_table_gets_a_mix_after_its_first_network() {
    assert_eq!(PageState::default().recipe.tier, Tier::Good);
    let (mut state, mut session) = with_tier(Tier::Good);
    let effects = state.act(Action::GoOn);
    follow(&mut state, &mut session, effects, &|_| None);
    state.tab = Tab::Result;
    let text = words(&state);
    assert!(state.is_mixed() && text.contains("networks and trees, mixed"), "{text}");
    assert!(text.contains("The first network alone: "), "{text}");
    let joined = state.view.joined.as_ref().unwrap();
    assert!(text.contains(&joined.report.sentence), "the verdict is the mix's: {text}");
    assert!(text.contains(&joined.weights_hash));
    // The table of runs has another score, and says of what.
    assert!(text.contains("the scores of each run’s one network"), "{text}");
}

/// What a person takes away beside the mix's verdict is the mix's.
#[test]
fn files_are_of_the_mix_where_it_is_what_is_read() {
    let (mut state, mut session) = with_tier(Tier::Good);
    let effects = state.act(Action::GoOn);
    follow(&mut state, &mut session, effects, &|_| None);
    let run = state.view.run().map(|run| run.id);
    let asked = |state: &mut PageState, export| match state.act(Action::Export(export)).remove(0) {
        Effect::Tell(command) => command,
        other => panic!("{other:?}"),
    };
    let model = asked(&mut state, Export::Model);
    assert_eq!(model, Command::Export { export: Export::Model, run: None });
    let predictions = asked(&mut state, Export::Predictions);
    assert_eq!(predictions, Command::Export { export: Export::MixPredictions, run });
    let mut file = |command| {
        let mut events = session.handle(command);
        while session.has_work() {
            events.extend(session.work(&|| 0.0, 1.0));
        }
        let bytes = events.into_iter().find_map(|event| match event {
            Event::File { bytes, .. } => Some(bytes),
            _ => None,
        });
        String::from_utf8(bytes.unwrap()).unwrap()
    };
    let csv = file(predictions);
    let right: Vec<bool> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[1] == "test")
        .map(|cells| cells[2] == cells[3])
        .collect();
    let told = &state.view.joined.as_ref().unwrap().report.test;
    let share = right.iter().filter(|&&right| right).count() as f64 / right.len() as f64;
    assert_eq!((right.len(), Some(share)), (told.rows, told.accuracy));
    assert!(file(model).contains("\"combine\""));
    let Effect::Write(recipe) = state.act(Action::Export(Export::Recipe)).remove(0) else {
        panic!("no recipe")
    };
    let Document::Recipe { recipe, .. } = *recipe else { panic!("no recipe") };
    assert_eq!((recipe.tier, recipe.preparation.bins), (Tier::Good, 8), "what was asked for");
}

#[test]
fn the_verdict_of_the_first_network_stands_while_others_are_trained() {
    let (mut state, mut session) = with_tier(Tier::Good);
    let effects = state.act(Action::GoOn);
    // Nothing comes of the pool yet.
    let waits = |command: &Command| match command {
        Command::Try { .. } => Some(Event::WasReset),
        _ => None,
    };
    follow(&mut state, &mut session, effects, &waits);
    assert_eq!(
        (state.is_pooling(), state.is_mixed(), state.run_state()),
        (true, false, Some(RunState::Ended))
    );
    state.tab = Tab::Result;
    let text = words(&state);
    assert!(text.contains(&state.view.run().unwrap().report.as_ref().unwrap().sentence), "{text}");
    assert!(text.contains("Networks and trees: 0 of "), "{text}");
    // Another run takes its place, and is the second of its table, however many the mix has had.
    let effects = state.act(Action::GoOn);
    let started = effects.iter().find_map(|effect| match effect {
        Effect::Tell(Command::Train { run, .. }) => Some(run.0),
        _ => None,
    });
    assert_eq!(started, Some(2));
    assert!(effects.contains(&Effect::EndPool) && !state.is_pooling(), "{effects:?}");
}

#[test]
fn one_network_is_all_that_quick_trains() {
    let (mut state, mut session) = with_tier(Tier::Quick);
    let effects = state.act(Action::GoOn);
    follow(&mut state, &mut session, effects, &|_| None);
    assert!(!state.is_pooling() && state.pool.is_none() && state.view.joined.is_none());
    assert!(!words(&state).contains("Networks only"), "there is nothing to leave out");
}

#[test]
fn trees_can_be_left_out() {
    let (mut state, _) = with_tier(Tier::Good);
    assert!(words(&state).contains("Networks only") && words(&state).contains("boosted trees and a line"));
    let before = mix_of(&state.recipe, Shape { rows: 2_000, groups: None }).unwrap().trials.len();
    state.recipe.networks_only = true;
    assert!(words(&state).contains("networks and a line on folds"), "{}", words(&state));
    let after = mix_of(&state.recipe, Shape { rows: 2_000, groups: None }).unwrap().trials.len();
    assert_eq!((before, after), (20, 15));
}

#[test]
fn whoever_stops_the_search_has_what_it_has_found() {
    let (mut state, mut session) = with_tier(Tier::Best);
    assert!(words(&state).contains("Ways tried"), "{}", words(&state));
    let effects = state.act(Action::GoOn);
    // Two trainings are there when it is stopped: the first way, whole.
    let tried = std::cell::Cell::new(0);
    let two = |command: &Command| match command {
        Command::Try { .. } if tried.replace(tried.get() + 1) >= 11 => Some(Event::WasReset),
        _ => None,
    };
    follow(&mut state, &mut session, effects, &two);
    let ended = || state.pool.as_ref().unwrap().runs().iter().filter(|run| run.stage == Stage::Ended).count();
    assert!((11..20).contains(&ended()), "{}", ended());
    assert!(shown(&state).button("Stop and mix").is_some());
    let effects = state.act(Action::CancelPool);
    follow(&mut state, &mut session, effects, &|_| None);
    assert!(state.is_mixed(), "{}", words(&state));
    let text = words(&state);
    assert!(text.contains("trainings that were asked for 8 make whole ways"), "{text}");
}

#[test]
fn whoever_sets_the_network_asks_for_that_network() {
    let (mut state, _) = with_tier(Tier::Good);
    state.act(Action::Set(Field::Setting(&settings::SEED), "7".to_string()));
    assert_eq!(state.recipe.tier, Tier::Good, "the seed is no matter of the network");
    state.act(Action::Set(Field::Setting(&settings::EPOCHS), "7".to_string()));
    assert_eq!(state.recipe.tier, Tier::Quick);
    for action in [
        Action::Layers(vec![8]),
        Action::UseLearningRate(0.1),
        Action::Switch(Switch::Setting(&settings::EARLY_STOPPING), false),
        Action::Switch(Switch::Preset(Preset::Spec1Regression), true),
    ] {
        state.act(Action::Switch(Switch::Tier(Tier::Good), true));
        state.act(action);
        assert_eq!(state.recipe.tier, Tier::Quick);
    }
    // What is put back by hand is still of a network by hand.
    state.act(Action::PutBack(Control::Switch(&settings::EARLY_STOPPING)));
    assert_eq!(state.recipe.tier, Tier::Quick);
}
