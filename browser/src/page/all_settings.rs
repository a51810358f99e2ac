use super::field::{Row, changed_from_preset, choice, flag, text_field, text_field_with};
use super::node::{Element, Handler, button, el};
use super::roles::{SPLITS, split_column_of, split_of};
use super::settings::settings;
use super::shown::short;
use super::{Action, Field, PageState};
use perceptab::dataset::{TargetScale, Task};
use perceptab::recipe::{Recipe, SolverName};
use perceptab::training::{Loss, Schedule};
use perceptab_conversation::session::{Choice, Flag, Setting, format};

/// Grouped by what they act on. A setting that nothing would come of is left out.
pub fn groups(state: &PageState) -> Vec<Element> {
    let groups = [
        ("Data", data(state)),
        ("Network", network(state)),
        ("Training", training(state)),
        ("Against overfitting", overfitting(state)),
        ("Stopping", stopping(state)),
    ];
    groups.into_iter().flat_map(|(name, group)| [el("h3").text(name), group]).collect()
}

fn data(state: &PageState) -> Element {
    let new_seed = button("New seed", Action::NewSeed).class("link");
    let is_classification = state.task() == Some(Task::Classification);
    settings()
        .child(split_rule(state))
        .child(text_field(state, Setting::TestShare))
        .child(text_field_with(state, Setting::Seed, Some(new_seed)))
        .child(flag(state, Flag::DropDuplicates))
        .child(choice(state, Choice::Statistics))
        .child(choice(state, Choice::Scale))
        .child(choice(state, Choice::Fill))
        .child(flag(state, Flag::MissingIndicators))
        .child((!is_classification).then(|| target_scale(state)))
        .child((!is_classification).then(|| flag(state, Flag::LogTarget)))
        .child(is_classification.then(|| flag(state, Flag::BalanceClasses)))
        .child(sample_weight(state))
}

fn network(state: &PageState) -> Element {
    settings()
        .child(text_field(state, Setting::LayerActivations))
        .child(choice(state, Choice::Initialiser))
        .child(text_field(state, Setting::WeightRange))
}

fn training(state: &PageState) -> Element {
    let solver = state.recipe.solver;
    let is_adam = matches!(solver, SolverName::Adam | SolverName::Adamw);
    let is_stochastic = solver != SolverName::Lbfgs;
    let uses_huber = state.task() != Some(Task::Classification) && state.recipe.loss == Loss::Huber;
    let has_momentum = solver == SolverName::Sgd && state.recipe.momentum != 0.0;
    let field = |wanted: bool, setting| wanted.then(|| text_field(state, setting));
    settings()
        .child((state.task() != Some(Task::Classification)).then(|| choice(state, Choice::Loss)))
        .child(field(uses_huber, Setting::HuberDelta))
        .child(choice(state, Choice::Solver))
        .child(field(solver == SolverName::Sgd, Setting::Momentum))
        .child(has_momentum.then(|| flag(state, Flag::Nesterov)))
        .child(field(is_adam, Setting::Beta1))
        .child(field(is_adam, Setting::Beta2))
        .child(field(solver == SolverName::RmsProp, Setting::Rho))
        .child(field(is_adam || solver == SolverName::RmsProp, Setting::Epsilon))
        .child(field(!is_stochastic, Setting::MaxFun))
        .child(is_stochastic.then(|| choice(state, Choice::Schedule)))
        .child(field(is_stochastic && state.recipe.schedule == Schedule::InverseScaling, Setting::PowerT))
        .child(is_stochastic.then(|| flag(state, Flag::Shuffle)))
        .child(field(is_stochastic, Setting::ClipNorm))
        .child(text_field(state, Setting::MeasureEvery))
}

fn overfitting(state: &PageState) -> Element {
    settings()
        .child(text_field(state, Setting::Alpha))
        .child((state.recipe.solver == SolverName::Adamw).then(|| text_field(state, Setting::WeightDecay)))
        .child(text_field(state, Setting::Dropout))
}

fn stopping(state: &PageState) -> Element {
    let is_stochastic = state.recipe.solver != SolverName::Lbfgs;
    let holds_back = is_stochastic && state.recipe.early_stopping;
    settings()
        .child(is_stochastic.then(|| flag(state, Flag::EarlyStopping)))
        .child(holds_back.then(|| text_field(state, Setting::ValidationFraction)))
        .child(holds_back.then(|| choice(state, Choice::Watched)))
        .child(is_stochastic.then(|| text_field(state, Setting::Patience)))
        .child(text_field(state, Setting::Tol))
}

/// How rows are put into parts, and the column that it goes by.
fn split_rule(state: &PageState) -> Option<Element> {
    let data = state.view.data.as_ref()?;
    let field = Field::SplitRule;
    let is_classification = state.task() == Some(Task::Classification);
    let ways = SPLITS.iter().filter(|way| way.0 != "stratified" || is_classification);
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .children(ways.map(|way| el("option").attr("value", way.0).text(way.1)))
        .value(split_of(&state.recipe));
    let column = split_column_of(&state.recipe).map(|column| {
        let target = state.target().map(|target| &target.name);
        let names = data.summary.columns.iter().filter(|column| Some(&column.name) != target);
        let options = names.map(|column| {
            el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned())
        });
        el("select")
            .attr("id", Field::SplitColumn.name())
            .attr("aria-label", "The column to split by")
            .on(Handler::Chosen(Field::SplitColumn))
            .children(options)
            .value(column.clone())
    });
    let row = Row {
        control: field.into(),
        label: "Rows put into parts",
        help: "Which rows are held out for the test. By groups, rows with the same value in a column are all trained on or \
               all tested on; by time, the latest rows are tested on; or a column says train, validation or test."
            .to_string(),
        section: "split",
        unit: "",
        changed: None,
        problem: ["split_column", "time", "group"].iter().find_map(|field| state.problem_of(field)),
    };
    Some(row.around(state, [Some(select), column].into_iter().flatten().collect()))
}

/// The column that says how much each row counts, or none.
fn sample_weight(state: &PageState) -> Option<Element> {
    let data = state.view.data.as_ref()?;
    let field = Field::SampleWeight;
    let target = state.target().map(|target| &target.name);
    let numeric = data
        .proposal
        .columns
        .iter()
        .filter(|column| column.tasks.contains(&Task::Regression) && Some(&column.name) != target);
    let options = numeric
        .map(|column| el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned()));
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .child(el("option").attr("value", "").text("all alike"))
        .children(options)
        .value(state.recipe.sample_weight.clone().unwrap_or_default());
    let help =
        "A column of numbers from 0 that says how much each row counts in the loss. It is no input then.";
    let show = |recipe: &Recipe| recipe.sample_weight.clone().unwrap_or_else(|| "all alike".to_string());
    let row = Row {
        control: field.into(),
        label: "Rows weighed by",
        help: help.to_string(),
        section: "weights",
        unit: "",
        changed: changed_from_preset(state, &show),
        problem: state.problem_of(field.name()),
    };
    Some(row.around(state, vec![select]))
}

/// Standardised, or divided by a number.
fn target_scale(state: &PageState) -> Element {
    let show = |recipe: &Recipe| match recipe.target_scale {
        TargetScale::Standardise => "standardised".to_string(),
        TargetScale::DivideBy(by) => format!("divided by {}", format::number(by, 6)),
    };
    let help = "What a number to predict is turned into for training, and back for reading: standardised, (y − mean) ÷ \
                standard deviation, or divided by a number (100 in the assignment). Classes are left as they are.";
    let divisor = match state.recipe.target_scale {
        TargetScale::DivideBy(by) => Some(by),
        TargetScale::Standardise => None,
    };
    let field = Field::TargetScale;
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .child(el("option").attr("value", "standardise").text("standardised"))
        .child(el("option").attr("value", "divide").text("divided by"))
        .value(if divisor.is_some() { "divide" } else { "standardise" });
    let input = divisor.map(|by| {
        el("input")
            .attr("type", "text")
            .class("short")
            .attr("inputmode", "decimal")
            .attr("aria-label", "Target divided by")
            .value(by.to_string())
            .on(Handler::Chosen(Field::TargetDivisor))
    });
    Row {
        control: field.into(),
        label: "Target scaled",
        help: help.to_string(),
        section: "standardise",
        unit: "",
        changed: changed_from_preset(state, &show),
        problem: state.problem_of(field.name()),
    }
    .around(state, [Some(select), input].into_iter().flatten().collect())
}
